"""Writes a package: genanki gives schema, note types and decks; rows go in bulk; every byte is fixed."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar, NamedTuple

from builder.aside import aside
from builder.files import read_bytes
from builder.lock.advance import StampedNote
from builder.lock.identity import card_id, make_deck_id
from builder.lock.slotted import SlottedType, is_spare_field
from builder.package.media import MediaFile
from builder.package.order import study_order
from builder.package.zipped import Deflated, archive, first_chunks

_DATABASE = "collection.anki2"
Row = tuple[Any, ...]
ADD_NOTE = "INSERT INTO {schema}.notes VALUES (?,?,?,?,-1,?,?,?,?,0,'')"
ADD_CARD = "INSERT INTO {schema}.cards VALUES (?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"


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
    return pack_database(fresh_database(contents), contents.media)


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


def fresh_database(contents: Contents) -> bytes:
    """Return a collection with nothing in it but the contents."""
    connection = empty_collection()
    try:
        ids = add_decks(connection, contents.deck_name, contents.description, {one.note.deck for one in contents.notes})
        _models(connection, contents, ids[contents.deck_name.partition("::")[0]])
        return _settled(connection, note_rows(contents.types, contents.notes), _card_rows(contents, ids))
    finally:
        connection.close()


def empty_collection() -> sqlite3.Connection:
    """Return a collection in memory, as genanki begins it."""
    _load_genanki()
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    connection = sqlite3.connect(":memory:")
    # Anki builds its own indexes on import; without them the package is a third smaller.
    connection.executescript("".join(part + ";" for part in APKG_SCHEMA.split(";") if " INDEX " not in part.upper()))
    connection.executescript(APKG_COL)
    return connection


def _load_genanki() -> None:
    """Import genanki, with Python's own `cached_property` for it: the package of that name loads asyncio, for 50 ms."""
    name = "cached_property"
    stands_in = name not in sys.modules and "genanki" not in sys.modules
    if stands_in:
        sys.modules[name] = functools
    try:
        import genanki  # noqa: F401
    finally:
        if stands_in:
            del sys.modules[name]


def _settled(connection: sqlite3.Connection, notes: Iterable[Row], cards: Iterable[Row]) -> bytes:
    """Return a collection's bytes with rows added to it, as if everything had been written once and in order."""
    with contextlib.closing(sqlite3.connect(":memory:")) as fresh:
        copy_frame(connection, "main", fresh)
        fresh.executemany(ADD_NOTE.format(schema="main"), notes)
        fresh.executemany(ADD_CARD.format(schema="main"), cards)
        fresh.commit()
        return fresh.serialize()


def copy_frame(connection: sqlite3.Connection, schema: str, fresh: sqlite3.Connection) -> None:
    """Give a new database the tables of a collection, and its settings, decks and note types."""
    copy_tables(connection, schema, fresh)
    row = connection.execute(f"SELECT * FROM {schema}.col").fetchone()  # noqa: S608
    fresh.execute(f"INSERT INTO main.col VALUES ({','.join('?' * len(row))})", row)  # noqa: S608


def copy_tables(connection: sqlite3.Connection, schema: str, fresh: sqlite3.Connection) -> None:
    """Give a new database the empty tables of a collection."""
    fresh.executescript("PRAGMA main.page_size = 4096; PRAGMA main.secure_delete = ON;")
    tables = f"SELECT sql FROM {schema}.sqlite_master WHERE type = 'table' ORDER BY rowid"  # noqa: S608
    for (table,) in connection.execute(tables).fetchall():
        fresh.execute(table)


def deck_names(names: AbstractSet[str]) -> list[str]:
    """Return the names of decks and of those that hold them, each after its parents."""
    names = set(names)
    for name in tuple(names):
        parts = name.split("::")
        names.update("::".join(parts[:depth]) for depth in range(1, len(parts)))
    return sorted(names)


def add_decks(connection: sqlite3.Connection, top: str, description: str, names: AbstractSet[str]) -> dict[str, int]:
    """Add decks to a collection; return the ids of all that a package has, by name. `top` has the description."""
    from genanki.deck import Deck

    (stored,) = connection.execute("SELECT decks FROM col").fetchone()
    decks: dict[str, Any] = json.loads(stored)
    ids = {}
    for name in deck_names({top, *names}):
        deck = Deck(make_deck_id(name), name, description if name == top else "")
        decks[str(deck.deck_id)] = deck.to_json()
        ids[name] = deck.deck_id
    connection.execute("UPDATE col SET decks = ?", (json.dumps(decks, sort_keys=True),))
    return ids


