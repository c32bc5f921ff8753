"""A package: a collection and the deck's media in an archive, every byte fixed by what goes in.

An .apkg file is a zip archive with these entries, in this order:

    collection.anki2    the database (collection.py), under the name that stands for its schema
    media               JSON: the names of the media files by the numbers that they have here, {"0": "gate-1f….png"}
    0, 1, 2 …           the media files, sorted by name

At its very end the archive says by which lock it was built, as its comment: `deckwright lock ` and 16 hexadecimal
digits of the lock's SHA-256. The archive is written here and not by `zipfile`, so that nothing of the time, the system
or a library's version gets into it, and so that a large one is compressed by two threads at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from builder.errors import DeckwrightError
from builder.files import MEDIA_LIMIT, PACKAGE_LIMIT, opened, read_bytes
from builder.package.collection import Collection, write_collection
from builder.package.media import MediaFile
from builder.package.media_formats import format_of


class Package(NamedTuple):
    """A finished package: its bytes, and a digest of its contents that does not depend on zlib."""

    data: bytes
    digest: str


_STATED = b"deckwright lock "
_DIGITS = 16


def assemble(collection: Collection, media: Sequence[MediaFile] = (), lock: str = "") -> Package:
    """Return the package; the same contents give the same bytes wherever zlib is the same.

    `lock` is the digest of the deck's lock, which the archive states at its end; empty for none.
    """
    database = write_collection(collection)
    files = sorted(media, key=lambda file: file.name)
    names = json.dumps({str(number): file.name for number, file in enumerate(files)}, sort_keys=True).encode()
    if len(database) + sum(file.size for file in files) > PACKAGE_LIMIT:
        raise _too_large()
    entries = chain(
        [("collection.anki2", database), ("media", names)],
        ((str(number), read_bytes(file.path, MEDIA_LIMIT)) for number, file in enumerate(files)),
    )
    digest = hashlib.sha256(database)
    digest.update(names)
    comment = _STATED + lock[:_DIGITS].encode() if lock else b""
    return Package(data=archive(entries, comment), digest=digest.hexdigest())


def stated_lock(package: Path) -> str:
    """Return the start of the digest of the lock that a package was built with; empty where it does not say.

    Raise `ReadError` where there is no package.
    """
    with opened(package, PACKAGE_LIMIT) as stream:
        stream.seek(0, os.SEEK_END)
        stream.seek(max(0, stream.tell() - len(_STATED) - _DIGITS))
        end = stream.read()
    return end.removeprefix(_STATED).decode("ascii", "replace") if end.startswith(_STATED) else ""


_CHUNK = 1 << 17
"""Bytes that are compressed as one piece, whatever the number of threads: the pieces are part of the result."""
_MANY = 8
"""Chunks from which a second thread is worth its start."""
_WINDOW = 1 << 15
"""How far back deflate looks (RFC 1951)."""
_RAW = -15
"""For zlib: a window of that many bits, and no header or checksum of its own, since the archive has both."""
_DATE = (1980 - 1980) << 25 | 1 << 21 | 1 << 16
"""The first of January 1980, midnight, as zip has it: date above, time below."""
_MODE = 0o100644 << 16
"""A plain file that all may read, as Unix has it."""
_STORED = 0
"""The method of an entry that is as it was (APPNOTE, 4.4.5)."""
_COMPRESSED = frozenset({"avif", "flac", "gif", "heic", "jpeg", "mp3", "mp4", "ogg", "png", "webm", "webp"})
"""Formats of media that nothing makes smaller: Anki stores them so, too."""
_HEAD = 1024
"""Bytes of a file that show its format."""
_LARGE, _LEVEL, _FAST = 4_000_000, 6, 1
"""How hard to compress, by size alone: for a fifth more bytes, what is larger than `_LARGE` takes a quarter of the
time, which is most of what a rebuild of it takes."""


def archive(entries: Iterable[tuple[str, bytes]], comment: bytes = b"") -> bytes:
    """Return a zip archive of named contents, in order, with a comment at its end (PKWARE's APPNOTE, 4.3).

    Each entry is a local header, its name and its data; the directory at the end repeats the headers, with offsets.
    """
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, data in entries:
        method = zlib.DEFLATED if format_of(data[:_HEAD]) not in _COMPRESSED else _STORED
        chunks = deflated(data) if method == zlib.DEFLATED else [data]
        size = sum(map(len, chunks))
        if max(size, len(data), offset) > PACKAGE_LIMIT:
            raise _too_large()
        # What both headers hold: version to extract (2.0), flags (the name is UTF-8), method, date, and the sizes, the
        # last of which is that of extra fields.
        sizes = (zlib.crc32(data), size, len(data), len(name.encode()), 0)
        shared = struct.pack("<HHHIIIIHH", 20, 0x800, method, _DATE, *sizes)
        header = b"PK\3\4" + shared + name.encode()
        # \x14\3: made by version 2.0, on Unix. Then no comment, the first disk, no attributes but the mode, the offset.
        directory.append(b"PK\1\2\x14\3" + shared + struct.pack("<HHHII", 0, 0, 0, _MODE, offset) + name.encode())
        parts += [header, *chunks]
        offset += len(header) + size
    return b"".join([*parts, *directory, *_end(len(directory), offset, sum(map(len, directory)), comment)])


def _too_large() -> DeckwrightError:
    return DeckwrightError("the package would be larger than 4 GB, which Anki does not read; use smaller media")


def _end(count: int, offset: int, size: int, comment: bytes) -> list[bytes]:
    """Return the records after a directory of `count` entries; more than 65,534 take the 64-bit ones."""
    shown = min(count, 0xFFFF)
    end = [struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, shown, shown, size, offset, len(comment)), comment]
    if count >= 0xFFFF:
        zip64_end = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
        end = [zip64_end, struct.pack("<4sIQI", b"PK\6\7", 0, offset + size, 1), *end]
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
            zlib.compressobj(level, zlib.DEFLATED, _RAW, zdict=window)
            if start
            else zlib.compressobj(level, zlib.DEFLATED, _RAW)
        )
        body = packer.compress(view[start : start + _CHUNK])
        return body + packer.flush(zlib.Z_FINISH if start == starts[-1] else zlib.Z_SYNC_FLUSH)

    if len(starts) < _MANY or threads == 1:
        return [compress(start) for start in starts]
    from concurrent.futures import ThreadPoolExecutor  # takes 8 ms to load, more than it saves in a small package

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(compress, starts))
