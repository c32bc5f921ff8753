"""Moves the entries of renamed notes to their new keys, as `was` says, with their GUIDs and histories."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from builder.diagnostics import Problem, Severity, did_you_mean
from builder.lock.ids import born_guids
from builder.lock.ledger import Ledger, NoteEntry, superseded_key
from builder.lock.mods import Moment
from builder.lock.published import Published
from builder.model import RenderedNote


class Renamed(NamedTuple):
    """The entries of a ledger under the keys that notes have now."""

    notes: dict[str, NoteEntry]
    renamed: tuple[tuple[str, str], ...]
    """Former and present keys."""
    problems: tuple[Problem, ...]


def rename(ledger: Ledger, notes: Sequence[RenderedNote], moment: Moment) -> Renamed:
    """Move entries to the notes that name them with `was`; find again what git has taken out of the ledger.

    All at once, so that two notes may exchange their keys, and a key may pass on while its own note takes another.
    """
    renaming = _Renaming(ledger, {note.key for note in notes}, moment.now)
    renaming.settle_aliases()
    renaming.move([note for note in notes if note.was])
    renaming.find_again(ledger.uid, notes, moment.published)
    return Renamed(notes=renaming.known, renamed=tuple(renaming.renamed), problems=tuple(renaming.problems))


class _Renaming:
    def __init__(self, ledger: Ledger, live: AbstractSet[str], now: int) -> None:
        self.before = ledger
        self.live = live
        self.now = now
        self.known = dict(ledger.notes)
        self.renamed: list[tuple[str, str]] = []
        self.problems: list[Problem] = []

    def settle_aliases(self) -> None:
        """Let the sources say which of two keys a note has, where a merge has left both."""
        for alias, key in self.before.aliases.items():
            if alias in self.live and key not in self.live and alias not in self.known:
                self.known[alias] = self.known.pop(key)

    def move(self, notes: Sequence[RenderedNote]) -> None:
        """Give notes the entries that they claim."""
        claims = {note.key: self._claim(note) for note in notes}
        moving = {key for key, old in claims.items() if old is not None}
        claimed = set(claims.values())
        moved: dict[str, NoteEntry] = {}
        for note in notes:
            old = claims[note.key]
            if old is None or old in moved or (old in self.live and old not in moving):
                self._refuse_or_warn(note, moving)
                continue
            entry, current = self.known[old], self.known.get(note.key)
            if current is not None and note.key not in claimed:
                if not current.retired and not entry.retired:
                    self._two_cards(note, old)
                    continue
                self._set_aside(note, current, old)
            moved[old] = entry._replace(was=(*entry.was, old))
            self.renamed.append((old, note.key))
        for old in moved:
            self.known.pop(old, None)
        for old, key in self.renamed:
            self.known[key] = moved[old]

    def find_again(self, uid: str, notes: Sequence[RenderedNote], published: Published) -> None:
        """Take up notes that were published under these keys, and are in the ledger no more: learners have them."""
        new = [note.key for note in notes if note.key not in self.known] if published.lines else []
        guids = {entry.guid for entry in self.known.values()} if new else frozenset()
        for key, guid in born_guids(uid, new).items():
            found = published.entry(guid)
            if found is not None and found[0] == key and guid not in guids:
                self.known[key] = found[1]._replace(retired=found[1].retired or found[1].mod)

    def _claim(self, note: RenderedNote) -> str | None:
        """Return the earlier key whose entry a note takes over; None where its `was` is done, or names nothing."""
        current = self.known.get(note.key)
        for old in note.was:
            if current is not None and old in current.was:
                return None
            entry = self.known.get(old)
            if entry is not None and not (current is not None and current.retired and entry.retired):
                return old
        return None

    def _refuse_or_warn(self, note: RenderedNote, moving: AbstractSet[str]) -> None:
        """Say what is wrong with the `was` of a note that takes over nothing, if anything is."""
        current = self.known.get(note.key)
        # What a line or step inherits from its card names nothing if it is new.
        inner = "/" in note.key
        stated = [old for old in note.was if not inner or old.rpartition("/")[0] == note.key.rpartition("/")[0]]
        if not stated or (current is not None and stated[0] in current.was):
            return
        if not inner and "/" in stated[0]:
            message = f'"was" names "{stated[0]}": a card cannot take its reviews to another deck'
            hint = "leave the card where it was; or delete `was` and give it a new id: it is then a new card"
            self._problem(note, Severity.ERROR, "moved-card", message, hint)
        elif any(old in self.live and old not in moving for old in stated):
            old = next(old for old in stated if old in self.live and old not in moving)
            message = f'"was" names "{old}", which is still there'
            self._problem(note, Severity.ERROR, "was-still-there", message, "delete `was`, or what it names")
        elif self.before.notes and current is None:
            hint = did_you_mean(stated[0], [key for key in self.known if key not in self.live])
            message = f'"was" names "{stated[0]}", which the lock has not'
            self._problem(note, Severity.WARNING, "unknown-was", message, hint or "delete `was` if the card is new")

    def _two_cards(self, note: RenderedNote, old: str) -> None:
        message = f'"{note.key}" and "{old}" were two cards until now, each with its own reviews'
        hint = (
            f'delete `was: {old.rpartition("/")[2]}`: Anki cannot join them; "{old}" is retired, and keeps its reviews'
        )
        self._problem(note, Severity.ERROR, "was-two-cards", message, hint)

    def _set_aside(self, note: RenderedNote, entry: NoteEntry, old: str) -> None:
        """Keep the entry that a note's key had before a rename from `old` gave it another one."""
        key = superseded_key(note.key, entry.guid)
        if entry.retired:
            self.known[key] = entry
            return
        # A build between the renaming and its `was` gave the card a second identity: that one is retired.
        self.known[key] = entry._replace(retired=self.now)
        message = f'"{note.key}" takes over the reviews of "{old}", and was built without them before'
        hint = "reviews made since then stay with the note of that time, which is retired"
        self._problem(note, Severity.WARNING, "two-histories", message, hint)

    def _problem(self, note: RenderedNote, severity: Severity, rule: str, message: str, hint: str) -> None:
        self.problems.append(Problem(location=note.location, severity=severity, rule=rule, message=message, hint=hint))
