"""Moves the entries of renamed notes to their new keys, as `was` says, with their GUIDs and histories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from builder.diagnostics import Problem, Severity, did_you_mean
from builder.lock.ids import born_guids
from builder.lock.ledger import Ledger, NoteEntry, superseded_key, written_key
from builder.lock.mods import Moment
from builder.lock.published import Published
from builder.model import RenderedNote
from builder.render.source_hash import text_part
from builder.texts.straight import straight


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
    renaming = _Renaming(ledger, {note.key: note for note in notes}, moment.now)
    renaming.settle_aliases()
    renaming.move([note for note in notes if note.was])
    renaming.find_again(ledger.uid, notes, moment.published)
    return Renamed(notes=renaming.known, renamed=tuple(renaming.renamed), problems=tuple(renaming.problems))


class _Renaming:
    def __init__(self, ledger: Ledger, live: Mapping[str, RenderedNote], now: int) -> None:
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
            if old is None or old in moved or self._is_still_there(old, note, moving):
                self._refuse_or_warn(note, moving)
                continue
            entry, current = self.known[old], self.known.get(note.key)
            if current is not None and note.key not in claimed:
                is_other = _asks(note, entry) and not _asks(note, current)
                if current.retired or is_other or entry.type == note.type != current.type:
                    # Its card has left the deck, before or now, and this one takes its id.
                    heir = None if current.retired else self._unclaimed(current, claims)
                    if heir is not None:
                        self._was_missing(heir, note)
                        continue
                    self.known[superseded_key(note.key, current.guid)] = current
                elif entry.retired:
                    self._take_over(note, current, old)
                else:
                    self._two_cards(note, old)
                    continue
            moved[old] = entry._replace(was=(*entry.was, old))
            self.renamed.append((old, note.key))
        for old in moved:
            self.known.pop(old, None)
        for old, key in self.renamed:
            self.known[key] = moved[old]

    def _is_still_there(self, old: str, note: RenderedNote, moving: AbstractSet[str]) -> bool:
        """Tell whether what a note's `was` names is another note's, which has not taken that id anew itself."""
        holder = self.live.get(old)
        if holder is None or old in moving:
            return False
        return not _asks(note, self.known[old]) or _asks(holder, self.known[old])

    def _unclaimed(self, entry: NoteEntry, claims: Mapping[str, str | None]) -> RenderedNote | None:
        """Return a note that asks what an entry asked, and claims none; None for none."""
        for key, note in self.live.items():
            if claims.get(key) is None and _asks(note, entry):
                return note
        return None

    def _was_missing(self, note: RenderedNote, renamed: RenderedNote) -> None:
        message = f'"{note.key}" asks what "{renamed.key}" asked, whose id another card takes with `was`'
        hint = f"add `was: {renamed.key.rpartition('/')[2]}`, and its reviews come along"
        self._problem(note, Severity.ERROR, "was-missing", message, hint)

    def find_again(self, uid: str, notes: Sequence[RenderedNote], published: Published) -> None:
        """Take up notes that were published under these keys, and are in the ledger no more: learners have them."""
        new = [note.key for note in notes if note.key not in self.known] if published.lines else []
        guids = {entry.guid for entry in self.known.values()} if new else set()
        called = published.called(new)
        for key, guid in born_guids(uid, new).items():
            found = published.entry(guid) or ((key, called[key]) if key in called else None)
            if found is not None and found[1].guid not in guids and _is_of(uid, *found):
                guids.add(found[1].guid)
                self.known[key] = found[1]._replace(retired=found[1].retired or found[1].mod)
        if not published.is_whole:
            self._keep_all(published)

    def _keep_all(self, published: Published) -> None:
        """Keep what only the last package has, as retired: the next build sees no package but its own."""
        guids = {entry.guid for entry in self.known.values()}
        for guid in published.lines:
            found = published.entry(guid) if guid not in guids else None
            if found is not None:
                key, entry = found
                free = key not in self.known and key not in self.live
                self.known[key if free else superseded_key(written_key(key), guid)] = entry._replace(
                    retired=entry.retired or self.now
                )

    def _claim(self, note: RenderedNote) -> str | None:
        """Return the earlier key whose entry a note takes over; None where its `was` is done, or names nothing."""
        current = self.known.get(note.key)
        claims: list[str] = []
        for old in note.was:
            entry = self.known.get(old)
            if old == note.key:
                continue
            if current is not None and old in current.was and not _is_back(note, current, entry):
                return None
            if entry is not None and not (current is not None and current.retired and entry.retired):
                claims.append(old)

        def is_less_likely(old: str) -> tuple[bool, bool, bool]:
            entry = self.known[old]
            return (entry.type != note.type, not _asks(note, entry), old in self.live)

        # An id of long ago may be another card's by now.
        return min(claims, key=is_less_likely, default=None)

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

    def _take_over(self, note: RenderedNote, entry: NoteEntry, old: str) -> None:
        """Retire the second identity that a build between a renaming and its `was` has given to a card."""
        self.known[superseded_key(note.key, entry.guid)] = entry._replace(retired=self.now)
        message = f'"{note.key}" takes over the reviews of "{old}", and was built without them before'
        hint = "reviews made since then stay with the note of that time, which is retired"
        self._problem(note, Severity.WARNING, "two-histories", message, hint)

    def _problem(self, note: RenderedNote, severity: Severity, rule: str, message: str, hint: str) -> None:
        self.problems.append(Problem(location=note.location, severity=severity, rule=rule, message=message, hint=hint))


def _is_of(uid: str, key: str, entry: NoteEntry) -> bool:
    """Tell whether a published note is of the deck with a uid: its lock may once have been that of another one."""
    return entry.guid in born_guids(uid, (key, *entry.was)).values()


def _is_back(note: RenderedNote, current: NoteEntry, former: NoteEntry | None) -> bool:
    """Tell whether a `was` that is done is meant once more: two cards that exchanged their ids exchange them again.

    Their ids and their `was` are the same both times; only their texts show it.
    """
    if former is None:
        return False
    return (_asks(note, former) and not _asks(note, current)) or former.type == note.type != current.type


def _asks(note: RenderedNote, entry: NoteEntry) -> bool:
    if entry.type != note.type:
        return False
    if not (entry.text and note.first):  # pictures, say
        return text_part(entry.source) == text_part(note.source)
    return note.first.startswith(straight(entry.text))
