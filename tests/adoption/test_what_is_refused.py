"""What an import refuses writes nothing; what an adopted kind would lose its learners by is refused by each build."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adoption.published import PLACE, built, edit, imported, publish, run


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return publish(tmp_path / "world.apkg")


def refused(*arguments: str | Path) -> str:
    """Return what a command says that is not carried out."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    return result.stderr.removeprefix("deckwright: ").rstrip()


def problems(deck: Path) -> str:
    """Return what a build that is refused says, but for excerpts and hints."""
    result = run("build", deck.name, "--root", deck.parent.parent)
    assert result.exit_code == 1, result.output
    return "\n".join(line for line in result.output.replace(f"{deck}/", "").split("\n") if "error[" in line)


def test_a_folder_that_is_no_project_and_not_empty(package: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear")
    assert refused("import", package, "--root", folder) == (
        f"{folder}: this is no project, and there is something in it; import into an empty folder, or make a project"
        " with `deckwright init DIR`, or name one: --root DIR"
    )
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_a_deck_that_is_there_already(package: Path, tmp_path: Path) -> None:
    deck = imported(tmp_path / "project", package)
    root = tmp_path / "project"
    assert refused("import", package, "--root", root) == (
        f"{deck}: this is there already; choose another folder with --into NAME, or put the import in its place with"
        " --force"
    )
    assert refused("import", package, "--root", root, "--into", "cards/other") == (
        f'{deck}/deck.yaml: this deck is called "World" too; Anki would put both into one'
    )
    assert [path.name for path in (root / "cards").iterdir()] == ["world"]


def test_a_deck_makes_room_and_is_kept(package: Path, tmp_path: Path) -> None:
    deck = imported(tmp_path / "project", package)
    root = tmp_path / "project"
    before = (deck / "10-east.yaml").read_bytes()
    (deck / "10-east.yaml").write_bytes(before + b"# mine\n")
    assert run("import", package, "--root", root, "--force", "--dry-run").exit_code == 0
    assert (deck / "10-east.yaml").read_bytes() == before + b"# mine\n"
    result = run("import", package, "--root", root, "--force")
    assert f"  {deck} as it is now goes to {root}/build/replaced/world-1\n" in result.stdout
    assert (deck / "10-east.yaml").read_bytes() == before
    assert (root / "build" / "replaced" / "world-1" / "10-east.yaml").read_bytes() == before + b"# mine\n"
    assert run("import", package, "--root", root, "--force").exit_code == 0
    assert sorted(path.name for path in (root / "build" / "replaced").iterdir()) == ["world-1", "world-2"]
    built(deck)


def test_a_file_that_is_no_package(tmp_path: Path) -> None:
    file = tmp_path / "notes.apkg"
    file.write_text("Dear")
    message = refused("import", file, "--root", tmp_path / "project")
    assert message == f"{file}: this is not an Anki package; name an .apkg file"
    assert not (tmp_path / "project").exists()


def test_a_deck_that_is_not_in_the_package(package: Path, tmp_path: Path) -> None:
    assert refused("import", package, "--root", tmp_path / "project", "--deck", "Worlds") == (
        f'{package}: there is no deck "Worlds" in it; it has: "World::East" (3 notes), "World::West 2" (2 notes)'
    )


def test_a_dry_run_says_all_and_writes_nothing(package: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    result = run("import", package, "--root", project, "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.replace(f"{tmp_path}/", "").split("\n") == [
        'world.apkg: the deck "World", 5 notes, 7 cards, 2 media files',
        "  project/cards/world/deck.yaml, deck.lock",
        "  project/cards/world/kinds/gaps/: Gaps, 2 fields, 1 template",
        "  project/cards/world/kinds/place-map/: Place & map, 3 fields, 2 templates, with scripts of its own",
        "  project/cards/world/10-east.yaml: 3 cards",
        "  project/cards/world/20-west-2.yaml: 2 cards",
        "  fields: 6 of plain text, 3 as Markdown, 2 left as HTML",
        "  left out: the tag leech of 1 note",
        "  learners: 5 notes stay as they are, 0 will be updated",
        "  Anki says of a build of it over this file: 0 new, 0 updated, nothing is lost",
        "nothing was written: this is what an import would do",
        "",
    ]
    assert list(project.iterdir()) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "  - name: Note\n",
            "  - name: More\n    doc: More\n  - name: Note\n",
            "the adopted note type Place & map has 4 fields, and its learners have 3: Place, Capital, Note",
        ),
        (
            "  - name: Note\n    doc: Note\n",
            "  - name: Remark\n    doc: Note\n    key: note\n",
            'the adopted note type Place & map has the field "Remark" where its learners have "Note"',
        ),
        (
            "adopted: true # what its learners have: fields, cards and their order stay\n",
            "",
            "the note type Place & map was adopted from a deck that was published before, and is now our own",
        ),
    ],
    ids=["one field more", "another name", "no longer adopted"],
)
def test_a_kind_that_would_lose_its_learners(old: str, new: str, said: str, package: Path, tmp_path: Path) -> None:
    deck = imported(tmp_path / "project", package)
    kind = deck / "kinds" / "place-map" / "kind.yaml"
    text = kind.read_text("utf-8")
    assert text.count(old) == 1
    text = text.replace(old, new)
    text = text.replace("[Capital, Note]", "[Capital]")
    if not new:
        text = "".join(
            line for line in text.splitlines(keepends=True) if line.split(":")[0].strip() not in _ONLY_ADOPTED
        )
        text = text.replace("  - name: Place\n", "  - name: Place\n    required: true\n", 1)
        for side in ("capital-of.front", "place-of.front", "place-of.browser.front", "place-of.browser.back"):
            path = deck / "kinds" / "place-map" / f"{side}.html"
            path.write_text("{{Place}}" if side == "capital-of.front" else "{{Capital}}")
        (deck / "kinds" / "place-map" / "capital-of.back.html").write_text("{{Capital}}")
        (deck / "kinds" / "place-map" / "style.css").write_text("")
    kind.write_text(text, "utf-8")
    assert said in problems(deck)


