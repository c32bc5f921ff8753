"""Reads and renders a deck chapter by chapter, on both processors where it is large, and keeps only its notes.

This is how a build goes through a deck without problems: it needs a third of the memory of `load` and `render`, which
keep what an author wrote for all that is said about it. A deck with problems is left to those.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from builder.beside import Helper, can_help
from builder.chapterwise import Chapterwise, begin
from builder.deck import Chapter
from builder.passing import ReadChapter, unpacked
from builder.places import chapter_paths
from builder.project import RenderedDeck
from builder.shapes import Entry
from builder.source.whole import check_chapters
from builder.syntax import Map, SourceFile, Text
from builder.terminal import Progress, silent

_LARGE = 1_000_000
"""Bytes of chapters from which a second process is worth its start."""


def compile_deck(folder: Path, root: Path, progress: Progress = silent, jobs: int | None = None) -> RenderedDeck | None:
    """Return a deck whose chapters have lost their cards, and its notes their places; None for one with any problem.

    `jobs` is the number of processes, by default as many as pay; the result is the same.
    """
    work = begin(folder, root)
    if work is None:
        return None
    paths = chapter_paths(folder)
    mine, theirs = _halves(paths) if (jobs or _jobs(paths)) > 1 else (paths, [])
    compiled: list[ReadChapter] = []
    with Helper(functools.partial(work.told, theirs) if theirs else None) as helper:
        for done, path in enumerate(mine):
            progress("reading", done, len(mine))
            one = work.chapter(path)
            if one is None:
                return None
            compiled.append(one)
        progress("reading", len(mine), len(mine))
        for told in helper.results():
            if told is None:
                return None
            compiled.append(unpacked(told))
    return _whole(work, compiled)


def _whole(work: Chapterwise, compiled: Sequence[ReadChapter]) -> RenderedDeck | None:
    chapters = tuple(map(_bare, compiled))
    notes = tuple(note for one in compiled for note in one.notes)
    if any(check_chapters(work.deck.settings, chapters, faulty=False)):
        return None
    for written in {written for note in notes for written in note.media}:
        work.media.resolve(written)
    return RenderedDeck(
        folder=work.folder,
        deck=work.deck._replace(chapters=chapters),
        notes=notes,
        renderer=work.renderer,
        media=work.media,
        problems=(),
    )


_NOWHERE = Map((), 1, 1, 0, 0)


def _bare(read: ReadChapter) -> Chapter:
    """Return a chapter of which nothing is left but what is held against the others."""
    entry = Entry(values={"title": Text(*read.titled)} if read.titled else {}, keys={}, at=_NOWHERE)
    file = SourceFile(path=read.path, text="")
    ids = tuple([Text(one, 1, 1, 0, 0) for one in read.ids])
    return Chapter(file=file, title=read.title, entry=entry, cards=(), ids=ids, digest=read.digest)


def _jobs(paths: Sequence[Path]) -> int:
    try:
        return 2 if can_help() and sum(path.stat().st_size for path in paths) > _LARGE else 1
    except OSError:
        return 1


def _halves(paths: list[Path]) -> tuple[list[Path], list[Path]]:
    sizes = [path.stat().st_size for path in paths]
    place, sum_so_far = 0, 0
    while place < len(paths) and 2 * sum_so_far < sum(sizes):
        sum_so_far += sizes[place]
        place += 1
    return paths[:place], paths[place:]
