"""Finds `*emphasis*`, `**strong**` and `~~struck out~~` as CommonMark does: each mark with the nearest that fits.

Python-Markdown's own reader tries the marks anew from each one, and knows nothing of gaps. This is CommonMark's
algorithm (appendix "process emphasis"). It differs in two things: punctuation of other scripts counts as letters beside
a mark, so that `**注意：**请` is strong; and marks of different gaps or tags are not paired.
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from builder.render.dialect import AMPERSAND, GAP_CLOSE, GAP_OPEN, STASH_CLOSE, STASH_OPEN
from builder.render.gap_edges import NO_EDGES, GapEdges, crosses_gap, gap_edges

_RUN = re.compile(r"\*+|_+|~~+")
_PUNCTUATION = frozenset(string.punctuation) | {"\x02", "\x03"}
"""With the ends of Python-Markdown's placeholders: of code, of a link or a tag, of a sign behind a backslash."""
_AROUND = _PUNCTUATION | {AMPERSAND, GAP_OPEN, GAP_CLOSE, STASH_OPEN, STASH_CLOSE}
"""What a word may touch on the outer side of a mark.

What was put away is no letter there, and no punctuation on the inner side, so that both `的**\\(x\\)**是` and
`{{c1::_x_}}` are emphasis.
"""


class Span(NamedTuple):
    """Where emphasis stands: from its first mark to behind its last, and what is between."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    tag: str


class Crossing(NamedTuple):
    """Where emphasis would begin and end, but for an edge in it: of a `gap`, or of a `tag`."""

    start: int
    end: int
    edge: str


class Emphasis(NamedTuple):
    """What is emphasized in a text, and what would be, but for the edge of a gap or of a tag."""

    spans: Sequence[Span]
    """In the order in which they begin, the outer before the inner."""
    crossing: Crossing | None
    """The first that begins in one gap or tag and ends in another one, or in none."""


@dataclass(slots=True)
class _Run:
    """Marks in a row that are left to be paired."""

    sign: str
    start: int
    end: int
    length: int
    opens: bool
    closes: bool

    def is_left(self) -> bool:
        """Tell whether enough marks are left for a pair."""
        return self.end - self.start >= (2 if self.sign == "~" else 1)


def find_emphasis(text: str, tags: GapEdges = NO_EDGES) -> Emphasis:
    """Return the emphasis of a text without code, tags and links; `tags` are the edges of what its tags hold."""
    runs = [_run(text, match) for match in _RUN.finditer(text)]
    edges = gap_edges(text)
    if not (edges.places or tags.places):
        return Emphasis(spans=sorted(_pairs(runs), key=_order), crossing=None)
    by_gap: defaultdict[tuple[int, int], list[_Run]] = defaultdict(list)
    for run in runs:
        by_gap[edges.gap_at(run.start), tags.gap_at(run.start)].append(run)
    whole = [run.start for run in runs]
    spans = [span for within in by_gap.values() for span in _pairs(within)]
    return Emphasis(spans=sorted(spans, key=_order), crossing=_crossing(text, zip(whole, runs, strict=True), tags))


def _order(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _pairs(runs: Iterable[_Run]) -> list[Span]:
    """Pair runs, which are in their order, and return the pairs."""
    found: list[Span] = []
    openers: list[_Run] = []
    lowest: dict[tuple[str, bool, int], int] = {}
    """Below which depth no opener fits a closer of a sort, so that none is looked for twice."""
    for run in runs:
        while run.closes and run.is_left():
            key = (run.sign, run.opens, run.length % 3)
            depth = len(openers) - 1
            floor = lowest.get(key, 0)
            while depth >= floor and not _fits(openers[depth], run):
                depth -= 1
            if depth < floor:
                lowest[key] = len(openers)
                break
            opener = openers[depth]
            width = 2 if opener.end - opener.start > 1 and run.end - run.start > 1 else 1
            start, end = opener.end - width, run.start + width
            tag = "del" if run.sign == "~" else "strong" if width == 2 else "em"
            found.append(Span(start, end, opener.end, run.start, tag))
            opener.end, run.start = start, end
            del openers[depth + opener.is_left() :]
            for other, height in lowest.items():
                lowest[other] = min(height, len(openers))
        if run.opens and run.is_left():
            openers.append(run)
    return found


def _crossing(text: str, runs: Iterable[tuple[int, _Run]], tags: GapEdges) -> Crossing | None:
    """Return the first of what was not paired that would have the edge of a gap or of a tag in it."""
    opened: dict[str, tuple[int, int]] = {}
    for start, run in runs:
        tag = tags.gap_at(start)
        if not run.is_left() or tag < 0:
            continue
        end = start + run.length
        first, length = opened.get(run.sign, (-1, 0))
        if run.closes and first >= 0:
            if crosses_gap(text, first, end):
                return Crossing(first, end, "gap")
            if length == run.length and tags.gap_at(first) != tag:
                return Crossing(first, end, "tag")
        if run.opens and not _fills_tag(text, start, end):
            opened[run.sign] = start, run.length
    return None


def _fills_tag(text: str, start: int, end: int) -> bool:
    """Tell whether marks stand alone between two placeholders of tags, as in `<kbd>*</kbd>`, and so are signs."""
    return text[start - 1 : start] == "\x03" and text[end : end + 1] == "\x02"


def _run(text: str, match: re.Match[str]) -> _Run:
    start, end = match.span()
    before, behind = text[start - 1 : start] or " ", text[end : end + 1] or " "
    left = not behind.isspace() and (behind not in _PUNCTUATION or before.isspace() or before in _AROUND)
    right = not before.isspace() and (before not in _PUNCTUATION or behind.isspace() or behind in _AROUND)
    is_line = match[0][0] == "_"
    opens = left and (not is_line or not right or before in _AROUND)
    closes = right and (not is_line or not left or behind in _AROUND)
    return _Run(sign=match[0][0], start=start, end=end, length=end - start, opens=opens, closes=closes)


def _fits(opener: _Run, closer: _Run) -> bool:
    """Tell whether two runs can be paired; of runs that could do both, not if that breaks the rule of three."""
    if opener.sign != closer.sign:
        return False
    is_both = (opener.opens and opener.closes) or (closer.opens and closer.closes)
    breaks = (opener.length + closer.length) % 3 == 0 and (opener.length % 3 or closer.length % 3)
    return opener.sign == "~" or not is_both or not breaks
