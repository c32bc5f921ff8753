"""Writes a deck that others published as sources, renders them, and takes over who is who: the whole way, in a folder.

Nothing is where it belongs before all of it is there and right; the caller moves the folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from builder.adoption.adopted_lock import identities, uuids_of
from builder.adoption.chosen import Chosen
from builder.adoption.copied_media import copy_media, media_of
from builder.adoption.kinds import AdoptedKind, has_scripts, kind_files, name_kinds
from builder.adoption.values import FieldCounts, ValueWriter
from builder.adoption.written_chapters import (
    LEFT_OUT,
    TOLD,
    CardText,
    WrittenChapters,
    group_of,
    tags_of,
    title_of_tag,
    write_chapters,
)
from builder.diagnostics import Problem, has_errors
from builder.entities import unescape
from builder.files import write_all
from builder.foreign.deck_values import ForeignCollection
from builder.lock.format import dump
from builder.pipeline.loop import read_head, render_deck
from builder.project import LOCK_NAME
from builder.report.terminal import Progress
from builder.source.scalars import yaml_value
from builder.stores import ChapterStore


class Manner(NamedTuple):
    """How to write a deck."""

    tidy: bool
    """Whether Markdown that only looks like a field will do."""
    by_tag: str
    """What the tags begin with that make chapters; empty for a chapter a subdeck."""
    like: ForeignCollection | None = None
    """A folder of CrowdAnki with the same deck, whose UUIDs are kept; None for those of the deck itself."""


class Adoption(NamedTuple):
    """What became of a deck; with errors among the problems nothing of it is to be used."""

    problems: tuple[Problem, ...]
    kinds: tuple[AdoptedKind, ...]
    chapters: tuple[tuple[str, int], ...]
    """The names of their files, each with the number of its cards."""
    fields: FieldCounts
    cards: int
    media: int
    left_out: tuple[tuple[str, int], ...]
    """Tags that are a learner's own, each with the number of notes that had it."""
    changed: tuple[str, ...] = ()
    """The ids of notes that learners will see as updated."""
    more_cards: tuple[str, ...] = ()
    """Those of notes that make cards which they did not have."""

    @property
    def scripted(self) -> tuple[str, ...]:
        """The names of the kinds whose templates run something."""
        return tuple(kind.name for kind in self.kinds if has_scripts(kind.type))


def adopt(
    collection: ForeignCollection,
    chosen: Chosen,
    folder: Path,
    settings: str,
    manner: Manner,
    now: int,
    store: ChapterStore,
    progress: Progress,
) -> Adoption:
    """Write a deck into an empty folder with this `deck.yaml`, and return what became of it; `store` gets the chapters.

    Raise `PackageError` for media that cannot be read.
    """
    kinds = name_kinds(chosen.types)
    values = ValueWriter(tidy=manner.tidy)
    written = _write(chosen, kinds, values, manner.by_tag, progress)
    files = [("deck.yaml", settings), *((chapter.file, chapter.text) for chapter in written.chapters)]
    for kind in kinds:
        files += [(f"kinds/{kind.name}/{name}", text) for name, text in kind_files(kind).items()]
    write_all([(folder / name, text.encode("utf-8", "surrogatepass")) for name, text in files])
    media = copy_media(*media_of(collection, chosen), folder, progress)
    rendered = render_deck(read_head(folder)._replace(media=media), store=store, progress=progress)
    adoption = Adoption(
        problems=rendered.problems,
        kinds=kinds,
        chapters=tuple((chapter.file, chapter.cards) for chapter in written.chapters),
        fields=values.counted(),
        cards=sum(len(note.cards) for note in chosen.notes),
        media=len(media),
        left_out=_left_out(chosen),
    )
    if has_errors(rendered.problems):
        return adoption
    notes = dict(zip(written.ids, chosen.notes, strict=True))
    uuids = uuids_of(collection if manner.like is None else manner.like, chosen.name)
    known = identities(rendered, kinds, notes, media, uuids, now)
    write_all([(folder / LOCK_NAME, dump(known.ledger).encode())])
    return adoption._replace(changed=known.changed, more_cards=known.more_cards)


def _write(
    chosen: Chosen, kinds: Sequence[AdoptedKind], values: ValueWriter, by_tag: str, progress: Progress
) -> WrittenChapters:
    """Return the chapters of a deck, each note with the values of its fields."""
    by_type = {id(kind.type): kind for kind in kinds}
    cards = []
    for note in chosen.notes:
        kind = by_type[id(note.type)]
        pairs = zip(kind.keys, note.fields, strict=True)
        cards.append(
            CardText(
                group=group_of(chosen.name, note.deck, note.tags, by_tag),
                kind=kind.name,
                words=unescape(next((field for field in note.fields if field.strip()), "")),
                lines=tuple(line for key, value in pairs for line in values.lines(key, value)),
                tags=tags_of(note),
            )
        )
        if len(cards) % TOLD == 0:
            progress("reading fields", len(cards), len(chosen.notes))
    return write_chapters(chosen.name, cards, lambda title: _head(title, by_tag), progress)


def _head(title: str, by_tag: str) -> list[str]:
    """Return the top of a chapter; a tag makes none of a subdeck, and is only named."""
    if by_tag:
        return [f"# {title_of_tag(title, by_tag)}"] if title else []
    return [f"title: {yaml_value(title, 2)}"] if title else []


def _left_out(chosen: Chosen) -> tuple[tuple[str, int], ...]:
    counts: Sequence[tuple[str, int]] = [
        (tag, sum(tag in map(str.lower, note.tags) for note in chosen.notes)) for tag in LEFT_OUT
    ]
    return tuple((tag, count) for tag, count in counts if count)
