"""The database of the last build, brought up to date: rows go out and come in, and places in the order move."""

from __future__ import annotations

import contextlib
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from builder.lock.identity import NOTE_ID_STEP
from builder.package.apkg import ADD_CARD, ADD_NOTE, Row, copy_frame, remember


class Move(NamedTuple):
    """Places in the order of study, from `start` on to where the next one starts, that are now `by` later."""

    start: int
    by: int


def brought_up_to_date(
    database: memoryview,
    gone: Iterable[int],
    notes: Iterable[Row],
    cards: Iterable[Row],
    moves: Sequence[Move],
    *,
    memory: str,
    decks: str | None = None,
) -> tuple[bytes, int]:
    """Return the database with other rows in the place of the notes `gone` (ids), and how many cards it has.

    `decks` is the collection's JSON of decks, None for the one that it has.

    The bytes are those of a database that was written anew: nothing is patched, all rows are copied in order.
    """
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("ATTACH ':memory:' AS old")
        connection.deserialize(database, name="old")
        ids = [(nid,) for nid in gone]
        connection.executemany("DELETE FROM old.notes WHERE id = ?1", ids)
        connection.executemany(f"DELETE FROM old.cards WHERE id > ?1 AND id < ?1 + {NOTE_ID_STEP}", ids)  # noqa: S608
        if moves:
            connection.create_function("moved", 1, _mover(moves), deterministic=True)
            connection.execute("UPDATE old.cards SET due = moved(due)")
        connection.executemany(ADD_NOTE.format(schema="old"), notes)
        connection.executemany(ADD_CARD.format(schema="old"), cards)
        remember(connection, memory, "old")
        if decks is not None:
            connection.execute("UPDATE old.col SET decks = ?", (decks,))
        connection.commit()
        copy_frame(connection, "old", connection)
        # A table's own order is that of its ids; asked for it by name, SQLite takes each row apart, for twice the time.
        connection.execute("INSERT INTO main.notes SELECT * FROM old.notes")
        connection.execute("INSERT INTO main.cards SELECT * FROM old.cards")
        (count,) = connection.execute("SELECT count(*) FROM old.cards").fetchone()
        connection.commit()
        return connection.serialize(), count


def _mover(moves: Sequence[Move]) -> Callable[[int], int]:
    ordered = sorted(moves, key=lambda move: move.start)
    starts = [move.start for move in ordered]

    def moved(due: int) -> int:
        return due + ordered[bisect_right(starts, due) - 1].by

    return moved
