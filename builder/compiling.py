"""Reads and renders a deck chapter by chapter, on both processors where it is large, and keeps only its notes.

This is how a build goes through a deck without problems: it needs a third of the memory of `load` and `render`, which
keep what an author wrote for all that is said about it. A deck with problems is left to those.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from builder.beside import Helper, Queue, can_help
from builder.chapterwise import Chapterwise, begin
from builder.loading import RenderedDeck
from builder.passing import ReadChapter, packed, unpacked
from builder.places import chapter_paths
from builder.report.terminal import Progress, silent
from builder.source.whole import fit_together

if TYPE_CHECKING:  # loaded while the other process is at work already
    from builder.project import EarlyStamp, StampedDeck

_LARGE = 1_000_000
"""Bytes of chapters from which a second process is worth its start."""


class CompiledDeck(NamedTuple):
    """A deck that has let go of its chapters, and its notes of their places."""

    rendered: RenderedDeck
    stamped: StampedDeck | None
    """The same with the notes' identities, where these could be given on the way."""


def compile_all(
    folders: Iterable[Path],
    root: Path,
    now: int,
    progress: Progress = silent,
    meanwhile: Callable[[], object] = lambda: None,
) -> tuple[CompiledDeck, ...]:
    """Return what `compile_deck` does for each folder; nothing if there is a problem in any."""
    compiled = []
    for folder in folders:
        one = compile_deck(folder, root, now, progress, meanwhile=meanwhile)
        if one is None:
            return ()
        compiled.append(one)
    return tuple(compiled)


def compile_deck(
    folder: Path,
    root: Path,
    now: int,
    progress: Progress = silent,
    jobs: int | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> CompiledDeck | None:
    """Return a deck, or None for one with any problem; raise `LockError` for a lock that cannot be read.

    `jobs` is the number of processes, by default as many as pay; the result is the same. `meanwhile` is called once the
    other one is at work.
    """
    work = begin(folder, root)
    if work is None:
        return None
    paths = chapter_paths(folder)
    many = bool(paths) and (jobs or _jobs(paths)) > 1
    compiled: dict[int, ReadChapter] = {}
    with contextlib.ExitStack() as held:
        # The last chapter is for the other process, the rest for whoever has time.
        queue = held.enter_context(contextlib.closing(Queue(len(paths) - many)))
        helper = held.enter_context(Helper(functools.partial(_told, work, paths, queue) if many else None))
        meanwhile()
        from builder.project import EarlyStamp

        stamping = _Stamping(EarlyStamp(work, root, now))
        left = [len(paths) - 1] if many and helper.has_failed else []
        for number in itertools.chain(queue, left):
            progress("reading", len(compiled), len(paths))
            one = work.chapter(paths[number])
            if one is None or not (left or _take(compiled, helper.results(now=True))):
                return None
            compiled[number] = one
            stamping.go_on(compiled)
        if not (left or _take(compiled, helper.results())):
            return None
        stamping.go_on(compiled)
        progress("reading", len(paths), len(paths))
    rendered = _whole(work, tuple(compiled[number] for number in range(len(paths))))
    return None if rendered is None else CompiledDeck(rendered, stamping.stamp.finish(rendered))


class _Stamping:
    """Stamps chapters in their order, as far as all before are there."""

    def __init__(self, stamp: EarlyStamp) -> None:
        self.stamp = stamp
        self.done = 0

    def go_on(self, compiled: Mapping[int, ReadChapter]) -> None:
        while self.done in compiled:
            self.stamp.add(compiled[self.done])
            self.done += 1


def _told(work: Chapterwise, paths: Sequence[Path], queue: Queue) -> Iterator[Any]:
    """Yield chapters as values that pass between processes, up to one with a problem, which is None."""
    for number in itertools.chain([len(paths) - 1], queue):
        one = work.chapter(paths[number])
        yield None if one is None else (number, packed(one, placed=False))
        if one is None:
            return


def _take(compiled: dict[int, ReadChapter], results: Iterable[Any]) -> bool:
    """Take chapters from the other process; say whether that did well."""
    for told in results:
        if told is None:
            return False
        number, chapter = told
        compiled[number] = unpacked(chapter)
    return True


def _whole(work: Chapterwise, compiled: tuple[ReadChapter, ...]) -> RenderedDeck | None:
    notes = tuple(note for one in compiled for note in one.notes)
    if not fit_together([one.title for one in compiled], [name for one in compiled for name in one.ids]):
        return None
    for written in {written for note in notes for written in note.media}:
        work.media.resolve(written)
    return RenderedDeck(
        folder=work.folder,
        deck=work.deck,
        notes=notes,
        renderer=work.renderer,
        media=work.media,
        problems=(),
        chapters=compiled,
    )


def _jobs(paths: Sequence[Path]) -> int:
    try:
        return 2 if can_help() and sum(path.stat().st_size for path in paths) > _LARGE else 1
    except OSError:
        return 1
