"""The database of the last build, brought up to date: rows go out and come in, and places in the order move."""

from __future__ import annotations

import contextlib
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from builder.cache.pages import PAGE, Table, UnusualPageError, changed_pages
from builder.lock.ids import NOTE_ID_STEP
from builder.package.frame import add_tables, copy_frame, remember, tables_of
from builder.package.rows import Row, add_cards, add_notes, copy_all

_FEW = 500
"""Notes up to which it pays to look for each on its page."""


class Move(NamedTuple):
    """Places in the order of study, from `start` on to where the next one starts, that are now `by` later."""

    start: int
    by: int


class Change(NamedTuple):
    """What becomes of a database."""

    gone: Sequence[int]
    """Ids of the notes that go, with their cards."""
    notes: Sequence[Row]
    """What `add_notes` takes."""
    cards: Sequence[Row]
    """What `add_cards` takes."""
    moves: Sequence[Move]
    memory: str
    """What `remember` takes."""
    decks: str | None = None
    """The collection's JSON of decks, None for the one that it has."""


class Fresh(NamedTuple):
    """A database brought up to date."""

    data: bytes | bytearray
    cards: int
    pages: tuple[int, ...] | None = None
    """Where the pages start that are other than before; None for not known."""


class OldDatabase:
    """The database of the last build, opened while there is still nothing to change."""

    def __init__(self, database: memoryview) -> None:
        self.fresh = bytearray(database)
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("PRAGMA page_size = 4096")
        self.connection.execute("ATTACH ':memory:' AS old")
        self.connection.deserialize(database, name="old")
        self.roots = dict(self.connection.execute("SELECT name, rootpage FROM old.sqlite_master"))

    def brought_up_to_date(self, change: Change) -> Fresh:
        """Return the database with other rows in the place of some; it can be asked once.

        The bytes are those of a database that was written anew.
        """
        with contextlib.closing(self.connection):
            connection, before = self.connection, self.connection.total_changes
            remember(connection, change.memory, "old")
            if connection.total_changes == before and change.decks is None and not change.moves:
                pages = self._patch(change)
                if pages is not None:
                    return Fresh(self.fresh, self._cards(), pages)
            ids = [(nid,) for nid in change.gone]
            connection.executemany("DELETE FROM old.notes WHERE id = ?1", ids)
            connection.executemany(f"DELETE FROM old.cards WHERE id > ?1 AND id < ?1 + {NOTE_ID_STEP}", ids)  # noqa: S608
            if change.moves:
                connection.create_function("moved", 1, _mover(change.moves), deterministic=True)
                connection.execute("UPDATE old.cards SET due = moved(due)")
            add_notes(connection, change.notes, "old")
            add_cards(connection, change.cards, "old")
            if change.decks is not None:
                connection.execute("UPDATE old.col SET decks = ?", (change.decks,))
            connection.commit()
            # Nothing is patched from here on: all rows are copied in order.
            copy_frame(connection, "old", connection)
            copy_all(connection, "notes", "old")
            copy_all(connection, "cards", "old")
            connection.commit()
            return Fresh(connection.serialize(), self._cards())

    def _cards(self) -> int:
        count: int = self.connection.execute("SELECT count(*) FROM old.cards").fetchone()[0]
        return count

    def _patch(self, change: Change) -> tuple[int, ...] | None:
        """Change rows where they stand, and return where the changed pages start; None where that is not possible."""
        if len(change.gone) > _FEW or sorted(change.gone) != [row[0] for row in change.notes]:
            return None
        with contextlib.closing(sqlite3.connect(":memory:")) as small:
            add_tables(small, tables_of(self.connection, "old"))
            add_notes(small, change.notes)
            add_cards(small, change.cards)
            small.commit()
            encoded = small.serialize()
            roots = dict(small.execute("SELECT name, rootpage FROM sqlite_master"))
        pages: dict[int, bytes] = {}
        try:
            for name, room in (("notes", 1), ("cards", NOTE_ID_STEP)):
                old, new = Table(self.fresh, self.roots[name]), Table(encoded, roots[name])
                pages |= changed_pages(old, _others(old, new, [(nid, nid + room) for nid in change.gone]))
        except UnusualPageError:
            return None
        for start, page in pages.items():
            self.fresh[start : start + PAGE] = page
        return tuple(pages)


def _others(old: Table, new: Table, ranges: Iterable[tuple[int, int]]) -> dict[int, dict[int, bytes]]:
    """Return the rows of ranges of ids that are other than they were, by leaf and id; raise for ids that come or go."""
    found: dict[int, dict[int, bytes]] = {}
    for start, end in ranges:
        before, after = list(old.rows(start, end)), list(new.rows(start, end))
        if [name for _, name, _ in before] != [name for _, name, _ in after]:
            raise UnusualPageError
        for (leaf, name, was), (_, _, row) in zip(before, after, strict=True):
            if row != was:
                found.setdefault(leaf, {})[name] = row
    return found


def _mover(moves: Sequence[Move]) -> Callable[[int], int]:
    ordered = sorted(moves, key=lambda move: move.start)
    starts = [move.start for move in ordered]

    def moved(due: int) -> int:
        return due + ordered[bisect_right(starts, due) - 1].by

    return moved
