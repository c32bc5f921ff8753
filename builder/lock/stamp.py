"""Brings the ledger up to date with a deck: who is new, changed, renamed, retired or back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from builder.diagnostics import Problem, Severity, did_you_mean
from builder.lock.guards import CLOZE_LENGTH, likely_renames, refuse_note
from builder.lock.ids import Birth, content_hash, free_note_id, make_birth, make_note_id
from builder.lock.layout import Layout
from builder.lock.model import Ledger, NoteEntry, SlottedType, StampedNote
from builder.model import RenderedNote

TEXT_LENGTH = 80
"""How much of a note's first field the lock keeps."""


class Advance(NamedTuple):
    """The ledger after a build, and what moved; keys are in the order of the sources, retired ones sorted."""

    ledger: Ledger
    notes: tuple[StampedNote, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    retired: tuple[str, ...]
    revived: tuple[str, ...]
    problems: tuple[Problem, ...]


class Taken(NamedTuple):
    """The GUIDs and note ids of notes that are not in the ledger at hand, where that is a part of the lock."""

    guids: frozenset[str]
    note_ids: frozenset[int]


NOTHING = Taken(frozenset(), frozenset())


def advance(
    ledger: Ledger,
    types: Mapping[str, SlottedType],
    notes: Sequence[RenderedNote],
    now: int,
    taken: Taken = NOTHING,
) -> Advance:
    """Stamp every note with its identity. `now` is in seconds; a note that did not change keeps its mod time."""
    advancing = Advancing(ledger, now, taken)
    for slotted in types.values():
        advancing.add_type(slotted)
    advancing.begin(notes)
    for note in notes:
        advancing.add(note)
    return advancing.finish()


class Advancing:
    """A ledger on its way: types first, then, unless it `is_plain`, what notes do to each other, then note by note."""

    def __init__(self, ledger: Ledger, now: int, taken: Taken = NOTHING) -> None:
        self.births: Mapping[str, Birth] = {}
        """Those of some keys, by the ledger's uid, where somebody has worked them out."""
        self.uid = ledger.uid
        self.types: dict[str, SlottedType] = {}
        self.layouts: dict[str, Layout] = {}
        self.now = now
        self.known = dict(ledger.notes)
        self.before = ledger
        self.guids = {entry.guid for entry in self.known.values()} | taken.guids
        self.note_ids = {entry.nid for entry in self.known.values()} | taken.note_ids
        self.problems: list[Problem] = []
        self.renamed: list[tuple[str, str]] = []
        self.after_rename: set[str] = set()
        self.stamped: list[StampedNote] = []
        self.new: list[str] = []
        self.changed: list[str] = []
        self.revived: list[str] = []

    @property
    def is_plain(self) -> bool:
        """Whether `begin` would find nothing to do for notes that have never had another key."""
        return not self.before.aliases and len(self.note_ids) == len(self.known)

    def add_type(self, slotted: SlottedType) -> None:
        """Take a note type, before its notes."""
        self.types[slotted.key] = slotted
        self.layouts[slotted.key] = Layout(slotted)

    def begin(self, notes: Sequence[RenderedNote]) -> None:
        """Settle what hangs on all notes: who was renamed, and who has whose id."""
        live = {note.key for note in notes}
        self._settle_aliases(live)
        for note in notes:
            if note.was:
                self._rename(note, live)
        self._part_shared_ids()

    def add(self, note: RenderedNote) -> None:
        """Stamp a note."""
        old = self.known.get(note.key)
        one = self._stamp(note, old)
        self.stamped.append(one)
        if old is None:
            self.new.append(note.key)
        elif old.retired:
            self.revived.append(note.key)
        elif one.entry.mod != old.mod and note.key not in self.after_rename:
            self.changed.append(note.key)

    def finish(self) -> Advance:
        """Return the ledger with all notes that were added."""
        after = {**self.known, **{one.note.key: one.entry for one in self.stamped}}
        live = {one.note.key for one in self.stamped}
        retired = sorted(key for key, entry in self.known.items() if key not in live and not entry.retired)
        for key in retired:
            entry = self.known[key]
            after[key] = entry._replace(retired=True, mod=max(self.now, entry.mod + 1))
        self.problems += likely_renames({key: self.known[key] for key in retired}, self.stamped, frozenset(self.new))
        slots = {**self.before.types, **{key: slotted.entry for key, slotted in self.types.items()}}
        return Advance(
            ledger=Ledger(uid=self.uid, types=slots, notes=after),
            notes=tuple(self.stamped),
            new=tuple(self.new),
            changed=tuple(self.changed),
            renamed=tuple(self.renamed),
            retired=tuple(retired),
            revived=tuple(self.revived),
            problems=tuple(self.problems),
        )

    def _rename(self, note: RenderedNote, live: set[str]) -> None:
        """Move the entry of an earlier key to the note's key, with its GUID and its history."""
        for old in note.was:
            if old in live:
                if old.rpartition("/")[0] == note.key.rpartition("/")[0]:
                    message = f'"was" names "{old}", which is still there'
                    hint = "delete `was`, or what it names"
                    self._problem(note, Severity.ERROR, "was-still-there", message, hint)
                    return
                continue
            entry = self.known.get(old)
            if entry is None:
                continue
            own = self.known.get(note.key)
            if own is not None and own.retired == entry.retired:
                # Both were cards of their own; the one that has the id now is the one that stays.
                continue
            if own is not None and own.retired:
                self.known[f"{note.key}#{own.guid}"] = own
            elif own is not None:
                # A build between the renaming and its `was` gave the card a second identity: that one is retired.
                self.known[f"{note.key}#{own.guid}"] = own._replace(retired=True, mod=max(self.now, own.mod + 1))
                self._problem(note, Severity.WARNING, "two-histories",
                              f'"{note.key}" takes over the reviews of "{old}", and was built without them before',
                              "reviews made since then stay with the note of that time, which is retired")  # fmt: skip
            self.known[note.key] = entry
            del self.known[old]
            self.renamed.append((old, note.key))
            self.after_rename.add(note.key)
            return
        # What a line or step inherits from its card names nothing if it is new.
        stated = [old for old in note.was if old.rpartition("/")[0] == note.key.rpartition("/")[0]]
        if stated and self.before.notes and note.key not in self.known:
            near = did_you_mean(stated[0], [key for key, entry in self.known.items() if key not in live])
            self._problem(note, Severity.WARNING, "unknown-was", f'"was" names "{stated[0]}", which the lock has not',
                          near or "delete `was` if the card is new")  # fmt: skip

    def _settle_aliases(self, live: set[str]) -> None:
        """Let the sources say which of two keys a note has, where a merge has left both."""
        for alias, key in self.before.aliases.items():
            if alias in live and key not in live and alias not in self.known:
                self.known[alias] = self.known.pop(key)

    def _part_shared_ids(self) -> None:
        """Give one of two notes with the same id another, as after a merge of two branches that met by chance."""
        if len({entry.nid for entry in self.known.values()}) == len(self.known):
            return
        seen: set[int] = set()
        for key in sorted(self.known, key=lambda k: self.known[k].guid):
            entry = self.known[key]
            if entry.nid in seen:
                entry = entry._replace(nid=make_note_id(self.uid, entry.guid, self.now, self.note_ids))
                self.note_ids.add(entry.nid)
                self.known[key] = entry
            seen.add(entry.nid)

    def _stamp(self, note: RenderedNote, old: NoteEntry | None) -> StampedNote:
        layout = self.layouts[note.type]
        fresh = content_hash(layout.order.joined(note.joined), " ".join(note.tags))
        if old is not None and old.hash == fresh and not old.retired and old.type == note.type:
            guid, nid, mod = old.guid, old.nid, old.mod
        elif old is None:
            born = self.births.get(note.key)
            if born is None or born[0] in self.guids:
                born = make_birth(self.uid, note.key, self.guids)
            guid, nid = born[0], free_note_id(born[1], self.now, self.note_ids)
            self.guids.add(guid)
            self.note_ids.add(nid)
            mod = self.now
        else:
            self.problems += refuse_note(note, old)
            guid, nid, mod = old.guid, old.nid, max(self.now, old.mod + 1)
        places, ords = layout.cards.get(note.ords) or layout.find_cards(note.ords)
        clozes = kept_clozes(note.clozes) if note.clozes else ()
        lost = _lost_clozes(note, old) if old is not None else ()
        values = (note.type, guid, nid, mod, fresh, note.first[:TEXT_LENGTH], clozes, ords, lost, False)
        # What `NoteEntry(...)` does, in a third of the time.
        return tuple.__new__(StampedNote, (note, tuple.__new__(NoteEntry, values), layout.order, places))

    def _problem(self, note: RenderedNote, severity: Severity, rule: str, message: str, hint: str) -> None:
        self.problems.append(Problem(location=note.location, severity=severity, rule=rule, message=message, hint=hint))


def kept_clozes(clozes: Iterable[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """Return what the lock keeps of hidden texts."""
    return tuple((number, text[:CLOZE_LENGTH]) for number, text in clozes)


def _lost_clozes(note: RenderedNote, old: NoteEntry) -> tuple[tuple[int, str], ...]:
    if not (old.clozes or old.gone):
        return ()
    live = {number for number, _ in note.clozes}
    lost = {**dict(old.gone), **dict(old.clozes)}
    return tuple((number, text) for number, text in sorted(lost.items()) if number not in live)


def changes(advanced: Advance, before: Ledger) -> Iterator[str]:
    """Yield what a build would change in the lock, a line each."""
    groups: Iterable[tuple[str, Iterable[str]]] = (
        ("new", advanced.new),
        ("changed", advanced.changed),
        ("renamed", (f"{old} → {new}" for old, new in advanced.renamed)),
        ("back", advanced.revived),
        ("retired", advanced.retired),
        ("note type changed", (k for k, e in sorted(advanced.ledger.types.items()) if before.types.get(k) != e)),
    )
    for word, keys in groups:
        for key in keys:
            yield f"{word}: {key}"
