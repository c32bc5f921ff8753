"""With `--new` the texts of a package become new cards of our kinds, where these have a place for them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import genanki
import pytest

from tests.adoption.published import NOTES, built, imported, publish, run
from tests.adoption.test_hostile_imports import CROWD


def model(name: str, fields: Sequence[str], *sides: tuple[str, str], is_cloze: bool = False) -> genanki.Model:
    """Return a note type with these fields, and the fronts and backs of its templates."""
    return genanki.Model(
        sum(map(ord, name)),
        name,
        fields=[{"name": field} for field in fields],
        templates=[{"name": f"Card {n}", "qfmt": front, "afmt": back} for n, (front, back) in enumerate(sides, 1)],
        model_type=genanki.Model.CLOZE if is_cloze else genanki.Model.FRONT_BACK,
    )


ONE_WAY = model("One way", ("Q", "A"), ("{{Q}}", "{{FrontSide}}<hr>{{A}}"))
OTHER_WAY = model("Other way", ("Meaning", "Word"), ("{{Word}}", "{{Word}} {{Meaning}}"))
BOTH_WAYS = model("Both ways", ("Q", "A"), ("{{Q}}", "{{FrontSide}}{{A}}"), ("{{A}}", "{{FrontSide}}{{Q}}"))
GAPS = model("Gaps", ("Title", "Text"), ("{{cloze:Text}}", "{{cloze:Text}} {{Title}}"), is_cloze=True)
THREE = model("Three", ("Word", "Meaning", "Note"), ("{{Word}}", "{{Meaning}} {{Note}}"))


def package(path: Path, *notes: tuple[genanki.Model, list[str]]) -> Path:
    """Write a package with these notes, and a picture."""
    deck = genanki.Deck(1, "Birds")
    for note_type, fields in notes:
        deck.add_note(genanki.Note(note_type, fields, tags=["leech", "song"], guid=fields[0]))
    (path.parent / "owl.png").write_bytes(b"\x89PNG\r\n\x1a\n1")
    (path.parent / "unused.png").write_bytes(b"\x89PNG\r\n\x1a\n2")
    whole = genanki.Package(deck, media_files=[str(path.parent / name) for name in ("owl.png", "unused.png")])
    whole.write_to_file(str(path))
    return path


def test_plain_notes_become_cards_of_ours(tmp_path: Path) -> None:
    file = package(
        tmp_path / "birds.apkg",
        (ONE_WAY, ["<div>Wren</div>", 'a <b>loud</b> trill <img src="owl.png">']),
        (OTHER_WAY, ["hoo", "Owl"]),
        (BOTH_WAYS, ["Cuckoo", "[$]x^2[/$]"]),
        (GAPS, ["Songs", "The {{c1::robin}} sings."]),
    )
    deck = imported(tmp_path / "project", file, "--new")
    assert (deck / "10-birds.yaml").read_text("utf-8") == (
        "title: Birds\n"
        "cards:\n"
        "  - id: wren\n"
        "    kind: basic\n"
        "    front: Wren\n"
        "    back: a **loud** trill ![](owl.png)\n"
        "    tags: [song]\n"
        "  - id: owl\n"
        "    kind: basic\n"
        "    front: Owl\n"
        "    back: hoo\n"
        "    tags: [song]\n"
        "  - id: cuckoo\n"
        "    kind: basic\n"
        "    front: Cuckoo\n"
        "    back: \\(x^2\\)\n"
        "    reverse: true\n"
        "    tags: [song]\n"
        "  - id: robin-sings\n"
        "    kind: cloze\n"
        "    text: The {{c1::robin}} sings.\n"
        "    extra: Songs\n"
        "    tags: [song]\n"
    )
    assert sorted(path.name for path in deck.iterdir()) == ["10-birds.yaml", "deck.yaml", "media"]
    assert [path.name for path in (deck / "media").iterdir()] == ["owl.png"]
    built(deck)


def test_other_note_types_are_named_and_their_fields_can_be_said(tmp_path: Path) -> None:
    file = package(tmp_path / "birds.apkg", (ONE_WAY, ["Wren", "trill"]), (THREE, ["Owl", "hoo", "at night"]))
    result = run("import", file, "--root", tmp_path / "project", "--new")
    assert (result.exit_code, result.stderr) == (
        2,
        f"deckwright: {file}: --new takes note types of two fields, and such with gaps; say what the fields of others"
        ' are, in their order: --columns front,back,extra; it has "Three" (3 fields)\n',
    )
    assert not (tmp_path / "project").exists()
    plan = run("import", file, "--root", tmp_path / "project", "--new", "--columns", "front,back", "--dry-run").stdout
    assert '\n  left out: the field "Note" of 1 note\n' in plan
    result = run("import", file, "--root", tmp_path / "project", "--new", "--columns", "front,back,tags")
    assert (
        result.stderr
        == 'deckwright: --columns: "tags" is no text of a note; name what is, and write - for the others\n'
    )
    (tmp_path / "project").rmdir()
    deck = imported(tmp_path / "project", file, "--new", "--columns", "front,back,extra")
    assert (deck / "10-birds.yaml").read_text("utf-8") == (
        "title: Birds\n"
        "kind: basic\n"
        "cards:\n"
        "  - id: wren\n"
        "    front: Wren\n"
        "    back: trill\n"
        "    tags: [song]\n"
        "  - id: owl\n"
        "    front: Owl\n"
        "    back: hoo\n"
        "    extra: at night\n"
        "    tags: [song]\n"
    )


@pytest.mark.parametrize("option", ["--kind=basic", "--columns=front,back", "--html"])
def test_who_adopts_a_package_says_nothing_of_columns(option: str, tmp_path: Path) -> None:
    file = publish(tmp_path / "world.apkg", NOTES)
    result = run("import", file, "--root", tmp_path / "project", option)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"deckwright: {option.partition('=')[0]} is for a table (.csv, .tsv, .txt)")


def test_of_crowdanki_which_names_no_cards_notes_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "deck.json"
    file.write_text(json.dumps(CROWD), "utf-8")
    result = run("import", file, "--root", tmp_path / "project")
    assert result.stdout.partition("\n")[0] == f'{file}: the deck "Words", 2 notes, 0 media files'
