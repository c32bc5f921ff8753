"""The rows of notes and cards, as Anki's tables have them."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from builder.lock.ids import card_id
from builder.lock.model import SlottedType, StampedNote
from builder.package.frame import add_tables

Row = tuple[Any, ...]
_ADD_NOTE = "INSERT INTO {schema}.notes VALUES (?,?,?,?,-1,?,?,?,?,0,'')"
_ADD_CARD = "INSERT INTO {schema}.cards VALUES (?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"


class Batch(NamedTuple):
    """Notes in the order of their ids, and what their rows hang on."""

    notes: Sequence[StampedNote]
    types: Mapping[str, int]
    """The ids of note types by key."""
    dues: Mapping[str, int]
    """The notes' places in the order of study, by key."""
    decks: Mapping[str, int]
    """The ids of decks by name."""

    def note_rows(self) -> Iterator[Row]:
        """Yield what `add_notes` takes."""
        types, sha1 = self.types, hashlib.sha1
        for note, entry, order, _ in self.notes:
            tags, first = " ".join(note.tags), note.first
            checksum = int.from_bytes(sha1(first.encode(), usedforsecurity=False).digest()[:4], "big")
            fields = order.joined(note.joined)
            yield (entry.nid, entry.guid, types[entry.type], entry.mod, tags and f" {tags} ", fields, first, checksum)

    def card_rows(self) -> Iterator[Row]:
        """Yield what `add_cards` takes."""
        decks, dues = self.decks, self.dues
        for note, entry, _, places in self.notes:
            nid, deck, mod, due = entry.nid, decks[note.deck], entry.mod, dues[note.key]
            for place in sorted(places):
                yield (card_id(nid, place), nid, deck, place, mod, due)

    def databases(self, tables: Sequence[str], size: int) -> Iterator[bytes]:
        """Yield databases of the rows of notes alone, `size` in each but the last, and then one of those of cards."""
        for start in range(0, len(self.notes), size):
            part = self._replace(notes=self.notes[start : start + size])
            yield _database(tables, add_notes, part.note_rows())
        yield _database(tables, add_cards, self.card_rows())


def batch(
    types: Mapping[str, SlottedType], notes: Iterable[StampedNote], dues: Mapping[str, int], decks: Mapping[str, int]
) -> Batch:
    """Return notes as a batch."""
    return Batch(sorted(notes, key=_id_of), {key: one.entry.id for key, one in types.items()}, dues, decks)


def _id_of(one: StampedNote) -> int:
    return one.entry.nid


def _database(
    tables: Iterable[str], add: Callable[[sqlite3.Connection, Iterator[Row]], None], rows: Iterator[Row]
) -> bytes:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        add_tables(connection, tables)
        add(connection, rows)
        connection.commit()
        return connection.serialize()


def add_notes(connection: sqlite3.Connection, rows: Iterable[Row], schema: str = "main") -> None:
    """Add rows of notes to a database."""
    connection.executemany(_ADD_NOTE.format(schema=schema), rows)


def add_cards(connection: sqlite3.Connection, rows: Iterable[Row], schema: str = "main") -> None:
    """Add rows of cards to a database."""
    connection.executemany(_ADD_CARD.format(schema=schema), rows)


def copy_all(connection: sqlite3.Connection, table: str, schema: str) -> None:
    """Copy all rows of a table of another database, whose ids are greater than all that are there."""
    # A table's own order is that of its ids; asked for by name, SQLite takes each row apart, for twice the time.
    connection.execute(f"INSERT INTO main.{table} SELECT * FROM {schema}.{table}")  # noqa: S608
