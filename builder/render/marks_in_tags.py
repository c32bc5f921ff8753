"""Marks of Anki in HTML as it is written that stand anywhere but in its text: in a tag, an attribute or a comment.

Anki puts tags of its own in the place of a gap or of a sound, wherever it stands: within the quotes of an attribute
they end it, and what follows in the attribute is read as HTML. So it is where a mark is cut by a tag: what is taken
away with it may be the quote that held the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.anki_marks import find_marks as find_anki_marks
from builder.cloze import find_marks, may_have_clozes
from builder.dom import walk

_COLONS = re.compile("::")


def marks_in_tags(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each such mark starts, or ends, and the sign that stands there, in order."""
    edges = sorted(_edges(text)) if "<" in text else []
    if not edges:
        return
    stem = "dwedge"
    while stem in text.lower():
        stem += "x"
    parts, end = [], 0
    for number, (place, _) in enumerate(edges):
        parts += [text[end : place + 1], f"{stem}{number}z"]  # behind a bracket or a colon, where no tag begins
        end = place + 1
    page = "".join([*parts, text[end:]])
    shown = {
        int(number)
        for _, node in walk(f"<!doctype html><body><div>{page}")
        if isinstance(node, str)
        for number in re.findall(rf"{stem}(\d+)z", node)
    }
    yield from (edge for number, edge in enumerate(edges) if number not in shown)


def _edges(text: str) -> set[tuple[int, str]]:
    """Return where marks begin and end: gaps, what divides their hints, and what Anki acts on."""
    edges = set(_edges_of_gaps(text)) if may_have_clozes(text) else set()
    closed = 0
    for mark in find_anki_marks(text):
        edges.add((mark.start(), mark[0]))
        if closed >= 0 and not mark[0].endswith("]"):
            closed = text.find("]", max(closed, mark.end()))
            edges |= {(closed, "]")} if closed >= 0 else set()
    return edges


def _edges_of_gaps(text: str) -> Iterator[tuple[int, str]]:
    depth = end = 0
    for mark in find_marks(text):
        if depth:
            yield from ((colons.start(), "::") for colons in _COLONS.finditer(text, end, mark.start))
        if mark.numbers or depth:
            yield mark.start, text[mark.start : mark.end]
        depth = depth + 1 if mark.numbers else max(0, depth - 1)
        end = mark.end
