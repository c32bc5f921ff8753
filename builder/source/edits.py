"""Splices into YAML text: nothing is parsed and dumped again.

A splice puts a text in place of one range and leaves all else as it is: comments, quotes, blank lines and newlines of
either sort. All splices of one go are found in the same text, and their indexes mean that text. So it does not matter
in which order they are found, and none moves another.

The file on the disk is not touched here; who writes the text makes sure that the file is still what was read
(`replace_unchanged` in builder/files.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from builder.syntax import Map, Node, Text

BREAK = re.compile("\r\n|[\r\n]")
"""The end of a line; what else YAML 1.1 takes for one is refused (`hidden_breaks` in yaml_errors.py)."""
_BREAKS = "\r\n"
_SPACE_OR_COMMENT = re.compile("[ \t]*(?:#[^\r\n]*)?")
"""What may follow a value in its line."""
_COMMENT_LINE = re.compile("[ \t]*(?:#[^\r\n]*)?\\Z")
"""A line with nothing but a comment, or nothing."""
_COLON = re.compile(r"\s*:")


class Splice(NamedTuple):
    """Puts `text` in place of what stands from index `start` to `end`."""

    start: int
    end: int
    text: str


def apply_splices(text: str, splices: Iterable[Splice]) -> str:
    """Return the text with all splices made; they must not overlap."""
    parts: list[str] = []
    copied = 0
    for splice in sorted(splices):
        parts += [text[copied : splice.start], splice.text]
        copied = splice.end
    return "".join([*parts, text[copied:]])


def newline_at(text: str, index: int) -> str:
    r"""Return the newline in use at an index: the next one, else the last one before it, else `\n`."""
    newline = BREAK.search(text, index)
    if newline is None:
        earlier = list(BREAK.finditer(text, 0, index))
        newline = earlier[-1] if earlier else None
    return newline[0] if newline and newline[0] in ("\n", "\r\n", "\r") else "\n"


def is_flow(text: str, node: Node) -> bool:
    """Tell whether a list or mapping is written in brackets or braces."""
    return not isinstance(node, Text) and text[node.start : node.start + 1] in ("[", "{")


def line_start(node: Node) -> int:
    """Return the index at which a node's line starts."""
    return node.start - (node.column - 1)


def last_leaf(text: str, key: Text | None, node: Node) -> tuple[Text | None, Node]:
    """Return the scalar or bracketed collection that ends a value, and its own key, if it has one."""
    while not isinstance(node, Text) and not is_flow(text, node) and node.items:
        if isinstance(node, Map):
            key, node = node.items[-1]
        else:
            key, node = None, node.items[-1]
    return key, node


def value_end(text: str, key: Text, node: Node) -> int:
    """Return the index after the last character of a key's value; after the colon where the value is empty.

    A collection written in lines ends, for the parser, behind the comments that follow it; its last leaf is asked for
    the end that an author sees. For a block scalar that is the end of its last line, blank lines at its end left out
    where they are not content.
    """
    own_key, leaf = last_leaf(text, key, node)
    if isinstance(leaf, Text) and leaf.style in ("|", ">"):
        return leaf.end if keeps_blank_lines(text, leaf) else _without_blank_lines(text, leaf, key.column - 1)
    if leaf.end > leaf.start or own_key is None:
        return leaf.end
    colon = _COLON.match(text, own_key.end)
    return colon.end() if colon else own_key.end


def keeps_blank_lines(text: str, leaf: Node) -> bool:
    """Tell whether the blank lines at a scalar's end are part of its value (`|+`)."""
    if not isinstance(leaf, Text) or leaf.style not in ("|", ">"):
        return False
    header = BREAK.split(text[leaf.start : leaf.end], maxsplit=1)[0]
    return "+" in header.partition("#")[0]


def _without_blank_lines(text: str, leaf: Text, margin: int) -> int:
    """Return the end of a block scalar's last line; a line of more spaces than `margin` may be content."""
    end = leaf.end
    while (begin := _start_of_line(text, end)) > leaf.start:
        if text[begin:end].strip(" ") or end - begin > margin:
            return end
        end = begin - (2 if text.startswith("\r\n", begin - 2) else 1)
    return end


def _start_of_line(text: str, index: int) -> int:
    """Return where the line of an index starts."""
    while index > 0 and text[index - 1] not in _BREAKS:
        index -= 1
    return index


def entry_end(text: str, key: Text, node: Node, limit: int) -> int | None:
    """Return where the lines of a key end, without the last newline; None where something else shares them.

    A comment that trails the value is part of it, and so are the comment lines below that stand deeper than the key.
    `limit` is the index up to which they are looked for.
    """
    end = value_end(text, key, node)
    _, leaf = last_leaf(text, key, node)
    if isinstance(leaf, Text) and leaf.style in ("|", ">"):
        if keeps_blank_lines(text, leaf):
            return end
    else:
        behind = _SPACE_OR_COMMENT.match(text, end)
        end = behind.end() if behind else end
    if end < len(text) and not BREAK.match(text, end):
        return None
    return with_comments_below(text, end, limit, key.column - 1)


def with_comments_below(text: str, end: int, limit: int, margin: int) -> int:
    """Move the end of a line past the comment lines below it that stand deeper than `margin` spaces.

    Blank lines between them go along; those behind the last one do not.
    """
    line_end = end
    while (newline := BREAK.match(text, line_end)) and newline.end() < limit:
        next_newline = BREAK.search(text, newline.end(), limit)
        line_end = next_newline.start() if next_newline else limit
        line = text[newline.end() : line_end]
        if not _COMMENT_LINE.match(line):
            break
        if line.strip():
            if len(line) - len(line.lstrip()) <= margin:
                break
            end = line_end
    return end


def comments_above(text: str, start: int) -> int:
    """Return where the comments and blank lines straight above a line start; `start` is the line's own index."""
    while start > 0:
        end = start - (2 if text.startswith("\r\n", start - 2) else 1)
        begin = _start_of_line(text, end)
        if not _COMMENT_LINE.match(text[begin:end]):
            break
        start = begin
    return start
