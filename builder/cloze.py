"""Anki's cloze syntax: `{{c1::hidden::hint}}`, nested, and several numbers at once (`{{c1,2::…}}`)."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(r"\{\{c(\d[\d,]*)::|\}\}")
_BRACE = re.compile(r"\{\{c\d[\d,]*::|[{}]")


class Cloze(NamedTuple):
    """One closed cloze: its numbers, and the indexes of its marks and of what is between them."""

    numbers: tuple[int, ...]
    start: int
    inner_start: int
    inner_end: int
    end: int


def find_clozes(text: str) -> list[Cloze]:
    """Return the clozes that Anki sees, in the order in which they open; one that is not closed hides all after it."""
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
    seen_until = opened[0][1] if opened else len(text)
    return sorted((cloze for cloze in found if cloze.start < seen_until), key=lambda cloze: cloze.start)


def find_unclosed(text: str) -> str:
    """Return the opening marks of the first cloze that is not closed, or an empty text."""
    opened: list[str] = []
    for token in _TOKEN.finditer(text):
        if token[1] is not None:
            opened.append(token[0])
        elif opened:
            opened.pop()
    return opened[0] if opened else ""


def space_braces(math: str) -> str:
    """Return a formula in which no two closing braces of its own stand together: Anki would end a cloze there.

    Clozes inside the formula keep their marks: `{a}{{{c1::x^{2}}}}` becomes `{a}{{{c1::x^{2} }}}`.
    """
    parts: list[str] = []
    opened: list[bool] = []  # one for each open brace or cloze: is it a cloze?
    place, after_brace = 0, False
    for token in _BRACE.finditer(math):
        if token.start() < place:
            continue
        between = math[place : token.start()]
        closes_cloze = token[0] == "}" and bool(opened) and opened[-1] and math.startswith("}}", token.start())
        if token[0] == "}":
            parts += [between, " " if after_brace and not between else "", "}}" if closes_cloze else "}"]
            if opened:
                opened.pop()
        else:
            parts += [between, token[0]]
            opened.append(token[0] != "{")
        after_brace = token[0] == "}" and not closes_cloze
        place = token.start() + (2 if closes_cloze else len(token[0]))
    return "".join([*parts, math[place:]])


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
