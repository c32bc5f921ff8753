"""Tells whether a file still holds what it held: by its inode where that is proof, by its bytes where it is not."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import NamedTuple

from builder.files import digest_of

_SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times show any further write, on the coarsest file systems (FAT: two seconds)."""


Stamp = tuple[int, int, int, int]
"""A file's size, times of modification and of change (ns), and inode."""


class Seen(NamedTuple):
    """What a file was: its content's hash, and size, times (ns) and inode where these were old enough to be proof."""

    digest: str
    stamp: Stamp | None = None


def stamp_of(path: Path) -> Stamp | None:
    """Return a file's size, times and inode; None where there is no such file, or where it is too fresh to tell."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    # The change time cannot be set by anybody, unlike that of modification, which `touch` and `cp -p` set.
    settled = max(found.st_mtime_ns, found.st_ctime_ns) < time.time_ns() - _SETTLED
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino) if settled else None


def look(path: Path) -> Seen | None:
    """Return what a file is now; None where there is none."""
    stamp = stamp_of(path)
    try:
        return Seen(digest_of(path.read_bytes()), stamp)
    except OSError:
        return None


def again(path: Path, before: Seen | None) -> Seen | None:
    """Return what a file is now, without reading it where its stamp is proof that it is as before."""
    stamp = stamp_of(path)
    if before is not None and before.stamp is not None and stamp == before.stamp:
        return before
    return look(path)


def same(now: Seen | None, before: Seen | None) -> bool:
    """Tell whether two looks saw the same content."""
    return (now and now.digest) == (before and before.digest)
