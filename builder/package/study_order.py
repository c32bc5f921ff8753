"""In which order new cards are first seen: that of the sources, but for scripts and sequences, which come in parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from builder.lock.ledger import StampedNote

_PART = 3
"""Notes of one card source that come in a row: neighbours of a script show each other's lines, and as notes of their
own they are not buried as siblings, so a day should not hold more of them."""


def study_order(notes: Iterable[StampedNote]) -> Iterator[StampedNote]:
    """Yield the notes of a deck, which come chapter by chapter, in the order of their first showing.

    Card sources of more than `_PART` notes come in parts with the rest of their chapter between; what stands in a
    subdeck of its own (full runs) comes after everything else.
    """
    last: list[StampedNote] = []
    for _, chapter in groupby(notes, key=lambda stamped: stamped.note.location.path):
        first, later = _chapter_order(list(chapter))
        yield from first
        last += later
    yield from last


def _chapter_order(notes: Sequence[StampedNote]) -> tuple[Sequence[StampedNote], Sequence[StampedNote]]:
    """Return one chapter's notes in their order, and those that come after all chapters."""
    if not any("/" in stamped.note.key for stamped in notes):
        return notes, ()
    first: list[StampedNote] = []
    last: list[StampedNote] = []
    parts: list[list[StampedNote]] = []
    for _, group in groupby(notes, key=lambda stamped: stamped.note.key.partition("/")[0]):
        siblings = list(group)
        home = siblings[0].note.deck
        last += [stamped for stamped in siblings if stamped.note.deck != home]
        parts.append([stamped for stamped in siblings if stamped.note.deck == home])
    while parts:
        for part in parts:
            first += part[:_PART]
        parts = [part[_PART:] for part in parts if len(part) > _PART]
    return first, last
