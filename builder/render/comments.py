"""Comments in a text, `<!-- … -->`, which no learner sees; and the code of a text, in which they are text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from builder.render.faults import Fault, as_text, unclosed

_SIGNS = r"^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n`]*$|\\[`<\\]|(?P<ticks>`+)|(?P<comment><!--)"
_START_IN_LIST = re.compile(_SIGNS, re.M)
_START = re.compile(rf"{_SIGNS}|(?P<indented>(?:\A|^[ \t]*\n)(?:(?: {{4}}|\t)[^\n]*(?:\n|\Z))+)", re.M)
_TICKS = re.compile(r"`+")
_ITEM = re.compile(r"^[ \t>]*(?:[-+*]|\d{1,2}[.)])[ \t]", re.M)
_COMMENT_END = re.compile(r"--!?>")


def code_places(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Return where code stands in a Markdown text, and where comments start outside of it, in their order."""
    code: list[tuple[int, int]] = []
    comments: list[int] = []
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
            finish = _COMMENT_END.search(text, start.start() + 2)
            if finish is None:
                break
            end = finish.end()
        elif start.lastgroup == "indented":
            if start.start() < list_start:
                code.append((start.start(), end))
            else:  # deeper lines of a list are its own text
                end, list_start = start.start(), 0
    return code, comments


def without_comments(text: str) -> tuple[str, Fault | None]:
    """Return a text without its comments, with the lines that held nothing else; and the fault of one without end."""
    parts: list[str] = []
    copied = 0
    for start in code_places(text)[1]:
        finish = _COMMENT_END.search(text, start + 2)
        if finish is None:
            hint = f"write --> where it ends; {as_text('<!--')}"
            return text, unclosed("<!--", "a comment is opened and not closed", hint)
        before = text[copied:start]
        end = finish.end()
        line = before.rpartition("\n")[2]
        alone = not line.strip() and (len(before) > len(line) or copied == 0)
        after = re.compile(r"[ \t]*(\n|\Z)").match(text, end)
        if alone and after:
            before, end = before[: len(before) - len(line)], after.end()
        elif after or text[end : end + 1] == " ":
            before = before.rstrip(" \t")
        parts.append(before)
        copied = end
    return "".join([*parts, text[copied:]]), None


def outside(places: list[tuple[int, int]], matches: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield the matches that start in none of the places; both in their order."""
    index = 0
    for match in matches:
        while index < len(places) and places[index][1] <= match.start():
            index += 1
        if index == len(places) or match.start() < places[index][0]:
            yield match
