"""Cards in the lines of notes, as Obsidian's plugin Spaced Repetition reads them: `::`, `:::`, `?`, `??`, `==gaps==`.

`::` and `?` make a card whatever marks stand in it; a gap takes its whole paragraph along.
"""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Iterator

from builder.foreign.notebook_text import Kept, split_tags, without_hidden
from builder.foreign.text_values import MarkdownCard

_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_BETWEEN_LINES = re.compile(r"^[ \t]*(\?\??)[ \t]*$", re.M)
_IN_LINE = re.compile(r"(.+?)(:::?)(.+)")
_MARKER = re.compile(r"\s*(?:(?:[-*+]|\d+[.)]|#{1,6}) (?:\[.\] )?)*")
"""What makes a line an item, a box to tick or a heading."""
_GAP = re.compile(r"==((?:(?!==)[^\n])+)==")
_BOTH_WAYS = ("??", ":::")


def sign_cards(text: str) -> tuple[list[MarkdownCard], tuple[str, ...]]:
    """Return the cards of a note without its front matter, and the tags of the whole note.

    Those are the ones that stand in a paragraph of their own.
    """
    kept = Kept()
    cards: list[MarkdownCard] = []
    tags: list[str] = []
    for paragraph in _PARAGRAPHS.split(without_hidden(kept.put_by(text))):
        rest, found = split_tags(paragraph)
        if not rest.strip():
            tags += found
            continue
        for card in _cards_of(paragraph):
            texts = tuple((key, kept.restored(value) if isinstance(value, str) else value) for key, value in card.texts)
            cards.append(card._replace(texts=texts))
    return cards, tuple(dict.fromkeys(tags))


def _cards_of(paragraph: str) -> Iterator[MarkdownCard]:
    sides = _BETWEEN_LINES.split(paragraph, maxsplit=1)
    if len(sides) == 3:
        yield from _basic(*sides)
        return
    cards: list[MarkdownCard] = []
    others: list[str] = []
    shared: tuple[str, ...] = ()
    for line in paragraph.split("\n"):
        found = _IN_LINE.match(line)
        if found:
            cards += _basic(found[1], found[2], found[3])
            continue
        rest, tags = split_tags(line)
        shared += tags
        if rest.strip() or not tags:
            others.append(rest)
    cards += _cloze("\n".join(others))
    yield from (card._replace(tags=tuple(dict.fromkeys(card.tags + shared))) for card in cards)


def _basic(front: str, sign: str, back: str) -> Iterator[MarkdownCard]:
    front, front_tags = _side(_MARKER.sub("", front, count=1))
    back, back_tags = _side(back)
    if front and back:
        yield MarkdownCard(
            kind="basic",
            texts=(("front", front), ("back", back)),
            is_reversed=sign in _BOTH_WAYS,
            tags=tuple(dict.fromkeys(front_tags + back_tags)),
        )


def _side(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a side, and the tags at the ends of its lines, where it is not all of tags."""
    rest, tags = split_tags(text)
    if not rest.strip():
        rest, tags = text, ()
    return _GAP.sub(_as_mark, textwrap.dedent(rest).strip()), tags


def _parts(gap: re.Match[str]) -> tuple[str, str, str]:
    """Return the number of a gap, its text and its hint, where it has them: `==1;;text;;hint==`."""
    parts = gap[1].split(";;")
    number = parts.pop(0) if len(parts) > 1 and parts[0].isdigit() else ""
    return number, parts[0], ";;".join(parts[1:])


def _as_mark(gap: re.Match[str]) -> str:
    return f"<mark>{_parts(gap)[1]}</mark>"


def _cloze(text: str) -> Iterator[MarkdownCard]:
    numbers = itertools.count(1)

    def as_gap(gap: re.Match[str]) -> str:
        number, hidden, hint = _parts(gap)
        return f"{{{{c{number or next(numbers)}::{hidden}{'::' if hint else ''}{hint}}}}}"

    text = _GAP.sub(as_gap, textwrap.dedent(text).strip())
    if "{{c" in text:
        text = text if "\n" in text else _MARKER.sub("", text, count=1)
        yield MarkdownCard(kind="cloze", texts=(("text", text),), is_reversed=False, tags=())
