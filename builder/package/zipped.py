"""A zip archive whose bytes hang on its contents alone, compressed on all processors.

Python's zipfile knows neither: it compresses in one go. Here data is cut into chunks that are compressed apart, each
with the end of the one before as its dictionary, as pigz does it: the bytes are the same on any number of threads.
"""

from __future__ import annotations

import functools
import itertools
import os
import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from builder.aside import aside
from builder.errors import DeckwrightError

_CHUNK = 1 << 17
_WINDOW = 1 << 15
_ASIDE = 1 << 20
"""Bytes whose checksum is worth a thread."""
_DATE = (1980 - 1980) << 25 | 1 << 21 | 1 << 16
"""The first of January 1980, midnight, as zip has it: date above, time below."""
_MODE = 0o100644 << 16
_HEAD = 30
"""Bytes before an entry's name."""
_LARGE, _LEVEL, _FAST = 4_000_000, 6, 1
"""How hard to compress, by size alone: for a fifth more bytes, what is larger than `_LARGE` takes a quarter of the
time, which is most of what a rebuild of it takes."""


class Deflated(NamedTuple):
    """Data, and its chunks compressed."""

    data: bytes | memoryview
    chunks: Sequence[bytes]
    changed: Sequence[slice] | None = None
    """The only parts that may be others now, in data of the same size; None for not known."""

    def holds(self, data: memoryview, start: int, end: int) -> bool:
        """Tell whether other data is the same from `start` to before `end`."""
        if self.changed is not None:
            return not any(part.start < end and start < part.stop for part in self.changed)
        # As bytes, which are compared at once; views are compared byte by byte.
        return bytes(data[start:end]) == bytes(self.data[start:end])


class Archive(NamedTuple):
    """A zip archive, and the lengths of the compressed chunks of its first entry."""

    data: bytes
    first: tuple[int, ...]


def archive(entries: Iterable[tuple[str, bytes | bytearray]], before: Deflated | None = None) -> Archive:
    """Return a zip archive of named contents, in order; `before` is what the first of them was in the last archive."""
    parts: list[bytes] = []
    lengths: list[tuple[int, ...]] = []
    directory: list[bytes] = []
    offset = 0
    for name, data in entries:
        sum_up = functools.partial(zlib.crc32, data)
        summing = aside(sum_up) if len(data) > _ASIDE else sum_up
        chunks = deflated(data, before=None if lengths else before)
        lengths.append(tuple(map(len, chunks)))
        size = sum(map(len, chunks))
        if max(size, len(data), offset) >= 1 << 32:
            raise DeckwrightError("the package would be larger than 4 GB, which Anki does not read; use smaller media")
        told = struct.pack("<HHHIIIIHH", 20, 0x800, 8, _DATE, summing(), size, len(data), len(name.encode()), 0)
        head = b"PK\3\4" + told + name.encode()
        directory.append(b"PK\1\2\x14\3" + told + struct.pack("<HHHII", 0, 0, 0, _MODE, offset) + name.encode())
        parts += [head, *chunks]
        offset += len(head) + size
    whole = b"".join([*parts, *directory, *_end(len(directory), offset, sum(map(len, directory)))])
    return Archive(whole, lengths[0] if lengths else ())


def first_chunks(data: bytes, name: str, lengths: Sequence[int]) -> list[bytes]:
    """Return the compressed chunks of an archive's first entry."""
    ends = list(itertools.accumulate(lengths, initial=_HEAD + len(name.encode())))
    return [data[start:end] for start, end in itertools.pairwise(ends)]


def _level(data: bytes | bytearray | memoryview) -> int:
    return _LEVEL if len(data) <= _LARGE else _FAST


def _end(count: int, offset: int, size: int) -> list[bytes]:
    """Return the records after a directory of `count` entries; more than 65,534 take the 64-bit ones."""
    shown = min(count, 0xFFFF)
    end = [struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, shown, shown, size, offset, 0)]
    if count >= 0xFFFF:
        long = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
        end = [long, struct.pack("<4sIQI", b"PK\6\7", 0, offset + size, 1), *end]
    return end


def deflated(data: bytes | bytearray, threads: int | None = None, before: Deflated | None = None) -> list[bytes]:
    """Return a raw deflate stream in parts; `threads` by default as many as there are processors, two at most.

    What stands as it stood in the data `before` is not compressed again: a changed row mostly moves no other page.
    """
    level = _level(data)
    count = max(1, -(-len(data) // _CHUNK))
    done = [b""] * count
    view = memoryview(data)
    known = before if before and _level(before.data) == level else Deflated(b"", ())

    def work() -> None:
        for number in numbers:
            start, end = number * _CHUNK, (number + 1) * _CHUNK
            seen = max(0, start - _WINDOW)
            last = number == count - 1
            if (
                number < len(known.chunks)
                and last == (number == len(known.chunks) - 1)
                and known.holds(view, seen, end)
            ):
                done[number] = known.chunks[number]
                continue
            if start:
                packer = zlib.compressobj(level, zlib.DEFLATED, -15, zdict=view[seen:start])
            else:
                packer = zlib.compressobj(level, zlib.DEFLATED, -15)
            body = packer.compress(view[start:end])
            done[number] = body + packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)

    numbers = iter(range(count))  # shared: who has done a chunk takes the next one
    others = [aside(work) for _ in range(1, min(count, threads or min(2, os.cpu_count() or 1)))]
    work()
    for finished in others:
        finished()
    return done
