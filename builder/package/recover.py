"""Reads the lock back from a published package: from its rows, and from what collection.py wrote beside them.

What is taken from rows here must come out as lock/stamp.py puts it into the ledger, to the letter.
"""

from __future__ import annotations

import html
import io
import json
import sqlite3
import zipfile
import zlib
from typing import NamedTuple

from builder.cloze import hidden_texts
from builder.errors import LockError, PackageError
from builder.lock.format import dump, parse
from builder.lock.ids import content_hash
from builder.lock.ledger import Ledger, NoteEntry, TypeEntry, slots_in_use
from builder.lock.stamp import TEXT_LENGTH, kept_clozes
from builder.model import SEPARATOR
from builder.render.plain_text import plain_text
from builder.texts.straight import straight

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, UnicodeDecodeError)
"""What `zipfile` raises for damage; NotImplementedError for a way to compress that it does not know, RuntimeError for a
password, UnicodeDecodeError for a name that is said to be UTF-8 and is not."""
_AGAIN = "download it again"
_SQLITE = b"SQLite format 3\0"


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
    database = _database(data, path)
    if not database.startswith(_SQLITE):
        raise PackageError(path, "the package is damaged", _AGAIN)
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(database)
        recovered = _read(connection, path)
        if parse(dump(recovered.ledger), path) != recovered.ledger:  # SQLite lets text stand where a number belongs
            raise PackageError(path, "the package is damaged", _AGAIN)
        return recovered
    except (sqlite3.Error, LockError, ValueError, KeyError, TypeError, IndexError) as error:
        raise PackageError(path, "the package is damaged", _AGAIN) from error
    finally:
        connection.close()


def _database(data: bytes, path: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "collection.anki2" not in names:
                raise PackageError(path, "this is not an Anki package", "name an .apkg file")
            if "collection.anki21b" in names or "collection.anki21" in names:
                raise _stranger(path)
            return archive.read("collection.anki2")
    except _BROKEN as error:
        looks_cut = data[:2] == b"PK"
        fault = "the package is damaged" if looks_cut else "this is not an Anki package"
        raise PackageError(path, fault, _AGAIN if looks_cut else "name an .apkg file") from error


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
    cloze = {keys[mid]: model["type"] == 1 for mid, model in json.loads(models).items() if mid in keys}
    decks = {deck["id"]: deck["name"] for deck in json.loads(stored_decks).values()}
    cards: dict[int, list[int]] = {}
    subdecks: dict[int, str] = {}
    for nid, ordinal, deck in connection.execute("SELECT nid, ord, did FROM cards ORDER BY nid, ord"):
        cards.setdefault(nid, []).append(ordinal)
        subdecks[nid] = decks[deck][len(ledger.name) + 2 :]
    notes = {}
    for row in map(_NoteRow._make, connection.execute("SELECT id, guid, mid, mod, tags, flds, data FROM notes")):
        type_key = keys[str(row.type_id)]
        key, entry = _entry(row, type_key, ledger.types[type_key], cloze[type_key], tuple(cards.get(row.id, ())))
        notes[key] = entry._replace(deck=subdecks.get(row.id, "")) if ledger.name else entry
    # What the rows do not show (retired notes, cloze numbers that are gone) the package's memory does.
    ledger = ledger._replace(notes={**notes, **ledger.notes})
    return Recovered(ledger=ledger, version=str(settings.get("deckwrightVersion", "")))


def _entry(
    row: _NoteRow, type_key: str, known: TypeEntry, is_cloze: bool, ordinals: tuple[int, ...]
) -> tuple[str, NoteEntry]:
    """Return a note's key, which its field `Id` shows, and its entry."""
    values = row.fields.split(SEPARATOR)
    key = html.unescape(next(value for slot, value in zip(known.fields, values, strict=True) if slot.name == "Id"))
    source, _, digest = row.data.partition(" ")
    hidden = hidden_texts(values[0]) if is_cloze else {}
    entry = NoteEntry(
        type=type_key,
        guid=row.guid,
        nid=row.id,
        mod=row.mod,
        hash=digest or content_hash(row.fields, row.tags.strip()),
        source=source,
        text=straight(plain_text(values[0]))[:TEXT_LENGTH],
        clozes=kept_clozes((number, straight(plain_text(text))) for number, text in hidden.items()),
        ords=() if is_cloze or ordinals == slots_in_use(known) else ordinals,
    )
    return key, entry
