"""HTML to the text that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterable

from builder.cloze import filled_in, hidden_texts, may_have_clozes
from builder.entities import unescape
from builder.texts.markup import substituted
from builder.texts.straight import straight

_BREAK = re.compile(
    r"<(?:br|hr|/?(?:p|div|li|ul|ol|tr|td|th|table|pre|blockquote|h[1-6]|dl|dt|dd|details|summary|figure|figcaption))\b[^>]*>",
    re.I,
)
_TAG = re.compile(r"<[^>]*>")
_READING = re.compile(r"<(?:rt|rp)\b[^>]*>[^<]*(?:</(?:rt|rp)>)?", re.I)
"""What stands above a word, and around it where nothing can."""
_SPACE = re.compile(r"\s+")


def plain_text(field: str, *, readings: bool = False) -> str:
    """Return a field's text on one line: markup gone, entities read, clozes filled in; sounds are their names in Anki.

    A word with its reading above it is the word alone; with `readings` it is both. By these texts the lock and `verify`
    tell notes from each other that ask for what is heard.
    """
    if "<" not in field and "&" not in field and not may_have_clozes(field) and "\n" not in field:
        return field
    if not readings and "<r" in field:
        field = _READING.sub("", field)
    text = filled_in(substituted(_TAG, "", substituted(_BREAK, " ", field)))
    return _SPACE.sub(" ", unescape(text)).strip()


def hidden_in(fields: Iterable[str], *, readings: bool = False) -> tuple[tuple[int, str], ...]:
    """Return what each number hides, in all fields whose gaps make cards, as plain text in straight quotes."""
    hidden: dict[int, str] = {}
    for field in fields:
        for number, text in hidden_texts(field).items():
            shown = straight(plain_text(text, readings=readings))
            hidden[number] = f"{hidden[number]} … {shown}" if number in hidden else shown
    return tuple(sorted(hidden.items()))
