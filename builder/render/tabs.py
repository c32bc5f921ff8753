r"""Tabs in fenced code, which stay tabs, as CommonMark has it (2.2): a Makefile is none without them.

Everywhere else a tab is blanks up to the next column that four divides.
"""

from __future__ import annotations

import re

from builder.render.dialect import TAB
from builder.texts.code_places import find_places

_FENCE = re.compile(r"( *)(?:`{3,}|~{3,})")


def keep_tabs(source: str) -> str:
    """Return a text with `TAB` for the tabs that are a part of fenced code, and do not only indent it."""
    parts, end = [], 0
    for start, stop in find_places(source).code:
        fence = _FENCE.match(source, start, stop)
        if fence is not None:
            first, *lines = source[start:stop].split("\n")
            kept = [_kept(line, len(fence[1])) for line in lines]
            parts += [source[end:start], "\n".join([first, *kept])]
            end = stop
    return "".join([*parts, source[end:]])


def _kept(line: str, indent: int) -> str:
    """Return a line of code, or the fence that ends it, whose first blanks are those of the item that it stands in."""
    if not line.strip(" \t`~"):
        return line
    code = indent if line.startswith(" " * indent) else len(line) - len(line.lstrip())
    return line[:code] + line[code:].replace("\t", TAB)
