"""Gives the notes of some chapters their identity, with no more of the lock than they touch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from builder.cache.lines import LockLines, is_retired
from builder.cache.rows import Move
from builder.cache.state import ChapterState, State
from builder.cache.watch import Seen
from builder.diagnostics import has_errors
from builder.errors import DeckwrightError
from builder.files import digest_of, read_bytes
from builder.lock.format import decode_lock, dump, parse, unseen
from builder.lock.model import Ledger, SlottedType
from builder.lock.stamp import NOTHING, Advance, advance, changes
from builder.model import RenderedNote
from builder.outcome import Outcome
from builder.package.order import chapter_order
from builder.package.retired import retired_report
from builder.places import shown_path


class OpenLock(NamedTuple):
    """A lock on the disk: its path as shown to the user, its text, and its lines, those of `LockLines.unseen` apart."""

    shown: str
    text: str
    lines: LockLines
    unseen: Mapping[str, str]


class Part(NamedTuple):
    """Stamped notes, and the whole lock with them in it."""

    notes: tuple[RenderedNote, ...]
    types: Mapping[str, SlottedType]
    """As far as rows need them, without templates and style."""
    before: Ledger
    advanced: Advance
    lock: str
    memory: str
    """What the package says of the lock beside its rows."""
    retired: str
    """The list of retired notes; empty for none."""

    def kept(
        self, old: Iterable[ChapterState], before: Sequence[ChapterState], after: Sequence[ChapterState]
    ) -> set[str]:
        """Return the keys of notes whose rows are what they were, of those of the `old` chapters.

        `before` and `after` are all chapters.
        """
        then, now = _frames(before), _frames(after)
        entries = self.advanced.ledger.notes
        found: set[str] = set()
        for one in old:
            # The same notes, in one deck, from the same place on: each has its place. The lock has what else rows say.
            if then[one.file] == now.get(one.file) and len(one.decks) == 1:
                found.update(key for key in one.keys if self.before.notes[key] == entries.get(key))
        return found

    def told(self, title: str, path: Path) -> Outcome:
        """Return what moved, without the counts of the whole deck."""
        advanced = self.advanced
        return Outcome(
            title=title,
            notes=0,
            cards=0,
            size=0,
            digest="",
            path=path,
            retired_path=path.with_name(f"{path.stem}-retired.txt") if self.retired else None,
            tombstones_path=None,
            new=len(advanced.new),
            changed=len(advanced.changed),
            renamed=advanced.renamed,
            revived=advanced.revived,
            retired=tuple((key, advanced.ledger.notes[key].text) for key in advanced.retired),
        )

    def changes(self) -> tuple[str, ...]:
        """Return what changes in the lock, a line each."""
        return tuple(changes(self.advanced, self.before))


def open_lock(folder: Path, root: Path, seen: Seen | None) -> OpenLock | None:
    """Return a deck's lock; None where it is not what it was when it was `seen`."""
    path = folder / "deck.lock"
    data = read_bytes(path)
    if seen is None or digest_of(data) != seen.digest:
        return None
    shown = shown_path(path, root)
    try:
        text = decode_lock(data, shown)
        lines = LockLines(text)
        return OpenLock(shown, text, lines, lines.unseen())
    except (DeckwrightError, ValueError):
        return None


