"""Writes a package: rows go in bulk, on two processes where they are many, and every byte is fixed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from builder.aside import aside
from builder.beside import Helper, can_help
from builder.files import read_bytes
from builder.lock.ids import make_deck_id
from builder.lock.model import SlottedType, StampedNote
from builder.package.frame import add_decks, add_types, copy_frame, deck_names, empty_collection, remember, tables_of
from builder.package.media import MediaFile
from builder.package.order import study_order
from builder.package.rows import Batch, add_cards, add_notes, batch, copy_all
from builder.package.zipped import Deflated, archive, first_chunks

_DATABASE = "collection.anki2"
_MANY, _LARGE = 5_000, 50_000
"""Notes from which a second process is worth its start, and from which it had better be gone soon: what both of them
touch is in memory twice."""
_PART = 5_000
"""Notes that the other process hands over at once; more take memory twice."""
_SHARE, _LARGER_SHARE = 0.62, 0.93
"""Of the rows, what this process makes when there is another. That one makes the lock too: of a large deck before its
rows, of others after them, while this process compresses."""


class Contents(NamedTuple):
    """All that goes into a package, in its order."""

    deck_name: str
    description: str
    """HTML, shown by Anki on the deck's page."""
    types: Mapping[str, SlottedType]
    notes: Sequence[StampedNote]
    media: Sequence[MediaFile]
    memory: str
    """The part of the ledger that the rows do not show, for `recover-lock`; empty for none."""


class Package(NamedTuple):
    """A finished package: its bytes, and a digest of its contents that does not depend on zlib."""

    data: bytes
    digest: str
    database: bytes | bytearray
    database_digest: str
    """The SHA-256 of the database."""
    chunks: tuple[int, ...]
    """The lengths of the parts in which the database was compressed."""


def assemble(contents: Contents) -> Package:
    """Return the package; the same contents give the same bytes wherever zlib is the same."""
    package, _ = assemble_and(str, contents)
    return package


def assemble_and(also: Callable[[], str], contents: Contents) -> tuple[Package, str]:
    """Return the package, and what `also` makes: on two processes where there are many notes."""
    with contextlib.closing(empty_collection()) as connection:
        decks = {name: make_deck_id(name) for name in deck_names({contents.deck_name, *_decks(contents)})}
        dues = {note.key: due for due, note in enumerate(study_order(one.note for one in contents.notes), 1)}
        rows = batch(contents.types, contents.notes, dues, decks)
        is_shared = len(rows.notes) >= _MANY and can_help()
        is_large = len(rows.notes) > _LARGE
        cut = int(len(rows.notes) * (_LARGER_SHARE if is_large else _SHARE)) if is_shared else len(rows.notes)
        mine, theirs = rows._replace(notes=rows.notes[:cut]), rows._replace(notes=rows.notes[cut:])
        tables = tables_of(connection)

        def make() -> Iterator[Any]:
            first = also() if is_large else None
            yield from theirs.databases(tables, _PART)
            yield first or also()

        with Helper(make if is_shared else None) as helper:
            _add_frame(connection, contents, decks)
            results = helper.results()
            package = pack_database(_filled(connection, mine, theirs, results), contents.media)
            return package, next(results, None) or also()


def _decks(contents: Contents) -> set[str]:
    return {one.note.deck for one in contents.notes}


def _add_frame(connection: sqlite3.Connection, contents: Contents, decks: Mapping[str, int]) -> None:
    add_decks(connection, contents.deck_name, contents.description, decks)
    used = {one.entry.type for one in contents.notes}
    types = [one for key, one in contents.types.items() if key in used]
    add_types(connection, types, decks[contents.deck_name.partition("::")[0]])
    remember(connection, contents.memory)


def _filled(connection: sqlite3.Connection, mine: Batch, theirs: Batch, results: Iterator[Any]) -> bytes:
    """Return a collection with rows, as if everything had been written once and in order.

    `results` begin with the databases of `theirs`, unless the process that makes them has failed.
    """
    with contextlib.closing(sqlite3.connect(":memory:")) as fresh:
        copy_frame(connection, "main", fresh)
        fresh.execute("ATTACH ':memory:' AS more")
        add_notes(fresh, mine.note_rows())
        done = 0
        while done < len(theirs.notes) and _copied(fresh, "notes", next(results, None)):
            done += _PART
        rest = theirs._replace(notes=theirs.notes[done:])
        add_notes(fresh, rest.note_rows())
        add_cards(fresh, mine.card_rows())
        if not (theirs.notes and not rest.notes and _copied(fresh, "cards", next(results, None))):
            add_cards(fresh, theirs.card_rows())
        fresh.commit()
        fresh.execute("DETACH more")
        return fresh.serialize()


def _copied(connection: sqlite3.Connection, table: str, database: bytes | None) -> bool:
    if database is None:
        return False
    connection.commit()
    connection.deserialize(database, name="more")
    copy_all(connection, table, "more")
    return True


def database_before(data: bytes, database: bytes | memoryview, chunks: Sequence[int]) -> Deflated:
    """Return the database of the last package, `data`, as it was compressed there."""
    return Deflated(database, first_chunks(data, _DATABASE, chunks))


def pack_database(database: bytes | bytearray, media: Sequence[MediaFile], before: Deflated | None = None) -> Package:
    """Return the package of a finished database; `before` is that of the last package."""
    files = sorted(media, key=lambda file: file.name)
    names = json.dumps({str(number): file.name for number, file in enumerate(files)}, sort_keys=True).encode()
    hashing = aside(lambda: hashlib.sha256(database))
    entries = [(_DATABASE, database), ("media", names)]
    entries += [(str(number), read_bytes(file.path)) for number, file in enumerate(files)]
    made = archive(entries, before)
    hashed = hashing()
    alone = hashed.hexdigest()
    hashed.update(names)
    return Package(
        data=made.data, digest=hashed.hexdigest(), database=database, database_digest=alone, chunks=made.first
    )
