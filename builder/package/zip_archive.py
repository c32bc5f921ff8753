"""A zip archive, every byte of it fixed by what goes in (PKWARE's APPNOTE, 4.3).

It is written here and not by `zipfile`, so that nothing of the time, the system or a library's version gets into it, so
that a large one is compressed by two threads at once, and so that contents can be taken over as they stand in another.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from builder.errors import DeckwrightError
from builder.files import PACKAGE_LIMIT
from builder.package.media_formats import format_of


class Packed(NamedTuple):
    """The contents of an entry as they stand in an archive."""

    method: int
    crc: int
    """The CRC-32 of what was packed."""
    length: int
    """Bytes before they were packed."""
    size: int
    """Bytes of the chunks."""
    chunks: tuple[bytes | memoryview, ...]


_CHUNK = 1 << 17
"""Bytes that are compressed as one piece, whatever the number of threads: the pieces are part of the result."""
_MANY = 8
"""Chunks from which a second thread is worth its start."""
_WINDOW = 1 << 15
"""How far back deflate looks (RFC 1951)."""
RAW_DEFLATE = -15
"""For zlib: a window of that many bits, and no header or checksum of its own, since the archive has both."""
_DATE = (1980 - 1980) << 25 | 1 << 21 | 1 << 16
"""The first of January 1980, midnight, as zip has it: date above, time below."""
_MODE = 0o100644 << 16
"""A plain file that all may read, as Unix has it."""
_STORED = 0
"""The method of an entry that is as it was (APPNOTE, 4.4.5)."""
_COMPRESSED = frozenset({"avif", "flac", "gif", "heic", "jpeg", "mp3", "mp4", "ogg", "png", "webm", "webp"})
"""Formats of media that nothing makes smaller: Anki stores them so, too."""
_SHARED = struct.Struct("<HHHIIIIHH")
"""What both headers of an entry hold: the version to extract (2.0), flags (the name is UTF-8), method, date, CRC-32,
packed size, size, and the lengths of the name and of extra fields."""
_ENTRY_SIGN, _DIRECTORY_SIGN = b"PK\3\4", b"PK\1\2\x14\3"
"""How the headers begin; that of the directory with what made it: version 2.0, on Unix."""
_ENTRY_HEADER = len(_ENTRY_SIGN) + _SHARED.size
_PLACE = struct.Struct("<HHHII")
"""What the directory adds: the length of a comment, the disk, attributes, the mode, and where the entry begins."""
_END_SIGN = b"PK\5\6"
_END, _WIDE_END, _WIDE_PLACE = struct.Struct("<4s4H2IH"), struct.Struct("<4sQ2H2I4Q"), struct.Struct("<4sIQI")
"""After the directory: its entries, size and place; in 64 bits; and where the latter stands."""
_LARGE, _LEVEL, _FAST = 4_000_000, 6, 1
"""How hard to compress, by size alone: for a fifth more bytes, what is larger than `_LARGE` takes a quarter of the
time, which is most of what a rebuild of it takes."""


def packed(data: bytes) -> Packed:
    """Return contents as an archive has them: compressed, but for formats that nothing makes smaller."""
    method = zlib.DEFLATED if format_of(data) not in _COMPRESSED else _STORED
    chunks = tuple(deflated(data)) if method == zlib.DEFLATED else (data,)
    return Packed(method=method, crc=zlib.crc32(data), length=len(data), size=sum(map(len, chunks)), chunks=chunks)


def archive(entries: Iterable[tuple[str, Packed]], comment: bytes = b"") -> bytes:
    """Return a zip archive of named contents, in order, with a comment at its end.

    Each entry is a local header, its name and its data; the directory at the end repeats the headers, with offsets.
    """
    parts: list[bytes | memoryview] = []
    directory: list[bytes] = []
    offset = 0
    for name, content in entries:
        if max(content.size, content.length, offset) > PACKAGE_LIMIT:
            raise too_large()
        encoded = name.encode()
        shared = _SHARED.pack(
            *(20, 0x800, content.method, _DATE, content.crc, content.size, content.length, len(encoded), 0)
        )
        directory.append(_DIRECTORY_SIGN + shared + _PLACE.pack(0, 0, 0, _MODE, offset) + encoded)
        parts += [_ENTRY_SIGN + shared + encoded, *content.chunks]
        offset += _ENTRY_HEADER + len(encoded) + content.size
    return b"".join([*parts, *directory, *_end(len(directory), offset, sum(map(len, directory)), comment)])


def contents(data: bytes) -> dict[str, Packed]:
    """Return what is in an archive that `archive` wrote, by name; `data` must be just that, for nothing is checked."""
    view, found = memoryview(data), {}
    count, start = _directory_of(data)
    for _ in range(count):
        _, _, method, _, crc, size, length, name_length, _ = _SHARED.unpack_from(data, start + len(_DIRECTORY_SIGN))
        place = start + len(_DIRECTORY_SIGN) + _SHARED.size
        offset = _PLACE.unpack_from(data, place)[-1]
        start = place + _PLACE.size + name_length
        begin = offset + _ENTRY_HEADER + name_length
        chunks = (view[begin : begin + size],)
        name = data[start - name_length : start].decode()
        found[name] = Packed(method=method, crc=crc, length=length, size=size, chunks=chunks)
    return found


def _directory_of(data: bytes) -> tuple[int, int]:
    """Return how many entries the directory of an archive has, and where it begins."""
    end = data.rindex(_END_SIGN)
    *_, count, _, start, _ = _END.unpack_from(data, end)
    if count < 0xFFFF:
        return count, start
    *_, count, _, start = _WIDE_END.unpack_from(data, end - _WIDE_PLACE.size - _WIDE_END.size)
    return count, start


def too_large() -> DeckwrightError:
    """Return what to raise for more than an archive can hold."""
    return DeckwrightError("the package would be larger than 4 GB, which Anki does not read; use smaller media")


def _end(count: int, offset: int, size: int, comment: bytes) -> list[bytes]:
    """Return the records after a directory of `count` entries; more than 65,534 take the 64-bit ones."""
    shown = min(count, 0xFFFF)
    end = [_END.pack(_END_SIGN, 0, 0, shown, shown, size, offset, len(comment)), comment]
    if count >= 0xFFFF:
        wide_end = _WIDE_END.pack(b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
        end = [wide_end, _WIDE_PLACE.pack(b"PK\6\7", 0, offset + size, 1), *end]
    return end


def deflated(data: bytes, threads: int = 2) -> list[bytes]:
    """Return a raw deflate stream in parts.

    Each piece starts from the window before it as its dictionary, and ends on a whole byte (`Z_SYNC_FLUSH`) but for the
    last one, so that pieces which know nothing of each other make one stream, and cost hardly a byte more.
    """
    level = _LEVEL if len(data) <= _LARGE else _FAST
    view = memoryview(data)
    starts = range(0, max(1, len(data)), _CHUNK)

    def compress(start: int) -> bytes:
        window = view[max(0, start - _WINDOW) : start]
        packer = (
            zlib.compressobj(level, zlib.DEFLATED, RAW_DEFLATE, zdict=window)
            if start
            else zlib.compressobj(level, zlib.DEFLATED, RAW_DEFLATE)
        )
        body = packer.compress(view[start : start + _CHUNK])
        return body + packer.flush(zlib.Z_FINISH if start == starts[-1] else zlib.Z_SYNC_FLUSH)

    if len(starts) < _MANY or threads == 1:
        return [compress(start) for start in starts]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(compress, starts))
