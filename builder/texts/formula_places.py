r"""Where formulas stand in a text: between `\(` and `\)`, or `\[` and `\]`, as MathJax reads them.

Backslashes go in pairs: in `\\(` the second is no mark. A formula does not hold the mark with which it begins: of two
in a row, the first has no end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

CLOSES = {"\\(": "\\)", "\\[": "\\]"}
_SIGN = re.compile(r"\\.", re.S)


class Formula(NamedTuple):
    """Where a formula stands in a text, its marks included."""

    start: int
    end: int


def formula_end(text: str, start: int) -> int | None:
    """Return where the formula ends whose mark stands at a place; None where nothing ends it."""
    opening = text[start : start + 2]
    closing = CLOSES[opening]
    for sign in _SIGN.finditer(text, start + 2):
        if sign[0] == closing:
            return sign.end()
        if sign[0] == "\\\\" and text.startswith(closing[1], sign.end()):
            return sign.end() + 1  # where its author meant it to end; that MathJax finds no end there is told
        if sign[0] == opening:
            return None
    return None


def find_formulas(text: str) -> Iterator[Formula]:
    """Yield the formulas of a text without code, or of HTML, in order."""
    end = 0
    while sign := _SIGN.search(text, end):
        end = sign.end()
        if sign[0] in CLOSES and (closed := formula_end(text, sign.start())):
            end = closed
            yield Formula(start=sign.start(), end=end)
