"""Brings the ledger up to date with a deck: who is new, changed, renamed, retired or back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from builder.lock.identity import Birth, content_hash, free_note_id, make_birth, make_note_id
from builder.lock.ledger import Ledger, NoteEntry
from builder.lock.refusals import CLOZE_LENGTH, likely_renames, refuse_note
from builder.lock.slotted import SlottedType, slots_in_use
from builder.nearest import did_you_mean
from builder.problems import Problem, Severity
from builder.rendered import SEPARATOR, RenderedNote

TEXT_LENGTH = 80
"""How much of a note's first field the lock keeps."""


class FieldOrder(NamedTuple):
    """Which field fills which slot of a note type."""

    places: tuple[int, ...]
    """For each slot the field that fills it, by its place in the note; -1 for none."""
    tail: str | None
    """What follows the fields where they stand in the order of the slots; None where they do not."""

    def joined(self, fields: str) -> str:
        """Return joined fields in slot order."""
        if self.tail is not None:
            return fields + self.tail
        padded = (*fields.split(SEPARATOR), "")  # the last one, at -1, is that of slots without a field
        return SEPARATOR.join([padded[place] for place in self.places])


class StampedNote(NamedTuple):
    """A rendered note with its identity: what the package writes."""

    note: RenderedNote
    entry: NoteEntry
    order: FieldOrder
    places: tuple[int, ...]
    """The ordinals of its cards: slots of templates, or cloze numbers less one."""

    @property
    def fields(self) -> str:
        """The fields in slot order, joined; made when asked for, since texts are what fills the memory."""
        return self.order.joined(self.note.joined)

    @property
    def tags(self) -> str:
        """The tags, separated by spaces."""
        return " ".join(self.note.tags)


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
    births: Mapping[str, Birth] = MappingProxyType({}),
) -> Advance:
    """Stamp every note with its identity. `now` is in seconds; a note that did not change keeps its mod time.

    `births` are those of some keys, by the ledger's uid, where somebody has worked them out.
    """
    return _Advance(ledger, types, now, taken, births).run(notes)


class _Advance:
    def __init__(
        self,
        ledger: Ledger,
        types: Mapping[str, SlottedType],
        now: int,
        taken: Taken,
        births: Mapping[str, Birth],
    ) -> None:
        self.births = births
        self.uid = ledger.uid
        self.types = types
        self.slots = {key: _Slots(slotted) for key, slotted in types.items()}
        self.now = now
        self.known = dict(ledger.notes)
        self.before = ledger
        self.guids = {entry.guid for entry in self.known.values()} | taken.guids
        self.note_ids = {entry.nid for entry in self.known.values()} | taken.note_ids
        self.problems: list[Problem] = []
        self.renamed: list[tuple[str, str]] = []
        self.after_rename: set[str] = set()

    def run(self, notes: Sequence[RenderedNote]) -> Advance:
        live = {note.key for note in notes}
        self._settle_aliases(live)
        for note in notes:
            if note.was:
                self._rename(note, live)
        self._part_shared_ids()
        stamped, new, changed, revived = [], [], [], []
        after = dict(self.known)
        for note in notes:
            old = self.known.get(note.key)
            one = self._stamp(note, old)
            stamped.append(one)
            after[note.key] = one.entry
            if old is None:
                new.append(note.key)
            elif old.retired:
                revived.append(note.key)
            elif one.entry.mod != old.mod and note.key not in self.after_rename:
                changed.append(note.key)
        retired = sorted(key for key, entry in self.known.items() if key not in live and not entry.retired)
        for key in retired:
            entry = self.known[key]
            after[key] = entry._replace(retired=True, mod=max(self.now, entry.mod + 1))
        self.problems += likely_renames({key: self.known[key] for key in retired}, stamped, frozenset(new))
        slots = {**self.before.types, **{key: slotted.entry for key, slotted in self.types.items()}}
        return Advance(
            ledger=Ledger(uid=self.uid, types=slots, notes=after),
            notes=tuple(stamped),
            new=tuple(new),
            changed=tuple(changed),
            renamed=tuple(self.renamed),
            retired=tuple(retired),
            revived=tuple(revived),
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
        slots = self.slots[note.type]
        fresh = content_hash(slots.order.joined(note.joined), " ".join(note.tags))
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
        places, ords = slots.cards.get(note.ords) or slots.find_cards(note.ords)
        clozes = kept_clozes(note.clozes) if note.clozes else ()
        lost = _lost_clozes(note, old) if old is not None else ()
        values = (note.type, guid, nid, mod, fresh, note.first[:TEXT_LENGTH], clozes, ords, lost, False)
        # What `NoteEntry(...)` does, in a third of the time.
        return tuple.__new__(StampedNote, (note, tuple.__new__(NoteEntry, values), slots.order, places))

    def _problem(self, note: RenderedNote, severity: Severity, rule: str, message: str, hint: str) -> None:
        self.problems.append(Problem(location=note.location, severity=severity, rule=rule, message=message, hint=hint))


_Ordinals = tuple[int, ...]


class _Slots:
    """Where the fields and cards of a type's notes go."""

    def __init__(self, slotted: SlottedType) -> None:
        self.order = _order(slotted)
        self.slotted = slotted
        self.cards: dict[_Ordinals, tuple[_Ordinals, _Ordinals]] = {}

    def find_cards(self, ords: _Ordinals) -> tuple[_Ordinals, _Ordinals]:
        """Return the places of a note's cards, and those that its entry keeps: none where they are those in use."""
        if self.slotted.cloze:
            found: tuple[_Ordinals, _Ordinals] = (ords, ())
        else:
            places = tuple(self.slotted.template_order[ordinal] for ordinal in ords)
            found = (places, () if places == slots_in_use(self.slotted.entry.templates) else places)
        return self.cards.setdefault(ords, found)


def _order(slotted: SlottedType) -> FieldOrder:
    by_slot = {slot: place for place, slot in enumerate(slotted.order)}
    places = tuple(by_slot.get(slot, -1) for slot in range(len(slotted.entry.fields)))
    empty = len(places) - len(by_slot)
    in_order = places == (*range(len(by_slot)), *[-1] * empty)
    return FieldOrder(places, SEPARATOR * empty if in_order else None)


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
