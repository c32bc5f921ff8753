"""Comments in a text, `<!-- … -->`, which no learner sees; in code they are text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from builder.render.faults import Fault, as_text, unclosed
from builder.texts.code_places import COMMENT_END, code_places


def without_comments(text: str) -> tuple[str, Fault | None]:
    """Return a text without its comments, with the lines that held nothing else; and the fault of one without end."""
    parts: list[str] = []
    copied = 0
    for start in code_places(text)[1]:
        finish = COMMENT_END.search(text, start + 2)
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
