"""What Anki itself exports is read as it is in the collection, the same from each form of package."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from builder.foreign import ForeignCollection, ForeignDeck, ForeignType, media_contents, read_foreign
from tests.conftest import require
from tests.foreign.odd_types import TYPES, to_anki
from tests.learner import Learner

if TYPE_CHECKING:
    from anki.collection import Collection

FORMS = {"new.apkg": "anki21b", "old.apkg": "anki21", "new.colpkg": "anki21b", "old.colpkg": "anki21"}
HTML = "ü <b>&amp;</b><br> [latex]x^2[/latex] [$]y[/$] \\(z\\) [sound:ton ü.mp3] {{c1::x}} {{c3::y}}<br>"
PICTURES = '<img src="a.png"><img src="日本.png">'
MEDIA = {
    "a.png": b"\x89PNG" + bytes(5_000),
    "ton ü.mp3": b"ID3" + bytes(range(256)),
    "_font.css": b"",
    "日本.png": b"x",
}


class Exports(NamedTuple):
    """Four packages of one collection, and what Anki says of that."""

    folder: Path
    types: Mapping[int, Mapping[str, Any]]
    notes: Mapping[str, tuple[Any, ...]]
    cards: Mapping[Any, tuple[Any, ...]]

    def read(self, name: str) -> ForeignCollection:
        return read_foreign(self.folder / name, lambda *_: None)


def fill(col: Collection, folder: Path) -> None:
    """Put all sorts of notes into a collection: one of each type, in decks in decks, with media."""
    decks = {name: col.decks.id(name) or 0 for name in ("Far::Away", 'Own::Say "ü"', "Own")}
    described = col.decks.by_name('Own::Say "ü"')
    assert described is not None
    described["desc"] = "<b>Hello</b>\nworld"
    col.decks.save(described)
    for number, value in enumerate(TYPES):
        model = to_anki(value, decks)
        for part in [*model["flds"], *model["tmpls"]] if number % 2 else []:  # Anki's older versions gave no ids
            part["id"] = (-1) ** part["ord"] * ((1 << 62) + 100 * number + part["ord"])
        col.models.add_dict(model)
    for name, data in MEDIA.items():
        (folder / name).write_bytes(data)
        col.media.add_file(str(folder / name))
    for number, stored in enumerate(col.models.all()):
        note = col.new_note(stored)
        note.fields = [f"{number} {place} {PICTURES}{HTML}" for place in range(len(note.fields))]
        if "Occlusion" in stored["name"]:
            note.fields[0] = "{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.4:oi=1}}"
        note.tags = ["zeta", "Alpha::β", "x"][: number % 4]
        col.add_note(note, list(decks.values())[number % 3])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exports]:
    require(importlib.util.find_spec("anki"), "the anki package: pip install 'deckwright[anki]'")
    from anki.collection import Collection, ExportAnkiPackageOptions

    folder = tmp_path_factory.mktemp("exports")
    col = Collection(str(folder / "collection.anki2"))
    fill(col, folder)
    types = {model["id"]: model for model in col.models.all()}
    notes = {
        note.guid: (note.id, note.mid, note.mod, tuple(note.fields), tuple(note.tags))
        for note in map(col.get_note, col.find_notes(""))
    }
    cards = {
        card.id: (card.nid, card.ord, col.decks.name(card.did), card.due)
        for card in map(col.get_card, col.find_cards(""))
    }
    for legacy, name in ((False, "new"), (True, "old")):
        options = ExportAnkiPackageOptions(
            with_scheduling=False, with_deck_configs=False, with_media=True, legacy=legacy
        )
        col.export_anki_package(out_path=str(folder / f"{name}.apkg"), options=options, limit=None)
    for legacy, name in ((False, "new"), (True, "old")):
        col.export_collection_package(str(folder / f"{name}.colpkg"), include_media=True, legacy=legacy)
        col.reopen()
    yield Exports(folder=folder, types=types, notes=notes, cards=cards)
    col.close()


def without_ids(value: ForeignType) -> ForeignType:
    return value._replace(
        id=None,
        mod=None,
        fields=tuple(part._replace(id=None) for part in value.fields),
        templates=tuple(part._replace(id=None) for part in value.templates),
    )


@pytest.mark.parametrize("name", FORMS)
def test_each_form_is_told_by_its_database(exports: Exports, name: str) -> None:
    read = exports.read(name)
    assert (read.form, read.path, read.missing_media) == (FORMS[name], exports.folder / name, ())


@pytest.mark.parametrize("name", FORMS)
def test_odd_note_types_are_read_as_they_were_made(exports: Exports, name: str) -> None:
    read = {value.name: without_ids(value) for value in exports.read(name).types}
    assert [read[value.name] for value in TYPES] == list(TYPES)


@pytest.mark.parametrize("name", FORMS)
def test_ids_are_those_of_the_collection(exports: Exports, name: str) -> None:
    read = {
        value.id: (value.mod, [part.id for part in value.fields], [part.id for part in value.templates])
        for value in exports.read(name).types
    }
    assert read == {
        type_id: (model["mod"], [part["id"] for part in model["flds"]], [part["id"] for part in model["tmpls"]])
        for type_id, model in exports.types.items()
    }
    ids = [number for _, fields, templates in read.values() for number in fields + templates]
    assert None in ids
    assert {number // abs(number) for number in ids if number} == {1, -1}
    assert max(number or 0 for number in ids) > 1 << 62


@pytest.mark.parametrize("name", FORMS)
def test_image_occlusion_keeps_what_makes_it_one(exports: Exports, name: str) -> None:
    (read,) = [value for value in exports.read(name).types if value.name == "Image Occlusion"]
    assert (read.is_cloze, read.stock_kind) == (True, 6)
    assert [(part.name, part.tag, part.prevent_deletion) for part in read.fields] == [
        ("Occlusion", 0, True),
        ("Image", 1, True),
        ("Header", 2, True),
        ("Back Extra", 3, True),
        ("Comments", 4, False),
    ]


@pytest.mark.parametrize("name", FORMS)
def test_notes_are_read_to_the_letter(exports: Exports, name: str) -> None:
    read = exports.read(name)
    assert {
        note.guid: (note.id, note.type.id, note.mod, note.fields, note.tags) for note in read.notes
    } == exports.notes
    assert [note.id for note in read.notes] == sorted(row[0] for row in exports.notes.values())


@pytest.mark.parametrize("name", FORMS)
def test_cards_are_read_with_their_decks_and_places(exports: Exports, name: str) -> None:
    read = exports.read(name)
    cards = {card.id: (note.id, card.ordinal, card.deck, card.position) for note in read.notes for card in note.cards}
    assert cards == exports.cards
    assert all(note.deck == note.cards[0].deck for note in read.notes)
    (gaps,) = [note for note in read.notes if note.type.name == "Gaps"]
    assert [card.ordinal for card in gaps.cards] == [0, 2]


@pytest.mark.parametrize("name", FORMS)
def test_decks_are_read_with_their_descriptions(exports: Exports, name: str) -> None:
    assert exports.read(name).decks == (
        ForeignDeck("Default", ""),
        ForeignDeck("Far", ""),
        ForeignDeck("Far::Away", ""),
        ForeignDeck("Own", ""),
        ForeignDeck('Own::Say "ü"', "<b>Hello</b>\nworld"),
    )


@pytest.mark.parametrize("name", FORMS)
def test_media_are_read_byte_by_byte(exports: Exports, name: str) -> None:
    read = exports.read(name)
    assert dict(media_contents(read, read.media)) == MEDIA
    assert {file.name: file.size for file in read.media} == {name: len(data) for name, data in MEDIA.items()}
    assert [file.name for file in read.media] == sorted(MEDIA)


@pytest.mark.parametrize("ending", ["apkg", "colpkg"])
def test_both_exports_give_equal_values(exports: Exports, ending: str) -> None:
    new, old = exports.read(f"new.{ending}"), exports.read(f"old.{ending}")
    assert (new.types, new.notes, new.decks) == (old.types, old.notes, old.decks)
    assert [file[:2] for file in new.media] == [file[:2] for file in old.media]


def test_progress_is_told(exports: Exports) -> None:
    told: list[tuple[str, int, int]] = []
    read = read_foreign(exports.folder / "new.apkg", lambda *step: told.append(step))
    count = len(read.notes)
    assert told == [
        ("unpacking", 0, 1),
        ("unpacking", 1, 1),
        ("reading notes", 0, count),
        ("reading notes", count, count),
    ]


@pytest.mark.parametrize("legacy", [False, True])
def test_cards_that_were_learned_or_borrowed_keep_their_decks_and_places(
    learner: Learner, tmp_path: Path, legacy: bool
) -> None:
    col = learner.col
    deck_id = col.decks.id("Own")
    assert deck_id
    model = col.models.by_name("Basic")
    assert model
    for text in ("learned", "borrowed"):
        note = col.new_note(model)
        note.fields = [text, ""]
        col.add_note(note, deck_id)
    learner.answer("learned")
    filtered = col.sched.get_or_create_filtered_deck(0)  # type: ignore[arg-type]
    filtered.name = "Cram"
    filtered.config.search_terms[0].search = "borrowed"
    col.sched.add_or_update_filtered_deck(filtered)
    assert {card.odid for card in map(col.get_card, col.find_cards("borrowed"))} == {deck_id}
    col.export_collection_package(str(tmp_path / "all.colpkg"), include_media=False, legacy=legacy)
    read = read_foreign(tmp_path / "all.colpkg", lambda *_: None)
    assert [(note.fields[0], note.deck, [card.position for card in note.cards]) for note in read.notes] == [
        ("learned", "Own", [1]),
        ("borrowed", "Own", [2]),
    ]
    assert [deck.name for deck in read.decks] == ["Default", "Own"]
