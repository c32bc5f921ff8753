"""Reads a deck's folder: its settings, its kinds, its chapters."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from builder.diagnostics import Location, Problem, has_errors
from builder.files import read_bytes
from builder.kinds import builtin_kinds
from builder.memory import Recall, afresh
from builder.model import Chapter, Deck, Kind, Settings
from builder.passing import ReadChapter
from builder.places import chapter_paths, shown_path
from builder.source.chapters import load_chapter
from builder.source.files import decode
from builder.source.settings import load_settings
from builder.source.whole import check_chapters
from builder.syntax import SourceFile

if TYPE_CHECKING:
    from builder.model import RenderedNote
    from builder.package.media import MediaFolder
    from builder.render.notes import NoteRenderer

_FORBIDDEN = ("collection", "backup-")


class LoadedDeck(NamedTuple):
    """A deck's folder as read: no deck where its settings are broken."""

    folder: Path
    deck: Deck | None
    problems: tuple[Problem, ...]


class RenderedDeck(NamedTuple):
    """A deck whose notes are HTML."""

    folder: Path
    deck: Deck
    notes: tuple[RenderedNote, ...]
    renderer: NoteRenderer
    media: MediaFolder
    problems: tuple[Problem, ...]
    chapters: tuple[ReadChapter, ...] = ()
    """What is left of the chapters where the deck has let go of them."""


def load(folder: Path, root: Path, recall: Recall = afresh, *, paths: Sequence[Path] | None = None) -> LoadedDeck:
    """Read a deck's folder; `recall` may keep chapters for the next time.

    With `paths` only these chapters are read, and not held against each other.
    """
    name = shown_path(folder, root)
    settings_path = folder / "deck.yaml"
    if not settings_path.is_file():
        empty = SourceFile(path=f"{name}/deck.yaml", text="")
        message = f"{name} has no deck.yaml"
        hint = "write one with a name and a uid, or move the folder out of cards"
        problem = empty.error(Location(path=empty.path, line=1, column=1), "no-deck-file", message, hint)
        return LoadedDeck(folder=folder, deck=None, problems=(problem,))
    file, problems = _read(settings_path, root)
    settings: Settings | None = None
    if not problems:
        settings, problems = load_settings(file, folder.name)
    kinds, broken, faults = _kinds(folder, name, root)
    problems += faults
    chapters, more = _load_chapters(folder, paths, root, settings, kinds, broken, recall)
    problems += more
    if settings is None:
        return LoadedDeck(folder=folder, deck=None, problems=problems)
    problems += tuple(_check_output_name(settings))
    if paths is None:
        problems += tuple(check_chapters(settings, chapters, faulty=has_errors(more)))
    deck = Deck(settings=settings, chapters=chapters, kinds=kinds)
    return LoadedDeck(folder=folder, deck=deck, problems=problems)


def _kinds(folder: Path, name: str, root: Path) -> tuple[Mapping[str, Kind], frozenset[str], tuple[Problem, ...]]:
    if not (folder / "kinds").is_dir():
        return builtin_kinds(), frozenset(), ()
    from builder.render.own import load_kinds

    return load_kinds(folder, name, lambda path: _read(path, root))


def _read(path: Path, root: Path) -> tuple[SourceFile, tuple[Problem, ...]]:
    return decode(shown_path(path, root), read_bytes(path))


def _load_chapters(
    folder: Path,
    paths: Sequence[Path] | None,
    root: Path,
    settings: Settings | None,
    kinds: Mapping[str, Kind],
    broken: frozenset[str],
    recall: Recall,
) -> tuple[tuple[Chapter, ...], tuple[Problem, ...]]:
    chapters: list[Chapter] = []
    problems: list[Problem] = []
    # Without settings the chapters are still read for what is wrong with them, but for what they cite.
    stand_in = settings or _stand_in(folder)
    for path in chapter_paths(folder) if paths is None else paths:
        file, faults = _read(path, root)
        if not faults:
            own = tuple(kind.files for kind in kinds.values())
            key = ("chapter", file, settings and settings.file.text, own, broken)
            chapter, faults = recall(key, functools.partial(load_chapter, file, stand_in, kinds, broken))
            if chapter is not None:
                chapters.append(chapter)
        problems += [fault for fault in faults if settings or fault.rule != "unknown-source"]
    return tuple(chapters), tuple(problems)


def _stand_in(folder: Path) -> Settings:
    from builder.shapes import Entry
    from builder.syntax import Map

    empty = Entry(values={}, keys={}, at=Map((), 1, 1, 0, 0))
    return Settings(file=SourceFile(path="", text=""), entry=empty, folder=folder.name, name=folder.name, uid="")


def _check_output_name(settings: Settings) -> Iterator[Problem]:
    if settings.folder.lower() == _FORBIDDEN[0] or settings.folder.lower().startswith(_FORBIDDEN[1]):
        at = Location(path=settings.file.path, line=1, column=1, excerpt=settings.file.text.split("\n")[0])
        message = f"Anki would take {settings.folder}.apkg for a backup and replace the learner's whole collection"
        yield settings.file.error(at, "bad-name", message, "rename the deck's folder")
