"""Opens packages that anybody may have made: how much is read of one hangs on its size, not on what it says."""

from __future__ import annotations

import contextlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from builder.errors import PackageError

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What `zipfile` raises for damage; NotImplementedError for a way to compress that it does not know, RuntimeError for a
password, ValueError for places before the start of the file."""
AGAIN = "download it again"
LEAVE = "leave it alone, and ask who made it"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How Anki and all that makes packages for it compress; of other ways a few kilobytes unpack to a hundred megabytes."""
_DIRECTORY = 16_000_000
"""Bytes of an archive's directory: 300,000 files, of which each takes half a kilobyte of memory."""
_END, _END64, _LOCATOR64 = 22, 56, 20
"""Bytes of the records at an archive's end (PKWARE's APPNOTE, 4.3.14 to 4.3.16), without comment."""
_COMMENT = 1 << 16
_ROOM, FACTOR = 200_000_000, 50
"""Bytes that a package may unpack to: so many, and so many for each of its own; decks shrink to a tenth."""
_PIECE = 1 << 20


def most_unpacked(size: int) -> int:
    """Return the bytes that a package of a size may unpack to."""
    return _ROOM + FACTOR * size


@contextlib.contextmanager
def opened_archive(stream: BinaryIO, path: str) -> Iterator[zipfile.ZipFile]:
    """Give the archive of a package; raise `PackageError` for a file that is none, or damaged, also while it is read.

    `path` is for messages.
    """
    stream.seek(0)
    looks_cut = stream.read(2) == b"PK"
    try:
        if _directory_size(stream) > _DIRECTORY:
            raise PackageError(path, "the package has more files than any deck", LEAVE)
        with zipfile.ZipFile(stream) as archive:
            if len(set(archive.namelist())) < len(archive.namelist()):  # of which each reader takes another
                raise PackageError(path, "the package is damaged", AGAIN)
            yield archive
    except _BROKEN as error:
        fault = "the package is damaged" if looks_cut else "this is not an Anki package"
        raise PackageError(path, fault, AGAIN if looks_cut else "name an .apkg file") from error


def _directory_size(stream: BinaryIO) -> int:
    """Return the size of an archive's directory as its end gives it, which is what `zipfile` reads."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _COMMENT - _END - _END64 - _LOCATOR64))
    tail = stream.read()
    end = tail.rfind(b"PK\5\6")
    locator = end - _LOCATOR64
    if locator >= _END64 and tail.startswith(b"PK\6\7", locator):
        return int.from_bytes(tail[locator - 16 : locator - 8], "little")
    return int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0


def read_entry(archive: zipfile.ZipFile, name: str, limit: int, path: str) -> bytes:
    """Return the contents of an entry; raise `PackageError` for more bytes than `limit`."""
    with _opened_entry(archive, name, path) as entry:
        data = entry.read(limit + 1)
    if len(data) > limit:
        raise too_large(path, name, limit)
    return data


def too_large(path: str, name: str, limit: int) -> PackageError:
    """Return what tells that something in a package has more bytes than `limit`."""
    return PackageError(path, f'"{name}" in the package has more than {limit // 1_000_000:,} MB', LEAVE)


def _opened_entry(archive: zipfile.ZipFile, name: str, path: str) -> zipfile.ZipExtFile:
    if name not in archive.NameToInfo or archive.getinfo(name).compress_type not in _METHODS:
        raise PackageError(path, "the package is damaged", AGAIN)
    return archive.open(name)  # type: ignore[return-value]


def refuse_encrypted(archive: zipfile.ZipFile, path: str) -> None:
    """Raise `PackageError` for an archive with a password (APPNOTE, 4.4.4), which Anki does not ask for."""
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise PackageError(path, "the package is encrypted", "unpack it with its password, and pack it without one")


def refuse_bombs(archive: zipfile.ZipFile, limit: int, path: str) -> None:
    """Raise `PackageError` where all entries together unpack to more bytes than `limit`, whatever they say."""
    left = limit
    for info in archive.infolist():
        if info.compress_type not in _METHODS:
            raise PackageError(path, "the package is damaged", AGAIN)
        with archive.open(info) as entry:
            while left >= 0 and (piece := entry.read(_PIECE)):
                left -= len(piece)
        if left < 0:
            raise PackageError(path, f"the package unpacks to more than {limit // 1_000_000:,} MB", LEAVE)
