"""Chapters with their notes, as values that pass between processes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from builder.diagnostics import Location
from builder.model import RenderedNote


class ReadChapter(NamedTuple):
    """What is left of a chapter once its notes are rendered."""

    path: str
    """As shown to the user."""
    title: str
    ids: tuple[str, ...]
    digest: str
    """SHA-256 of the file's text."""
    notes: tuple[RenderedNote, ...]
    births: tuple[str, bytes] | None = None
    """The notes' `Births`, where the deck has no lock yet."""

    @property
    def file(self) -> str:
        """The file's name."""
        return self.path.rpartition("/")[2]


def packed(chapter: ReadChapter, *, placed: bool) -> tuple[Any, ...]:
    """Return a chapter as values that `marshal` takes; without `placed` the places of its notes stay behind."""
    places = [tuple(note.location)[1:] for note in chapter.notes] if placed else None
    return tuple(chapter)[:-2], chapter.births, [tuple(note)[1:] for note in chapter.notes], places


def unpacked(told: Sequence[Any]) -> ReadChapter:
    """Return what `packed` was given; notes whose places stayed behind are at the start of the file."""
    (path, title, ids, digest), births, notes, places = told
    if places is None:
        start = Location(path=path, line=1, column=1)
        new = tuple.__new__  # what `RenderedNote(...)` does, in a third of the time
        made = tuple([new(RenderedNote, (start, *values)) for values in notes])
    else:
        made = tuple(RenderedNote(Location(path, *place), *values) for place, values in zip(places, notes, strict=True))
    return ReadChapter(path, title, ids, digest, made, births)
