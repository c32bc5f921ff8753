"""Decks that follow their files: what is good is shown anew, what breaks keeps its last good cards."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from builder.cache.memo import Memo
from builder.diagnostics import has_errors
from builder.errors import DeckwrightError
from builder.package.media import MediaFolder
from builder.pipeline import prepare
from builder.pipeline.deck_stamp import StampedDeck
from builder.pipeline.output import pack
from builder.previews.anchors import PlacedProblem, advice, place_problems, problems_of
from builder.previews.page import PageData, build_page, page_data
from builder.previews.shown_cards import ShownCard, ShownChapter, ShownDeck, show_deck
from builder.project import chapter_paths, clock, shown_path
from builder.stores import TextStore
from builder.syntax import SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveDeck:
    """One deck as the server shows it now."""

    folder: Path
    shown: ShownDeck
    data: PageData
    placed: tuple[PlacedProblem, ...] = ()
    """What a build would report of it."""
    problems: tuple[PlacedProblem, ...] = ()
    """The same, and what the rules for cards last found."""
    stamped: StampedDeck | None = None
    """The deck as last read; None where its settings are broken."""
    good: StampedDeck | None = None
    """Its last state without errors, which gives the package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveState:
    """All decks by folder name, at a version that grows with every change."""

    version: int = 0
    decks: dict[str, LiveDeck] = field(default_factory=dict)
    failure: str = ""


class _Advice(NamedTuple):
    """What the rules for cards last found in a deck, and the texts in which they found it."""

    texts: tuple[SourceFile, ...]
    problems: tuple[PlacedProblem, ...]


class _Packed(NamedTuple):
    """A deck, and the bytes of its package."""

    deck: StampedDeck
    data: bytes


class Studio:
    """Keeps decks up to date, in two steps: what the files say, and a moment later what the rules for cards find.

    Each step may have a thread of its own; any thread may read `state`, which is replaced as a whole.
    """

    def __init__(self, folders: Sequence[Path], texts: TextStore | None = None) -> None:
        """`texts` keeps what was read of the histories of locks."""
        self.folders = tuple(folders)
        self.texts = texts
        self.state = LiveState()
        self.changed = threading.Condition()
        self._turn = threading.Lock()
        self._memo = Memo()
        self._around: object = None
        self._advice: dict[str, _Advice] = {}
        self._packages: dict[str, _Packed] = {}

    def refresh(self) -> bool:
        """Read what has changed; tell whether there is something new to show."""
        with self._turn:
            around = [_files_around(folder) for folder in self.folders]
            if around != self._around:
                self._memo, self._around = Memo(), around
            try:
                state = self._read()
            except (DeckwrightError, OSError) as error:
                state = self._stopped(str(error))
            self._memo.sweep()
            return self._show(state)

    def advise(self) -> bool:
        """Run the rules for good cards where texts have changed; tell whether there is something new to show."""
        before = self.state
        for name, deck in before.decks.items():
            if deck.stamped is not None:
                rendered = deck.stamped.rendered
                texts = (rendered.deck.settings.file, *(chapter.file for chapter in rendered.deck.chapters))
                if name not in self._advice or self._advice[name].texts != texts:
                    problems = place_problems(advice(deck.stamped, clock()), rendered.deck, deck.shown)
                    self._advice[name] = _Advice(texts=texts, problems=problems)
        with self._turn:
            if self.state is not before or before.failure:
                return False
            return self._show(
                replace(before, decks={name: self._with_page(deck) for name, deck in before.decks.items()})
            )

    def _show(self, state: LiveState) -> bool:
        shown = {name: deck.data.state for name, deck in state.decks.items()}
        if shown == {name: deck.data.state for name, deck in self.state.decks.items()}:
            self.state = replace(state, version=self.state.version)
            return False
        with self.changed:
            self.state = replace(state, version=self.state.version + 1)
            self.changed.notify_all()
        return True

    def wait(self, version: int, seconds: float) -> int:
        """Return the version as soon as it is another one, or after some seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.state.version != version, timeout=seconds)
            return self.state.version

    def page(self, name: str) -> str:
        """Return a deck's page as it is now."""
        decks = {key: deck.shown.name for key, deck in self.state.decks.items()}
        deck = self.state.decks[name]
        return build_page(deck.shown.name, deck.data, None, decks)

    def package(self, name: str) -> bytes | None:
        """Return a deck's package as a build would make it, without writing its lock; None before it was ever good."""
        good = self.state.decks[name].good
        if good is None:
            return None
        packed = self._packages.get(name)
        if packed is None or packed.deck is not good:
            packed = _Packed(deck=good, data=pack(good, Path()).package.data)
            self._packages[name] = packed
        return packed.data

    def _read(self) -> LiveState:
        now = clock()
        media = self._media_folder
        prepared = prepare(self.folders, now, store=self._memo, texts=self.texts, keep_sources=True, media=media)
        read = {stamped.rendered.folder: stamped for stamped in prepared.decks}
        decks = {}
        for folder in self.folders:
            last = self.state.decks.get(folder.name)
            stamped = read.get(folder)
            of_deck = problems_of(folder, prepared.problems)
            fresh = show_deck(stamped, now, self._memo.recall) if stamped else None
            paths = {shown_path(path) for path in chapter_paths(folder)}
            shown = _keep_good(fresh, last.shown if last else None, paths) or _blank(folder)
            deck = LiveDeck(
                folder=folder,
                shown=shown,
                data=PageData(state="", chapters={}),  # until `_with_page` has the problems of all rules
                placed=place_problems(of_deck, stamped.rendered.deck if stamped else None, shown),
                stamped=stamped,
                good=stamped if stamped and not has_errors(of_deck) else last.good if last else None,
            )
            decks[folder.name] = self._with_page(deck)
        return LiveState(decks=decks)

    def _media_folder(self, folder: Path) -> MediaFolder:
        """Return what is known of a deck's media, which are hashed once as long as none of them changes."""
        return MediaFolder(folder, self._memo.recall(("media", folder), dict))

    def _stopped(self, failure: str) -> LiveState:
        decks = {}
        for folder in self.folders:
            last = self.state.decks.get(folder.name)
            deck = last or LiveDeck(folder=folder, shown=_blank(folder), data=PageData(state="", chapters={}))
            decks[folder.name] = self._with_page(deck, failure)
        return LiveState(decks=decks, failure=failure)

    def _with_page(self, deck: LiveDeck, failure: str = "") -> LiveDeck:
        """Return a deck with what its page is told of it."""
        advised = self._advice.get(deck.folder.name)
        problems = tuple(
            sorted({*deck.placed, *(advised.problems if advised else ())}, key=lambda placed: placed.problem.order)
        )
        package = f"{deck.shown.folder}.apkg" if deck.good else ""
        data = page_data(deck.shown, problems, self._memo.recall, failure=failure, package=package)
        return replace(deck, data=data, problems=problems)


