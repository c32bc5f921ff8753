"""The cards of a deck that others made as chapters: a file for each subdeck, or for each tag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from builder.foreign.deck_values import ForeignNote
from builder.report.terminal import Progress
from builder.source.slug import readable_id

LEFT_OUT = ("leech", "marked")
"""Tags that are a learner's own."""
_STEP = 10
_MOST_VALUES, _MOST_TEXT = 250_000, 8_000_000
"""Values, and characters, of the cards of a chapter."""
_OF_A_CARD = 7
"""Values that a card has beside its texts: itself, its id and kind with their keys, and its list of tags."""
TOLD = 500
"""Cards after which the progress is told."""


class CardText(NamedTuple):
    """A card as it is to be written, but for its id."""

    group: str
    """What the cards of a chapter have in common: the name of a subdeck, or a tag; empty for the deck itself."""
    kind: str
    words: str
    """What its id is made of."""
    lines: tuple[str, ...]
    """Its keys and values below the id and the kind."""
    tags: tuple[str, ...]
    id: str = ""
    """That which its author gave it already."""


class WrittenChapter(NamedTuple):
    """A chapter: the name of its file, its text, and how many cards there are in it."""

    file: str
    text: str
    cards: int


class WrittenChapters(NamedTuple):
    """The chapters of a deck, and the ids of all cards in the order in which they were given."""

    chapters: tuple[WrittenChapter, ...]
    ids: tuple[str, ...]


def write_chapters(
    deck: str, cards: Sequence[CardText], head: Callable[[str], list[str]], progress: Progress
) -> WrittenChapters:
    """Return the chapters of a deck, one for each group, or several where one file would have too much.

    `head` gives the lines at the top of a group's chapter.
    """
    groups: dict[str, list[int]] = {}
    for number, card in enumerate(cards):
        groups.setdefault(card.group, []).append(number)
    parts = [
        (title, part) for title in sorted(groups, key=_natural) for part in enumerate(_parts(cards, groups[title]), 1)
    ]
    width = len(str(len(parts) * _STEP))
    ids = [card.id for card in cards]
    taken = {card_id.lower() for card_id in ids if card_id}
    chapters = []
    done = 0
    for number, (title, (part, members)) in enumerate(parts, 1):
        lines = head(title)
        kinds = {cards[at].kind for at in members}
        lines += [f"kind: {kind}" for kind in kinds if len(kinds) == 1]
        lines.append("cards:")
        for at in members:
            ids[at] = ids[at] or readable_id(cards[at].words, f"card-{done + 1}", taken)
            taken.add(ids[at].lower())
            lines += _card(ids[at], cards[at], names_kind=len(kinds) > 1)
            done += 1
            if done % TOLD == 0:
                progress("writing cards", done, len(cards))
        name = f"{_slug(title) or _slug(deck) or 'cards'}{f'-{part}' if part > 1 else ''}"
        file = f"{number * _STEP:0{width}}-{name}.yaml"
        chapters.append(WrittenChapter(file=file, text="\n".join([*lines, ""]), cards=len(members)))
    return WrittenChapters(chapters=tuple(chapters), ids=tuple(ids))


def _parts(cards: Sequence[CardText], group: Iterable[int]) -> list[list[int]]:
    """Return the cards of a group in parts that a file can have: a quarter of what is read of one, to edit on."""
    parts: list[list[int]] = []
    values = text = 0
    for at in group:
        card = cards[at]
        own, length = 3 * len(card.lines) + len(card.tags) + _OF_A_CARD, sum(map(len, card.lines))
        if not parts or values + own > _MOST_VALUES or text + length > _MOST_TEXT:
            parts.append([])
            values = text = 0
        parts[-1].append(at)
        values, text = values + own, text + length
    return parts


def group_of(deck: str, own: str, tags: Iterable[str], by_tag: str) -> str:
    """Return what a card in the deck `own` is put with: its subdeck of `deck`, or its first tag that begins so."""
    if not by_tag:
        return own.removeprefix(deck).removeprefix("::")
    return next((tag for tag in sorted(tags) if tag.lower().startswith(by_tag.lower())), "")


def tags_of(note: ForeignNote) -> tuple[str, ...]:
    """Return the tags of a note that are not a learner's own."""
    return tuple(tag for tag in note.tags if tag.lower() not in LEFT_OUT)


def title_of_tag(tag: str, prefix: str) -> str:
    """Return what a chapter of a tag is called."""
    return tag[len(prefix) :].strip(":").replace("_", " ") or tag


def tags_line(tags: Iterable[str], indent: int) -> list[str]:
    """Return the line that gives a card or a chapter its tags; none without any."""
    listed = ", ".join(map(_tag, tags))
    return [f"{' ' * indent}tags: [{listed}]"] if listed else []


def _card(card_id: str, card: CardText, *, names_kind: bool) -> list[str]:
    lines = [f"  - id: {card_id}"]
    lines += [f"    kind: {card.kind}"] if names_kind else []
    return [*lines, *card.lines, *tags_line(card.tags, 4)]


def _tag(tag: str) -> str:
    return tag if re.fullmatch(r"[^\W_][\w-]*(?:::[\w-]+)*", tag) else "'" + tag.replace("'", "''") + "'"


def _slug(title: str) -> str:
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", bare).strip("-")[:40].rstrip("-")


def _natural(title: str) -> tuple[tuple[bool, int, str], ...]:
    parts = re.split(r"(\d+)", title.lower())
    return tuple((part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts)
