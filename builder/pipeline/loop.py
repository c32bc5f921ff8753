"""The loop over a deck's chapters: read, validate, expand and render each, or take it from a store."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from builder.diagnostics import Problem, has_errors
from builder.errors import ReadError
from builder.files import digest_of
from builder.kinds import builtin_kinds
from builder.lock.format import published_media
from builder.model import Chapter, Deck, Kind, RenderedChapter, RenderedNote, Settings
from builder.package.bare_names import BareNames
from builder.package.description import check_description
from builder.package.media import MediaFolder
from builder.package.media_checks import check_media
from builder.pipeline.table_files import readers, twin_problem, twins, with_decks, without_file
from builder.pipeline.template_files import with_template_files
from builder.pipeline.unread import no_deck_file, unread_in
from builder.project import chapter_paths, is_table_name, name_fault, shown_path, table_name
from builder.render.heard import recording_stem
from builder.render.notes import NoteRenderer
from builder.render.rendered_types import RenderedType
from builder.report.terminal import Progress, silent
from builder.source.chapters import load_chapter
from builder.source.checks import DeckChecks
from builder.source.folders import folder_names
from builder.source.read_source import given_source, read_source
from builder.source.settings import load_settings, stand_in
from builder.stores import ChapterKey, ChapterStore
from builder.syntax import FILE_START, SourceFile


class Head(NamedTuple):
    """What all chapters of a deck hang on; no settings where deck.yaml is broken."""

    folder: Path
    settings: Settings | None
    kinds: Mapping[str, Kind]
    broken_kinds: frozenset[str] = frozenset()
    """Own kinds whose problems are told already."""
    problems: tuple[Problem, ...] = ()
    is_deck: bool = True
    """Whether there is a deck.yaml at all."""
    media: Mapping[str, str] = MappingProxyType({})
    """Of an adopted deck: the files that it was published with (`Ledger.media`)."""


class RenderedDeck(NamedTuple):
    """A deck whose notes are HTML; `deck` has chapters only where they were asked for."""

    folder: Path
    deck: Deck
    chapters: tuple[RenderedChapter, ...]
    renderer: NoteRenderer
    media: MediaFolder
    problems: tuple[Problem, ...]

    @property
    def notes(self) -> tuple[RenderedNote, ...]:
        """The notes of all chapters in order."""
        return tuple([note for chapter in self.chapters for note in chapter.notes])


def read_head(folder: Path) -> Head:
    """Read a deck's settings and own kinds; raise `ReadError` where the folder may not be looked into."""
    shown = shown_path(folder)
    path = folder / "deck.yaml"
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        problems = (no_deck_file(folder), *unread_in(folder))
        return Head(folder=folder, settings=None, kinds=builtin_kinds(), problems=problems, is_deck=False)
    except OSError as error:
        raise ReadError(path, error) from error
    file, _, problems = read_source(path, folder)
    settings, more = (None, ()) if problems else load_settings(file, folder.name)
    problems = (*problems, *more, *unread_in(folder))
    kinds, broken = builtin_kinds(), frozenset[str]()
    if os.path.isdir(folder / "kinds"):
        from builder.custom_kinds.template_checks import load_kinds  # 30 ms to load, which most decks do without

        kinds, broken, more = load_kinds(folder, shown)
        problems = (*problems, *more)
    if settings is not None:
        problems = (*problems, *_check_output_name(settings), *check_description(settings))
    is_adopted = any(kind.is_adopted for kind in kinds.values()) if kinds is not builtin_kinds() else False
    return Head(
        folder=folder,
        settings=settings,
        kinds=kinds,
        broken_kinds=broken,
        problems=problems,
        media=published_media(folder) if is_adopted else {},
    )


def _check_output_name(settings: Settings) -> Iterator[Problem]:
    message = name_fault(settings.folder)
    if message:
        at = settings.file.location(FILE_START)
        yield settings.file.error(at, "bad-name", message, "rename the deck's folder")


def render_deck(
    head: Head,
    *,
    store: ChapterStore | None = None,
    keep_sources: bool = False,
    media: MediaFolder | None = None,
    unsaved: Mapping[Path, bytes] = MappingProxyType({}),
    progress: Progress = silent,
) -> RenderedDeck:
    """Read and render a deck's chapters, each let go of but for its notes unless the sources are to be kept.

    `store` may keep chapters for the next time, and `media` what is known of the deck's files. `unsaved` has what
    chapters say in an editor, in the place of what the disk has.
    """
    media = media or MediaFolder(head.folder)
    media.published = head.media
    head = head._replace(kinds=with_template_files(head.kinds, media))
    loop = _ChapterLoop(head, store, media, unsaved, keep_sources=keep_sources)
    checks, bare_names = DeckChecks(loop.deck.settings), BareNames(loop.media)
    chapters: list[RenderedChapter] = []
    new = {path for path in unsaved if path.is_relative_to(head.folder)}
    paths = sorted({*chapter_paths(head.folder), *new}) if head.is_deck else []
    folders, found = folder_names(head.folder, with_decks(head.settings, head.folder, paths))
    problems = [*head.problems, *found]
    doubled = twins(paths)
    problems += [twin_problem(path, other) for path, other in doubled.items()]
    problems += without_file(head.settings, head.folder, paths) if head.settings else ()
    for done, path in enumerate(path for path in paths if path not in doubled):
        progress("reading", done, len(paths))
        file, chapter = loop.chapter(path, folders.get(path.parent, ""))
        problems += chapter.problems
        problems += [*checks.add(chapter, file), *bare_names.look(chapter, file)]
        # The ids have been checked, and are not asked for again.
        chapters.append(chapter if keep_sources else chapter._replace(source=None, ids=()))
    problems += checks.repeated()
    all_read = head.settings is not None and not any(has_errors(chapter.problems) for chapter in chapters)
    all_read = all_read and not loop.passed_over
    if all_read:
        problems += checks.finish()
    notes = (note for chapter in chapters for note in chapter.notes)
    problems += check_media(loop.media, all_read=all_read, stems=lambda: {recording_stem(note.key) for note in notes})
    sources = tuple(chapter.source for chapter in chapters if chapter.source is not None)
    return RenderedDeck(
        folder=head.folder,
        deck=loop.deck._replace(chapters=sources),
        chapters=tuple(chapters),
        renderer=loop.renderer,
        media=loop.media,
        problems=tuple(problems),
    )