def decks_text(top: str, description: str, names: AbstractSet[str]) -> str:
    """Return a collection's JSON of decks, as `add_decks` leaves it."""
    with contextlib.closing(empty_collection()) as connection:
        add_decks(connection, top, description, names)
        text: str = connection.execute("SELECT decks FROM col").fetchone()[0]
    return text


def _models(connection: sqlite3.Connection, contents: Contents, deck_id: int) -> None:
    used = {one.entry.type for one in contents.notes}
    models = {str(t.entry.id): _model(t, deck_id) for key, t in contents.types.items() if key in used}
    connection.execute("UPDATE col SET models = ?", (json.dumps(models, sort_keys=True),))
    remember(connection, contents.memory)


def remember(connection: sqlite3.Connection, memory: str, schema: str = "main") -> None:
    """Put into a collection what `recover-lock` cannot see in its rows; empty for nothing."""
    (stored,) = connection.execute(f"SELECT conf FROM {schema}.col").fetchone()  # noqa: S608
    conf = json.dumps(json.loads(stored) | ({"deckwright": memory} if memory else {}), sort_keys=True)
    if conf != stored:
        connection.execute(f"UPDATE {schema}.col SET conf = ?", (conf,))  # noqa: S608


def _model(slotted: SlottedType, deck_id: int) -> dict[str, Any]:
    from genanki.model import Model

    class SlotModel(Model):  # type: ignore[misc]
        # What genanki works out here fails on templates that never make a card; Anki works it out anew.
        _req: ClassVar[list[Any]] = []

    fields = [
        {"name": slot.name, "id": slot.id}
        | ({"collapsed": True, "excludeFromSearch": True} if is_spare_field(slot.name) else {})
        for slot in slotted.entry.fields
    ]
    templates = [
        {"name": slot.name, "id": slot.id, "qfmt": template.front, "afmt": template.back}
        for slot, template in zip(slotted.entry.templates, slotted.templates, strict=True)
    ]
    model = SlotModel(
        slotted.entry.id,
        slotted.name,
        fields=fields,
        templates=templates,
        css=slotted.css,
        model_type=Model.CLOZE if slotted.cloze else Model.FRONT_BACK,
    )
    made: dict[str, Any] = model.to_json(slotted.entry.mod, deck_id)
    return made


def note_rows(types: Mapping[str, SlottedType], notes: Iterable[StampedNote]) -> Iterator[Row]:
    """Yield what `ADD_NOTE` takes, by id."""
    type_ids = {key: slotted.entry.id for key, slotted in types.items()}
    for one in sorted(notes, key=_id_of):
        entry, fields, tags = one.entry, one.fields, one.tags
        first = one.note.first
        checksum = int.from_bytes(hashlib.sha1(first.encode(), usedforsecurity=False).digest()[:4], "big")
        yield (
            entry.nid,
            entry.guid,
            type_ids[entry.type],
            entry.mod,
            f" {tags} " if tags else "",
            fields,
            first,
            checksum,
        )


def _id_of(one: StampedNote) -> int:
    return one.entry.nid


def _card_rows(contents: Contents, deck_ids: Mapping[str, int]) -> Iterator[Row]:
    dues = {note.key: due for due, note in enumerate(study_order(one.note for one in contents.notes), 1)}
    return card_rows(contents.notes, dues, deck_ids)


def card_rows(notes: Iterable[StampedNote], dues: Mapping[str, int], deck_ids: Mapping[str, int]) -> Iterator[Row]:
    """Yield what `ADD_CARD` takes, by id; `dues` are the notes' places in the order of study, by key."""
    for one in sorted(notes, key=_id_of):
        note, entry = one.note, one.entry
        nid, deck, mod, due = entry.nid, deck_ids[note.deck], entry.mod, dues[note.key]
        for place in sorted(one.places):
            yield (card_id(nid, place), nid, deck, place, mod, due)
