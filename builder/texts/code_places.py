"""Where in a Markdown text stands what is not read as Markdown: code, formulas, and comments, `<!-- … -->`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from builder.texts.backticks import CodeEnds
from builder.texts.formula_places import formula_end

_SIGNS = r"^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n`]*$|(?P<ticks>`+)|(?P<comment><!--)|(?P<math>\\[(\[])|\\[\\`<]"
_START_IN_LIST = re.compile(_SIGNS, re.M)
_START = re.compile(rf"{_SIGNS}|(?P<indented>(?:\A|^[ \t]*\n)(?:(?: {{4}}|\t)[^\n]*(?:\n|\Z))+)", re.M)
_MAY_START = re.compile(r"`|~~~|<!--|\\[(\[]|^(?: {4}|\t)", re.M)
"""A sign without which a text has no code, no comments and no formulas."""
_ITEM = re.compile(r"^[ \t>]*(?:[-+*]|\d{1,2}[.)])[ \t]", re.M)
COMMENT_END = re.compile(r"--!?>")
CODE = frozenset({"code", "pre"})
"""The elements of HTML in which neither Anki nor Markdown reads anything."""
TYPED = CODE | {"kbd", "samp", "tt"}
"""Those that show what is typed, or what a machine says."""


class Places(NamedTuple):
    """Where what starts and ends, each in order; comments without end run on to the end of the text."""

    code: tuple[tuple[int, int], ...] = ()
    formulas: tuple[tuple[int, int], ...] = ()
    comments: tuple[tuple[int, int], ...] = ()


@functools.lru_cache(maxsize=4)  # the steps of rendering ask for those of one text
def find_places(text: str) -> Places:
    """Return the places of a Markdown text."""
    if not _MAY_START.search(text):
        return Places()
    code: list[tuple[int, int]] = []
    formulas: list[tuple[int, int]] = []
    comments: list[tuple[int, int]] = []
    ends = CodeEnds(text)
    first_item = _ITEM.search(text)
    list_start = first_item.start() if first_item else len(text)
    end = 0
    while sign := (_START if end < list_start else _START_IN_LIST).search(text, end):
        start, end = sign.span()
        if sign["fence"]:
            end = _fence_end(text, sign["fence"], end)
            code.append((start, end))
        elif sign["ticks"]:
            closed = ends.end_of(end - start, end)
            if closed:
                end = closed
                code.append((start, end))
        elif sign["comment"]:
            finish = COMMENT_END.search(text, start + 2)
            end = finish.end() if finish else len(text)
            comments.append((start, end))
        elif sign["math"]:
            closed = formula_end(text, start)
            if closed:
                end = closed
                formulas.append((start, end))
        elif sign.lastgroup == "indented":
            if start < list_start:
                code.append((start, end))
            else:  # deeper lines of a list are its own text
                end, list_start = start, 0
    return Places(code=tuple(code), formulas=tuple(formulas), comments=tuple(comments))


def _fence_end(text: str, fence: str, start: int) -> int:
    closing = re.compile(rf"^[ \t>]*{fence[0]}{{{len(fence)},}}[ \t]*$", re.M).search(text, start)
    return closing.end() if closing else len(text)


def outside(places: Sequence[tuple[int, int]], matches: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield the matches that start in none of the places; both in their order."""
    index = 0
    for match in matches:
        while index < len(places) and places[index][1] <= match.start():
            index += 1
        if index == len(places) or match.start() < places[index][0]:
            yield match


def code_elements(html: str, names: frozenset[str] = CODE) -> list[tuple[int, int]]:
    """Return where elements of these names, tags included, start and end in HTML; those inside others are a part."""
    tags = list(_tags(names).finditer(html)) if "<" in html else []
    last = {tag[2].lower(): tag.start() for tag in tags if tag[1]}
    places, opened = [], ""
    start = 0
    for tag in tags:
        name = tag[2].lower()
        if not opened and not tag[1] and last.get(name, -1) > tag.start():
            opened, start = name, tag.start()
        elif opened == name and tag[1]:
            places.append((start, tag.end()))
            opened = ""
    return places


@functools.cache
def _tags(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"<(/?)({'|'.join(sorted(names))})\b[^<>]*>", re.I)


def replaced(text: str, places: Sequence[tuple[int, int]], by: str) -> str:
    """Return a text with `by` for each place; the places in their order."""
    parts, end = [], 0
    for start, stop in places:
        parts += [text[end:start], by]
        end = stop
    return "".join([*parts, text[end:]])


def blanked(text: str, places: Sequence[tuple[int, int]]) -> str:
    """Return a text with spaces in these places, which stand in their order; it stays as long as it is."""
    parts, end = [], 0
    for start, stop in places:
        parts += [text[end:start], " " * (stop - start)]
        end = stop
    return "".join([*parts, text[end:]])


def without_code(text: str) -> str:
    """Return a Markdown text with spaces in the place of its code, as long as before."""
    return blanked(text, find_places(text).code)
