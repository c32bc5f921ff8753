"""Where code stands in a text, for all who must leave it alone or may not count what is in it."""

from __future__ import annotations

import re

_SIGNS = r"^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n`]*$|\\[`<\\]|(?P<ticks>`+)|(?P<comment><!--)"
_START_IN_LIST = re.compile(_SIGNS, re.M)
_START = re.compile(rf"{_SIGNS}|(?P<indented>(?:\A|^[ \t]*\n)(?:(?: {{4}}|\t)[^\n]*(?:\n|\Z))+)", re.M)
_MAY_START = re.compile(r"`|~~~|<!--|^(?: {4}|\t)", re.M)
"""A sign without which a text has neither code nor comments."""
_TICKS = re.compile(r"`+")
_ITEM = re.compile(r"^[ \t>]*(?:[-+*]|\d{1,2}[.)])[ \t]", re.M)
COMMENT_END = re.compile(r"--!?>")
_ELEMENT = re.compile(r"<(/?)(code|pre|kbd|samp|tt)\b[^>]*>", re.I)
CODE = frozenset({"code", "pre"})
"""The elements of HTML in which neither Anki nor Markdown reads anything."""
TYPED = CODE | {"kbd", "samp", "tt"}
"""Those that show what is typed, or what a machine says."""


def code_places(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Return where code stands in a Markdown text, and where comments start outside of it, in their order."""
    code: list[tuple[int, int]] = []
    comments: list[int] = []
    if not _MAY_START.search(text):
        return code, comments
    last = {len(run[0]): run.start() for run in _TICKS.finditer(text)} if "`" in text else {}
    first_item = _ITEM.search(text)
    list_start = first_item.start() if first_item else len(text)
    end = 0
    while start := (_START if end < list_start else _START_IN_LIST).search(text, end):
        end = start.end()
        if start["fence"]:
            sign = start["fence"]
            closing = re.compile(rf"^[ \t>]*{sign[0]}{{{len(sign)},}}[ \t]*$", re.M).search(text, end)
            end = closing.end() if closing else len(text)
            code.append((start.start(), end))
        elif start["ticks"]:
            size = len(start["ticks"])
            if last.get(size, -1) > start.start():
                closing = re.compile(rf"(?<!`)`{{{size}}}(?!`)").search(text, end)
                end = closing.end() if closing else end
                code.append((start.start(), end))
        elif start["comment"]:
            comments.append(start.start())
            finish = COMMENT_END.search(text, start.start() + 2)
            if finish is None:
                break
            end = finish.end()
        elif start.lastgroup == "indented":
            if start.start() < list_start:
                code.append((start.start(), end))
            else:  # deeper lines of a list are its own text
                end, list_start = start.start(), 0
    return code, comments


def code_elements(html: str, names: frozenset[str] = CODE) -> list[tuple[int, int]]:
    """Return where elements of these names, tags included, start and end in HTML; those inside others are a part."""
    tags = list(_ELEMENT.finditer(html)) if "<" in html else []
    last = {tag[2].lower(): tag.start() for tag in tags if tag[1]}
    places, opened = [], ""
    start = 0
    for tag in tags:
        name = tag[2].lower()
        if not opened and not tag[1] and name in names and last.get(name, -1) > tag.start():
            opened, start = name, tag.start()
        elif opened == name and tag[1]:
            places.append((start, tag.end()))
            opened = ""
    return places


def replaced(text: str, places: list[tuple[int, int]], by: str) -> str:
    """Return a text with `by` for each place; the places in their order."""
    parts, end = [], 0
    for start, stop in places:
        parts += [text[end:start], by]
        end = stop
    return "".join([*parts, text[end:]])


def blanked(text: str, places: list[tuple[int, int]]) -> str:
    """Return a text with spaces in these places, which stand in their order; it stays as long as it is."""
    parts, end = [], 0
    for start, stop in places:
        parts += [text[end:start], " " * (stop - start)]
        end = stop
    return "".join([*parts, text[end:]])


def without_code(text: str) -> str:
    """Return a Markdown text with spaces in the place of its code, as long as before."""
    return blanked(text, code_places(text)[0])
