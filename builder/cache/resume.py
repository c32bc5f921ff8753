"""A build that goes on from the state of the last one: what did not change is neither read nor rendered again.

Everything here either gives what a whole build would give, byte for byte, or gives up with None, and a whole build
follows: for any problem in the sources, for whatever a changed file could mean to an unchanged one.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from builder.aside import aside
from builder.cache.look import Looked
from builder.cache.pages import PAGE
from builder.cache.part import OpenLock, Part, open_lock, stamp_part, study_places
from builder.cache.record import Files, chapter_state, fixed_files, make_state, outputs_of, shown, watch_media
from builder.cache.record import media_places as places_of_media
from builder.cache.rows import Change, OldDatabase
from builder.cache.state import Body, ChapterState, State, load_body
from builder.cache.watch import Seen
from builder.diagnostics import Problem
from builder.files import digest_of
from builder.lock.ids import make_deck_id
from builder.outcome import Outcome
from builder.package.apkg import Package, database_before, pack_database
from builder.package.media import MediaFile, MediaFolder
from builder.package.rows import batch
from builder.package.zipped import Deflated
from builder.passing import ReadChapter, unpacked
from builder.places import chapter_paths
from builder.report.terminal import Progress
from builder.writing import Writing, writing


class Resumed(NamedTuple):
    """A deck brought up to date in memory."""

    outcome: Outcome
    problems: tuple[Problem, ...]
    write: Writing
    """The package and the lock."""
    leave: Callable[[], tuple[State, Body]]
    """Makes the state to leave, both its files; there is time for it while the others are being written."""
    moved: tuple[str, tuple[str, ...]] | None = None
    """The lock's path as shown to the user and what would change in it, a line each; None for nothing."""


def resume(
    looked: Looked, root: Path, now: int, read: Callable[[Sequence[Path]], Any], progress: Progress
) -> Resumed | None:
    """Return a deck as a build would make it now, or None where that takes a whole build.

    `read` gives for chapters what `read_again` gives.
    """
    loading = aside(lambda: load_body(looked.place, looked.state))
    lock = open_lock(looked.folder, root, looked.state.outputs["deck.lock"])
    loaded = loading()
    if loaded is None or lock is None:
        return None
    database, chapters = loaded
    deck = _Deck(
        looked=looked,
        database=OldDatabase(database),
        packed=_packed(looked, database),
        before=tuple(chapters),
        lock=lock,
    )
    with contextlib.closing(deck.database.connection):
        try:
            return deck.go_on(now, read, progress)
        except _ChangedError:
            return None


def _packed(looked: Looked, database: memoryview) -> Deflated | None:
    """Return the last package's database, where that is still as the last build left it."""
    seen = looked.state.outputs[looked.path.name]
    try:
        data = looked.path.read_bytes()
    except OSError:
        return None
    if seen is None or digest_of(data) != seen.digest:
        return None
    return database_before(data, database, looked.state.chunks)


class _ChangedError(Exception):
    """A file is not what it was a moment ago."""


