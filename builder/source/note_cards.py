"""Cards as notebooks have them in a line, `Question::Answer`, and how they are written here."""

from __future__ import annotations

import re

from builder.source.quotes import single_quoted

_CARD = re.compile(r"[ \t]*(?:[-*+] +)?(?!.*\{\{c\d)(?P<front>[^\s:](?:[^:\n]|:(?!:))*):::?(?P<back>[^:\n].*)\Z")
_PLAIN = re.compile(r"\w(?:[^:#\n]|:(?=\S)|(?<=\S)#)*\Z")
"""What YAML reads as the same text without quotes."""


def sides_hint(line: str) -> str:
    """Return how to write a line that is a card of a notebook; nothing for any other."""
    card = _CARD.match(line)
    if card is None:
        return ""
    sides = card["front"].strip(), card["back"].strip()
    front, back = (side if _PLAIN.match(side) else single_quoted(side) for side in sides)
    return f"a card has two keys: write front: {front} and, in the next line, back: {back}"
