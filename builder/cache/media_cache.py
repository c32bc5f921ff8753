"""What is known of a deck's media files, so that after an edit of a text none of them is read, hashed or packed again.

In a deck with a sound on each of 4,000 notes (48 MB) that spares a third of the time of a build.

A file `HASH.media`, named by a hash of the program and of the deck's folder, holds the SHA-256 (32 bytes) of what
follows: as `marshal` writes it, a dict of paths, each with the fields of its `FileStat` and of its `MediaFacts`.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from builder.cache.build_record import DeckWatch
from builder.cache.file_stats import FileStat, stat_of
from builder.cache.storage import keep, recall
from builder.files import digest_of
from builder.stores import MediaFacts

_Rows = dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]]


class MediaCache:
    """A `MediaStore` of one deck; what it is not asked for before it is saved it forgets."""

    def __init__(self, cache: Path, watch: DeckWatch, package: Path, program: str) -> None:
        """`watch` is that of the deck, made before anything is read; `program` the digest of the program."""
        self._watch, self._package, self._program = watch, package, program
        name = f"{program}\0{watch.home}"
        self._path = cache / f"{digest_of(name.encode('utf-8', 'surrogateescape'))[:40]}.media"
        body = recall(self._path)
        self._before: _Rows = {} if body is None else marshal.loads(body)  # noqa: S302 - as we wrote it
        self._rows: _Rows = {}

    def facts(self, path: Path, read: Callable[[], MediaFacts]) -> MediaFacts:
        """Return what `read` gives of a file, or gave when the file was what it is now."""
        name = os.fspath(path).removeprefix(self._watch.home)
        present = self._watch.stats.get(name) or stat_of(os.fspath(path))  # of before it is read
        if present is None:
            return read()
        row = self._before.get(name)
        if row is None or FileStat._make(row[0]) != present:
            facts = read()
            if not present.is_settled:
                return facts
            row = (tuple(present), tuple(facts))
        self._rows[name] = row
        return MediaFacts._make(row[1])

    def last_package(self) -> bytes:
        """Return the package that the last build left of the same lock; empty where it is not known."""
        return self._watch.last_package(self._package, self._program)

    def save(self) -> None:
        """Keep what is known for the next time."""
        if self._rows != self._before:
            keep(self._path, marshal.dumps(self._rows))
