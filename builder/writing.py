"""Writes what a build has made: everything is on the disk before the first file takes its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from builder.files import sweep, write_all

_ATTRIBUTES = b"deck.lock merge=union eol=lf\n"
"""Beside a new lock: git keeps the lines of both branches, and the next build makes one entry a note of them."""


class Writing(NamedTuple):
    """What a build of a deck writes, in this order, and deletes; `beside` is where a killed one may have left files."""

    files: tuple[tuple[Path, bytes], ...]
    stale: tuple[Path, ...]
    beside: tuple[Path, ...]


def writing(
    folder: Path, path: Path, package: bytes, lock: tuple[str, str], retired: str, tombstones: bytes | None = None
) -> Writing:
    """Return what to write of a deck: lock, package and list.

    `lock` is the text as it is on the disk and as it shall be; `retired` is empty for no list.
    The lock goes first: a build that is killed between the two leaves a lock that is ahead of a whole package, and the
    next build, which gives the same times and ids again, finishes the work.
    """
    lock_path = folder / "deck.lock"
    attributes = lock_path.with_name(".gitattributes")
    listed = path.with_name(f"{path.stem}-retired.txt")
    marked = path.with_name(f"{path.stem}-retired.apkg")
    files = [(path, package)]
    old, new = lock
    if new != old:
        files.insert(0, (lock_path, new.encode()))
    if not old and not attributes.exists():
        files.insert(0, (attributes, _ATTRIBUTES))
    if retired:
        files.append((listed, retired.encode()))
    if tombstones is not None:
        files.append((marked, tombstones))
    stale = () if retired else (listed, marked)
    return Writing(tuple(files), stale, (attributes, lock_path, path, listed, marked))


def write_decks(writings: Sequence[Writing]) -> None:
    """Write decks: all is on the disk before the first file takes its place."""
    sweep(path for one in writings for path in one.beside)
    write_all([file for one in writings for file in one.files])
    for one in writings:
        for path in one.stale:
            path.unlink(missing_ok=True)
