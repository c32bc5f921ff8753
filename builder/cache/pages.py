"""Rows changed where they stand, in the bytes of a database, as SQLite would have written them in one go.

To copy all rows is what a rebuild mostly waits for, and one edited card changes two pages of a thousand. A table that
was filled in the order of its ids is a row of pages, each full: the next page's first row had no room on it. Where that
still holds after an edit, only the edited pages are other than before.
The form of a page is SQLite's own, and stays as it is: https://sqlite.org/fileformat2.html#b_tree_pages
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

PAGE = 4096
_LEAF, _INTERIOR = 13, 5
_LEAF_HEAD, _INTERIOR_HEAD, _POINTER = 8, 12, 2
_LONGEST = PAGE - 35
"""Bytes of a row that stands on its page as a whole."""


class UnusualPageError(Exception):
    """A page that cannot be changed in place."""


class Table:
    """A table in the bytes of a database: its rows by id, on leaves in the order of their ids."""

    def __init__(self, database: bytes | bytearray, root: int) -> None:
        """`root` is the number of the table's first page, as `sqlite_master` has it."""
        self.database = database
        self.leaves: list[int] = []
        """Where they start."""
        self.last: list[int] = []
        """The greatest id on each but the last of them."""
        self._walk((root - 1) * PAGE)

    def _walk(self, page: int) -> None:
        if self.database[page] == _LEAF:
            self.leaves.append(page)
            return
        if self.database[page] != _INTERIOR:
            raise UnusualPageError
        count, _, _, right = struct.unpack_from(">HHBI", self.database, page + 3)
        for (place,) in struct.iter_unpack(">H", self._pointers(page, _INTERIOR_HEAD, count)):
            (child,) = struct.unpack_from(">I", self.database, page + place)
            self._walk((child - 1) * PAGE)
            self.last.append(_number(self.database, page + place + 4)[0])
        self._walk((right - 1) * PAGE)

    def _pointers(self, page: int, head: int, count: int) -> bytes | bytearray:
        return self.database[page + head : page + head + _POINTER * count]

    def rows(self, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
        """Yield the rows with ids from `start` to before `end`: the number of the leaf, the id, and the row's bytes."""
        for number in range(bisect_left(self.last, start), len(self.leaves)):
            places = self._places(number)
            first = bisect_left(places, start, key=lambda place: self._head(place)[1])
            for place in places[first:]:
                length, name, body = self._head(place)
                if name >= end:
                    return
                yield number, name, bytes(self.database[place : body + length])

    def cells(self, number: int) -> dict[int, bytes]:
        """Return all rows of a leaf, by id."""
        found = {}
        for place in self._places(number):
            length, name, body = self._head(place)
            found[name] = bytes(self.database[place : body + length])
        return found

    def _places(self, number: int) -> list[int]:
        page = self.leaves[number]
        (count,) = struct.unpack_from(">H", self.database, page + 3)
        return [page + place for (place,) in struct.iter_unpack(">H", self._pointers(page, _LEAF_HEAD, count))]

    def _head(self, place: int) -> tuple[int, int, int]:
        """Return a row's length, its id, and where it begins."""
        length, place = _number(self.database, place)
        if length > _LONGEST:
            raise UnusualPageError
        name, place = _number(self.database, place)
        return length, name, place


def changed_pages(table: Table, rows: Mapping[int, Mapping[int, bytes]]) -> dict[int, bytes]:
    """Return the pages that other rows in the place of some make others, by where they start.

    `rows` are the others, by the number of their leaf and their id.
    Raise `UnusualPageError` where these are not all pages that would change.
    """
    made: dict[int, bytes] = {}
    cells: dict[int, Sequence[bytes]] = {}
    for number, fresh in rows.items():
        old = table.cells(number)
        if _page(list(old.values())) != bytes(table.database[table.leaves[number] : table.leaves[number] + PAGE]):
            raise UnusualPageError
        cells[number] = list({**old, **fresh}.values())
        made[table.leaves[number]] = _page(cells[number])
    for near in {near for number in rows for near in (number - 1, number)} & set(range(len(table.leaves) - 1)):
        this, after = (cells.get(number) or list(table.cells(number).values()) for number in (near, near + 1))
        if _room(this) >= len(after[0]) + _POINTER:
            raise UnusualPageError
    return made


def _page(cells: Sequence[bytes]) -> bytes:
    if _room(cells) < 0:
        raise UnusualPageError
    ends, end = [], PAGE
    for cell in cells:
        end -= len(cell)
        ends.append(end)
    head = struct.pack(f">BHHHB{len(ends)}H", _LEAF, 0, len(ends), end, 0, *ends)
    return head + bytes(end - len(head)) + b"".join(reversed(cells))


def _room(cells: Iterable[bytes]) -> int:
    return PAGE - _LEAF_HEAD - sum(len(cell) + _POINTER for cell in cells)


def _number(data: bytes | bytearray, place: int) -> tuple[int, int]:
    """Return a number of one to nine bytes, signed in 64 bits, and where it ends."""
    value = 0
    for _ in range(8):
        byte = data[place]
        place += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place
    value = value << 8 | data[place]
    return value - (value >> 63 << 64), place + 1
