"""Texts that are nothing but a mark of Markdown's: `> 180 mmHg`, `# 1`, `---`, and a fence with nothing in it.

A line that begins with such a sign is what Markdown says it is, and the sign vanishes. In an answer of one line it is
far more often a sign that was meant. Who means the quote or the list writes it in lines of its own, under a `|`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.diagnostics import Severity
from builder.render.faults import Fault
from builder.source.quotes import block_sign, single_quoted

_LINE_ACROSS = "<hr>"
_WHAT = {">": "a quote", "-": "a list", "*": "a list", "+": "a list", "#": "a heading"}
_NOTHING = re.compile(r"(?:[\s\u200b]|<(?!(?:audio|hr|img|input|table|video)\b)[^<>]*>)*+\Z", re.I)
"""HTML that shows nothing: white space, and tags without anything to see."""
_FENCE = re.compile(r"(?:`{3,}|~{3,})[^`\n]*\Z")
_TICKS = re.compile(r"`+")


def whole_mark_faults(text: str, body: str, *, is_line: bool) -> Iterator[Fault]:
    """Yield what is wrong where a text is a mark and nothing else; `body` is the HTML that Markdown has made of it.

    `is_line` is whether the text is a line by itself, and was not written in lines of its own.
    """
    if _NOTHING.match(body):
        if text.strip():
            yield _shows_nothing(text.strip())
        return
    sign = block_sign(text) if is_line else ""
    if is_line and body == _LINE_ACROSS and not text.lstrip().startswith("<"):
        message = f'"{text.strip()}" is a line across the card to Markdown'
        yield _warning(text, message, "a line that is meant is written <hr>")
    elif sign:
        what = _WHAT[sign[0]]
        message = f'the "{sign}" at the start makes {what} of the text, and is not shown'
        yield _warning(text, message, f"{what} that is meant stands in lines of its own, under |")


def _warning(text: str, message: str, otherwise: str) -> Fault:
    pasted = single_quoted("\\" + text.strip())
    hint = f"to show the sign write {pasted}; {otherwise}"
    return Fault(text.strip(), "sign-or-mark", message, hint, Severity.WARNING)


def _shows_nothing(text: str) -> Fault:
    line = text.partition("\n")[0]
    hint = "write what learners are to read, or delete the key"
    if _FENCE.match(text):
        ticks = "`" * (max(map(len, _TICKS.findall(text)), default=0) + 1)
        pad = " " if "`" in text else ""
        pasted = single_quoted(f"{ticks}{pad}{text}{pad}{ticks}")
        hint = f"to show the signs write {pasted}; code stands in the lines below its fence"
    elif set(text) == {"#"}:
        hint = "to show the sign write " + single_quoted("\\" + text)
    return Fault(line, "empty-value", f'"{line}" shows nothing on a card', hint)
