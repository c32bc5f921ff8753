"""What to type in the place of a value that YAML has read as something else than text."""

from __future__ import annotations

import bisect
import re

from builder.schema import Key, Shape
from builder.source.edits import is_flow
from builder.source.quotes import single_quoted, tags_hint
from builder.syntax import Map, Node, Seq, Text

COMMENT = 'a "#" after a space starts a comment; if it is text, put the value in quotes'
_FIGURE = re.compile(r"[>|]\d")
_MOST_COMMAS = 20
"""In one value that is not quoted, for a hint."""


def after_comma(text: str, node: Map, key: Text, value: Node) -> str:
    """Return how to write a value in braces whose comma has made a key of its rest."""
    if value.start < value.end or not is_flow(text, node):
        return ""
    index = bisect.bisect_left(node.items, key.start, key=lambda item: item[0].start)
    for before, first in reversed(node.items[max(0, index - _MOST_COMMAS) : index]):
        if isinstance(first, Text) and first.end > first.start:
            source = text[first.start : key.end]
            return "" if first.style else f"put the value in quotes: {before.value}: {single_quoted(source)}"
    return ""


def uncommented(key: Key, comment: str, *, in_list: bool) -> str:
    """Return how to write tags that YAML takes for a comment; nothing for other keys, and for a real comment."""
    tags = [word.lstrip("#") for word in comment.replace(",", " ").split()]
    if key.name != "tags" or not tags or not tags[0]:
        return ""
    return tags_hint(f"- {tags[0]}" if in_list else f"tags: [{', '.join(tags)}]")


def sign_and_figure(text: str, node: Node, key: str) -> str:
    """Return how to write `>5` and `|5`, which YAML takes for the start of a text in the lines below."""
    written = text[node.start : node.end].strip()
    return f"if it is text, put it in quotes: {key}: {single_quoted(written)}" if _FIGURE.fullmatch(written) else ""


def as_text(text: str, node: Node, label: str, shape: Shape = Shape.TEXT) -> str:
    """Return how to write a list or mapping that was meant as text; `label` stands before it (`front: `)."""
    if isinstance(node, Seq) and not is_flow(text, node):
        return f"a list inside a text is Markdown: write {label}| and the dashes in the lines below it"
    if isinstance(node, Map) and node.items and shape is Shape.TEXTS and not is_flow(text, node):
        return "write a list: a dash and a space before each item, and no key"
    source = text[node.start : node.end].rstrip()
    if isinstance(node, Seq) and shape is Shape.TEXT and len(node.items) == 1 and isinstance(node.items[0], Text):
        only = node.items[0]
        one = text[only.start : only.end]
        if ":" not in one:
            return f"write {label}{one}; where the brackets are text, {label}{single_quoted(source)}"
    quoted = single_quoted(source) if "\n" not in source else '"…"'
    return f"quote it if it is text: {label}{quoted}"
