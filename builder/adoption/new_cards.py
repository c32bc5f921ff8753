"""Cards that others wrote, as new cards of our own kinds: nobody has learned them yet, and their notes are ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from builder.adoption.copied_media import copy_media
from builder.adoption.values import FieldCounts, Form, ValueWriter
from builder.adoption.written_chapters import (
    CardText,
    group_of,
    tags_line,
    title_of_tag,
    write_chapters,
)
from builder.diagnostics import Problem, Severity, counted
from builder.entities import unescape
from builder.files import write_all
from builder.pipeline.loop import read_head, render_deck
from builder.report.terminal import Progress
from builder.source.scalars import yaml_value


class NewCard(NamedTuple):
    """A card of a kind of ours."""

    kind: str
    texts: tuple[tuple[str, str | bool | tuple[str, ...]], ...]
    """The keys of its kind with their values, in the form that the whole deck has."""
    tags: tuple[str, ...]
    deck: str
    """The whole name of the deck that it is in."""
    id: str = ""
    """That which its author gave it already."""


class NewDeck(NamedTuple):
    """A deck of such cards, read from whatever form it had."""

    shown: str
    """The path of its source."""
    what: str
    """What that is, as the plan says it."""
    name: str
    """The whole name of the deck that it makes."""
    form: Form
    cards: tuple[NewCard, ...]
    told: tuple[str, ...]
    """What became of parts that are no cards, for the plan."""
    problems: tuple[Problem, ...] = ()
    """Of the source; with one nothing is written."""
    tags: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Those of all cards of a deck, by its whole name."""
    media: Iterable[tuple[str, bytes]] = ()
    media_count: int = 0
    title: str = ""
    """What the chapter of cards without a subdeck is called; empty for the deck's own name."""
    dollars: bool = False
    """Whether its Markdown has formulas between dollars."""


class NewChapters(NamedTuple):
    """What became of a deck."""

    problems: tuple[Problem, ...]
    """Those of its cards."""
    stops: bool
    """Whether they can only be mended in the source."""
    chapters: tuple[tuple[str, int], ...]
    """The names of their files, each with the number of its cards."""
    fields: FieldCounts


def write_new(deck: NewDeck, folder: Path, name: str, settings: str, by_tag: str, progress: Progress) -> NewChapters:
    """Write a deck into an empty folder with this name and `deck.yaml`, and return what became of it."""
    values = ValueWriter(tidy=True, dollars=deck.dollars)
    groups = {name: group_of(deck.name, name, (), "") for name in deck.tags} if not by_tag else {}
    tags = {groups[name]: deck.tags[name] for name in groups}
    last = deck.title or name.rpartition("::")[2]

    def head(group: str) -> list[str]:
        title = (title_of_tag(group, by_tag) if by_tag and group else group) or last
        return [f"title: {yaml_value(title, 2)}", *tags_line(tags.get(group, ()), 0)]

    def words(card: NewCard) -> str:
        text = next((value for _, value in card.texts if isinstance(value, str)), "")
        return unescape(text) if deck.form is Form.HTML else text

    cards = [
        CardText(
            group=group_of(deck.name, card.deck, (*card.tags, *deck.tags.get(card.deck, ())), by_tag),
            kind=card.kind,
            words=words(card),
            lines=tuple(line for key, value in card.texts for line in values.value(key, value, deck.form)),
            tags=card.tags if not by_tag else tuple(dict.fromkeys((*deck.tags.get(card.deck, ()), *card.tags))),
            id=card.id,
        )
        for card in deck.cards
    ]
    written = write_chapters(last, cards, head, progress)
    settings += "math: dollars\n" if deck.dollars else ""
    files = [("deck.yaml", settings), *((chapter.file, chapter.text) for chapter in written.chapters)]
    write_all([(folder / name, text.encode("utf-8", "surrogatepass")) for name, text in files])
    copy_media(deck.media, deck.media_count, folder, progress)
    problems = render_deck(read_head(folder), progress=progress).problems
    return NewChapters(
        problems=problems,
        stops=deck.form is not Form.MARKDOWN and any(_stops(problem) for problem in problems),
        chapters=tuple((chapter.file, chapter.cards) for chapter in written.chapters),
        fields=values.counted(),
    )


def told_of_repeats(cards: Iterable[NewCard]) -> tuple[str, ...]:
    """Return what the plan says of cards that are there more than once."""
    counts = Counter((card.kind, card.texts) for card in cards)
    more = sum(count - 1 for count in counts.values())
    return (f"said again: {counted(more, 'card')}, and all are kept",) if more else ()


def _stops(problem: Problem) -> bool:
    """Tell whether a card cannot be taken over: a picture that is missing can be put beside the chapters later."""
    return problem.severity is Severity.ERROR and problem.rule != "missing-media"
