"""A text as keys have it, for whatever is compared: cards show quotes curled, and numbers kept with their units."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_STRAIGHT = str.maketrans(
    dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛‹›", "'") | dict.fromkeys("\u00a0\u202f", " ")
)


def straight(text: str) -> str:
    """Return a text with straight quotes and plain spaces, sign for sign."""
    return text if text.isascii() else text.translate(_STRAIGHT)


def comparable(text: str) -> str:
    """Return the same for texts that look alike on a card: quotes, composed letters and runs of blanks aside."""
    return " ".join(straight(unicodedata.normalize("NFC", text)).split())


_MARKS = re.compile(r"[*_`~]+|<[^<>]*>|\[([^\[\]]*)\]\([^)\[]*\)")


def without_markup(text: str) -> str:
    """Return a Markdown text about as a reader sees it: what stands around words is gone, and links are their words."""
    return _MARKS.sub(r"\1", text)


def same_text(text: str, among: Sequence[str]) -> int | None:
    """Return the index of the text that a reader takes for the same; None where there is none, or no single one.

    One that differs in nothing but its quotes and blanks comes before one that differs in its marks.
    """
    for form in (comparable, lambda written: comparable(without_markup(written))):
        wanted = form(text)
        same = [index for index, other in enumerate(among) if form(other) == wanted]
        if same:
            return same[0] if len(same) == 1 else None
    return None