_ONLY_ADOPTED = ("sort", "font", "rtl", "size", "browser", "tag", "stock")


def test_a_kind_that_calls_itself_adopted_and_was_never_imported(package: Path, tmp_path: Path) -> None:
    deck = imported(tmp_path / "project", package)
    (deck / "deck.lock").unlink()
    assert "adopted-kind" in problems(deck)


def test_what_was_published_may_run_and_what_is_added_may_not(package: Path, tmp_path: Path) -> None:
    deck = imported(tmp_path / "project", package)
    built(deck)
    chapter = next(path for path in deck.glob("*.yaml") if "go()" in path.read_text("utf-8"))
    edit(chapter, "go()", "steal()")
    assert problems(deck) == (
        f'{chapter.name}:11:9: error[unsafe-html]: the attribute "onclick" of <a> may not stand in a card, but for what'
        " was published before"
    )
    edit(chapter, "steal()", "go()")
    edit(chapter, "Madrid", "The city of Madrid")
    built(deck)


def test_two_decks_in_a_file_are_told_apart(tmp_path: Path) -> None:
    import genanki

    decks = [genanki.Deck(1, "One"), genanki.Deck(2, "Two::Part")]
    for deck in decks:
        deck.add_note(genanki.Note(PLACE, [deck.name, "x", ""], guid=deck.name))
    file = tmp_path / "both.apkg"
    genanki.Package(decks).write_to_file(str(file))
    assert refused("import", file, "--root", tmp_path / "project") == (
        f'{file}: there are 2 decks in it; choose one with --deck: "One" (1 note), "Two" (1 note)'
    )
    deck_folder = imported(tmp_path / "one", file, "--deck", "two::part")
    assert (deck_folder / "deck.yaml").read_text("utf-8").split("\n")[1] == 'name: "Two::Part"'
    assert [path.name for path in deck_folder.glob("*.yaml") if path.name != "deck.yaml"] == ["10-two-part.yaml"]


def test_a_chapter_without_a_title_is_not_blamed_while_its_kinds_cannot_be_read(package: Path, tmp_path: Path) -> None:
    deck = imported(tmp_path / "project", package)
    for chapter in deck.glob("*-*.yaml"):
        chapter.write_text(chapter.read_text("utf-8").partition("\n")[2], "utf-8")
    for kind in ("gaps", "place-map"):
        for back in (deck / "kinds" / kind).glob("*.back.html"):
            back.unlink()
    assert "title" not in problems(deck)
    assert "missing-template" in problems(deck)
