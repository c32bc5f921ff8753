"""A build that goes on from the state of the last one: what did not change is neither read nor rendered again.

Everything here either gives what a whole build would give, byte for byte, or gives up with None, and a whole build
follows: for any problem in the sources, for whatever a changed file could mean to an unchanged one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from builder.aside import aside
from builder.cache.record import (
    Files,
    chapter_state,
    fixed_files,
    make_state,
    media_places,
    outputs_of,
    shown,
    watch_media,
)
from builder.cache.state import Body, ChapterState, State, load_body
from builder.cache.watch import Seen, again, same
from builder.files import digest_of
from builder.outcome import Outcome
from builder.places import chapter_paths

Progress = Callable[[str, int, int], None]

if TYPE_CHECKING:
    from builder.build import Writing
    from builder.cache.part import Part
    from builder.deck import RenderedNote
    from builder.package.apkg import Package
    from builder.package.media import MediaFile
    from builder.problems import Problem
    from builder.project import RenderedDeck


class Resumed(NamedTuple):
    """A deck brought up to date in memory: what to tell, what to write, and the state to leave."""

    outcome: Outcome
    state: State
    problems: tuple[Problem, ...] = ()
    write: Writing | None = None
    """The package and the lock; None where both stand as they should."""
    body: Body | None = None
    """The second file of the state; None where it did not change."""


def resume(
    place: Path, state: State, folder: Path, root: Path, output: Path, now: int, locked: bool, progress: Progress
) -> Resumed | None:
    """Return the deck as a build would make it now, or None where that takes a whole build."""
    fixed = _again(((shown(path, folder), path) for path in fixed_files(folder)), state.files)
    if any(name not in state.files or not same(seen, state.files[name]) for name, seen in fixed.items()):
        return None
    chapters = _again(((path.name, path) for path in chapter_paths(folder)), state.files)
    others = state.files.keys() - chapters.keys() - fixed.keys()
    rest = _again(((name, folder / name) for name in others), state.files)
    if any(name.startswith("kinds") and seen is None and state.files[name] for name, seen in rest.items()):
        return None
    path = output / f"{folder.name}.apkg"
    places = ((name, (folder if name == "deck.lock" else output) / name) for name in state.outputs)
    outputs = _again(places, state.outputs)
    if not same(outputs["deck.lock"], state.outputs["deck.lock"]):
        return None
    now_seen: Files = {**fixed, **chapters, **rest}
    changed = {name for name, seen in now_seen.items() if not same(seen, state.files.get(name))}
    whole = all(same(seen, state.outputs[name]) for name, seen in outputs.items())
    if not changed and whole:
        fresh = state._replace(files=now_seen, outputs=outputs)
        return Resumed(outcome=_as_told(state, path), state=fresh)
    loading = aside(lambda: load_body(place, state))
    _load_modules()
    loaded = loading()
    if loaded is None:
        return None
    deck = _Deck(folder=folder, root=root, path=path, state=state, files=now_seen, before=tuple(loaded[1]))
    return deck.go_on(loaded[0], changed, now, locked, progress)


def _load_modules() -> None:
    """Import what only a change needs."""
    import builder.cache.part
    import builder.cache.rows  # noqa: F401


def _again(places: Iterable[tuple[str, Path]], before: Mapping[str, Seen | None]) -> Files:
    return {name: again(path, before.get(name)) for name, path in places}


def _as_told(state: State, path: Path) -> Outcome:
    told = state.told
    return Outcome(
        title=told["title"],
        notes=told["notes"],
        cards=told["cards"],
        size=told["size"],
        digest=told["digest"],
        path=path,
        retired_path=path.with_name(f"{path.stem}-retired.txt") if told["retired"] else None,
        tombstones_path=None,
    )


class _Deck(NamedTuple):
    """A deck with the state that it goes on from; `files` is what its files are now."""

    folder: Path
    root: Path
    path: Path
    state: State
    files: Files
    before: tuple[ChapterState, ...]

    def go_on(
        self, database: memoryview, changed: AbstractSet[str], now: int, locked: bool, progress: Progress
    ) -> Resumed | None:
        from builder.cache.part import stamp_part
        from builder.package.media import MediaFolder

        paths = chapter_paths(self.folder)
        touched = {one.file for one in self.before if self._is_touched(one, changed)}
        known = {one.file: one for one in self.before}
        todo = [path for path in paths if path.name in touched or path.name not in known]
        progress("reading", 0, len(todo))
        rendered = self._render(todo)
        if rendered is None:
            return None
        fresh = _states(rendered)
        after = tuple(fresh.get(path.name) or known[path.name] for path in paths)
        names = {path.name for path in paths}
        old = tuple(one for one in self.before if one.file in touched or one.file not in names)
        media = MediaFolder(self.folder)
        found = [media.resolve(written) for written in {written for one in after for written in one.media}]
        if not _agree(old, tuple(fresh.values()), self.before, after) or None in found:
            return None
        part = stamp_part(self.root, self.state.outputs["deck.lock"], rendered, old, now)
        if part is None:
            return None
        if locked and part.lock != part.stamped.lock_text:
            part.refuse()
        progress("packing", 0, 2)
        return self._finish(database, part, old, after, fresh, tuple(media.used.values()), progress)

    def _is_touched(self, one: ChapterState, changed: AbstractSet[str]) -> bool:
        if one.file in changed:
            return True
        return any(
            shown(path, self.folder) in changed for name in one.media for path in media_places(name, self.folder)
        )

    def _render(self, todo: Sequence[Path]) -> RenderedDeck | None:
        """Return the deck with only these chapters; None where there is anything to say of them."""
        from builder.project import load, render

        loaded = load(self.folder, self.root, paths=todo)
        settings = self.files["deck.yaml"]
        if loaded.deck is None or settings is None:
            return None
        if digest_of(loaded.deck.settings.file.text.encode()) != settings.digest:
            return None
        rendered = render(loaded)
        return None if rendered is None or rendered.problems else rendered

    def _finish(
        self,
        database: memoryview,
        part: Part,
        old: Sequence[ChapterState],
        after: Sequence[ChapterState],
        fresh: Mapping[str, ChapterState],
        media: Sequence[MediaFile],
        progress: Progress,
    ) -> Resumed:
        from builder.build import writing
        from builder.cache.part import study_places
        from builder.cache.rows import brought_up_to_date
        from builder.lock.identity import make_deck_id
        from builder.package.apkg import card_rows, database_before, note_rows, pack_database

        advanced = part.advanced
        places = study_places(self.before, after, part.stamped.rendered.notes, fresh)
        decks = {deck: make_deck_id(deck) for deck in {note.deck for note in part.stamped.rendered.notes}}
        fresh_database, cards = brought_up_to_date(
            database,
            part.gone(old),
            note_rows(part.stamped.types, advanced.notes),
            card_rows(advanced.notes, places.dues, decks),
            places.moves,
            memory=part.memory,
            decks=self._decks(part, after),
        )
        progress("packing", 1, 2)
        packed = self._package()
        before = database_before(packed, database, self.state.chunks) if packed else None
        package = pack_database(fresh_database, media, before)
        told = part.told(self.path)._replace(
            notes=sum(one.first + one.last for one in after),
            cards=cards,
            size=len(package.data),
            digest=package.digest,
        )
        lock = (part.stamped.lock_text, part.lock)
        write = writing(self.folder, self.path, package.data, lock, part.retired)
        state, body = self._state(part, after, package, told)
        return Resumed(outcome=told, problems=part.stamped.problems, write=write, state=state, body=body)

    def _package(self) -> bytes | None:
        """Return the last package, where it is still as the last build left it."""
        seen = self.state.outputs[self.path.name]
        try:
            data = self.path.read_bytes()
        except OSError:
            return None
        return data if seen is not None and digest_of(data) == seen.digest else None

    def _state(self, part: Part, after: Sequence[ChapterState], package: Package, told: Outcome) -> tuple[State, Body]:
        return make_state(
            key=self.state.key,
            uid=self.state.uid,
            name=self.state.name,
            files=self._files(part.stamped.rendered, after),
            chapters=after,
            package=package,
            outputs=outputs_of(self.path, part.lock, package.data, part.retired),
            told=told,
        )

    def _decks(self, part: Part, after: Sequence[ChapterState]) -> str | None:
        """Return the collection's decks where they are others than before."""
        names = {deck for one in after for deck in one.decks}
        if names == {deck for one in self.before for deck in one.decks}:
            return None
        from builder.package.apkg import decks_text
        from builder.package.description import describe

        settings = part.stamped.rendered.deck.settings
        return decks_text(settings.name, describe(settings), names)

    def _files(self, rendered: RenderedDeck, after: Sequence[ChapterState]) -> Files:
        """Return what the files were, those that were read again by what was read."""
        read = {}
        for chapter in rendered.deck.chapters:
            name = chapter.file.path.rpartition("/")[2]
            digest = digest_of(chapter.file.text.encode())
            seen = self.files[name]
            read[name] = seen if seen is not None and seen.digest == digest else Seen(digest)
        kept = {one.file: self.files[one.file] for one in after}
        fixed = {name: self.files[name] for name in (shown(path, self.folder) for path in fixed_files(self.folder))}
        media = watch_media({name for one in after for name in one.media}, self.folder, self.files)
        return {**kept, **fixed, **media, **read}


def _states(rendered: RenderedDeck) -> dict[str, ChapterState]:
    by_path: dict[str, list[RenderedNote]] = {}
    for note in rendered.notes:
        by_path.setdefault(note.location.path, []).append(note)
    found = [chapter_state(chapter, by_path.get(chapter.file.path, [])) for chapter in rendered.deck.chapters]
    return {one.file: one for one in found}


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
