"""Packages that scripts have made, as most of those without Anki's own export are."""

from __future__ import annotations

from pathlib import Path

from builder.foreign import ForeignCard, ForeignCollection, ForeignDeck, ForeignNote, media_contents
from tests.foreign import packages
from tests.foreign.odd_types import field, note_type, template
from tests.foreign.packages import MODEL, QUOTED, made, read

HEAD = (
    "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\\usepackage[utf8]{inputenc}\n"
    "\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\\begin{document}\n"
)


def test_a_package_of_genanki_is_read_whole(tmp_path: Path) -> None:
    package = made(tmp_path, notes=1, media={"ü.png": b"abc"})
    simple = note_type(
        "Simple",
        [field(QUOTED, font="Liberation Sans"), field("Back", font="Noto", rtl=True)],
        [template("Card 1", "{{Back}}", "{{FrontSide}}", browser_front="{{Back}}!")],
        id=MODEL,
        mod=1_700_000_000,
        css=".card {}",
        sort_field=1,
        latex_head=HEAD,
    )
    found = read(package)
    (note,) = found.notes
    (card,) = note.cards
    assert found == ForeignCollection(
        path=package,
        form="anki2",
        decks=(ForeignDeck("Default", ""), ForeignDeck("Small::One", "What it is")),
        types=(simple,),
        notes=(
            ForeignNote(
                guid="g1",
                id=note.id,
                mod=1_700_000_000,
                type=simple,
                fields=("<b>n</b> 1", "b 1"),
                tags=("t", "a"),
                deck="Small::One",
                cards=(ForeignCard(id=card.id, ordinal=0, deck="Small::One", position=0),),
            ),
        ),
        media=found.media,
    )
    assert [(file.name, file.size) for file in found.media] == [("ü.png", 3)]
    assert list(media_contents(found, found.media)) == [("ü.png", b"abc")]


def test_both_older_databases_in_one_package_are_read_from_the_later_one(tmp_path: Path) -> None:
    package = made(tmp_path)
    entries = packages.parts(package)
    later = packages.changed(entries["collection.anki2"], "UPDATE notes SET flds = 'later' || char(31) || 'b'")
    found = read(packages.put(package, {**entries, "collection.anki21": later}))
    assert (found.form, {note.fields[0] for note in found.notes}) == ("anki21", {"later"})


def test_rows_of_note_types_that_are_gone_are_passed_over(tmp_path: Path) -> None:
    package = made(tmp_path)
    database = packages.changed(packages.parts(package)["collection.anki2"], packages.SCHEMA_18)
    found = read(packages.put(package, packages.newer(database)))
    assert [(value.name, value.mod, [part.name for part in value.fields]) for value in found.types] == [
        ("Simple", 7, ["Front", "Back"])
    ]
    assert (found.form, found.decks) == ("anki21b", (ForeignDeck("Small::One", ""),))
    assert {(card.deck, len(note.fields)) for note in found.notes for card in note.cards} == {("Small::One", 2)}


def test_a_list_of_no_media_is_none(tmp_path: Path) -> None:
    package = made(tmp_path)
    entries = packages.parts(package)
    del entries["media"]
    assert read(packages.put(package, entries)).media == ()


def test_a_media_file_that_is_listed_twice_is_one(tmp_path: Path) -> None:
    package = made(tmp_path, media={"a.png": b"x"})
    listed = b'{"0": "a.png", "1": "a.png"}'
    found = read(packages.put(package, {**packages.parts(package), "media": listed, "1": b"x"}))
    assert list(media_contents(found, found.media)) == [("a.png", b"x")]


def test_ids_may_be_any_number_of_64_bits(tmp_path: Path) -> None:
    package = made(tmp_path)
    entries = packages.parts(package)
    script = """
        UPDATE cards SET nid = CASE WHEN nid = (SELECT min(id) FROM notes) THEN -9223372036854775808 ELSE -5 END;
        UPDATE notes SET id = CASE WHEN guid = 'g1' THEN -9223372036854775808 ELSE -5 END;
        UPDATE cards SET id = -id;
    """
    database = packages.changed(entries["collection.anki2"], script)
    found = read(packages.put(package, {**entries, "collection.anki2": database}))
    assert [(note.guid, note.id, len(note.cards)) for note in found.notes] == [("g1", -(1 << 63), 1), ("g2", -5, 1)]
    assert all(card.id < 0 for note in found.notes for card in note.cards)
