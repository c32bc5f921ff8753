"""Comments in a text, `<!-- … -->`, which no learner sees; in code and formulas they are text."""

from __future__ import annotations

import re

from builder.render.faults import Fault, as_text, unclosed
from builder.texts.code_places import COMMENT_END, find_places

_REST_OF_LINE = re.compile(r"[ \t]*(\n|\Z)")


def without_comments(text: str) -> tuple[str, Fault | None]:
    """Return a text without its comments, with the lines that held nothing else; and the fault of one without end."""
    parts: list[str] = []
    copied = 0
    for start, end in find_places(text).comments:
        if end == len(text) and not COMMENT_END.search(text, start + 2):
            hint = f"write --> where it ends; {as_text('<!--')}"
            return text, unclosed("<!--", "a comment is opened and not closed", hint)
        before = text[copied:start]
        line = before.rpartition("\n")[2]
        alone = not line.strip() and (len(before) > len(line) or copied == 0)
        after = _REST_OF_LINE.match(text, end)
        if alone and after:
            before, end = before[: len(before) - len(line)], after.end()
        elif after or text[end : end + 1] == " ":
            before = before.rstrip(" \t")
        parts.append(before)
        copied = end
    return "".join([*parts, text[copied:]]), None
