"""Finds decks, reads their files, and runs the pipeline up to the point where something is written."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.chapterwise import Chapterwise
from builder.diagnostics import Location, Problem, has_errors
from builder.files import read_bytes
from builder.loading import LoadedDeck, RenderedDeck
from builder.lock.format import decode_lock, parse
from builder.lock.ids import each_birth
from builder.lock.model import Ledger, SlottedType
from builder.lock.slots import SlotError, fill_slots
from builder.lock.stamp import Advance, Advancing, advance
from builder.memory import Recall, afresh
from builder.model import Chapter, Deck, RenderedNote
from builder.package.description import check_description
from builder.package.media import MediaFolder
from builder.passing import ReadChapter
from builder.places import shown_path
from builder.render.notes import NoteRenderer
from builder.report.terminal import Progress, silent
from builder.source.whole import check_decks, check_notes


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedDeck:
    """A deck whose notes have their identity; `lock_text` is the lock as it stands on disk, empty for none."""

    rendered: RenderedDeck
    types: Mapping[str, SlottedType]
    before: Ledger
    lock_text: str
    advanced: Advance | None
    problems: tuple[Problem, ...]


def render(loaded: LoadedDeck, progress: Progress = silent, recall: Recall = afresh) -> RenderedDeck | None:
    """Render a deck's notes; None where there is no deck. `recall` may keep chapters for the next time."""
    deck = loaded.deck
    if deck is None:
        return None
    media = MediaFolder(loaded.folder, recall(("media", loaded.folder), dict))
    renderer = NoteRenderer(deck, media.resolve, media.names)
    notes: list[RenderedNote] = []
    total = sum(len(chapter.cards) for chapter in deck.chapters)
    done = 0
    for chapter in deck.chapters:
        progress("rendering", done, total)
        key = ("notes", chapter.file, deck.settings.file.text, tuple(kind.files for kind in deck.kinds.values()))
        made, faults = recall(key, functools.partial(_render_chapter, renderer, chapter))
        renderer.problems += [fault for fault in faults if fault not in renderer.problems]
        for written in {written for note in made for written in note.media}:
            media.resolve(written)
        notes += made
        done += len(chapter.cards)
    more = (*check_notes(notes), *check_description(deck.settings))
    problems = (*loaded.problems, *renderer.problems, *more)
    return RenderedDeck(
        folder=loaded.folder, deck=deck, notes=tuple(notes), renderer=renderer, media=media, problems=problems
    )


def _render_chapter(renderer: NoteRenderer, chapter: Chapter) -> tuple[tuple[RenderedNote, ...], tuple[Problem, ...]]:
    known = len(renderer.problems)
    notes = tuple(renderer.chapter(chapter))
    return notes, tuple(renderer.problems[known:])


def stamp(rendered: RenderedDeck, root: Path, now: int) -> StampedDeck:
    """Give every note its identity, by the deck's lock; raise `LockError` for a lock that cannot be read."""
    return stamp_by(*_lock_of(rendered.folder, root, rendered.deck.settings.uid), rendered, now)


def _lock_of(folder: Path, root: Path, uid: str) -> tuple[Ledger, str]:
    path = folder / "deck.lock"
    text = decode_lock(read_bytes(path), shown_path(path, root)) if path.exists() else ""
    return parse(text, shown_path(path, root)) if text else Ledger(uid=uid), text


class EarlyStamp:
    """Gives the notes of chapters their identity as they come, while others are still being read.

    Where notes may touch each other's identity (one of them was renamed, say) there is none of it.
    """

    def __init__(self, work: Chapterwise, root: Path, now: int) -> None:
        """Read the lock; raise `LockError` where it cannot be read."""
        self.renderer, self.uid = work.renderer, work.deck.settings.uid
        self.before, self.text = _lock_of(work.folder, root, self.uid)
        self.advancing = Advancing(self.before, now)
        self.is_possible = self.before.uid == self.uid and self.advancing.is_plain

    def add(self, chapter: ReadChapter) -> None:
        """Stamp a chapter's notes; chapters come in order."""
        advancing = self.advancing
        if chapter.births is not None:
            advancing.births = dict(zip([note.key for note in chapter.notes], each_birth(chapter.births), strict=True))
        for note in chapter.notes:
            self.is_possible = self.is_possible and not note.was and (note.type in advancing.layouts or self._add(note))
            if not self.is_possible:
                return
            advancing.add(note)

    def _add(self, note: RenderedNote) -> bool:
        """Take a note's type, and all types that the lock has."""
        for key, kind in self.renderer.types.items():
            if key == note.type or (key in self.before.types and key not in self.advancing.layouts):
                try:
                    known = self.before.types.get(key)
                    self.advancing.add_type(fill_slots(self.uid, kind.spec, kind.dressed, known, self.advancing.now))
                except SlotError:
                    return False
        return True

    def finish(self, rendered: RenderedDeck) -> StampedDeck | None:
        """Return what `stamp` does; None where that has to do it."""
        if not self.is_possible:
            return None
        advanced = self.advancing.finish()
        return StampedDeck(
            rendered=rendered,
            types=self.advancing.types,
            before=self.before,
            lock_text=self.text,
            advanced=advanced,
            problems=(*rendered.problems, *advanced.problems),
        )


def stamp_by(before: Ledger, text: str, rendered: RenderedDeck, now: int) -> StampedDeck:
    """Give every note its identity, by a ledger and its text."""
    settings = rendered.deck.settings
    problems = list(rendered.problems)
    types: dict[str, SlottedType] = {}
    if before.uid != settings.uid:
        at = settings.entry.need("uid")
        problems.append(settings.file.error(
            settings.file.location(at),
            "uid-changed",
            f'the uid is "{settings.uid}" and the lock is that of "{before.uid}"',
            f"write uid: {before.uid} again, or every learner gets a second deck with no reviews;"
            " for a deck that is really new, delete deck.lock",
        ))  # fmt: skip
    else:
        used = {note.type for note in rendered.notes}
        for key, kind in rendered.renderer.types.items():
            # A type whose notes are all retired stays up to date too, for their tombstones.
            if key in used or key in before.types:
                try:
                    types[key] = fill_slots(settings.uid, kind.spec, kind.dressed, before.types.get(key), now)
                except SlotError as error:
                    if key not in used:
                        continue
                    place = _place_of(rendered.deck, key, error)
                    problems.append(settings.file.error(place, error.rule, error.message, error.hint))
    advanced = None
    if not has_errors(problems):
        advanced = advance(before, types, rendered.notes, now)
        problems += advanced.problems
    return StampedDeck(
        rendered=rendered,
        types=types,
        before=before,
        lock_text=text,
        advanced=advanced,
        problems=tuple(problems),
    )


def _place_of(deck: Deck, type_key: str, error: SlotError) -> Location:
    """Return where the part that an error is about is declared; the deck's name for a kind that is not an own one."""
    kind = next(k for k in deck.kinds.values() if type_key in {note_type.key for note_type in k.note_types})
    place = kind.places.get((error.sort, error.name)) or kind.places.get(("", ""))
    return place or deck.settings.file.location(deck.settings.entry.need("name"))


def check_together(loaded: Sequence[LoadedDeck]) -> tuple[Problem, ...]:
    """Return the problems between decks."""
    return tuple(check_decks([one.deck.settings for one in loaded if one.deck is not None]))


def sort_problems(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems by place, without repeats."""
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.order)
