"""Folders in a deck are decks in that deck: what they are called, in which order they come, what is told of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.main import main
from builder.previews.studio import Studio
from builder.project import chapter_paths
from builder.targets import find_targets
from tests.support import NOW, build_deck, check_text, render_folder, write_deck


@pytest.fixture(autouse=True)
def in_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def chapter(card_id: str, title: str = "X", more: str = "") -> str:
    card = f"  - {{id: {card_id}, kind: basic, front: What is {card_id}?, back: It is {card_id}{more}}}\n"
    return f"title: {title}\nsource: own\ncards:\n{card}"


def decks_of(files: Mapping[str, str]) -> dict[str, str]:
    """Return the deck of each note of a deck with these files."""
    rendered = render_folder(write_deck(Path(), files))
    assert rendered.problems == ()
    return {note.key: note.deck for note in rendered.notes}


def said() -> str:
    """Return what is said of the project here, without lines of the place."""
    return re.sub(r"^ +\d* \|.*\n", "", check_text(Path()), flags=re.M)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("part", "Part"),
        ("10-part", "Part"),
        ("20-irregular-verbs", "Irregular verbs"),
        ("03_Verbs", "Verbs"),
        ("3d-models", "3d models"),
        ("10", "10"),
        ("10-", "10"),
        ("a/b/c", "A::B::C"),
        ("Éa", "Éa"),
        ("über", "Über"),
        ("動詞", "動詞"),
        ("iOS", "IOS"),
    ],
)
def test_a_folder_is_a_deck_called_by_its_name(folder: str, name: str) -> None:
    assert decks_of({f"{folder}/10-x.yaml": chapter("a")}) == {"a": f"Demo::{name}::X"}


@pytest.mark.parametrize("title", ["Verbs", "Verbs::Irregular"])
def test_folder_yaml_names_the_deck_of_its_folder(title: str) -> None:
    files = {
        "part/folder.yaml": f"title: {title}\n",
        "part/10-x.yaml": chapter("a", "One::Two"),
        "part/20-inner/10-y.yaml": chapter("b"),
    }
    assert decks_of(files) == {"a": f"Demo::{title}::One::Two", "b": f"Demo::{title}::Inner::X"}


def test_a_card_may_name_its_own_subdeck_whatever_folder_it_is_in() -> None:
    files = {
        "10-x.yaml": chapter("a", more=", subdeck: 'Exam::Hard'"),
        "part/10-x.yaml": chapter("b", more=", subdeck: Exam"),
    }
    assert decks_of(files) == {"a": "Demo::Exam::Hard", "b": "Demo::Exam"}


SCRIPT = """\
title: Calls
source: own
cards:
  - id: call
    kind: script
    subdeck: Exam
    situation: S
    lines: [{id: one, cue: Who?, say: Me, keep: [Me]}]
