"""Files on disk, as they are read: files alone, none larger than it may be, and none that lies elsewhere.

What an author, a learner or a pull request puts in a file's place may be a pipe that nobody writes to, a device without
an end, or a link to what is not theirs to give away.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from builder.errors import ReadError

_MEGABYTE = 1_000_000
SOURCE_LIMIT = 32 * _MEGABYTE
"""Bytes of a file that an author writes: ten times the largest chapter that was ever seen."""
LOCK_LIMIT = 100 * _MEGABYTE
"""Bytes of a lock, which has 300 a note."""
MEDIA_LIMIT = 100 * _MEGABYTE
"""Bytes of a media file: AnkiWeb takes no larger one, so that it would never reach a learner's other devices."""
PACKAGE_LIMIT = (1 << 32) - 1
"""Bytes of a package: Anki reads no larger one."""
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"))
"""How files are opened to be read: without waiting for the other end of a pipe."""
_PIECE = 1 << 20
_SORTS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sort_of(mode: int) -> str:
    """Return what it is that has a mode and is no file (`a pipe`); empty for a file."""
    return next((sort for is_sort, sort in _SORTS if is_sort(mode)), "")


def sort_at(path: Path) -> str:
    """Return what is at a path and is no file; empty for a file, and where nothing is."""
    try:
        return sort_of(os.stat(path).st_mode)
    except OSError:
        return ""


def read_bytes(path: Path, limit: int = SOURCE_LIMIT) -> bytes:
    """Return a file's bytes.

    Raise `ReadError` where that fails, for what is no file, and for a file of more than `limit` bytes.
    """
    try:
        handle = _opened(path, limit)
        try:
            wanted = os.fstat(handle).st_size + 1
            data = os.read(handle, wanted)
            while more := os.read(handle, max(_PIECE, wanted - len(data))):
                data += more  # it grows, or is one of those whose size the system does not say
                _refuse_size(len(data), limit)
        finally:
            os.close(handle)
    except OSError as error:
        raise ReadError(path, error) from error
    return data


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal; raise `ReadError` where that fails, and for more than 4 GB."""
    with opened(path, PACKAGE_LIMIT) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def opened(path: Path, limit: int) -> Iterator[BufferedReader]:
    """Give a file to read; raise `ReadError` where that fails, for what is no file, and for more than `limit` bytes."""
    try:
        with open(_opened(path, limit), "rb") as stream:
            yield stream
    except OSError as error:
        raise ReadError(path, error) from error


def _opened(path: Path, limit: int) -> int:
    """Return a handle of a file; raise `OSError` for what is none, or is too large."""
    _refuse_to_read(os.stat(path), limit)  # before it is opened, which to a device may mean something
    handle = os.open(path, _FLAGS)
    try:
        _refuse_to_read(os.fstat(handle), limit)
    except OSError:
        os.close(handle)
        raise
    return handle


def _refuse_to_read(status: os.stat_result, limit: int) -> None:
    sort = "" if stat.S_ISREG(status.st_mode) else sort_of(status.st_mode)
    if sort:
        raise OSError(errno.EINVAL, os.strerror(errno.EISDIR) if sort == "a folder" else f"it is {sort}, and no file")
    _refuse_size(status.st_size, limit)


def _refuse_size(size: int, limit: int) -> None:
    if size > limit:
        shown, most = f"{size / _MEGABYTE:,.0f} MB", f"{limit / _MEGABYTE:,.0f} MB"
        raise OSError(errno.EFBIG, f"it has {shown}, and at most {most} are read")


def inner_path(path: Path, folder: Path) -> str | None:
    """Return the path from a folder, with slashes, of what a path leads to; None for what is elsewhere, or hidden."""
    target, home = os.path.realpath(path), os.path.join(os.path.realpath(folder), "")
    if not target.startswith(home):
        return "" if os.path.join(target, "") == home else None
    inner = target[len(home) :].replace(os.sep, "/")
    return None if inner[:1] == "." or "/." in inner else inner


def leads_out(path: Path, folder: Path) -> bool:
    """Tell whether what a path leads to is not in a folder, or in a hidden part of it."""
    return inner_path(path, folder) is None


def files_below(folder: Path) -> Iterator[str]:
    """Yield the paths from a folder of all that is below it, but for folders, and for what is hidden.

    A link to a folder is such a path, and is not followed: what it leads to in the same folder is there by itself.
    """
    waiting = [""]
    while waiting:
        inner = waiting.pop()
        try:
            with os.scandir(os.path.join(folder, inner)) as entries:
                found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
        except OSError:  # it has gone meanwhile, or may not be looked into
            continue
        within = os.path.join(inner, "")
        for name, is_folder in found:
            path = within + name
            if name[:1] != "." and is_folder:
                waiting.append(path)
            elif name[:1] != ".":
                yield path
