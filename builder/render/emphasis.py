"""Finds `*emphasis*` and `**strong**` as CommonMark does, which pairs each mark with the nearest one that fits.

Python-Markdown pairs them by patterns, and loses letters where marks of one and two signs stand close: `(*a, **k) or
(*b)`. This is CommonMark's algorithm (appendix "process emphasis"). It differs in one thing: punctuation of other
scripts counts as letters beside a mark, so that `**注意：**请` is strong.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree

_RUN = re.compile(r"\*+|_+")


class Span(NamedTuple):
    """Where emphasis stands: from its first mark to behind its last, and what is between."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    tag: str


@dataclass(slots=True)
class _Run:
    """Marks in a row that are left to be paired."""

    sign: str
    start: int
    end: int
    length: int
    opens: bool
    closes: bool


def spans_of(text: str) -> list[Span]:
    """Return the emphasis in a text, in the order in which it begins, the outer before the inner."""
    runs = [_run(text, match) for match in _RUN.finditer(text)]
    found: list[Span] = []
    openers: list[_Run] = []
    lowest: dict[tuple[str, bool, int], int] = {}
    """Below which depth no opener fits a closer of a sort, so that none is looked for twice."""
    for run in runs:
        while run.closes and run.start < run.end:
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
            found.append(Span(start, opener.end, run.start, end, "strong" if width == 2 else "em"))
            opener.end, run.start = start, end
            del openers[depth + (opener.start < opener.end) :]
            for other, height in lowest.items():
                lowest[other] = min(height, len(openers))
        if run.opens and run.start < run.end:
            openers.append(run)
    return sorted(found, key=lambda span: (span.start, -span.end))


def element_of(text: str, spans: Sequence[Span]) -> ElementTree.Element:
    """Return the first of some spans as an element, with those that are inside; all of them are inside of it."""
    outer, *inner = spans
    element = ElementTree.Element(outer.tag)
    end = outer.inner_start
    while inner:
        first = inner[0]
        within = [span for span in inner if span.start < first.end]
        _append(element, text[end : first.start])
        element.append(element_of(text, within))
        inner, end = inner[len(within) :], first.end
    _append(element, text[end : outer.inner_end])
    return element


def _append(element: ElementTree.Element, text: str) -> None:
    if len(element):
        element[-1].tail = text
    else:
        element.text = text


def _run(text: str, match: re.Match[str]) -> _Run:
    start, end = match.span()
    before, behind = text[start - 1 : start] or " ", text[end : end + 1] or " "
    left = not behind.isspace() and (
        behind not in string.punctuation or before.isspace() or before in string.punctuation
    )
    right = not before.isspace() and (
        before not in string.punctuation or behind.isspace() or behind in string.punctuation
    )
    is_line = match[0][0] == "_"
    opens = left and (not is_line or not right or before in string.punctuation)
    closes = right and (not is_line or not left or behind in string.punctuation)
    return _Run(sign=match[0][0], start=start, end=end, length=end - start, opens=opens, closes=closes)


def _fits(opener: _Run, closer: _Run) -> bool:
    """Tell whether two runs can be paired; of runs that could do both, not if that breaks the rule of three."""
    if opener.sign != closer.sign:
        return False
    is_both = (opener.opens and opener.closes) or (closer.opens and closer.closes)
    return not is_both or (opener.length + closer.length) % 3 != 0 or not (opener.length % 3 or closer.length % 3)
