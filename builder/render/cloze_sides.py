"""Cloze fields as one of their cards shows them: one number hidden or marked, the others plain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from builder.cloze import MAX_DEPTH, find_marks
from builder.texts.markup import without_markup

_MATH = re.compile(r"(\\[(\[])(.*?)(\\[\])])", re.S)
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


@dataclass(slots=True, kw_only=True)
class _ClozeNode:
    """A cloze: what it hides, text and inner clozes, and its hint; both grow while it is read."""

    numbers: tuple[int, ...]
    nodes: list[str | _ClozeNode] = field(default_factory=list)
    hint: str | None = None

    @property
    def ordinals(self) -> str:
        return ",".join(str(number) for number in self.numbers)


def reveal(text: str, number: int, *, question: bool) -> str:
    """Return a field for the card of a cloze number; empty where the number does not occur, as in Anki."""
    nodes = _read(text)
    if not any(number in cloze.numbers for cloze in _clozes(nodes)):
        return ""
    shown = "".join(_shown(node, number, question) for node in nodes)
    # Anki takes the spans of gaps out of formulas again: the learner would see their HTML.
    return _MATH.sub(lambda math: math[1] + without_markup(math[2]) + math[3], shown)


def reveal_only(text: str, number: int, *, question: bool) -> str:
    """Return only what the clozes of a number hide, or on the question side their hints, joined by commas."""
    clozes = (cloze for cloze in _clozes(_read(text)) if number in cloze.numbers)
    return ", ".join(_hint(cloze) if question else _bare(cloze) for cloze in clozes)


def typed_gaps(text: str, number: int) -> str:
    """Return what a learner is to type for a number: what its gaps hide, once where all of them hide the same."""
    hidden = [_bare(cloze) for cloze in _clozes(_read(text)) if number in cloze.numbers]
    return hidden[0] if len({*hidden}) == 1 else ", ".join(hidden)


def _read(text: str) -> list[str | _ClozeNode]:
    """Return a text's pieces, clozes as nodes; the inner text of one that is not closed is lost, as in Anki."""
    top: list[str | _ClozeNode] = []
    opened: list[_ClozeNode] = []

    def add(piece: str) -> None:
        if not opened:
            top.append(piece)
            return
        cloze = opened[-1]
        head, parted, tail = piece.partition("::")
        if parted:
            cloze.hint = tail
        cloze.nodes.append(head)

    end = 0
    for mark in find_marks(text):
        if mark.start > end:
            add(text[end : mark.start])
        end = mark.end
        if mark.numbers:
            if len(opened) < MAX_DEPTH:
                opened.append(_ClozeNode(numbers=mark.numbers))
        elif opened:
            closed = opened.pop()
            (opened[-1].nodes if opened else top).append(closed)
        else:
            top.append(text[mark.start : mark.end])
    if end < len(text):
        add(text[end:])
    return top


def _clozes(nodes: list[str | _ClozeNode]) -> Iterator[_ClozeNode]:
    for node in nodes:
        if isinstance(node, _ClozeNode):
            yield node
            yield from _clozes(node.nodes)


def _hint(cloze: _ClozeNode) -> str:
    return "..." if cloze.hint is None else cloze.hint


def _bare(cloze: _ClozeNode) -> str:
    return "".join(node if isinstance(node, str) else _bare(node) for node in cloze.nodes)


def _shown(node: str | _ClozeNode, number: int, question: bool) -> str:
    if isinstance(node, str):
        return node
    inner = "".join(_shown(child, number, question) for child in node.nodes)
    if number not in node.numbers:
        return f'<span class="cloze-inactive" data-ordinal="{node.ordinals}">{inner}</span>'
    if not question:
        return f'<span class="cloze" data-ordinal="{node.ordinals}">{inner}</span>'
    return f'<span class="cloze" data-cloze="{_attribute(inner)}" data-ordinal="{node.ordinals}">[{_hint(node)}]</span>'


def _attribute(text: str) -> str:
    """Escape as Anki does: all of Latin-1 but ASCII's letters and digits."""
    return "".join(
        char
        if char.isascii() and char.isalnum()
        else _NAMED.get(char) or (f"&#x{ord(char):02X};" if ord(char) < 256 else char)
        for char in text
    )
