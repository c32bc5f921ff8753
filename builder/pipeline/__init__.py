"""The way of a deck: read, render, stamp, pack, write. Every command goes it, each as far as it needs.

    for each deck:
        read deck.yaml and the deck's own kinds             loop.read_head
        for each chapter file:                              loop.render_deck
            take it from the store, or read, validate, expand and render it
            hold it against the chapters before it
            let go of its source, unless the caller asks for it
        give every note its identity by deck.lock           deck_stamp.stamp_deck
    make every package, then write all files                output.pack, output.write_decks

Problems are collected on the way, and nothing but a lock that cannot be read or a failure of the world stops it; with
an error among them nothing is written. A store (builder/cache) only skips work inside the loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from builder.diagnostics import Problem, has_errors
from builder.files import sole_writer
from builder.lock.mods import AHEAD, Moment
from builder.model import Settings
from builder.package.media import MediaFolder
from builder.pipeline.deck_stamp import StampedDeck, mark_retired, refuse_changes, stamp_deck, unseen_history
from builder.pipeline.loop import Head, read_head, render_deck
from builder.pipeline.moved_cards import refuse_moved
from builder.pipeline.output import BuiltDeck, pack, write_decks
from builder.pipeline.publications import Archive
from builder.pipeline.table_files import with_columns
from builder.pipeline.unread import unread_around
from builder.report.terminal import Progress, silent
from builder.source.checks import check_decks
from builder.stores import ChapterStore, TextStore


class Prepared(NamedTuple):
    """Decks with all that a build of them packs, and the problems of all, sorted, without repeats.

    A deck whose settings are broken is left out.
    """

    decks: tuple[StampedDeck, ...]
    problems: tuple[Problem, ...]


class BuildOrder(NamedTuple):
    """What to build, and how."""

    folders: Sequence[Path]
    output: Path
    """The folder for packages."""
    now: int
    """The time of the build in seconds, which changed notes get as their mod."""
    locked: bool = False
    with_tombstones: bool = False
    """Make a package of the notes that left a deck, too."""
    unchanged: AbstractSet[Path] = frozenset()
    """Those of the folders whose packages are up to date: they are only held against the others."""
    beside: Sequence[Path] = ()
    """The project's other decks, which are not asked for: none of those that are may have their uid or name."""
    refresh: bool = False
    """Give a new mod to notes that look otherwise than learners have them, though their sources are as they were."""
    restamp: bool = False
    """Give a new mod to what has changed since the last publication: it is given away today."""


class BuiltDecks(NamedTuple):
    """Either decks, or problems with errors among them."""

    decks: tuple[BuiltDeck, ...]
    problems: tuple[Problem, ...]


def prepare(
    folders: Sequence[Path],
    now: int,
    *,
    store: ChapterStore | None = None,
    texts: TextStore | None = None,
    keep_sources: bool = False,
    media: Callable[[Path], MediaFolder] = MediaFolder,
    unchanged: AbstractSet[Path] = frozenset(),
    beside: Sequence[Path] = (),
    output: Path | None = None,
    refresh: bool = False,
    restamp: bool = False,
    unsaved: Mapping[Path, bytes] = MappingProxyType({}),
    progress: Progress = silent,
) -> Prepared:
    """Take decks as far as a build goes before it packs them; write nothing.

    `unchanged`, `beside`, `refresh` and `restamp` are as in a `BuildOrder`; `output` is by default each project's
    folder `build`, two above the deck's.
    `keep_sources` keeps what the author wrote, for rules and previews; `texts` what was read of the locks' histories.
    `unsaved` has what chapters say in an editor, in the place of what the disk has.
    Raise `LockError` for a lock that cannot be read.
    """
    heads = [read_head(folder) for folder in folders]
    problems = list(check_decks(_settings(heads), _settings([read_head(folder) for folder in beside])))
    problems += unread_around([*folders, *beside])
    decks = []
    moment = Moment(now=now, latest=max(now, int(time.time())) + AHEAD, refresh=refresh, restamp=restamp)
    archive = Archive(texts, progress)
    for head in heads:
        if head.folder in unchanged:
            continue
        rendered = render_deck(
            head,
            store=store,
            keep_sources=keep_sources,
            media=media(head.folder),
            unsaved=unsaved,
            progress=progress,
        )
        if head.settings is None:
            problems += rendered.problems
        else:
            package = (output or head.folder.resolve().parents[1] / "build") / f"{head.settings.folder}.apkg"
            deck = stamp_deck(rendered, moment, package, archive)
            problems += deck.problems
            decks.append(deck)
    others = {*(head.folder for head in heads), *beside} - {deck.rendered.folder for deck in decks}
    problems += refuse_moved(decks, sorted(others), unchanged)
    read = [(head.folder, head.settings) for head in heads if head.settings is not None]
    return Prepared(decks=tuple(decks), problems=sort_problems(with_columns(problems, read, unsaved)))


def _settings(heads: Iterable[Head]) -> list[Settings]:
    return [head.settings for head in heads if head.settings is not None]


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by place, without repeats."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.order))


def build(
    order: BuildOrder,
    store: ChapterStore | None = None,
    progress: Progress = silent,
    texts: TextStore | None = None,
    media: Callable[[Path], MediaFolder] = MediaFolder,
) -> BuiltDecks:
    """Compile decks into packages, and bring their locks up to date; with an error in any of them nothing is written.

    Raise `LockedError` where `locked` is set and a lock would change, `WriteError` where the disk will not take it.
    """
    with sole_writer(*order.folders):
        prepared = prepare(
            order.folders,
            order.now,
            store=store,
            texts=texts,
            media=media,
            unchanged=order.unchanged,
            beside=order.beside,
            output=order.output,
            refresh=order.refresh,
            restamp=order.restamp,
            progress=progress,
        )
        if has_errors(prepared.problems):
            return BuiltDecks(decks=(), problems=prepared.problems)
        decks = [mark_retired(deck) if order.with_tombstones else deck for deck in prepared.decks]
        for deck in decks if order.locked else ():
            refuse_changes(deck)
        unseen = [problem for deck in decks for problem in unseen_history(deck)]
        built = []
        for done, deck in enumerate(decks):
            progress("packing", done, len(decks))
            built.append(pack(deck, order.output, with_tombstones=order.with_tombstones))
        write_decks(built)
        return BuiltDecks(decks=tuple(built), problems=sort_problems([*prepared.problems, *unseen]))
