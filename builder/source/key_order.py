"""Puts the keys of a mapping in order, each with the comments that stand above it and behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from builder.source.edits import (
    BREAK,
    Splice,
    entry_end,
    is_flow,
    is_kept,
    last_leaf,
    line_start,
    remarks_above,
)
from builder.syntax import Map, Node, Text

_DASH = re.compile(r"( *)- +\Z")
_BETWEEN = re.compile(r"[\s,]*\Z")


class _Lines(NamedTuple):
    """A key's lines: the comments above it, and the rest from the key on without the last newline."""

    above: str
    body: str


def order_keys(text: str, node: Map, order: Sequence[str]) -> Splice | None:
    """Return the splice that puts a mapping's keys in `order`, or None where they are or are best left alone.

    Left alone are mappings with keys that are not in `order` or stand twice, and forms that nobody types (`? key`).
    """
    rank = {name: place for place, name in enumerate(order)}
    names = [key.value for key, _ in node.items]
    if len(set(names)) < len(names) or not rank.keys() >= set(names):
        return None
    wanted = sorted(range(len(names)), key=lambda place: rank[names[place]])
    if wanted == list(range(len(names))):
        return None
    return _flow(text, node, wanted) if is_flow(text, node) else _block(text, node, wanted)


def _flow(text: str, node: Map, wanted: Sequence[int]) -> Splice | None:
    """Reorder `{a: 1, b: 2}`; what stands between the entries keeps its place."""
    if any(value.start == value.end for _, value in node.items):
        return None
    spans = [(key.start, value.end) for key, value in node.items]
    gaps = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    if not all(_BETWEEN.match(gap) for gap in (text[node.start + 1 : spans[0][0]], *gaps)):
        return None
    parts = [text[slice(*spans[place])] for place in wanted]
    mixed = [part for pair in zip(parts, [*gaps, ""], strict=True) for part in pair]
    return Splice(spans[0][0], spans[-1][1], "".join(mixed))


def _block(text: str, node: Map, wanted: Sequence[int]) -> Splice | None:
    first = node.items[0][0]
    start = line_start(first)
    prefix = text[start : first.start]
    dash = _DASH.match(prefix)
    if not dash and prefix.strip(" "):
        return None
    ends = _ends(text, node)
    if ends is None or not _may_move(text, node, ends[-1]):
        return None
    top = start if dash else remarks_above(text, start)
    lines = [_Lines(text[top:start], text[first.start : ends[0]])]
    breaks = []
    for (key, _), before, end in zip(node.items[1:], ends, ends[1:], strict=False):
        newline = BREAK.match(text, before)
        if newline is None:
            return None
        breaks.append(newline[0])
        lines.append(_Lines(text[newline.end() : line_start(key)], text[key.start : end]))
    moved = [lines[place] for place in wanted]
    above = "".join(_at_column(moved[0].above, len(dash[1]))) if dash else moved[0].above
    parts = [above, prefix, moved[0].body]
    for between, one in zip(breaks, moved[1:], strict=True):
        parts += [between, one.above, " " * (first.column - 1), one.body]
    return Splice(top, ends[-1], "".join(parts))


def _ends(text: str, node: Map) -> list[int] | None:
    """Return where each key's lines end, or None where keys do not stand on lines of their own."""
    ends = []
    starts = [line_start(key) for key, _ in node.items[1:]]
    if any(text[start : key.start].strip(" ") for start, (key, _) in zip(starts, node.items[1:], strict=True)):
        return None
    for (key, value), limit in zip(node.items, [*starts, len(text)], strict=True):
        end = entry_end(text, key, value, limit)
        if end is None or end > limit:
            return None
        ends.append(end)
    return ends


def _may_move(text: str, node: Map, end: int) -> bool:
    """Tell whether no value depends on the lines that follow it: `|+` does, and a block without a last newline."""
    leaves = [last_leaf(text, key, value)[1] for key, value in node.items]
    if any(is_kept(text, leaf) for leaf in leaves):
        return False
    return end < len(text) or not any(_is_block(leaf) for leaf in leaves)


def _is_block(leaf: Node) -> bool:
    return isinstance(leaf, Text) and leaf.style in ("|", ">")


def _at_column(above: str, column: int) -> Iterator[str]:
    """Yield comment lines moved to a column; lines that are blank stay as they are."""
    for line in above.splitlines(keepends=True):
        yield " " * column + line.lstrip(" \t") if line.strip() else line
