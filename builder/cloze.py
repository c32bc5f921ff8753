"""Anki's cloze syntax: `{{c1::hidden::hint}}`, nested, and several numbers at once (`{{c1,2::…}}`).

This is the only module that knows how clozes are written; what a card shows of them is `builder.render.cloze_sides`'s.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from builder.texts.code_places import blanked, find_places

_OPENING = r"\{\{c([0-9][0-9,]*)::"
_MARK = re.compile(rf"{_OPENING}|\}}\}}")
"""The marks that authors write: opening ones, with the numbers as group 1, and closing ones."""
_BRACE = re.compile(rf"{_OPENING}|[{{}}]")
ANKI_OPENING = re.compile(r"\{\{c([0-9,]+)::")
"""The opening mark as Anki reads it."""
_ANKI_MARK = re.compile(rf"{ANKI_OPENING.pattern}|\}}\}}")
"""The marks that Anki reads, which takes numbers after a comma too: `{{c,1::…}}`."""
_HINT_AND_CLOSING = re.compile(r"(?:::[^{}]*)?\}\}")
_COLONS = re.compile("::")
MAX_DEPTH = 10
"""Gaps in each other that Anki reads; the marks of others are passed over. Seen in Anki 26.9."""
_MAX_NUMBER = 65_535
"""Anki holds cloze numbers in 16 bits; seen in Anki 26.9."""


_DIGITS = 9
"""Of a number that are read."""


class Cloze(NamedTuple):
    """One closed cloze: its numbers, and the indexes of its marks and of what is between them."""

    numbers: tuple[int, ...]
    start: int
    inner_start: int
    inner_end: int
    end: int


class Mark(NamedTuple):
    """An opening mark with its numbers, sorted; or a closing mark, which has none."""

    numbers: tuple[int, ...]
    start: int
    end: int


def _numbers(listed: str) -> Iterator[int]:
    """Yield the numbers of a mark; of one that has more digits than any that Anki holds, the first of these digits."""
    for digits in listed.split(","):
        if digits:
            yield int(digits.lstrip("0")[:_DIGITS] or "0")


def may_have_clozes(text: str) -> bool:
    """Tell, for little time, whether a text can hold a cloze at all."""
    return "{{c" in text


def find_clozes(text: str) -> tuple[Cloze, ...]:
    """Return the clozes that Anki sees, in the order in which they open; one that is not closed hides all after it."""
    return _found(text) if may_have_clozes(text) else ()


@functools.lru_cache(maxsize=4)  # each card of a sentence asks for all of them
def _found(text: str) -> tuple[Cloze, ...]:
    clozes: list[Cloze] = []
    opened: list[Mark] = []
    for mark in _MARK.finditer(text):
        if mark[1] is not None:
            if len(opened) == MAX_DEPTH:
                continue
            numbers = tuple(_numbers(mark[1]))
            opened.append(Mark(numbers=numbers, start=mark.start(), end=mark.end()))
        elif opened:
            opening = opened.pop()
            clozes.append(
                Cloze(
                    numbers=opening.numbers,
                    start=opening.start,
                    inner_start=opening.end,
                    inner_end=mark.start(),
                    end=mark.end(),
                )
            )
    seen_until = opened[0].start if opened else len(text)
    return tuple(sorted((cloze for cloze in clozes if cloze.start < seen_until), key=lambda cloze: cloze.start))


def find_unclosed(text: str) -> Mark | None:
    """Return the opening mark of the first cloze that is not closed."""
    opened: list[Mark] = []
    for mark in _MARK.finditer(text):
        if mark[1] is not None:
            numbers = tuple(_numbers(mark[1]))
            opened.append(Mark(numbers=numbers, start=mark.start(), end=mark.end()))
        elif opened:
            opened.pop()
    return opened[0] if opened else None


def find_too_deep(text: str) -> Mark | None:
    """Return the first opening mark that Anki passes over because it stands in `MAX_DEPTH` others."""
    depth = 0
    for mark in _MARK.finditer(text):
        if mark[1] is None:
            depth -= 1 if depth else 0
        elif depth == MAX_DEPTH:
            return Mark(numbers=(), start=mark.start(), end=mark.end())
        else:
            depth += 1
    return None


def find_marks(text: str) -> Iterator[Mark]:
    """Yield the marks that Anki's own reader sees, in order, closed or not.

    What opens with numbers that Anki cannot hold is text, as in Anki.
    """
    for mark in _ANKI_MARK.finditer(text):
        if mark[1] is None:
            yield Mark(numbers=(), start=mark.start(), end=mark.end())
            continue
        held = tuple(sorted({number for number in _numbers(mark[1]) if number <= _MAX_NUMBER}))
        if held:
            yield Mark(numbers=held, start=mark.start(), end=mark.end())


def cloze_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of all clozes, sorted, without repeats."""
    return tuple(sorted({number for cloze in find_clozes(text) for number in cloze.numbers}))


def hidden_texts(text: str) -> dict[int, str]:
    """Return what each number hides, hints left out, inner clozes without their marks."""
    hidden: dict[int, list[str]] = {}
    for cloze in find_clozes(text):
        hides, _ = split_hint(text[cloze.inner_start : cloze.inner_end])
        for number in cloze.numbers:
            hidden.setdefault(number, []).append(hides)
    return {number: " … ".join(parts) for number, parts in sorted(hidden.items())}


