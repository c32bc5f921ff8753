"""Cards that are headings with what stands below them, as mdanki reads them: `## Question`, a `%`, `[#tags]()`."""

from __future__ import annotations

import re

from builder.foreign.notebook_text import Kept, as_tags, without_hidden
from builder.foreign.text_values import MarkdownCard

_CARD = re.compile(r"^## +", re.M)
_TITLE = re.compile(r"^# +(.+?)[ #]*$", re.M)
_BETWEEN = re.compile(r"^%[ \t]*$", re.M)
_TAG_LINE = re.compile(r"^\[#.*$", re.M)
_TAG = re.compile(r"\[#([^\]\n]+)\]")


def title_of(text: str) -> str:
    """Return the heading that a note of this form has above all cards; empty where it has none."""
    found = _TITLE.search(_CARD.split(Kept().put_by(text), maxsplit=1)[0])
    return found[1].strip() if found else ""


def heading_cards(text: str) -> tuple[list[MarkdownCard], int]:
    """Return the cards of a note, and the number of headings with nothing below them."""
    kept = Kept()
    cards: list[MarkdownCard] = []
    unread = 0
    for part in _CARD.split(without_hidden(kept.put_by(text)))[1:]:
        tags = as_tags(tag for line in _TAG_LINE.findall(part) for tag in _TAG.findall(line))
        sides = _BETWEEN.split(_TAG_LINE.sub("", part), maxsplit=1)
        if len(sides) == 1:
            front, _, back = sides[0].partition("\n")
        else:
            front, back = sides
        front, back = kept.restored(front.strip()), kept.restored(back.strip())
        if front and back:
            texts = (("front", front), ("back", back))
            cards.append(MarkdownCard(kind="basic", texts=texts, is_reversed=False, tags=tags))
        else:
            unread += 1
    return cards, unread