def _keep_good(fresh: ShownDeck | None, last: ShownDeck | None, paths: set[str]) -> ShownDeck | None:
    """Return a deck as it is now, with the last good cards of what is broken in it; `paths` are the chapter files."""
    if fresh is None or last is None:
        return fresh or last
    old = {chapter.path: chapter for chapter in last.chapters}
    now = {chapter.path: _with_last(chapter, old.get(chapter.path)) for chapter in fresh.chapters}
    for path in paths & old.keys() - now.keys():
        now[path] = replace(old[path], stale=frozenset(card.source for card in old[path].cards))
    return replace(
        fresh,
        chapters=tuple(now[path] for path in sorted(now, key=lambda path: PurePosixPath(path).parts)),
        styles={**last.styles, **fresh.styles},
        media={**last.media, **fresh.media},
    )


def _with_last(chapter: ShownChapter, last: ShownChapter | None) -> ShownChapter:
    good: dict[str, list[ShownCard]] = {}
    for card in chapter.cards:
        good.setdefault(card.source, []).append(card)
    kept: dict[str, list[ShownCard]] = {}
    for card in last.cards if last else ():
        if card.source not in good:
            kept.setdefault(card.source, []).append(card)
    stale = frozenset(kept) & frozenset(chapter.ids)
    if not stale:
        return chapter
    cards = [card for card_id in dict.fromkeys(chapter.ids) for card in (good.get(card_id) or kept.get(card_id) or [])]
    return replace(chapter, cards=tuple(cards), stale=stale)


def _blank(folder: Path) -> ShownDeck:
    return ShownDeck(folder=folder.name, name=folder.name)


def _files_around(folder: Path) -> list[tuple[str, int, int]]:
    """Return names, times and sizes of what chapters are rendered with: media, and kinds of the deck's own."""
    files = []
    for inner in ("media", "kinds"):
        for parent, _, names in os.walk(folder / inner):
            for name in names:
                path = Path(parent, name)
                try:
                    status = path.stat()
                except OSError:
                    continue
                files.append((str(path), status.st_mtime_ns, status.st_size))
    return sorted(files)
