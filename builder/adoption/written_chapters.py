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
    """Return the chapters of a deck, one for each group; `head` gives the lines at the top of a group's chapter."""
    groups: dict[str, list[int]] = {}
    for number, card in enumerate(cards):
        groups.setdefault(card.group, []).append(number)
    titles = sorted(groups, key=_natural)
    width = len(str(len(titles) * _STEP))
    ids = [card.id for card in cards]
    taken = {card_id.lower() for card_id in ids if card_id}
    chapters = []
    done = 0
    for number, title in enumerate(titles, 1):
        lines = head(title)
        kinds = {cards[at].kind for at in groups[title]}
        lines += [f"kind: {kind}" for kind in kinds if len(kinds) == 1]
        lines.append("cards:")
        for at in groups[title]:
            ids[at] = ids[at] or readable_id(cards[at].words, f"card-{done + 1}", taken)
            taken.add(ids[at].lower())
            lines += _card(ids[at], cards[at], names_kind=len(kinds) > 1)
            done += 1
            if done % TOLD == 0:
                progress("writing cards", done, len(cards))
        name = f"{number * _STEP:0{width}}-{_slug(title) or _slug(deck) or 'cards'}.yaml"
        chapters.append(WrittenChapter(file=name, text="\n".join([*lines, ""]), cards=len(groups[title])))
    return WrittenChapters(chapters=tuple(chapters), ids=tuple(ids))


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
