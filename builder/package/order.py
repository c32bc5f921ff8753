"""In which order new cards are first seen: that of the sources, but for scripts and sequences, which come in parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from builder.model import RenderedNote

PART = 3
"""Notes of one card source that come in a row: neighbours of a script show each other's lines, and as notes of their
own they are not buried as siblings, so a day should not hold more of them."""


def study_order(notes: Iterable[RenderedNote]) -> Iterator[RenderedNote]:
    """Yield notes in the order of their first showing.

    Card sources of more than `PART` notes come in parts with the rest of their chapter between; what stands in a
    subdeck of its own (full runs) comes after everything else.
    """
    last: list[RenderedNote] = []
    for _, chapter in groupby(notes, key=lambda note: note.location.path):
        first, later = chapter_order(chapter)
        yield from first
        last += later
    yield from last


def chapter_order(notes: Iterable[RenderedNote]) -> tuple[list[RenderedNote], list[RenderedNote]]:
    """Return one chapter's notes in their order, and those that come after all chapters."""
    notes = list(notes)
    if not any("/" in note.key for note in notes):
        return notes, []
    first: list[RenderedNote] = []
    last: list[RenderedNote] = []
    parts: list[list[RenderedNote]] = []
    for _, group in groupby(notes, key=lambda note: note.key.partition("/")[0]):
        own = list(group)
        last += [note for note in own if note.deck != own[0].deck]
        parts.append([note for note in own if note.deck == own[0].deck])
    while parts:
        for part in parts:
            first += part[:PART]
        parts = [part[PART:] for part in parts if len(part) > PART]
    return first, last
