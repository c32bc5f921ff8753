"""Reads and renders chapters one by one, each let go of but for its notes; gives up at the first problem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from builder.files import digest_of, read_bytes
from builder.loading import load
from builder.lock.ids import make_births
from builder.model import Deck
from builder.package.description import check_description
from builder.package.media import MediaFolder
from builder.passing import ReadChapter, packed
from builder.places import shown_path
from builder.render.notes import NoteRenderer
from builder.source.chapters import load_chapter
from builder.source.files import decode
from builder.source.whole import check_notes


class Chapterwise:
    """A deck's head and its renderer."""

    def __init__(self, deck: Deck, folder: Path, root: Path, *, placed: bool) -> None:
        self.deck, self.folder, self.root, self.placed = deck, folder, root, placed
        self.newborn = not (folder / "deck.lock").exists()
        self.media = MediaFolder(folder)
        self.renderer = NoteRenderer(deck, self.media.resolve, self.media.names, placed=placed)

    def chapter(self, path: Path) -> ReadChapter | None:
        """Return one chapter and its notes; None where there is anything to say of it."""
        file, faults = decode(shown_path(path, self.root), read_bytes(path))
        if faults:
            return None
        chapter, faults = load_chapter(file, self.deck.settings, self.deck.kinds, frozenset(), placed=self.placed)
        if chapter is None or faults:
            return None
        notes = tuple(self.renderer.chapter(chapter))
        if self.renderer.problems or any(check_notes(notes)):
            return None
        ids = tuple(name.value for name in chapter.ids)
        return ReadChapter(
            path=file.path,
            title=chapter.title,
            ids=ids,
            digest=digest_of(file.text.encode()),
            notes=notes,
            births=make_births(self.deck.settings.uid, [note.key for note in notes]) if self.newborn else None,
        )

    def told(self, paths: Sequence[Path]) -> Iterator[Any]:
        """Yield chapters as values that pass between processes, up to one with a problem, which is None."""
        for path in paths:
            one = self.chapter(path)
            yield None if one is None else packed(one, placed=self.placed)
            if one is None:
                return


def begin(folder: Path, root: Path, *, placed: bool = False) -> Chapterwise | None:
    """Return what reads a deck's chapters; None where there is anything to say of the deck itself.

    Without `placed` all notes stand at the start of their files.
    """
    head = load(folder, root, paths=())
    if head.deck is None or head.problems or any(check_description(head.deck.settings)):
        return None
    return Chapterwise(head.deck, folder, root, placed=placed)


def read_again(folder: Path, root: Path, paths: Sequence[Path], settings: str) -> list[Any] | None:
    """Return chapters as values that pass between processes; None where there is anything to say of them.

    `settings` is the hash that deck.yaml must have.
    """
    if not paths:
        return []
    work = begin(folder, root, placed=True)
    if work is None or digest_of(work.deck.settings.file.text.encode()) != settings:
        return None
    told = list(work.told(paths))
    return told if all(told) else None
