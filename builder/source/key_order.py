"""Puts the keys of a mapping in order, each with the comments that stand above it and behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from builder.source.edits import (
    BREAK,
    Splice,
    comments_above,
    entry_end,
    is_flow,
    keeps_blank_lines,
    last_leaf,
    line_start,
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
    rank = {name: index for index, name in enumerate(order)}
    names = [key.value for key, _ in node.items]
    if len(set(names)) < len(names) or not rank.keys() >= set(names):
        return None
    wanted = sorted(range(len(names)), key=lambda index: rank[names[index]])
    if wanted == list(range(len(names))):
        return None
    return _flow(text, node, wanted) if is_flow(text, node) else _block(text, node, wanted)


def _flow(text: str, node: Map, wanted: Sequence[int]) -> Splice | None:
    """Reorder `{a: 1, b: 2}`; what stands between the entries keeps its place.

    `wanted` has, for each place, the index of the item that comes there.
    """
    if any(value.start == value.end for _, value in node.items):
        return None
    spans = [(key.start, value.end) for key, value in node.items]
    gaps = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    first_start, last_end = node.items[0][0].start, node.items[-1][1].end
    if not all(_BETWEEN.match(gap) for gap in (text[node.start + 1 : first_start], *gaps)):
        return None  # a comment, or a form that nobody types
    entries = [text[slice(*spans[index])] for index in wanted]
    mixed = [part for entry, gap in zip(entries, [*gaps, ""], strict=True) for part in (entry, gap)]
    return Splice(start=first_start, end=last_end, text="".join(mixed))


def _block(text: str, node: Map, wanted: Sequence[int]) -> Splice | None:
    """Reorder a mapping of lines; `wanted` has, for each place, the index of the item that comes there.

    The newlines stay where they are, for a file may have two sorts of them, and the last line may have none. The first
    key may stand behind a dash, which stays too, and so do the comments above the dash: they are about the whole item.
    """
    first = node.items[0][0]
    start = line_start(first)
    prefix = text[start : first.start]
    dash = _DASH.match(prefix)
    if not dash and prefix.strip(" "):
        return None
    ends = _ends(text, node)
    if ends is None or not _may_move(text, node, ends[-1]):
        return None
    top = start if dash else comments_above(text, start)
    lines = [_Lines(above=text[top:start], body=text[first.start : ends[0]])]
    newlines = []
    for (key, _), end_before, end in zip(node.items[1:], ends, ends[1:], strict=False):
        newline = BREAK.match(text, end_before)
        if newline is None:
            return None
        newlines.append(newline[0])
        lines.append(_Lines(above=text[newline.end() : line_start(key)], body=text[key.start : end]))
    head, *rest = [lines[index] for index in wanted]
    # Above a dash, comments of the key that comes first stand where the dash does, not where the keys do.
    above = "".join(_at_column(head.above, len(dash[1]))) if dash else head.above
    parts = [above, prefix, head.body]
    for newline_text, moved in zip(newlines, rest, strict=True):
        parts += [newline_text, moved.above, " " * (first.column - 1), moved.body]
    return Splice(start=top, end=ends[-1], text="".join(parts))


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
    if any(keeps_blank_lines(text, leaf) for leaf in leaves):
        return False
    return end < len(text) or not any(_is_block(leaf) for leaf in leaves)


def _is_block(leaf: Node) -> bool:
    return isinstance(leaf, Text) and leaf.style in ("|", ">")


def _at_column(above: str, column: int) -> Iterator[str]:
    """Yield comment lines moved to a column; lines that are blank stay as they are."""
    for line in above.splitlines(keepends=True):
        yield " " * column + line.lstrip(" \t") if line.strip() else line