class _ChapterLoop:
    """What the loop over a deck's chapters goes by."""

    def __init__(
        self,
        head: Head,
        store: ChapterStore | None,
        media: MediaFolder,
        unsaved: Mapping[Path, bytes],
        *,
        keep_sources: bool,
    ) -> None:
        self.head, self.store, self.media, self.keep_sources = head, store, media, keep_sources
        self.unsaved = unsaved
        self.passed_over: set[Path] = set()
        """Tables that cannot be read for what is wrong elsewhere."""
        # Without settings the chapters are still read for what is wrong with them, but for what they cite.
        self.deck = Deck(settings=head.settings or stand_in(head.folder.name), chapters=(), kinds=head.kinds)
        self.renderer = NoteRenderer(self.deck, media)
        builtin = builtin_kinds()
        custom = [kind for name, kind in head.kinds.items() if name not in builtin] if head.kinds is not builtin else []
        # All that makes a chapter what it is, beside its own file and its media, must go into this hash: by it a store
        # takes a chapter for unchanged.
        texts = [self.deck.settings.file.text, *sorted(head.broken_kinds)]
        texts += [text for kind in custom for file in kind.files for text in (file.path, file.text)]
        self.head_digest = digest_of("\0".join(texts).encode("utf-8", "surrogateescape"))

    def chapter(self, path: Path, within: str) -> tuple[SourceFile, RenderedChapter]:
        """Return a chapter in a folder's deck, from the store if nothing that it hangs on has changed."""
        if path in self.unsaved:
            file, data, problems = given_source(shown_path(path), self.unsaved[path])
        else:
            file, data, problems = read_source(path, self.head.folder)
        if self.store is None or problems:
            return file, self._render(path, file, problems, within)
        # Which entry of deck.yaml is a table's hangs on its name.
        name = table_name(path, self.head.folder).encode() + b"\0" if is_table_name(file.path) else b""
        key = ChapterKey(head=self.head_digest, digest=digest_of(name + data), path=file.path, within=within)
        chapter = self.store.get(key)
        if chapter is None or (self.keep_sources and chapter.source is None) or not self.media.has(chapter.media):
            chapter = self._render(path, file, problems, within)
            if path not in self.passed_over:
                self.store.put(key, chapter)
        return file, chapter

    def _render(self, path: Path, file: SourceFile, problems: tuple[Problem, ...], within: str) -> RenderedChapter:
        """Return a chapter read and rendered; `problems` are those of its bytes, which keep it from being read."""
        head, source = self.head, None
        if not problems:
            source, problems = self._load(path, file, within)
        if source is None:
            return RenderedChapter(path=file.path, title=None, ids=(), problems=problems)
        if head.settings is None:
            known = tuple(problem for problem in problems if problem.rule != "unknown-source")
            return RenderedChapter(path=file.path, title=None, ids=(), problems=known)
        return self.renderer.chapter(source, problems)

    def _load(self, path: Path, file: SourceFile, within: str) -> tuple[Chapter | None, tuple[Problem, ...]]:
        head, settings = self.head, self.deck.settings
        if not is_table_name(file.path):
            return load_chapter(file, settings, head.kinds, head.broken_kinds, within)
        if head.settings is None:  # what its columns are stands in deck.yaml
            return None, ()
        name = table_name(path, head.folder)
        source, problems = readers().load(file, name, settings, head.kinds, head.broken_kinds, within)
        if source is None and not problems:
            self.passed_over.add(path)
        return source, problems


def note_types(rendered: RenderedDeck, more: AbstractSet[str] = frozenset()) -> Mapping[str, RenderedType]:
    """Return the note types that a deck's notes have, by key; those of the keys `more` too, where a kind has them."""
    used = {note.type: note.kind for note in rendered.notes}
    types = {key: rendered.renderer.type_of(kind, key) for key, kind in used.items()}
    if more - types.keys():
        types |= {key: note_type for key, note_type in rendered.renderer.types().items() if key in more}
    return types
