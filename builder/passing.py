"""Chapters with their notes, as values that pass between processes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from builder.deck import Chapter, RenderedNote
from builder.problems import Location
from builder.shapes import Entry
from builder.syntax import Map, SourceFile, Text

Compiled = tuple[Chapter, tuple[RenderedNote, ...]]

_NOWHERE = Map((), 1, 1, 0, 0)


def bare_chapter(path: str, title: str, titled: Text | None, ids: tuple[Text, ...], digest: str) -> Chapter:
    """Return a chapter of which nothing is left but what is held against the others."""
    entry = Entry(values={"title": titled} if titled else {}, keys={}, at=_NOWHERE)
    return Chapter(file=SourceFile(path=path, text=""), title=title, entry=entry, cards=(), ids=ids, digest=digest)


def packed(chapter: Chapter, notes: Sequence[RenderedNote], *, placed: bool = False) -> tuple[Any, ...]:
    """Return a bare chapter and its notes as values that `marshal` takes; without `placed` their places stay behind."""
    title = chapter.entry.text("title")
    return (
        (
            chapter.file.path,
            chapter.title,
            title and tuple(title),
            [name.value for name in chapter.ids],
            chapter.digest,
        ),
        [tuple(note)[1:] for note in notes],
        [_placed(note.location) for note in notes] if placed else None,
    )


def unpacked(told: tuple[Any, ...]) -> Compiled:
    """Return what `packed` was given; notes whose places stayed behind are at the start of the file."""
    (path, name, title, ids, digest), notes, places = told
    chapter = bare_chapter(
        path, name, Text(*title) if title else None, tuple([Text(one, 1, 1, 0, 0) for one in ids]), digest
    )
    if places is None:
        start = Location(path=path, line=1, column=1)
        return chapter, tuple([RenderedNote(start, *values) for values in notes])
    return chapter, tuple(
        RenderedNote(Location(path=path, line=line, column=column, length=length, excerpt=excerpt), *values)
        for (line, column, length, excerpt), values in zip(places, notes, strict=True)
    )


def _placed(at: Location) -> tuple[int, int, int, str]:
    return at.line, at.column, at.length, at.excerpt