"""


def test_the_full_run_of_a_script_stays_in_its_own_subdeck() -> None:
    assert decks_of({"part/10-x.yaml": SCRIPT}) == {"call/one": "Demo::Exam", "call": "Demo::Full runs"}


def test_two_chapters_may_end_in_the_same_deck() -> None:
    files = {"05-x.yaml": chapter("a", "Part::X"), "part/10-x.yaml": chapter("b"), "10-part/20-x.yaml": chapter("c")}
    assert set(decks_of(files).values()) == {"Demo::Part::X"}


def test_chapters_come_by_name_level_by_level() -> None:
    names = [
        "05-a.yaml",
        "10-b/10-c.yaml",
        "10-b/20-d/10-e.yaml",
        "10-b/30-f.yaml",
        "10-b.yaml",
        "20-g.yaml",
        "z/a.yml",
    ]
    deck = write_deck(Path(), {name: chapter(f"n{number}") for number, name in reversed([*enumerate(names)])})
    assert [path.relative_to(deck).as_posix() for path in chapter_paths(deck)] == names
    assert [note.key for note in render_folder(deck).notes] == [f"n{number}" for number in range(len(names))]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "folder.yaml:1:1: error[empty-file]: the file is empty, expected the title of the folder's deck\n"),
        ("{}", 'folder.yaml:1:1: error[missing-key]: folder.yaml has no "title"\n'),
        (
            "title: A\ntags: [a]\n",
            'folder.yaml:2:1: error[unknown-key]: folder.yaml has no key "tags"\n'
            "  hint: it is a key of a chapter: a folder has a title, and chapters beside this file\n",
        ),
        (
            "name: A\n",
            'folder.yaml:1:1: error[unknown-key]: folder.yaml has no key "name"\n  hint: folder.yaml has: title\n',
        ),
        ("title: 'A::'\n", "folder.yaml:1:8: error[bad-name]: a part of the deck's name is empty\n"),
        ("title: [A]\n", 'folder.yaml:1:8: error[wrong-type]: "title" is a list, expected text\n'),
        ("title: Der # erste\n", "folder.yaml:1:12: error[yaml-comment]"),
        ("title: <b>\n", "folder.yaml:1:8: error[bad-name]"),
    ],
)
def test_what_is_wrong_with_folder_yaml_is_told_at_its_place(text: str, told: str) -> None:
    write_deck(Path(), {"part/folder.yaml": text, "part/inner/10-x.yaml": chapter("a")})
    assert f"cards/demo/part/{told}" in said()


@pytest.mark.parametrize("name", ["a<b>", "a::", 'a"b', "x\ty", b"\xff".decode("utf-8", "surrogateescape")])
def test_a_folder_whose_name_makes_no_deck_is_told(name: str) -> None:
    write_deck(Path(), {f"{name}/10-x.yaml": chapter("a")})
    text = said()
    assert text.count("error[bad-name]") == 1
    assert "hint: rename the folder, or write the title of its deck into cards/demo/" in text
    Path("cards/demo", name, "folder.yaml").write_text("title: A\n")
    assert said() == ""


def test_decks_in_each_other_are_counted_with_their_folders() -> None:
    write_deck(Path(), {f"{'a/' * 60}10-x.yaml": chapter("a", "::".join("x" * 41))})
    assert "the name has 101 parts, and at most 100 decks stand in each other" in said()


@pytest.mark.parametrize(
    ("files", "severity", "one", "other"),
    [
        ({"10-x.yaml": chapter("a"), "20-x.yaml": chapter("b", "x")}, "error", "X", "x"),
        ({"10-x.yaml": chapter("a"), "20-x.yaml": chapter("b", more=", subdeck: x")}, "error", "X", "x"),
        ({"part/10-x.yaml": chapter("a"), "20-y.yaml": chapter("b", "PART")}, "error", "Part", "PART"),
        ({"05-y.yaml": chapter("b", "PART"), "part/10-x.yaml": chapter("a")}, "error", "PART", "Part"),
        ({"part/10-x.yaml": chapter("a"), "20-y.yaml": chapter("b", "PART::X")}, "warning", "PART", "Part"),
        (
            {"part/10-x.yaml": chapter("a"), "z/folder.yaml": "title: pART\n", "z/1-x.yaml": chapter("b")},
            "warning",
            "Part",
            "pART",
        ),
    ],
)
def test_subdecks_that_differ_in_case_alone_are_told(
    files: Mapping[str, str], severity: str, one: str, other: str
) -> None:
    write_deck(Path(), files)
    first, second = (one, other) if said().find(f'"{one}" and') >= 0 else (other, one)
    message = f'{severity}[bad-name]: Anki takes the subdecks "{first}" and "{second}" for one\n  hint: write both in'
    assert said().count("[bad-name]") == 1
    assert message in said()


def test_a_deck_of_two_spellings_is_an_error_as_soon_as_one_of_them_has_cards_of_its_own() -> None:
    write_deck(Path(), {"1.yaml": chapter("a", "A::X"), "2.yaml": chapter("b", "a::Y"), "3.yaml": chapter("c", "A")})
    assert said() == (
        'cards/demo/2.yaml:1:8: warning[bad-name]: Anki takes the subdecks "A" and "a" for one\n'
        "  hint: write both in the same case\n\n"
        'cards/demo/3.yaml:1:8: error[bad-name]: Anki takes the subdecks "a" and "A" for one\n'
        "  hint: write both in the same case\n"
    )


def test_a_number_out_of_order_is_told_of_folders_too() -> None:
    write_deck(Path(), {"10-a/30-x.yaml": chapter("a"), "10-a/40-x.yaml": chapter("b"), "2-b/10-x.yaml": chapter("c")})
    assert said() == (
        'cards/demo/2-b/10-x.yaml:1:1: warning[file-order]: "2-b" comes after "10-a": chapters are read in the order of'
        ' their names\n  hint: rename it "02-b", and so all with fewer digits: new cards come in this order\n'
    )


COPIES = {
    "part - Kopie/10-x.yaml": ("part - Kopie/10-x.yaml", "part/10-x.yaml"),
    "10-x.yaml": ("part/10-x.yaml", "10-x.yaml"),
}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_in_another_folder_is_told_once(name: str) -> None:
    write_deck(Path(), {"part/10-x.yaml": chapter("a"), name: chapter("a")})
    copy, original = COPIES[name]
    assert said().startswith(
        f"cards/demo/{copy}:1:1: error[duplicate-id]: this file is a copy of cards/demo/{original}: 1 id is in both\n"
    )


def test_an_id_that_stands_in_two_folders_is_told_where_it_stands() -> None:
    more = chapter("c") + chapter("b").partition("cards:\n")[2]
    write_deck(Path(), {"a/10-x.yaml": chapter("b"), "z/10-x.yaml": more})
    assert (
        'cards/demo/z/10-x.yaml:5:10: error[duplicate-id]: the id "b" stands twice, first at cards/demo/a/10-x'
        in said()
    )


def test_a_title_of_a_folder_reaches_a_build_that_has_its_chapters_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DECKWRIGHT_CACHE", str(tmp_path / "cache"))
    deck = write_deck(Path(), {"part/10-x.yaml": chapter("a"), "part/20-y.yaml": chapter("b", "Y")})
    run = CliRunner().invoke
    assert run(main, ["build"]).exit_code == 0
    (deck / "part" / "folder.yaml").write_text("title: Teil\n")
    result = run(main, ["build"])
    assert '"Demo::Part" is now "Demo::Teil": tell learners to rename it in Anki before they import' in result.output
    assert result.output.count("is now") == 1
    assert '"deck":"Teil::X"' in (deck / "deck.lock").read_text().replace('": "', '":"')


def test_a_moved_chapter_keeps_the_identity_of_its_notes() -> None:
    deck = write_deck(Path(), {"10-x.yaml": chapter("a"), "20-y.yaml": chapter("b", "Y")})
    before = build_deck(Path())
    before.lock_path.write_text(before.lock)
    (deck / "part" / "inner").mkdir(parents=True)
    (deck / "10-x.yaml").rename(deck / "part" / "inner" / "10-x.yaml")
    after = build_deck(Path(), NOW + 86_400)
    assert after.lock == before.lock.replace('"deck":"X"', '"deck":"Part::Inner::X"')
    assert after.report.told == (
        '"Demo::X" is now "Demo::Part::Inner::X": tell learners to rename it in Anki before they import',
    )


# ---- Everything that knows chapter files.


def test_files_and_folders_in_folders_can_be_named() -> None:
    write_deck(Path(), {"part/10-x.yaml": chapter("a", more=", hnt: no"), "20-y.yaml": chapter("b", more=", hnt: no")})
    for name in ("cards/demo/part", "cards/demo/part/10-x.yaml"):
        assert find_targets(None, [name]).folders == (Path("cards/demo"),)
        result = CliRunner().invoke(main, ["check", "--format", "concise", name])
        assert [line.partition(":")[0] for line in result.stdout.splitlines()] == ["cards/demo/part/10-x.yaml"]


def test_an_editor_checks_an_unsaved_chapter_in_a_folder() -> None:
    write_deck(Path(), {"part/10-x.yaml": chapter("a"), "part/media/10-x.yaml": chapter("b")})
    args = ["check", "-", "--format", "concise", "--stdin-path"]
    for name in ("10-x.yaml", "20-new.yaml"):
        result = CliRunner().invoke(main, [*args, f"cards/demo/part/{name}"], input=chapter("z", more=", hnt: no"))
        assert f"cards/demo/part/{name}:4:" in result.stdout
    for name in ("part/media/10-x.yaml", "part/folder.yaml", "part/me.yaml", "deck.yaml"):
        result = CliRunner().invoke(main, [*args, f"cards/demo/{name}"], input="title: A\n")
        assert (result.exit_code, "only a chapter can be unsaved" in result.output) == (2, True)


def test_fix_gives_ids_in_folders_that_no_chapter_has() -> None:
    text = chapter("gate").replace("id: gate, ", "")
    deck = write_deck(Path(), {"10-x.yaml": text, "part/10-x.yaml": text})
    CliRunner().invoke(main, ["check", "--fix"])
    assert "id: gate, " in (deck / "10-x.yaml").read_text()
    assert "id: gate-2, " in (deck / "part" / "10-x.yaml").read_text()


@pytest.mark.parametrize(
    "name", ["part/10-x.yaml", "part/10-x", "part/x", "demo/part/10-x", "cards/demo/part/10-x.yaml"]
)
def test_a_new_card_goes_into_a_chapter_of_a_folder(name: str) -> None:
    deck = write_deck(Path(), {"part/10-x.yaml": chapter("a"), "10-x.yaml": chapter("b")})
    result = CliRunner().invoke(main, ["new", "basic", name])
    assert result.stdout.startswith("cards/demo/part/10-x.yaml:6:5: a basic card, new-basic;")
    assert "id: new-basic" in (deck / "part" / "10-x.yaml").read_text()
    for short in ("x", "10-x.yaml"):
        assert "is more than one chapter: " in CliRunner().invoke(main, ["new", "basic", short]).output


def test_completion_names_chapters_with_their_folders() -> None:
    write_deck(Path(), {"part/10-x.yaml": chapter("a"), "20-y.yaml": chapter("b")})
    environment = {"COMP_WORDS": "deckwright new basic ", "COMP_CWORD": "3", "_DECKWRIGHT_COMPLETE": "bash_complete"}
    result = CliRunner().invoke(main, [], env=environment, prog_name="deckwright")
    assert result.output.split() == ["plain,20-y", "plain,part/10-x"]


def test_the_server_shows_files_and_folders_that_appear_and_names_that_change() -> None:
    deck = write_deck(Path(), {"20-y.yaml": chapter("b", "Y")})
    studio = Studio([deck])
    studio.refresh()
    (deck / "10-part").mkdir()
    (deck / "10-part" / "10-x.yaml").write_text(chapter("a"))
    assert studio.refresh()
    assert [(one.within, one.title) for one in studio.state.decks["demo"].shown.chapters] == [("Part", "X"), ("", "Y")]
    (deck / "10-part" / "folder.yaml").write_text("title: Teil::Eins\n")
    assert studio.refresh()
    assert [one.within for one in studio.state.decks["demo"].shown.chapters] == ["Teil::Eins", ""]
    (deck / "10-part" / "10-x.yaml").write_text("title: [X\n")
    assert studio.refresh()
    assert [one.title for one in studio.state.decks["demo"].shown.chapters] == ["X", "Y"]


def test_exports_have_the_decks_of_folders(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = {
        "part/10-x.yaml": chapter("a"),
        "other/10-x.yaml": chapter("c", "Y"),
        "20-y.yaml": chapter("b", more=", subdeck: Exam"),
    }
    write_deck(Path(), files)
    for form in ("csv", "markdown", "crowdanki"):
        assert CliRunner().invoke(main, ["export", "demo", "--to", form, "--output", form]).exit_code == 0
    rows = Path("csv/basic.csv").read_text().splitlines()
    assert [row.rpartition(",")[2] for row in rows] == ["deck", "Demo::Exam", "Demo::Other::Y", "Demo::Part::X"]
    assert sorted(path.name for path in Path("markdown").rglob("*.md")) == ["10-x-2.md", "10-x.md", "20-y.md"]
    assert "# Part::X" in Path("markdown/10-x-2.md").read_text()
    assert '"name": "Part"' in Path("crowdanki/deck.json").read_text()
    table = Path("csv/basic.csv").resolve()
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert CliRunner().invoke(main, ["import", str(table), "--into", "again"]).exit_code == 0
    again = {note.key: note.deck for note in render_folder(Path("cards/again")).notes}
    assert again == {"a": "Demo::Part::X", "b": "Demo::Exam", "c": "Demo::Other::Y"}


def test_coverage_counts_cards_in_folders() -> None:
    write_deck(Path(), {"part/10-x.yaml": chapter("a"), "20-y.yaml": chapter("b")})
    result = CliRunner().invoke(main, ["coverage"])
    assert "  own                2 card sources      2 cards  Ours\n" in result.stdout


def test_in_folders_too_nothing_is_read_that_is_no_file_of_the_deck() -> None:
    deck = write_deck(Path(), {"part/10-x.yaml": chapter("a")})
    Path("elsewhere.yaml").write_text(chapter("b"))
    (deck / "part" / "20-out.yaml").symlink_to("../../../elsewhere.yaml")
    (deck / "part" / "30-folder.yaml").mkdir()
    (deck / "part" / "folder.yaml").symlink_to("../../../elsewhere.yaml")
    assert [line for line in said().splitlines() if "error" in line] == [
        "cards/demo/part/20-out.yaml:1:1: error[foreign-file]: it is a link that leads out of the deck's folder, and is"
        " not followed",
        "cards/demo/part/30-folder.yaml:1:1: error[no-file]: it is a folder, and no file",
        "cards/demo/part/folder.yaml:1:1: error[foreign-file]: it is a link that leads out of the deck's folder, and is"
        " not followed",
    ]
