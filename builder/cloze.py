"""Anki's cloze syntax: `{{c1::hidden::hint}}`, nested, and several numbers at once (`{{c1,2::…}}`)."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(r"\{\{c(\d[\d,]*)::|\}\}")


class Cloze(NamedTuple):
    """One closed cloze: its numbers, and the indexes of its marks and of what is between them."""

    numbers: tuple[int, ...]
    start: int
    inner_start: int
    inner_end: int
    end: int


def find_clozes(text: str) -> list[Cloze]:
    """Return all closed clozes, in the order in which they open; unclosed ones are text, as in Anki."""
    if "{{c" not in text:
        return []
    found: list[Cloze] = []
    opened: list[tuple[tuple[int, ...], int, int]] = []
    for token in _TOKEN.finditer(text):
        if token[1] is not None:
            numbers = tuple(int(part) for part in token[1].split(",") if part)
            opened.append((numbers, token.start(), token.end()))
        elif opened:
            numbers, start, inner = opened.pop()
            found.append(Cloze(numbers, start, inner, token.start(), token.end()))
    return sorted(found, key=lambda cloze: cloze.start)


def cloze_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of all clozes, sorted, without repeats."""
    return tuple(sorted({number for cloze in find_clozes(text) for number in cloze.numbers}))


def hidden_texts(text: str) -> dict[int, str]:
    """Return what each number hides, hints left out, inner clozes without their marks."""
    hidden: dict[int, list[str]] = {}
    for cloze in find_clozes(text):
        inner = _TOKEN.sub("", text[cloze.inner_start : cloze.inner_end]).split("::")[0]
        for number in cloze.numbers:
            hidden.setdefault(number, []).append(inner)
    return {number: " … ".join(parts) for number, parts in sorted(hidden.items())}
