"""Rendered chapters on the disk, so that after an edit only what changed is read and rendered again.

A file `HASH.chapter` holds the SHA-256 (32 bytes) of what follows: a dict as `marshal` writes it, which takes a fifth
of the time of JSON; `_packed` says what is in it. `marshal` knows the plain types of Python alone, so a chapter and its
notes must hold nothing else.

The file's name is a hash of all that the rendering hangs on: the program and its libraries, the deck's head, the deck
of the chapter's folder and the chapter's bytes. The chapter's own name is not in that, since it changes nothing, nor
are media: the chapter says under which names they were packed.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from builder.cache.storage import keep, recall
from builder.diagnostics import Location
from builder.files import digest_of
from builder.model import RenderedChapter, RenderedNote
from builder.stores import ChapterKey
from builder.syntax import Text

_Row = TypeVar("_Row", Location, RenderedNote, Text)


class ChapterCache:
    """A `ChapterStore` of chapters without problems; what is wrong with a chapter is told from its source."""

    def __init__(self, cache: Path, program: str) -> None:
        """`program` is the digest of the program."""
        self.cache = cache
        self.program = program

    def get(self, key: ChapterKey) -> RenderedChapter | None:
        """Return the chapter that was put in for this key; None where it is not there, or not whole."""
        body = recall(self._path(key))
        if body is None:
            return None
        return _unpacked(marshal.loads(body), key.path)  # noqa: S302 - as we wrote it, in the user's own folder

    def put(self, key: ChapterKey, chapter: RenderedChapter) -> None:
        """Keep a chapter that has no problems."""
        if not chapter.problems:
            keep(self._path(key), marshal.dumps(_packed(chapter)))

    def _path(self, key: ChapterKey) -> Path:
        name = " ".join((self.program, key.head, key.digest, key.within))
        return self.cache / f"{digest_of(name.encode('utf-8', 'surrogateescape'))[:40]}.chapter"


def _packed(chapter: RenderedChapter) -> dict[str, Any]:
    """Return a chapter as what `marshal` takes: the named tuples that it holds by the names of their fields.

    Its path stays behind, since that hangs on where a command runs; its source and its problems it does not have.
    """
    plain = chapter._replace(path="", title=None, ids=(), notes=(), source=None)
    return {
        "chapter": plain._asdict(),
        "title": _columns(Text, [chapter.title] if chapter.title else []),
        "ids": _columns(Text, chapter.ids),
        "notes": _columns(RenderedNote, chapter.notes) | {"location": None},
        "locations": _columns(Location, [note.location for note in chapter.notes]) | {"path": None},
    }


def _unpacked(values: dict[str, Any], path: str) -> RenderedChapter:
    notes, locations = values["notes"], values["locations"]
    locations["path"] = [path] * len(locations["line"])
    notes["location"] = _rows(Location, locations)
    chapter = RenderedChapter(**values["chapter"])
    return chapter._replace(
        path=path,
        title=next(iter(_rows(Text, values["title"])), None),
        ids=tuple(_rows(Text, values["ids"])),
        notes=tuple(_rows(RenderedNote, notes)),
    )


def _columns(row_type: type[_Row], rows: Sequence[_Row]) -> dict[str, Any]:
    """Return named tuples by their fields, each with the values of all rows in order."""
    columns = zip(*rows, strict=True) if rows else [()] * len(row_type._fields)
    return dict(zip(row_type._fields, columns, strict=True))


def _rows(row_type: type[_Row], columns: dict[str, Any]) -> list[_Row]:
    """Return the named tuples that `_columns` was given."""
    make = row_type._make
    return [make(row) for row in zip(*(columns[name] for name in row_type._fields), strict=True)]
