"""In which gap a place of a text stands, so that nothing begins inside of a gap and ends outside.

Anki cuts a field at the edges of a gap. A tag that is opened on one side and closed on the other would be left open on
the question, and the rest of the card would fall to it.
"""

from __future__ import annotations

import bisect
import functools
import re
from typing import NamedTuple

from builder.render.dialect import GAP_CLOSE, GAP_OPEN

_EDGE = re.compile(f"[{GAP_OPEN}{GAP_CLOSE}]")


class GapEdges(NamedTuple):
    """The places of the edges, in order, and for each the gap that what follows it stands in, as a number."""

    places: tuple[int, ...] = ()
    gaps: tuple[int, ...] = ()

    def gap_at(self, place: int) -> int:
        """Return the innermost gap in which a place stands; equal numbers are the same gap, or none."""
        before = bisect.bisect_left(self.places, place)
        return self.gaps[before - 1] if before else 0


NO_EDGES = GapEdges()


def gap_edges(text: str) -> GapEdges:
    """Return the edges of the gaps of a text in which `GAP_OPEN` and `GAP_CLOSE` stand before their marks.

    An edge whose partner stands in another part of the text counts as well: what is behind it stands elsewhere.
    """
    return _found(text) if GAP_OPEN in text or GAP_CLOSE in text else NO_EDGES


def crosses_gap(text: str, start: int, end: int) -> bool:
    """Tell whether what starts and ends at two places of a text would have one edge of a gap between them."""
    edges = gap_edges(text)
    return bool(edges.places) and edges.gap_at(start) != edges.gap_at(end)


@functools.lru_cache(maxsize=4)
def _found(text: str) -> GapEdges:
    places: list[int] = []
    gaps: list[int] = []
    outer: list[int] = []
    gap = 0
    for number, edge in enumerate(_EDGE.finditer(text), start=1):
        if edge[0] == GAP_OPEN:
            outer.append(gap)
            gap = number
        else:
            gap = outer.pop() if outer else number
        places.append(edge.start())
        gaps.append(gap)
    return GapEdges(places=tuple(places), gaps=tuple(gaps))
