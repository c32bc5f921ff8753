"""A card to fill in: its kind's keys, with what belongs into each as a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.model import Kind
from builder.schema import Key, Shape
from builder.source.edits import (
    Splice,
    comments_above,
    entry_end,
    is_flow,
    line_start,
    newline_at,
    value_end,
    with_comments_below,
)
from builder.syntax import Map, Node, Seq, Text

_MARGIN = 2
"""Spaces before the dash of a chapter's first card."""


def skeleton(kind: Kind, card_id: str, *, with_kind: bool) -> tuple[str, ...]:
    """Return the lines of a card without indentation; what is required is left to fill in, the rest is a comment."""
    lines = [f"id: {card_id}  # rename it now; once published it never changes"]
    if with_kind:
        lines.append(f"kind: {kind.name}")
    return (*lines, *_keys(kind.keys))


def _keys(keys: Sequence[Key], number: int = 1) -> Iterator[str]:
    for key in sorted(keys, key=lambda key: not key.required):
        if not key.required:
            if number == 1 and key.name != "was":
                yield f"# {key.name}:  # {key.doc}"
        elif key.name == "id":
            continue
        else:
            yield f"{key.name}:  # {key.doc}" if number == 1 else f"{key.name}:"
            yield from _items(key)


def _items(key: Key) -> Iterator[str]:
    if key.shape is Shape.TEXTS:
        yield from ["  -"] * key.least
    for number in range(1, key.least + 1) if key.shape is Shape.ENTRIES else ():
        first = f"id: {key.name.rstrip('s')}-{number}"
        yield f"  - {first}"
        yield from (f"    {line}" for line in _keys(key.keys, number))


def blanks(kind: Kind) -> tuple[str, ...]:
    """Return the keys that a card of this kind cannot do without."""
    return tuple(key.name for key in kind.keys if key.required)


def add_card(text: str, cards: tuple[Text, Node], lines: Sequence[str]) -> Splice | None:
    """Return the splice that adds a card after the last one, in its style; None for cards written in brackets.

    `cards` are the chapter's key and its value.
    """
    key, value = cards
    newline = newline_at(text, key.start)
    if isinstance(value, Seq) and value.items and not is_flow(text, value):
        return _after_last(text, value, lines, newline)
    if value.value if isinstance(value, Text) else value.items:
        return None
    body = newline + _indented(lines, _MARGIN, 1, newline)
    if value.end > value.start:
        nothing = Text(value="", line=key.line, column=key.column, start=key.end, end=key.end)
        return Splice(start=value_end(text, key, nothing), end=value.end, text=body)
    end = entry_end(text, key, value, len(text)) or value_end(text, key, value)
    return Splice(start=end, end=end, text=body)


def _after_last(text: str, cards: Seq, lines: Sequence[str], newline: str) -> Splice:
    last = cards.items[-1]
    margin = cards.column - 1
    gap = last.column - cards.column - 1 if _dash_beside(text, last) else 1
    end = _card_end(text, last, margin)
    body = _indented(lines, margin, gap, newline)
    space = newline if len(cards.items) == 1 or _stands_apart(text, last) else ""
    if end > 0 and text[end - 1] in "\r\n":
        return Splice(start=end, end=end, text=f"{space}{body}{newline}")
    return Splice(start=end, end=end, text=f"{newline}{space}{body}")


def _dash_beside(text: str, card: Node) -> bool:
    return text[line_start(card) : card.start].strip() == "-"


def _card_end(text: str, card: Node, margin: int) -> int:
    end = card.end
    if isinstance(card, Map) and not is_flow(text, card):
        key, value = card.items[-1]
        end = entry_end(text, key, value, len(text)) or value_end(text, key, value)
    else:
        line_ends = [index for index in (text.find(sign, end) for sign in "\r\n") if index >= 0]
        end = min(line_ends, default=len(text))
    return with_comments_below(text, end, len(text), margin)


def _stands_apart(text: str, card: Node) -> bool:
    """Tell whether a blank line parts a card from the one before it."""
    start = line_start(card)
    above = text[comments_above(text, start) : start]
    return any(not line.strip() for line in above.splitlines())


def _indented(lines: Sequence[str], margin: int, gap: int, newline: str) -> str:
    first = " " * margin + "-" + " " * gap
    rest = newline + " " * len(first)
    return first + rest.join(lines)
