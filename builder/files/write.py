"""Files on disk, as they are written: whole or not at all, and only what is ours."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from builder.diagnostics import printable
from builder.errors import ReadError, WriteError
from builder.files.read import read_bytes, sort_of

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_MANY = 100 if hasattr(os, "sync") else sys.maxsize
"""More files than this go to the disk all at once: one by one, a thousand decks take a minute."""
_TEMPORARY = re.compile(r"\.(.+)\.\d+-\d+\.tmp\Z", re.S)
"""The names that `_stage` gives: the name of the file to be, the process and the time."""


def write_all(files: Sequence[tuple[Path, bytes]]) -> None:
    """Replace files one after the other, each whole; none is touched before all are on the disk.

    Files that already hold the bytes are left alone; links stay, and what they lead to is replaced, if that has a name
    with the same ending. Raise `WriteError` where one cannot be written.
    """
    staged: list[tuple[str, Path]] = []
    many = len(files) > _MANY
    try:
        for path, data in files:
            if not _holds(path, data):
                target = _target(path)
                _refuse(path, target)
                staged.append((_stage(target, data, settle=not many), target))
        if many:
            os.sync()
        for temporary, target in staged:
            try:
                os.replace(temporary, target)
                if not many:
                    _settle(target.parent)
            except OSError as error:
                raise WriteError(target, error) from error
        if many:
            os.sync()
    finally:
        for temporary, _ in staged:  # those that have taken their place are not there any more
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _target(path: Path) -> Path:
    """Return what is replaced where a path is written: what it leads to, if it is a link."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _refuse(path: Path, target: Path) -> None:
    """Raise `WriteError` for what must not be replaced, or cannot be, before anything else is.

    A link to a file of another sort is none that an author has made to keep his own elsewhere.
    """
    if _ending(path) != _ending(target):
        reason = OSError(errno.EINVAL, f"it is a link to {printable(str(target))}, which is another sort of file")
        raise WriteError(path, reason, "delete the link")
    try:
        mode = target.stat().st_mode
    except OSError:  # not there yet, or its folder says why when it is written
        return
    sort = sort_of(mode)
    if sort == "a folder":
        raise WriteError(target, OSError(errno.EISDIR, os.strerror(errno.EISDIR)))
    if sort:
        raise WriteError(target, OSError(errno.EINVAL, f"it is {sort}, and no file"), "move it away")
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise WriteError(target, OSError(errno.EACCES, "it is read-only"))


def _ending(path: Path) -> str:
    return path.suffix.lower() or path.name


def remove(path: Path) -> None:
    """Delete a file or a link; what is none of them is not ours, and stays. Raise `WriteError` where that fails."""
    try:
        if path.is_symlink() or path.is_file():
            path.unlink(missing_ok=True)
    except OSError as error:
        raise WriteError(path, error) from error


def _settle(folder: Path) -> None:
    """Put a folder's new names on the disk before going on, so that a power cut keeps the order too."""
    if fcntl is None:
        return
    with contextlib.suppress(OSError):  # some file systems have no such promise to give
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and read_bytes(path, len(data)) == data
    except (OSError, ReadError):
        return False


def _stage(path: Path, data: bytes, *, settle: bool = True) -> str:
    """Write what is to replace a file, under another name beside it, and return that; with `settle` it is on the disk.

    Beside it, for only within one file system is a file replaced in one step.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Not tempfile, which takes a tenth of the start-up, and makes files that only their owner may read. The name is
        # one that `sweep` knows, and no other process or moment has.
        temporary = str(path.with_name(f".{path.name}.{os.getpid()}-{time.time_ns()}.tmp"))
        with open(temporary, "xb") as stream:
            stream.write(data)
            if settle:
                stream.flush()
                os.fsync(stream.fileno())
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise WriteError(path, error) from error
    return temporary


@contextlib.contextmanager
def sole_writer(*folders: Path) -> Iterator[None]:
    """Hold folders while writing from what was read in them; a second build waits its turn.

    Two at once would both read the lock as it was, and the second would write over the identities of the first. A
    process that is killed lets go of what it held. A folder that has several names is held once, and all builds hold
    folders in one order: who waits for himself, or for somebody who waits for him, waits for ever.
    """
    if fcntl is None:
        yield
        return
    with contextlib.ExitStack() as held:
        handles: dict[tuple[int, int], int] = {}
        for folder in folders:
            try:
                handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
                held.callback(os.close, handle)
                status = os.fstat(handle)
            except OSError as error:
                raise ReadError(folder, error) from error
            handles.setdefault((status.st_dev, status.st_ino), handle)
        for _, handle in sorted(handles.items()):
            with contextlib.suppress(OSError):  # some file systems have no such promise to give
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def sweep(paths: Iterable[Path]) -> None:
    """Delete what a killed build left beside files; call it as the sole writer."""
    by_folder: dict[Path, set[str]] = {}
    for path in map(_target, paths):
        by_folder.setdefault(path.parent, set()).add(path.name)
    for folder, names in by_folder.items():
        with contextlib.suppress(OSError):
            for name in os.listdir(folder):
                match = _TEMPORARY.match(name)
                if match and match[1] in names:
                    os.unlink(folder / name)


def replace_unchanged(path: Path, before: bytes, after: bytes) -> bool:
    """Replace a file whole if it still holds `before`, and say whether; links and permissions stay."""
    target = path.resolve()
    temporary = _stage(target, after)
    try:
        if read_bytes(target) != before:
            return False
        os.chmod(temporary, target.stat().st_mode & 0o7777)
        os.replace(temporary, target)
    except OSError as error:
        raise WriteError(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
    return True