class _Deck(NamedTuple):
    """A deck with the state and the lock that it goes on from."""

    looked: Looked
    database: OldDatabase
    packed: Deflated | None
    """The database as the last package has it, where that is still there."""
    before: tuple[ChapterState, ...]
    lock: OpenLock

    def go_on(self, now: int, read: Callable[[Sequence[Path]], Any], progress: Progress) -> Resumed | None:
        paths = chapter_paths(self.looked.folder)
        touched = {one.file for one in self.before if self._is_touched(one)}
        known = {one.file: one for one in self.before}
        todo = [path for path in paths if path.name in touched or path.name not in known]
        progress("reading", 0, len(todo))
        told = read(todo)
        if told is None:
            return None
        chapters = [unpacked(one) for one in told]
        fresh = {one.file: chapter_state(one) for one in chapters}
        after = tuple(fresh.get(path.name) or known[path.name] for path in paths)
        names = {path.name for path in paths}
        old = tuple(one for one in self.before if one.file in touched or one.file not in names)
        media = MediaFolder(self.looked.folder)
        found = [media.resolve(written) for written in {written for one in after for written in one.media}]
        if not _agree(old, tuple(fresh.values()), self.before, after) or None in found:
            return None
        notes = tuple(note for one in chapters for note in one.notes)
        part = stamp_part(self.lock, self.looked.state, notes, old, now)
        if part is None:
            return None
        progress("packing", 0, 2)
        return self._finish(part, old, after, fresh, chapters, tuple(media.used.values()), progress)

    def _is_touched(self, one: ChapterState) -> bool:
        folder, changed = self.looked.folder, self.looked.changed
        if one.file in changed:
            return True
        return any(shown(path, folder) in changed for name in one.media for path in places_of_media(name, folder))

    def _finish(
        self,
        part: Part,
        old: Sequence[ChapterState],
        after: Sequence[ChapterState],
        fresh: Mapping[str, ChapterState],
        chapters: Sequence[ReadChapter],
        media: Sequence[MediaFile],
        progress: Progress,
    ) -> Resumed:
        path = self.looked.path
        places = study_places(self.before, after, part.notes, fresh)
        decks = {deck: make_deck_id(deck) for deck in {note.deck for note in part.notes}}
        kept = set() if places.moves else part.kept(old, self.before, after)
        notes = [one for one in part.advanced.notes if one.note.key not in kept]
        rows = batch(part.types, notes, places.dues, decks)
        change = Change(
            gone=[part.before.notes[key].nid for one in old for key in one.keys if key not in kept],
            notes=list(rows.note_rows()),
            cards=list(rows.card_rows()),
            moves=places.moves,
            memory=part.memory,
            decks=self._decks(after),
        )
        database = self.database.brought_up_to_date(change)
        progress("packing", 1, 2)
        pages = None if database.pages is None else [slice(start, start + PAGE) for start in database.pages]
        before = None if self.packed is None else self.packed._replace(changed=pages)
        package = pack_database(database.data, media, before)
        told = part.told(self.looked.state.told["title"], path)._replace(
            notes=sum(one.first + one.last for one in after),
            cards=database.cards,
            size=len(package.data),
            digest=package.digest,
        )
        write = writing(self.looked.folder, path, package.data, (self.lock.text, part.lock), part.retired)
        leave = functools.partial(self._state, part, after, chapters, package, told)
        moved = None if part.lock == self.lock.text else (self.lock.shown, part.changes())
        return Resumed(outcome=told, problems=part.advanced.problems, write=write, leave=leave, moved=moved)

    def _state(
        self,
        part: Part,
        after: Sequence[ChapterState],
        chapters: Sequence[ReadChapter],
        package: Package,
        told: Outcome,
    ) -> tuple[State, Body]:
        state = self.looked.state
        return make_state(
            key=state.key,
            uid=state.uid,
            name=state.name,
            types=state.types,
            files=self._files(chapters, after),
            chapters=after,
            package=package,
            outputs=outputs_of(self.looked.path, part.lock, package.data, part.retired),
            told=told,
        )

    def _decks(self, after: Sequence[ChapterState]) -> str | None:
        """Return the collection's decks where they are others than before."""
        names = {deck for one in after for deck in one.decks}
        if names == {deck for one in self.before for deck in one.decks}:
            return None
        from builder.loading import load
        from builder.package.description import describe
        from builder.package.frame import decks_text

        deck = load(self.looked.folder, self.looked.folder, paths=()).deck
        if deck is None or digest_of(deck.settings.file.text.encode()) != self.looked.settings:
            raise _ChangedError
        return decks_text(deck.settings.name, describe(deck.settings), names)

    def _files(self, chapters: Iterable[ReadChapter], after: Sequence[ChapterState]) -> Files:
        """Return what the files were, those that were read again by what was read."""
        folder, now = self.looked.folder, self.looked.files
        read: Files = {}
        for chapter in chapters:
            seen = now.get(chapter.file)
            read[chapter.file] = seen if seen is not None and seen.digest == chapter.digest else Seen(chapter.digest)
        kept = {one.file: now.get(one.file) for one in after}
        fixed = {name: now.get(name) for name in (shown(path, folder) for path in fixed_files(folder))}
        media = watch_media({name for one in after for name in one.media}, folder, now)
        return {**kept, **fixed, **media, **read}


def _agree(
    old: Sequence[ChapterState],
    fresh: Sequence[ChapterState],
    before: Sequence[ChapterState],
    after: Sequence[ChapterState],
) -> bool:
    """Tell whether nothing in the new chapters touches the others, and the note types in use are the same."""
    ids = [name for one in fresh for name in one.ids]
    if len(set(ids)) < len(ids):
        return False
    if not set(ids).issubset(name for one in old for name in one.ids):
        everything = [name for one in after for name in one.ids]
        if len(set(everything)) < len(everything):
            return False
    titles = {one.title for one in after}
    if len({title.lower() for title in titles}) < len(titles) or not any(one.ids for one in after):
        return False
    return {name for one in before for name in one.types} == {name for one in after for name in one.types}