def filled_in(text: str) -> str:
    """Return a text in which each cloze shows what it hides, without hints, which go up to the next mark as in Anki."""
    return _filled_in(text, 0)[0]


def split_hint(inner: str) -> tuple[str, str]:
    """Return what stands inside a cloze as what it hides, inner clozes filled in, and its own hint."""
    return _filled_in(inner, 1)


def _filled_in(text: str, outer: int) -> tuple[str, str]:
    """Return a text that stands in as many clozes with those in it filled in, and its own hint: the last counts."""
    clozes = find_clozes(text)
    marks = [(cloze.start, cloze.inner_start, 1) for cloze in clozes]
    marks += [(cloze.inner_end, cloze.end, -1) for cloze in clozes]
    shown, hint = [], ""
    end, depth = 0, outer
    for start, stop, change in (*sorted(marks), (len(text), len(text), 0)):
        between = text[end:start]
        head, colons, tail = between.partition("::") if depth else (between, "", "")
        shown.append(head)
        hint = tail if colons and depth == outer else hint
        end, depth = stop, depth + change
    return "".join(shown), hint


def without_marks(text: str, instead: str = "") -> str:
    """Return a text with `instead` for every opening and closing mark, closed or not; hints stay."""
    return _MARK.sub(instead, text)


def without_marks_and_hints(text: str) -> str:
    """Return a text without opening and closing marks, closed or not, and without hints."""
    return _HINT_AND_CLOSING.sub("", ANKI_OPENING.sub("", text))


class Gap(NamedTuple):
    """A gap and what stands in it, but for the gaps in it."""

    cloze: Cloze
    own: str
    bare: str
    """The same with spaces for code that stands whole in it."""


def find_gaps(text: str) -> list[Gap]:
    """Return the gaps that Anki sees, each with its own text."""
    clozes = find_clozes(text)
    marks = [(cloze.start, cloze.inner_start, index) for index, cloze in enumerate(clozes)]
    marks += [(cloze.inner_end, cloze.end, -1) for cloze in clozes]
    bare_text = blanked(text, _code_in_gaps(text, clozes))
    own: list[list[str]] = [[] for _ in clozes]
    bare: list[list[str]] = [[] for _ in clozes]
    opened: list[int] = []
    end = 0
    for start, stop, index in sorted(marks):
        if opened:
            own[opened[-1]].append(text[end:start])
            bare[opened[-1]].append(bare_text[end:start])
        if index >= 0:
            opened.append(index)
        else:
            opened.pop()
        end = stop
    return [Gap(cloze, "".join(parts), "".join(blank)) for cloze, parts, blank in zip(clozes, own, bare, strict=True)]


def colons_of_code(text: str) -> Iterator[int]:
    """Yield the places of `::` in code that stands whole in a gap, and is neither the gap's mark nor its hint's."""
    for start, end in _code_in_gaps(text, find_clozes(text)):
        yield from (match.start() for match in _COLONS.finditer(text, start, end))


def _code_in_gaps(text: str, clozes: Sequence[Cloze]) -> list[tuple[int, int]]:
    """Return where code starts and ends that stands in a gap and holds no mark of one."""
    edges = sorted([(cloze.start, 1) for cloze in clozes] + [(cloze.inner_end, -1) for cloze in clozes])
    places = []
    depth = index = 0
    for start, end in find_places(text).code if edges else ():
        while index < len(edges) and edges[index][0] < start:
            depth += edges[index][1]
            index += 1
        if depth and not (index < len(edges) and edges[index][0] < end):
            places.append((start, end))
    return places


def write_cloze(number: int, hides: str) -> str:
    """Return a cloze without a hint; signs in `hides` that would end it, or start a hint, are set apart by a space."""
    inner = hides.replace("}}", "} }").replace("::", ": :")
    return f"{{{{c{number}::{inner}}}}}"


class Brace(NamedTuple):
    """A closing brace that Anki could take for half of a mark, with the one behind it, and where it stands."""

    place: int
    is_in_gap: bool


def touching_braces(text: str) -> list[Brace]:
    """Return the closing braces of a text's own that stand right before another one, or before the end of a gap."""
    found: list[Brace] = []
    opened_by_cloze: list[bool] = []  # of every brace and cloze that is open, the innermost last
    clozes = end = 0
    last = -1  # the closing brace of the text's own that was the last sign
    for sign in _BRACE.finditer(text):
        start = sign.start()
        if start < end:  # the second brace of a cloze's closing mark
            continue
        closes = sign[0] == "}"
        closes_cloze = closes and opened_by_cloze[-1:] == [True] and text.startswith("}}", start)
        if closes and last == start - 1 >= 0:
            found.append(Brace(last, is_in_gap=clozes > 0))
        if not closes:
            opened_by_cloze.append(sign[0] != "{")
            clozes += sign[0] != "{"
        elif opened_by_cloze:
            clozes -= opened_by_cloze.pop()
        last = start if closes and not closes_cloze else -1
        end = start + (2 if closes_cloze else len(sign[0]))
    return found


def space_braces(math: str) -> str:
    """Return a formula in which no two closing braces of its own stand together: Anki would end a cloze there.

    Clozes inside the formula keep their marks: `{a}{{{c1::x^{2}}}}` becomes `{a}{{{c1::x^{2} }}}`.
    """
    parts, end = [], 0
    for brace in touching_braces(math):
        parts.append(math[end : brace.place + 1])
        end = brace.place + 1
    return " ".join([*parts, math[end:]])