def stamp_part(
    lock: OpenLock, state: State, notes: tuple[RenderedNote, ...], old: Sequence[ChapterState], now: int
) -> Part | None:
    """Stamp the notes of chapters that were `old` chapters before; None where they touch others, or have errors."""
    lines = lock.lines
    try:
        keys = _keys(lines, notes, {key for one in old for key in one.keys})
        if keys is None:
            return None
        before = parse(lines.part(line for key in sorted(keys) if (line := lines.find(key))), lock.shown)
        if before.uid != state.uid or any(key not in before.notes for one in old for key in one.keys):
            return None
        types = _types(state, before)
        taken = NOTHING if all(note.key in before.notes for note in notes) else lines.taken()
        advanced = advance(before, types, notes, now, taken)
        if has_errors(advanced.problems):
            return None
        ledger = advanced.ledger
        others = {key: entry for key, entry in ledger.notes.items() if before.notes.get(key) != entry}
        old_keys = [key for key, entry in before.notes.items() if ledger.notes.get(key) != entry]
        changed = dump(Ledger(uid=ledger.uid, types=ledger.types, notes=others))
        after = lines.replaced(old_keys, changed)
        hidden = {key: line for key, line in lock.unseen.items() if key not in old_keys} | LockLines(changed).unseen()
        remembered = parse(after.part(line for _, line in sorted(hidden.items())), lock.shown)
    except (DeckwrightError, ValueError, KeyError):
        return None
    return Part(
        notes=notes,
        types=types,
        before=before,
        advanced=advanced,
        lock=after.text(),
        memory=unseen(remembered),
        retired=_list(state.name, remembered),
    )


def _types(state: State, ledger: Ledger) -> dict[str, SlottedType]:
    """Return the note types of the last build: they hang on the settings, the kinds and the lock, which did not change.

    Raise `KeyError` for one that the lock has not.
    """
    return {
        key: SlottedType(
            key=key,
            name="",
            entry=ledger.types[key],
            templates=(),
            css="",
            cloze=places.cloze,
            order=places.fields,
            template_order=places.templates,
        )
        for key, places in state.types.items()
    }


def _keys(lines: LockLines, notes: Sequence[RenderedNote], own: Collection[str]) -> set[str] | None:
    """Return the keys of all entries that stamping these notes can touch; None where another chapter has one."""
    named = {was for note in notes for was in note.was}
    others = {note.key for note in notes}.union(named).difference(own)
    for key in others:
        line = lines.find(key)
        if line is not None and not is_retired(line):
            return None
    for note in notes:
        if note.was and not any(lines.find(key) for key in (note.key, *note.was)):
            return None  # the warning names the nearest of all keys
    return others.union(own)


def _list(deck: str, hidden: Ledger) -> str:
    if not any(entry.retired for entry in hidden.notes.values()):
        return ""
    return retired_report(deck, hidden)


def _frames(chapters: Sequence[ChapterState]) -> dict[str, tuple[object, ...]]:
    starts = _starts(chapters)
    return {one.file: (one.keys, one.decks, starts[one.file]) for one in chapters}


class Places(NamedTuple):
    """Places in the order of study: those of the part's notes by key, and how those of the others move."""

    dues: Mapping[str, int]
    moves: tuple[Move, ...]


def study_places(
    before: Sequence[ChapterState], after: Sequence[ChapterState], notes: Sequence[RenderedNote], fresh: Collection[str]
) -> Places:
    """Return the places after a change of the chapters with the files `fresh`, to which `notes` belong."""
    then, now = _starts(before), _starts(after)
    moves = []
    for one in after:
        if one.file not in fresh:
            for (old, count), (new, _) in zip(then[one.file], now[one.file], strict=True):
                moves += [Move(start=old, by=new - old)] if count else []
    by_path: dict[str, list[RenderedNote]] = {}
    for note in notes:
        by_path.setdefault(note.location.path, []).append(note)
    dues = {}
    for path, own in by_path.items():
        for (start, _), ordered in zip(now[path.rpartition("/")[2]], chapter_order(own), strict=True):
            dues.update({note.key: due for due, note in enumerate(ordered, start)})
    return Places(dues=dues, moves=tuple(moves) if any(move.by for move in moves) else ())


def _starts(chapters: Sequence[ChapterState]) -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
    """Return where each chapter's notes start and how many they are: those in its place, and those after all."""
    starts = {}
    first, last = 1, 1 + sum(one.first for one in chapters)
    for one in chapters:
        starts[one.file] = ((first, one.first), (last, one.last))
        first, last = first + one.first, last + one.last
    return starts
