"""CrowdAnki's JSON: decks in decks with their notes, note types without most of what Anki numbers, media beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from builder.errors import FormError, PackageError
from builder.files import PACKAGE_LIMIT, files_below, leads_out, opened, read_bytes
from builder.files.unpacking import LEAVE
from builder.foreign.deck_values import (
    ForeignCollection,
    ForeignDeck,
    ForeignMedia,
    ForeignNote,
    ForeignType,
    Progress,
    shown_note,
)
from builder.foreign.json_types import type_from_json
from builder.foreign.json_values import Json, integer_of, mapping, parse, rows, text_of, texts
from builder.foreign.media_names import fault_of_name
from builder.foreign.note_checks import check_fields, check_guids
from builder.makers import maker

FORM = "crowdanki"
_LIMIT = 300_000_000
"""Bytes of the JSON: of some hundred thousand notes."""
_FOLDER = "media"
_STEP = 1_000
"""Notes after which the progress is told."""
_make_note = maker(ForeignNote)


class _Deck(NamedTuple):
    name: str
    """The whole one."""
    value: Json
    notes: Sequence[Json]


def json_of(folder: Path) -> Path:
    """Return the JSON of a folder: `deck.json`, or as the folder is called, as CrowdAnki's older versions have it."""
    path = folder / "deck.json"
    older = folder / f"{folder.resolve().name}.json"
    return older if older.is_file() and not path.is_file() else path


def read_crowdanki(path: Path, shown: str, progress: Progress) -> ForeignCollection:
    """Return what CrowdAnki's JSON says, and the media in the folder beside it.

    Raise `FormError` for JSON of another form, `PackageError` for what does not fit together, `ReadError` where files
    cannot be read.
    """
    root = mapping(parse(_text(path), "the file"), "the file")
    if "notes" not in root and "children" not in root:
        raise FormError("this is not what CrowdAnki exports: there are neither notes nor children in it")
    decks = list(_decks(root))
    types: dict[str, ForeignType] = {}
    for deck in decks:
        for model in rows(deck.value, "note_models", f'deck "{deck.name}"'):
            uuid = text_of(model, "crowdanki_uuid", "a note type")
            types[uuid] = type_from_json(model, integer_of(model, "id", "a note type"), {})
    total = sum(len(deck.notes) for deck in decks)
    notes: list[ForeignNote] = []
    for done, note in enumerate(_notes(decks, types, shown)):
        if done % _STEP == 0:
            progress("reading notes", done, total)
        notes.append(note)
    notes = list(_once_each(notes))
    check_guids(notes, shown)
    progress("reading notes", total, total)
    media = tuple(_media(path.parent, shown))
    listed = {name for deck in decks for name in texts(deck.value, "media_files", f'deck "{deck.name}"')}
    return ForeignCollection(
        path=path,
        form=FORM,
        decks=tuple(sorted(map(_foreign_deck, decks))),
        types=tuple(types.values()),
        notes=tuple(notes),
        media=media,
        missing_media=tuple(sorted(listed - {file.name for file in media})),
    )


def _text(path: Path) -> str:
    try:
        return read_bytes(path, _LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormError(f"it is not in UTF-8: byte {error.start + 1} is {error.object[error.start]:#04x}") from error


def _decks(root: Json) -> Iterator[_Deck]:
    """Yield a deck and all decks in it, each before those in it."""
    waiting = [(text_of(root, "name", "the deck"), root)]
    while waiting:
        name, value = waiting.pop()
        what = f'deck "{name}"'
        yield _Deck(name, value, rows(value, "notes", what))
        children = [(f"{name}::{text_of(child, 'name', 'a deck')}", child) for child in rows(value, "children", what)]
        waiting += reversed(children)


def _foreign_deck(deck: _Deck) -> ForeignDeck:
    what = f'deck "{deck.name}"'
    return ForeignDeck(
        name=deck.name,
        description=text_of(deck.value, "desc", what, ""),
        uuid=text_of(deck.value, "crowdanki_uuid", what, ""),
        options=text_of(deck.value, "deck_config_uuid", what, ""),
    )


def _notes(decks: list[_Deck], types: dict[str, ForeignType], shown: str) -> Iterator[ForeignNote]:
    for deck in decks:
        for value in deck.notes:
            guid = text_of(value, "guid", f'a note in deck "{deck.name}"')
            what = f'the note with the GUID "{guid}"'
            fields = texts(value, "fields", what)
            note_type = types.get(text_of(value, "note_model_uuid", what))
            if note_type is None:
                fault = f"{shown_note(fields, guid)} is of a note type that is not there"
                raise PackageError(shown, fault, "export the deck again with CrowdAnki")
            check_fields(fields, guid, note_type, shown)
            yield _make_note(
                guid=guid,
                id=None,
                mod=None,
                type=note_type,
                fields=fields,
                tags=texts(value, "tags", what),
                deck=deck.name,
                cards=(),
            )


def _once_each(notes: list[ForeignNote]) -> Iterator[ForeignNote]:
    """Yield notes but for repeats of the same one: CrowdAnki lists a note in each deck that has a card of it."""
    first: dict[str, ForeignNote] = {}
    for note in notes:
        known = first.setdefault(note.guid, note)
        if known is note or note._replace(deck=known.deck) != known:
            yield note


def _media(folder: Path, shown: str) -> Iterator[ForeignMedia]:
    """Yield the files in the folder of media, by name, but for hidden ones."""
    for name in sorted(files_below(folder / _FOLDER)):
        file = folder / _FOLDER / name
        if fault := fault_of_name(name):
            raise PackageError(shown, fault, LEAVE)
        if leads_out(file, folder):
            raise PackageError(shown, f'the media file "{name}" is a link to what is not in the folder', LEAVE)
        with opened(file, PACKAGE_LIMIT) as stream:
            yield ForeignMedia(name=name, size=stream.seek(0, 2), place=str(file))
