"""CrowdAnki's folders and their JSON, by hand as the add-on writes them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from builder.foreign import ForeignCollection, ForeignDeck, ForeignMedia, ForeignNote, media_contents, read_foreign
from tests.foreign.odd_types import field, note_type, template
from tests.foreign.packages import read, refusal

AGAIN = "export the deck again with CrowdAnki"
LEAVE = "leave it alone, and ask who made it"
MEND = "let Anki mend it (Tools > Check Database), and export it again"
MODEL = {
    "__type__": "NoteModel",
    "crowdanki_uuid": "f0dd73fe",
    "css": ".card {}",
    "flds": [
        {"font": "Amiri", "media": [], "name": "Vorderseite", "ord": 0, "rtl": True, "size": 33, "sticky": True},
        {"name": 'Rück "seite"', "ord": 1, "id": -3634625924911873635},
    ],
    "latexPost": "\\end{document}",
    "latexPre": "\\begin{document}",
    "name": "Einfach-f04d0",
    "req": [[0, "any", [0]]],
    "sortf": 1,
    "tags": [],
    "tmpls": [
        {
            "afmt": "{{FrontSide}}",
            "bafmt": "",
            "bqfmt": "{{Vorderseite}}!",
            "did": None,
            "name": "Karte 1",
            "qfmt": "{{Vorderseite}}",
        }
    ],
    "type": 0,
    "vers": [],
}
TYPE = note_type(
    "Einfach-f04d0",
    [
        field("Vorderseite", font="Amiri", rtl=True, size=33, sticky=True),
        field('Rück "seite"', id=-3634625924911873635),
    ],
    [template("Karte 1", "{{Vorderseite}}", "{{FrontSide}}", browser_front="{{Vorderseite}}!")],
    uuid="f0dd73fe",
    css=".card {}",
    sort_field=1,
    latex_head="\\begin{document}",
)


def note(guid: str, *fields: str, tags: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    made = {"__type__": "Note", "data": "", "fields": list(fields), "flags": 0, "guid": guid, "tags": list(tags)}
    return {**made, "note_model_uuid": "f0dd73fe", **more}


def deck(name: str, *notes: dict[str, Any], children: tuple[dict[str, Any], ...] = (), **more: Any) -> dict[str, Any]:
    return {"__type__": "Deck", "name": name, "notes": list(notes), "children": list(children), "desc": "", **more}


def put(folder: Path, value: object) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "deck.json").write_text(json.dumps(value), "utf-8")
    return folder


def test_a_folder_is_read_with_decks_in_decks_and_media(tmp_path: Path) -> None:
    inner = deck("In::side", note("g3", "c", "C"), desc="<b>in</b>", media_files=["lost.png", "b.png"])
    root = deck(
        "Top",
        note("g1", "a", "A", tags=("x", "a::b")),
        children=(deck("One", note("g2", "b", "B<br>"), children=(inner,)), deck("Two")),
        note_models=[MODEL],
        media_files=["ü.png"],
    )
    folder = put(tmp_path / "shared", root)
    (folder / "media").mkdir()
    (folder / "media" / "ü.png").write_bytes(b"abc")
    (folder / "media" / "b.png").write_bytes(b"")
    (folder / "media" / ".DS_Store").write_bytes(b"x")

    def plain(guid: str, fields: tuple[str, ...], deck: str, tags: tuple[str, ...] = ()) -> ForeignNote:
        return ForeignNote(guid=guid, id=None, mod=None, type=TYPE, fields=fields, tags=tags, deck=deck, cards=())

    found = read(folder)
    assert found == ForeignCollection(
        path=folder / "deck.json",
        form="crowdanki",
        decks=(
            ForeignDeck("Top", ""),
            ForeignDeck("Top::One", ""),
            ForeignDeck("Top::One::In::side", "<b>in</b>"),
            ForeignDeck("Top::Two", ""),
        ),
        types=(TYPE,),
        notes=(
            plain("g1", ("a", "A"), "Top", ("x", "a::b")),
            plain("g2", ("b", "B<br>"), "Top::One"),
            plain("g3", ("c", "C"), "Top::One::In::side"),
        ),
        media=(
            ForeignMedia("b.png", 0, str(folder / "media" / "b.png")),
            ForeignMedia("ü.png", 3, str(folder / "media" / "ü.png")),
        ),
        missing_media=("lost.png",),
    )
    assert list(media_contents(found, found.media)) == [("b.png", b""), ("ü.png", b"abc")]
    assert read(folder / "deck.json") == found


def test_the_json_may_be_called_as_its_folder(tmp_path: Path) -> None:
    folder = put(tmp_path / "geo", deck("Top", note_models=[MODEL]))
    (folder / "deck.json").rename(folder / "geo.json")
    assert read(folder).path == folder / "geo.json"


def test_note_types_may_have_ids(tmp_path: Path) -> None:
    folder = put(tmp_path / "x", deck("Top", note_models=[{**MODEL, "id": "1485179307096", "mod": 7}]))
    assert read(folder).types == (TYPE._replace(id=1_485_179_307_096, mod=7),)


def test_note_types_may_stand_in_inner_decks(tmp_path: Path) -> None:
    folder = put(tmp_path / "x", deck("Top", note("g", "a", "b"), children=(deck("In", note_models=[MODEL]),)))
    assert [value.type for value in read(folder).notes] == [TYPE]


def test_a_note_with_cards_in_two_decks_is_one_note_of_the_first(tmp_path: Path) -> None:
    twice = note("g", "a", "b")
    folder = put(tmp_path / "x", deck("Top", children=(deck("A", twice), deck("B", twice)), note_models=[MODEL]))
    assert [(value.guid, value.deck) for value in read(folder).notes] == [("g", "Top::A")]


def test_a_mark_before_the_json_is_left_out(tmp_path: Path) -> None:
    folder = put(tmp_path / "x", deck("Top"))
    (folder / "deck.json").write_bytes(b"\xef\xbb\xbf" + (folder / "deck.json").read_bytes())
    assert read(folder).decks == (ForeignDeck("Top", ""),)


def test_progress_is_told(tmp_path: Path) -> None:
    notes = [note(f"g{number}", "a", "b") for number in range(2_500)]
    told: list[tuple[str, int, int]] = []
    read_foreign(put(tmp_path / "x", deck("Top", *notes, note_models=[MODEL])), lambda *step: told.append(step))
    assert told == [("reading notes", done, 2_500) for done in (0, 1_000, 2_000, 2_500)]


TOP: dict[str, Any] = {"note_models": [MODEL]}
BROKEN: dict[str, tuple[object, str]] = {
    "a list": ([], f"the file has to be a mapping, not a list; {AGAIN}"),
    "some other JSON": (
        {"name": "left-pad", "version": "1.0"},
        f"this is not what CrowdAnki exports: there are neither notes nor children in it; {AGAIN}",
    ),
    "no name": ({"notes": []}, f'"name" of the deck has to be a text, not null; {AGAIN}'),
    "notes of a number": (deck("Top") | {"notes": 5}, f'"notes" of deck "Top" has to be a list, not 5; {AGAIN}'),
    "a note of text": (deck("T") | {"notes": ["x"]}, f'"notes" 1 of deck "T" has to be a mapping, not "x"; {AGAIN}'),
    "no GUID": (deck("T", {"fields": []}), f'"guid" of a note in deck "T" has to be a text, not null; {AGAIN}'),
    "an empty GUID": (deck("Top", note("", "a", "b"), **TOP), f'note "a" has no GUID; {MEND}'),
    "a field of a number": (
        deck("Top", note("g", "a") | {"fields": ["a", 1.5]}, **TOP),
        f'"fields" of the note with the GUID "g" has to be a text, not 1.5; {AGAIN}',
    ),
    "half a character": (
        deck("Top", note("g", "a", "\ud800"), **TOP),
        f'"fields" of the note with the GUID "g" has half a character (\\ud800); {AGAIN}',
    ),
    "an unknown type": (deck("Top", note("g", "<i>a</i>")), f'note "a" is of a note type that is not there; {AGAIN}'),
    "a field too few": (
        deck("Top", note("g", "a" * 50), **TOP),
        f'note "{"a" * 39}…" has 1 field, and its note type "Einfach-f04d0" has 2; {MEND}',
    ),
    "one GUID twice": (
        deck("Top", note("g", "a", "b"), note("g", "c", "d"), **TOP),
        'note "a" and note "c" have the same GUID, "g"; delete one of the two in Anki, and export it again',
    ),
    "a type without fields": (
        deck("Top", note_models=[{**MODEL, "flds": []}]),
        f'note type "Einfach-f04d0" has no fields; {AGAIN}',
    ),
    "a type without a template's front": (
        deck("Top", note_models=[{**MODEL, "tmpls": [{"name": "K", "afmt": ""}]}]),
        f'"qfmt" of template "K" of note type "Einfach-f04d0" has to be a text, not null; {AGAIN}',
    ),
    "an id that is too large": (
        deck("Top", note_models=[{**MODEL, "id": 1 << 63}]),
        f'"id" of a note type has to be a whole number, not 9223372036854775808; {AGAIN}',
    ),
    "an id of half a character": (
        deck("Top", note_models=[{**MODEL, "id": "\udcff"}]),
        f'"id" of a note type has to be a whole number, not "\\udcff"; {AGAIN}',
    ),
    "an id that is no number": (
        deck("Top", note_models=[{**MODEL, "id": True}]),
        f'"id" of a note type has to be a whole number, not true; {AGAIN}',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_json_of_another_form_is_told(tmp_path: Path, name: str) -> None:
    value, reason = BROKEN[name]
    assert refusal(put(tmp_path / "x", value) / "deck.json") == reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", f"the file is no JSON: line 1, column 1: Expecting value; {AGAIN}"),
        (b'{"a":\n1', f"the file is no JSON: line 2, column 2: Expecting ',' delimiter; {AGAIN}"),
        (b"[" * 200_000, f"the file has lists in lists without an end; {AGAIN}"),
        (b'{"a": "\xff"}', f"it is not in UTF-8: byte 8 is 0xff; {AGAIN}"),
    ],
)
def test_what_is_no_json_is_told(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "deck.json").write_bytes(data)
    assert refusal(tmp_path / "deck.json") == reason


def test_decks_in_decks_without_an_end_are_told(tmp_path: Path) -> None:
    data = b'{"name": "a", "children": [' * 100_000 + b"]}" * 100_000
    (tmp_path / "deck.json").write_bytes(data)
    assert refusal(tmp_path / "deck.json") == f"the file has lists in lists without an end; {AGAIN}"


def test_a_folder_without_the_json_is_told(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"deck\.json: cannot read: No such file or directory"):
        read(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets only few make links, and files have no such names")
def test_media_that_lie_elsewhere_are_refused(tmp_path: Path) -> None:
    folder = put(tmp_path / "x", deck("Top"))
    (tmp_path / "secret").write_bytes(b"x")
    (folder / "media").mkdir()
    os.symlink(tmp_path / "secret", folder / "media" / "a.png")
    assert refusal(folder / "deck.json") == f'the media file "a.png" is a link to what is not in the folder; {LEAVE}'


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets no file have such a name")
def test_media_with_bad_names_are_refused(tmp_path: Path) -> None:
    folder = put(tmp_path / "x", deck("Top"))
    (folder / "media" / "sub").mkdir(parents=True)
    (folder / "media" / "sub" / "a.png").write_bytes(b"x")
    assert refusal(folder / "deck.json") == f'the name of the media file "sub/a.png" is a path; {LEAVE}'
