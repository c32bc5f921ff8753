"""Gives every note its identity, and brings the lock up to date: who is new, changed, renamed, retired or back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from builder.diagnostics import Problem
from builder.lock.guards import likely_renames, refuse_note, refuse_unsafe
from builder.lock.ids import born_guids, content_hash, make_guid, make_note_id, more_card_ids, room_of
from builder.lock.layouts import Cards, Layout
from builder.lock.ledger import Ledger, NoteEntry, SlottedType, StampedNote, card_slots, slots_in_use
from builder.lock.mods import Moment, Times, next_times
from builder.lock.moves import Moves
from builder.lock.note_memory import TEXT_LENGTH, as_locked, edited_at, kept_clozes, lost_clozes
from builder.lock.published import Version
from builder.lock.renames import Renamed
from builder.makers import maker
from builder.model import RenderedNote

_make_note_entry, _make_stamped_note = maker(NoteEntry), maker(StampedNote)


class LockUpdate(NamedTuple):
    """The ledger after a build, its notes, and what moved."""

    ledger: Ledger
    notes: tuple[StampedNote, ...]
    moves: Moves
    problems: tuple[Problem, ...]


def stamp_notes(
    before: Ledger,
    renamed: Renamed,
    types: Mapping[str, SlottedType],
    notes: Sequence[RenderedNote],
    moment: Moment,
    name: str,
) -> LockUpdate:
    """Give every note its identity; one that did not change keeps its mod.

    `before` is the lock as it was, `renamed` its notes under their present keys; `types` has at least the note types of
    the notes; `name` is the deck's.
    """
    return _Stamping(before, renamed, types, moment, name).run(notes)


class _Stamping:
    """A ledger on its way: first what notes do to each other, then note by note."""

    def __init__(
        self, before: Ledger, renamed: Renamed, types: Mapping[str, SlottedType], moment: Moment, name: str
    ) -> None:
        self.before = before
        self.name = name
        self.subdeck_start = len(name) + 2
        """Where the subdeck begins in the name of a note's deck."""
        self.types = types
        self.layouts = {key: Layout(slotted) for key, slotted in types.items()}
        self.moment = moment
        self.later_types = moment.published.later_types(before.types)
        self.known = dict(renamed.notes)
        self.renamed = renamed.renamed
        self.problems: list[Problem] = []
        self.guids = {entry.guid for entry in self.known.values()}
        self.note_ids = {entry.nid for entry in self.known.values()}
        self.born: Mapping[str, str] = {}
        """What notes get as their GUID, by key, if nobody else has it."""
        self.ever_made: dict[tuple[str, tuple[int, ...], tuple[int, ...]], tuple[int, ...]] = {}
        """What `_ever_made` gives, by all that it hangs on: of thousands of notes a handful."""
        self.blank: list[tuple[str, int]] = []
        self.unknown: list[str] = []
        self.refreshed: list[str] = []
        self.stamped_again: list[str] = []
        self.overtaken: list[str] = []
        self.taken_back: list[str] = []
        self.healed: list[str] = []
        self.ahead: list[str] = []

    def run(self, notes: Sequence[RenderedNote]) -> LockUpdate:
        live = {note.key for note in notes}
        self._part_shared_ids()
        self.note_ids.update(room_of(card) for entry in self.known.values() if entry.cards for _, card in entry.cards)
        self.born = born_guids(self.before.uid, [note.key for note in notes if note.key not in self.known])
        stamped = tuple([self._stamp(note) for note in notes])
        return self._update(stamped, live)

    def _update(self, notes: tuple[StampedNote, ...], live: set[str]) -> LockUpdate:
        renamed = {key for _, key in self.renamed}
        after = {key: self._as_it_was(entry) for key, entry in self.known.items()}
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
        for key in retired:
            after[key] = after[key]._replace(retired=self.moment.now)
        gone = {key: self.known[key] for key in retired}
        problems = (*self.problems, *likely_renames(gone, notes, frozenset(new)))
        slots = {**self.before.types, **{key: slotted.entry for key, slotted in self.types.items()}}
        moves = Moves(
            new=tuple(new),
            changed=tuple(changed),
            renamed=self.renamed,
            retired=tuple(retired),
            revived=tuple(revived),
            blank=tuple(self.blank),
            unknown=tuple(self.unknown),
            refreshed=tuple(self.refreshed),
            stamped=tuple(self.stamped_again),
            overtaken=tuple(self.overtaken),
            taken_back=tuple(self.taken_back),
            healed=tuple(self.healed),
            ahead=tuple(self.ahead),
        )
        ledger = self.before._replace(name=self.name, types=slots, notes=after, aliases={})
        return LockUpdate(ledger=ledger, notes=notes, moves=moves, problems=problems)

    def _as_it_was(self, entry: NoteEntry) -> NoteEntry:
        """Return the entry of a note that is not in the deck: as learners have it at the latest.

        With its cards where "all" of them are others now.
        """
        publication = self.moment.published.notes.get(entry.guid)
        if publication is not None and publication.latest.mod > (entry.tombstone_mod if entry.marked else entry.mod):
            mod, digest, source = publication.latest
            before = max(entry.before, publication.below)  # of the times between, which the lock does not know
            entry = self.moment.published.with_cards_given(entry, self.later_types)
            # It was back since it was marked.
            entry = entry._replace(mod=mod, hash=digest, source=source, before=before, marked=0)
        slotted, known = self.types.get(entry.type), self.before.types.get(entry.type)
        if entry.ords or slotted is None or known is None or slotted.cloze:
            return entry
        slots = slots_in_use(known)
        return entry if slots == slots_in_use(slotted.entry) else entry._replace(ords=slots)

    def _part_shared_ids(self) -> None:
        """Give one of two notes with the same id another, as after a merge of two branches that met by chance.

        So too a note whose id is later than now, which Anki would replace by one of its own on each device.
        """
        latest = self.moment.latest * 1000
        if len(self.note_ids) == len(self.known) and max(self.note_ids, default=0) <= latest:
            return
        seen: set[int] = set()
        for key in sorted(self.known, key=lambda key: self.known[key].guid):
            entry = self.known[key]
            # Those of adopted notes are with learners as they are.
            if not entry.cards and (entry.nid in seen or entry.nid > latest):
                nid = make_note_id(self.before.uid, entry.guid, self.moment.now, self.note_ids)
                self.note_ids.add(nid)
                entry = entry._replace(nid=nid)
                self.known[key] = entry
            seen.add(entry.nid)

    def _stamp(self, note: RenderedNote) -> StampedNote:
        known, layout = self.known.get(note.key), self.layouts[note.type]
        old = None if known is None else self.moment.published.with_cards_given(known, self.later_types)
        note = note if old is None else as_locked(note, old)
        had = () if old is None or layout.slotted.cloze else self._ever_made(old)
        cards = layout.cards(note.ords, had)
        shown = content_hash(cards.order.joined(note.joined), " ".join(note.tags))
        source = note.source + layout.unsaid(cards, note.joined)
        if old is not None and not note.clozes and self._is_as_it_was(note, old, cards, shown, source):
            return _make_stamped_note(note=note, entry=old, order=cards.order, ordinals=cards.slots, shown=shown)
        self.problems += refuse_unsafe(note, old) if note.unsafe else ()
        times, edited = Times(version=Version(mod=self.moment.now, hash=shown)), 0
        lost: tuple[tuple[int, str], ...] = ()
        was: tuple[str, ...] = ()
        if old is None or known is None:
            guid, nid = self._birth(note.key)
        else:
            guid, nid, was = old.guid, old.nid, old.was
            lost = lost_clozes(note, old)
            times, edited = self._times(note, old, shown, source)
            self.blank += [(note.key, slot) for slot in cards.lost if slot not in known.lost]
            self.blank += [(note.key, number - 1) for number, _ in lost if number not in dict(known.gone)]
        entry = _make_note_entry(
            type=note.type,
            guid=guid,
            nid=nid,
            mod=times.version.mod,
            hash=times.version.hash,
            text=note.first[:TEXT_LENGTH],
            clozes=kept_clozes(note.clozes) if note.clozes else (),
            ords=cards.kept,
            gone=lost,
            was=was,
            source=source,
            edited=edited,
            before=times.before,
            late=times.late,
            deck=note.deck[self.subdeck_start :],
            lost=cards.lost,
            cards=() if old is None or not old.cards else self._card_ids(old, cards.slots),
            unsafe=note.unsafe,
        )
        return _make_stamped_note(note=note, entry=entry, order=cards.order, ordinals=cards.slots, shown=shown)

    def _is_as_it_was(self, note: RenderedNote, old: NoteEntry, cards: Cards, shown: str, source: str) -> bool:
        """Tell whether a note's entry stays, as it does with most notes of most builds."""
        publication = self.moment.published.notes.get(old.guid)
        return (
            old.hash == shown
            and old.source == source
            and old.deck == note.deck[self.subdeck_start :]
            and old.ords == cards.kept
            and old.lost == cards.lost
            and old.type == note.type
            and not (old.retired or old.gone)
            and old.mod <= self.moment.latest
            and (publication is None or publication.latest == (old.mod, old.hash, old.source))
            and old.text == note.first[:TEXT_LENGTH]
        )

    def _card_ids(self, old: NoteEntry, ordinals: Iterable[int]) -> tuple[tuple[int, int], ...]:
        """Return the ids of all cards that an adopted note ever had, and of those that it makes now."""
        known = dict(old.cards)
        new = [ordinal for ordinal in ordinals if ordinal not in known]
        if not new:
            return old.cards
        given = more_card_ids(self.before.uid, old.guid, self.moment.now, self.note_ids, new)
        self.note_ids.update(room_of(card) for _, card in given)
        return tuple(sorted((*old.cards, *given)))

    def _birth(self, key: str) -> tuple[str, int]:
        """Return a GUID and a note id for a new note."""
        uid = self.before.uid
        guid = self.born[key]
        if guid in self.guids:
            guid = make_guid(uid, key, self.guids)
        nid = make_note_id(uid, guid, self.moment.now, self.note_ids)
        self.guids.add(guid)
        self.note_ids.add(nid)
        return guid, nid

    def _ever_made(self, old: NoteEntry) -> tuple[int, ...]:
        """Return the slots of all cards that a note ever made."""
        if old.ords and not old.lost:
            return old.ords
        key = (old.type, old.ords, old.lost)
        if key not in self.ever_made:
            known = self.before.types.get(old.type)
            self.ever_made[key] = () if known is None else tuple(sorted({*card_slots(old, known), *old.lost}))
        return self.ever_made[key]

    def _times(self, note: RenderedNote, old: NoteEntry, shown: str, source: str) -> tuple[Times, int]:
        """Return a note's mod with what belongs to it, and when its text was last edited, 0 for that mod."""
        moment = self.moment
        publication = moment.published.notes.get(old.guid)
        was = Version(mod=old.mod, hash=old.hash, source=old.source)
        # Another kind is refused below; its sources may well be the same words.
        present = Version(mod=0, hash=shown, source=source if old.type == note.type else "another kind")
        is_changed = not was.same(present)
        if is_changed or old.retired:
            self.problems += refuse_note(note, old)
        if is_changed and old.hash and not old.source and not old.retired:  # a merge takes the hash away too
            self.unknown.append(note.key)
        times = next_times(
            Times(version=was, before=old.before, late=old.late),
            present,
            publication,
            moment,
            tombstone=old.tombstone_mod if old.marked else 0,
            knows_before=bool(old.source),
        )
        mod = times.version.mod
        if publication is not None and mod == publication.latest.mod < old.mod:
            self.taken_back.append(note.key)
            given = moment.published.entry(old.guid)
            if given is not None and given[1].mod == mod:  # an edit that nobody has was taken back
                return times, given[1].edited
        if publication is not None and not (is_changed or old.marked) and mod > publication.latest.mod >= old.mod:
            self.overtaken.append(note.key)
        if moment.refresh and times.version.hash == shown != old.hash and not is_changed:
            self.refreshed.append(note.key)
        if moment.restamp and publication is not None and mod > publication.latest.mod:
            self.stamped_again.append(note.key)
        if mod > moment.latest:
            self.ahead.append(note.key)
        elif times.late > moment.latest and mod != old.mod:
            self.healed.append(note.key)
        return times, edited_at(note.source, old, mod)
