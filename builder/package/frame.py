"""A collection without notes: genanki gives schema, note types and decks."""

from __future__ import annotations

import contextlib
import functools
import json
import sqlite3
import sys
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar

from builder.lock.ids import make_deck_id
from builder.lock.model import SlottedType, is_spare_field


def empty_collection() -> sqlite3.Connection:
    """Return a collection in memory, as genanki begins it."""
    load_genanki()
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    connection = sqlite3.connect(":memory:")
    # Anki builds its own indexes on import; without them the package is a third smaller.
    connection.executescript("".join(part + ";" for part in APKG_SCHEMA.split(";") if " INDEX " not in part.upper()))
    connection.executescript(APKG_COL)
    return connection


def load_genanki() -> None:
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


def copy_frame(connection: sqlite3.Connection, schema: str, fresh: sqlite3.Connection) -> None:
    """Give a new database the tables of a collection, and its settings, decks and note types."""
    add_tables(fresh, tables_of(connection, schema))
    row = connection.execute(f"SELECT * FROM {schema}.col").fetchone()  # noqa: S608
    fresh.execute(f"INSERT INTO main.col VALUES ({','.join('?' * len(row))})", row)  # noqa: S608


def tables_of(connection: sqlite3.Connection, schema: str = "main") -> list[str]:
    """Return the statements that make a collection's tables."""
    tables = f"SELECT sql FROM {schema}.sqlite_master WHERE type = 'table' ORDER BY rowid"  # noqa: S608
    return [table for (table,) in connection.execute(tables)]


def add_tables(fresh: sqlite3.Connection, tables: Iterable[str]) -> None:
    """Give a new database the empty tables of a collection."""
    fresh.executescript("PRAGMA main.page_size = 4096; PRAGMA main.secure_delete = ON;")
    for table in tables:
        fresh.execute(table)


def deck_names(names: AbstractSet[str]) -> list[str]:
    """Return the names of decks and of those that hold them, each after its parents."""
    names = set(names)
    for name in tuple(names):
        parts = name.split("::")
        names.update("::".join(parts[:depth]) for depth in range(1, len(parts)))
    return sorted(names)


def add_decks(connection: sqlite3.Connection, top: str, description: str, names: Iterable[str]) -> None:
    """Add decks to a collection, and those that hold them; `top` has the description."""
    from genanki.deck import Deck

    (stored,) = connection.execute("SELECT decks FROM col").fetchone()
    decks: dict[str, Any] = json.loads(stored)
    for name in deck_names({top, *names}):
        deck = Deck(make_deck_id(name), name, description if name == top else "")
        decks[str(deck.deck_id)] = deck.to_json()
    connection.execute("UPDATE col SET decks = ?", (json.dumps(decks, sort_keys=True),))


def decks_text(top: str, description: str, names: AbstractSet[str]) -> str:
    """Return a collection's JSON of decks, as `add_decks` leaves it."""
    with contextlib.closing(empty_collection()) as connection:
        add_decks(connection, top, description, names)
        text: str = connection.execute("SELECT decks FROM col").fetchone()[0]
    return text


def add_types(connection: sqlite3.Connection, types: Iterable[SlottedType], deck_id: int) -> None:
    """Add note types to a collection; `deck_id` is the deck that Anki suggests for new notes of them."""
    models = {str(one.entry.id): _model(one, deck_id) for one in types}
    connection.execute("UPDATE col SET models = ?", (json.dumps(models, sort_keys=True),))


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
