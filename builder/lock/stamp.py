"""Gives every note its identity, and brings the lock up to date: who is new, changed, renamed, retired or back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from builder.diagnostics import Problem, Severity, did_you_mean
from builder.lock.guards import CLOZE_LENGTH, likely_renames, refuse_note
from builder.lock.ids import born_guids, content_hash, make_guid, make_note_id, next_mod
from builder.lock.ledger import FieldOrder, Ledger, NoteEntry, SlottedType, StampedNote, slots_in_use, superseded_key
from builder.makers import maker
from builder.model import SEPARATOR, RenderedNote

_make_note_entry, _make_stamped_note = maker(NoteEntry), maker(StampedNote)
TEXT_LENGTH = 80
"""How much of a note's first field the lock keeps."""

_Ordinals = tuple[int, ...]


class LockUpdate(NamedTuple):
    """The ledger after a build, and what moved; keys are in the order of the sources, retired ones sorted."""

    ledger: Ledger
    notes: tuple[StampedNote, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    retired: tuple[str, ...]
    revived: tuple[str, ...]
    problems: tuple[Problem, ...]


def stamp_notes(
    ledger: Ledger, types: Mapping[str, SlottedType], notes: Sequence[RenderedNote], now: int
) -> LockUpdate:
    """Give every note its identity. `now` is in seconds; a note that did not change keeps its mod time.

    `types` has at least the note types of the notes.
    """
    return _Stamping(ledger, types, now).run(notes)


class _Layout:
    """Where the fields and cards of one type's notes go among its slots; worked out once for all that are alike."""

    def __init__(self, slotted: SlottedType) -> None:
        self.order = _field_order(slotted)
        self.slotted = slotted
        self.known: dict[_Ordinals, tuple[_Ordinals, _Ordinals]] = {}

    def cards(self, ords: _Ordinals) -> tuple[_Ordinals, _Ordinals]:
        """Return the slots of a note's cards, and those that its entry keeps: none where they are all in use."""
        known = self.known.get(ords)
        if known is None:
            if self.slotted.cloze:
                known = (ords, ())
            else:
                slots = tuple(self.slotted.template_slots[ordinal] for ordinal in ords)
                known = (slots, () if slots == slots_in_use(self.slotted.entry.templates) else slots)
            self.known[ords] = known
        return known


def _field_order(slotted: SlottedType) -> FieldOrder:
    fields = {slot: index for index, slot in enumerate(slotted.field_slots)}
    by_slot = tuple(fields.get(slot, -1) for slot in range(len(slotted.entry.fields)))
    empty = len(by_slot) - len(fields)
    in_order = by_slot == (*range(len(fields)), *[-1] * empty)
    return FieldOrder(by_slot=by_slot, tail=SEPARATOR * empty if in_order else None)


class _Stamping:
    """A ledger on its way: first what notes do to each other (renames, shared ids), then note by note."""

    def __init__(self, ledger: Ledger, types: Mapping[str, SlottedType], now: int) -> None:
        self.before = ledger
        self.types = types
        self.layouts = {key: _Layout(slotted) for key, slotted in types.items()}
        self.now = now
        self.known = dict(ledger.notes)
        self.guids = {entry.guid for entry in self.known.values()}
        self.note_ids = {entry.nid for entry in self.known.values()}
        self.born: Mapping[str, str] = {}
        """What notes get as their GUID, by key, if nobody else has it."""
        self.problems: list[Problem] = []
        self.renamed: list[tuple[str, str]] = []

    def run(self, notes: Sequence[RenderedNote]) -> LockUpdate:
        live = {note.key for note in notes}
        self._settle_aliases(live)
        self._rename([note for note in notes if note.was], live)
        self._part_shared_ids()
        self.born = born_guids(self.before.uid, [note.key for note in notes if note.key not in self.known])
        stamped = tuple([self._stamp(note) for note in notes])
        return self._update(stamped, live)

    def _update(self, notes: tuple[StampedNote, ...], live: set[str]) -> LockUpdate:
        after = dict(self.known)
        renamed = {key for _, key in self.renamed}
        new, changed, revived = [], [], []
        for stamped in notes:
            key, entry = stamped.note.key, stamped.entry
            old = self.known.get(key)
            after[key] = entry
            if old is None:
                new.append(key)
            elif old.retired:
                revived.append(key)
            elif entry.mod != old.mod and key not in renamed:
                changed.append(key)
        retired = sorted(key for key, entry in self.known.items() if key not in live and not entry.retired)
        gone = {key: self.known[key] for key in retired}
        for key, entry in gone.items():
            after[key] = entry._replace(retired=self.now)
        self.problems += likely_renames(gone, notes, frozenset(new))
        slots = {**self.before.types, **{key: slotted.entry for key, slotted in self.types.items()}}
        return LockUpdate(
            ledger=Ledger(uid=self.before.uid, types=slots, notes=after),
            notes=notes,
            new=tuple(new),
            changed=tuple(changed),
            renamed=tuple(self.renamed),
            retired=tuple(retired),
            revived=tuple(revived),
            problems=tuple(self.problems),
        )

    def _settle_aliases(self, live: set[str]) -> None:
        """Let the sources say which of two keys a note has, where a merge has left both."""
        for alias, key in self.before.aliases.items():
            if alias in live and key not in live and alias not in self.known:
                self.known[alias] = self.known.pop(key)

    def _rename(self, notes: Sequence[RenderedNote], live: set[str]) -> None:
        """Move the entries of earlier keys to notes that name them with `was`, with their GUIDs and histories.

        All at once, so that two notes may exchange their keys, and a key may pass on while its own note takes another.
        """
        claims = {note.key: self._claim(note) for note in notes}
        moving = {key for key, old in claims.items() if old is not None}
        claimed = set(claims.values())
        moved: dict[str, NoteEntry] = {}
        for note in notes:
            old = claims[note.key]
            if old is None or old in moved or (old in live and old not in moving):
                self._refuse_or_warn(note, live, moving)
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

    def _refuse_or_warn(self, note: RenderedNote, live: set[str], moving: set[str]) -> None:
        """Say what is wrong with the `was` of a note that takes over nothing, if anything is."""
        current = self.known.get(note.key)
        # What a line or step inherits from its card names nothing if it is new.
        stated = [old for old in note.was if old.rpartition("/")[0] == note.key.rpartition("/")[0]]
        if not stated or (current is not None and stated[0] in current.was):
            return
        if any(old in live and old not in moving for old in stated):
            old = next(old for old in stated if old in live and old not in moving)
            message = f'"was" names "{old}", which is still there'
            self._problem(note, Severity.ERROR, "was-still-there", message, "delete `was`, or what it names")
        elif self.before.notes and current is None:
            hint = did_you_mean(stated[0], [key for key in self.known if key not in live])
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

    def _part_shared_ids(self) -> None:
        """Give one of two notes with the same id another, as after a merge of two branches that met by chance."""
        if len({entry.nid for entry in self.known.values()}) == len(self.known):
            return
        seen: set[int] = set()
        for key in sorted(self.known, key=lambda key: self.known[key].guid):
            entry = self.known[key]
            if entry.nid in seen:
                entry = entry._replace(nid=make_note_id(self.before.uid, entry.guid, self.now, self.note_ids))
                self.note_ids.add(entry.nid)
                self.known[key] = entry
            seen.add(entry.nid)

    def _stamp(self, note: RenderedNote) -> StampedNote:
        old = self.known.get(note.key)
        layout = self.layouts[note.type]
        order = layout.order
        fresh = content_hash(order.joined(note.joined), " ".join(note.tags))
        lost: tuple[tuple[int, str], ...] = ()
        was: tuple[str, ...] = ()
        if old is None:
            uid, now = self.before.uid, self.now
            guid = self.born[note.key]
            if guid in self.guids:
                guid = make_guid(uid, note.key, self.guids)
            nid, mod = make_note_id(uid, guid, now, self.note_ids), now
            self.guids.add(guid)
            self.note_ids.add(nid)
        else:
            guid, nid, mod, was = old.guid, old.nid, old.mod, old.was
            lost = _lost_clozes(note, old)
            is_changed = old.hash != fresh or old.type != note.type
            if is_changed or old.retired:
                self.problems += refuse_note(note, old)
            if is_changed or old.marked:
                # What came back unchanged is what learners have, and keeps its time: they keep their own edits of it.
                mod = next_mod(self.now, old.tombstone_mod if old.marked else old.mod)
        slots, kept_slots = layout.cards(note.ords)
        entry = _make_note_entry(
            type=note.type,
            guid=guid,
            nid=nid,
            mod=mod,
            hash=fresh,
            text=note.first[:TEXT_LENGTH],
            clozes=kept_clozes(note.clozes) if note.clozes else (),
            ords=kept_slots,
            gone=lost,
            was=was,
        )
        return _make_stamped_note(note=note, entry=entry, order=order, ordinals=slots)

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
