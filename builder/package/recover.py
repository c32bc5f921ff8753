"""Reads the lock back from a published package: from its rows, and from what collection.py wrote beside them.

What is taken from rows here must come out as lock/stamp.py puts it into the ledger, to the letter.
"""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from builder.entities import unescape
from builder.errors import FormError, LockError, PackageError
from builder.files import PACKAGE_LIMIT, opened
from builder.files.databases import opened_database, refuse_strange_tables
from builder.files.unpacking import AGAIN, opened_archive, read_entry
from builder.lock.format import dump, parse, refuse_unsound
from builder.lock.ids import content_hash
from builder.lock.ledger import Ledger, NoteEntry, TypeEntry, slots_in_use
from builder.lock.note_memory import TEXT_LENGTH, kept_clozes
from builder.model import SEPARATOR
from builder.render.plain_text import hidden_in, plain_text
from builder.texts.straight import straight

_LIMIT = 300_000_000
"""Bytes of the database of a package: ten times that of a hundred thousand notes."""
_DAMAGED = (
    *(sqlite3.Error, FormError, LockError, ValueError, KeyError, TypeError, IndexError),
    *(AttributeError, OverflowError, RecursionError),
)
"""What reading rows raises that no build has written."""


class _NoteRow(NamedTuple):
    """A note's row in the collection: the columns that the lock can be read from."""

    id: int
    guid: str
    type_id: int
    mod: int
    tags: str
    fields: str
    data: str
    """What collection.py keeps there: the hash of the sources, and that of what the note showed at its mod."""


class Recovered(NamedTuple):
    """What a package says of the build that made it."""

    ledger: Ledger
    """As it was after the build."""
    version: str
    """That of the Deckwright that built it."""


def recover(data: bytes, path: str) -> Recovered:
    """Return what a package says of its build; `path` is for messages.

    Raise `PackageError` for a package that is damaged or that Deckwright did not make.
    """
    return _recover(io.BytesIO(data), path)


def recover_from(package: Path, path: str) -> Recovered:
    """Do the same for a package on the disk, of which media are not read; raise `ReadError` where it is no file."""
    with opened(package, PACKAGE_LIMIT) as stream:
        return _recover(stream, path)


def _recover(stream: BinaryIO, path: str) -> Recovered:
    database = _database(stream, path)
    try:
        with opened_database(database) as connection:
            refuse_strange_tables(connection, ("col", "notes", "cards"))
            recovered = _read(connection, path)
        written = dump(recovered.ledger)
        refuse_unsound(recovered.ledger, written, path)
        if parse(written, path) != recovered.ledger:  # SQLite lets text stand where a number belongs
            raise PackageError(path, "the package is damaged", AGAIN)
        return recovered
    except _DAMAGED as error:
        raise PackageError(path, "the package is damaged", AGAIN) from error


def _database(stream: BinaryIO, path: str) -> bytes:
    with opened_archive(stream, path) as archive:
        names = archive.namelist()
        if "collection.anki2" not in names:
            raise PackageError(path, "this is not an Anki package", "name an .apkg file")
        if "collection.anki21b" in names or "collection.anki21" in names:
            raise _stranger(path)
        return read_entry(archive, "collection.anki2", _LIMIT, path)


def _stranger(path: str) -> PackageError:
    return PackageError(
        path,
        "this is not a package that `deckwright build` made, or it is the one of retired notes",
        "name the deck's package as it was published, not one that Anki exported",
    )


def _read(connection: sqlite3.Connection, path: str) -> Recovered:
    conf, models, stored_decks = connection.execute("SELECT conf, models, decks FROM col").fetchone()
    settings = json.loads(conf)
    memory = settings.get("deckwright")
    if not isinstance(memory, str):
        raise _stranger(path)
    ledger = parse(memory, path)
    keys = {str(entry.id): key for key, entry in ledger.types.items()}
    gapped = {
        keys[mid]: _gapped(ledger.types[keys[mid]], model) for mid, model in json.loads(models).items() if mid in keys
    }
    decks = {deck["id"]: deck["name"] for deck in json.loads(stored_decks).values()}
    cards: dict[int, dict[int, int]] = {}
    subdecks: dict[int, str] = {}
    for card, nid, ordinal, deck in connection.execute("SELECT id, nid, ord, did FROM cards ORDER BY nid, ord"):
        cards.setdefault(nid, {})[ordinal] = card
        subdecks[nid] = decks[deck][len(ledger.name) + 2 :]
    notes = {}
    for row in map(_NoteRow._make, connection.execute("SELECT id, guid, mid, mod, tags, flds, data FROM notes")):
        type_key = keys[str(row.type_id)]
        key, entry = _entry(row, type_key, ledger.types[type_key], gapped[type_key], cards.get(row.id, {}))
        notes[key] = entry._replace(deck=subdecks.get(row.id, "")) if ledger.name else entry
    # What the rows do not show (retired notes, cloze numbers that are gone) the package's memory does.
    ledger = ledger._replace(notes={**notes, **ledger.notes})
    return Recovered(ledger=ledger, version=str(settings.get("deckwrightVersion", "")))


def _gapped(known: TypeEntry, model: Mapping[str, Any]) -> Sequence[int]:
    """Return the indexes of the fields whose gaps make cards, which to Anki are all; none of a type without gaps."""
    if model["type"] != 1:
        return ()
    return range(len(known.fields)) if known.adopted else (0,)


def _entry(
    row: _NoteRow, type_key: str, known: TypeEntry, gapped: Sequence[int], cards: Mapping[int, int]
) -> tuple[str, NoteEntry]:
    """Return a note's key, which its field `Id` shows, and its entry."""
    values = row.fields.split(SEPARATOR)
    source, _, digest = row.data.partition(" ")
    has_cards = ""
    if known.adopted:
        digest, key, has_cards = [*digest.split(" "), ""][:3]
    else:
        key = unescape(next(value for slot, value in zip(known.fields, values, strict=True) if slot.name == "Id"))
    ordinals = tuple(cards)
    entry = NoteEntry(
        type=type_key,
        guid=row.guid,
        nid=row.id,
        mod=row.mod,
        hash=digest or content_hash(row.fields, row.tags.strip()),
        source=source,
        text=straight(plain_text(values[0]))[:TEXT_LENGTH],
        clozes=kept_clozes(hidden_in(values[index] for index in gapped)),
        ords=() if gapped or ordinals == slots_in_use(known) else ordinals,
        cards=tuple(cards.items()) if has_cards else (),
    )
    return key, entry
