"""What the system says of a file without reading it, and when that is proof that the file is as it was."""

from __future__ import annotations

import os
import stat
import time
from typing import NamedTuple

_SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times show any further write, on the coarsest file systems (FAT: two seconds)."""


class FileStat(NamedTuple):
    """What the system says of a file without reading it: size in bytes, times in nanoseconds, inode."""

    size: int
    modified: int
    changed: int
    """Cannot be set by anybody, unlike the time of modification, which `touch` and `cp -p` set."""
    inode: int

    @property
    def is_settled(self) -> bool:
        """Tell whether a file that has the same stat later on has not been written since."""
        return max(self.modified, self.changed) < time.time_ns() - _SETTLED


def stat_of(path: str) -> FileStat | None:
    """Return a file's stat; None where there is no such file. A link to a folder is what it leads to, by its name."""
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            status = os.lstat(path)
    except OSError:
        return None
    return FileStat(size=status.st_size, modified=status.st_mtime_ns, changed=status.st_ctime_ns, inode=status.st_ino)
