"""Reads and renders a deck chapter by chapter, on both processors where it is large, and keeps only its notes.

This is how a build goes through a deck without problems: it needs a third of the memory of `load` and `render`, which
keep what an author wrote for all that is said about it. A deck with problems is left to those.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from builder.beside import Helper, can_help
from builder.deck import Chapter, Deck, RenderedNote
from builder.files import digest_of, read_bytes
from builder.package.media import MediaFolder
from builder.places import chapter_paths, shown_path
from builder.problems import Location
from builder.project import Progress, RenderedDeck, load, silent
from builder.render.notes import NoteRenderer
from builder.shapes import Entry
from builder.source.chapters import load_chapter
from builder.source.files import decode
from builder.source.whole import check_chapters, check_notes
from builder.syntax import Map, SourceFile, Text

_LARGE = 1_000_000
"""Bytes of chapters from which a second process is worth its start."""

Compiled = tuple[Chapter, tuple[RenderedNote, ...]]


def compile_deck(folder: Path, root: Path, progress: Progress = silent, jobs: int | None = None) -> RenderedDeck | None:
    """Return a deck whose chapters have lost their cards, and its notes their places; None for one with any problem.

    `jobs` is the number of processes, by default as many as pay; the result is the same.
    """
    head = load(folder, root, paths=())
    if head.deck is None or head.problems:
        return None
    work = _Work(head.deck, folder, root)
    paths = chapter_paths(folder)
    mine, theirs = _halves(paths) if (jobs or _jobs(paths)) > 1 else (paths, [])
    compiled: list[Compiled] = []
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
            compiled.append(_unpacked(told))
    return work.whole(compiled)


class _Work:
    """The deck's head and its renderer."""

    def __init__(self, deck: Deck, folder: Path, root: Path) -> None:
        self.deck, self.folder, self.root = deck, folder, root
        self.media = MediaFolder(folder)
        self.renderer = NoteRenderer(deck, self.media.resolve, self.media.names, placed=False)

    def chapter(self, path: Path) -> Compiled | None:
        """Return one chapter and its notes; None where there is anything to say of it."""
        file, faults = decode(shown_path(path, self.root), read_bytes(path))
        if faults:
            return None
        chapter, faults = load_chapter(file, self.deck.settings, self.deck.kinds, frozenset())
        if chapter is None or faults:
            return None
        notes = tuple(self.renderer.chapter(chapter))
        if self.renderer.problems:
            return None
        title = chapter.entry.text("title")
        return _bare(file.path, chapter.title, title, chapter.ids, digest_of(file.text.encode())), notes

    def told(self, paths: Sequence[Path]) -> Iterator[Any]:
        """Yield chapters as values that pass between processes, up to one with a problem, which is None."""
        for path in paths:
            one = self.chapter(path)
            yield None if one is None else _packed(*one)
            if one is None:
                return

    def whole(self, compiled: Sequence[Compiled]) -> RenderedDeck | None:
        chapters = tuple(chapter for chapter, _ in compiled)
        notes = tuple(note for _, own in compiled for note in own)
        if any(check_chapters(self.deck.settings, chapters, faulty=False)) or any(check_notes(notes)):
            return None
        for written in {written for note in notes for written in note.media}:
            self.media.resolve(written)
        return RenderedDeck(
            folder=self.folder,
            deck=dataclasses.replace(self.deck, chapters=chapters),
            notes=notes,
            renderer=self.renderer,
            media=self.media,
            problems=(),
        )


_NOWHERE = Map((), 1, 1, 0, 0)


def _bare(path: str, title: str, titled: Text | None, ids: tuple[Text, ...], digest: str) -> Chapter:
    """Return a chapter of which nothing is left but what is held against the others."""
    entry = Entry(values={"title": titled} if titled else {}, keys={}, at=_NOWHERE)
    return Chapter(file=SourceFile(path=path, text=""), title=title, entry=entry, cards=(), ids=ids, digest=digest)


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


def _packed(chapter: Chapter, notes: Sequence[RenderedNote]) -> tuple[Any, ...]:
    title = chapter.entry.text("title")
    return (
        (
            chapter.file.path,
            chapter.title,
            title and tuple(title),
            [name.value for name in chapter.ids],
            chapter.digest,
        ),
        [tuple(note)[1:] for note in notes],
    )


def _unpacked(told: tuple[Any, ...]) -> Compiled:
    (path, name, title, ids, digest), notes = told
    start = Location(path=path, line=1, column=1)
    named = tuple([Text(one, 1, 1, 0, 0) for one in ids])
    chapter = _bare(path, name, Text(*title) if title else None, named, digest)
    return chapter, tuple([RenderedNote(start, *values) for values in notes])
