"""What a build tells its author beside what moved: what that costs, and what learners must know before they import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime

from builder.diagnostics import counted
from builder.kinds.frame import FULL_RUNS, words
from builder.lock.ledger import CARD, FIELD, GATE_NAME, OPEN, SPARE_NAME, Slot, SlottedType, StampedNote, TypeEntry
from builder.lock.stamp import LockUpdate
from builder.pipeline.deck_stamp import StampedDeck
from builder.pipeline.renamed_decks import renamed_decks
from builder.project import lock_path, shown_path
from builder.source.deck_names import name_in_deck

_YEAR = 365 * 86_400
"""Seconds by which a clock must be behind before it counts as wrong."""
_NAMED = 5
"""Cards that a line names each; of more, how many."""


def told(deck: StampedDeck) -> tuple[str, ...]:
    """Return what to tell of a deck that was built, a line each."""
    update = deck.update
    assert update is not None
    lines = [] if deck.lock_text else [_first_build(deck)]
    for key, slotted in deck.types.items():
        known = deck.before.types.get(key)
        if known is not None:
            lines += _grown(slotted, known, update)
    lines += _elsewhere(deck, update)
    lines += _blank(deck, update)
    lines += _mods(deck, update)
    return tuple(lines)


def is_uncommitted(deck: StampedDeck) -> bool:
    """Tell whether git looks after a deck, and no commit has its lock: until one has, nothing counts as given away."""
    published = deck.moment.published
    return published.is_whole and published.unseen is None and deck.rendered.deck.settings.uid not in published.uids


def _first_build(deck: StampedDeck) -> str:
    first = "first build: every note gets its identity now"
    if is_uncommitted(deck):
        return first  # the report says at each build that the lock is to be committed
    return f"{first}; commit {shown_path(lock_path(deck.rendered.folder))}, which keeps it"


def _grown(slotted: SlottedType, known: TypeEntry, update: LockUpdate) -> Iterator[str]:
    """Yield what a note type's new fields and cards cost, and what those that left leave behind."""
    entry = slotted.entry
    fields = [slot.name for slot in _taken(known.fields, entry.fields, FIELD) if not GATE_NAME.match(slot.name)]
    cards = [slot.name for slot in _taken(known.templates, entry.templates, CARD)]
    cards += [entry.templates[slot].name for slot in known.off if slot not in entry.off]
    gates = [gate for gate in entry.gates if gate not in known.gates]
    left = f"left: {_spares(entry.fields, FIELD)}, {_spares(entry.templates, CARD)}"
    if fields or cards or gates:
        what = " and ".join(
            [*(f'the field "{name}"' for name in fields), *(f'the card "{name}"' for name in dict.fromkeys(cards))]
        )
        takes = f"; {counted(len(gates), 'more spare field')} so that no device deals it by itself" if gates else ""
        opened = {gate.field for gate in gates}
        keys = [note.note.key for note in update.notes if note.note.type == slotted.key and _opens(note, opened)]
        old = sorted({*keys} - {*update.moves.new})
        all_new = f"; {_notes(old, 'is', 'are')} newer by it" if gates else ""
        yield f"{slotted.name}: {what or 'a card for more notes'} is new{takes}{all_new}; {left}"
    for slot in entry.off:
        if slot not in known.off:
            yield (
                f'{slotted.name}: the card "{entry.templates[slot].name}" is withdrawn: who has it keeps it, blank,'
                " until Tools > Empty Cards, which deletes it with its schedule"
            )


def _opens(stamped: StampedNote, gates: AbstractSet[int]) -> bool:
    return any(stamped.order.by_slot[field] == OPEN for field in gates)


def _taken(before: Iterable[Slot], after: Iterable[Slot], part: str) -> list[Slot]:
    return [
        new
        for old, new in zip(before, after, strict=True)
        if SPARE_NAME[part].match(old.name) and not SPARE_NAME[part].match(new.name)
    ]


def _spares(slots: Iterable[Slot], part: str) -> str:
    return counted(sum(bool(SPARE_NAME[part].match(slot.name)) for slot in slots), f"spare {part}")


def _elsewhere(deck: StampedDeck, update: LockUpdate) -> Iterator[str]:
    """Yield which of Anki's decks learners should rename before they import: no import moves cards that are there."""
    name, name_before = deck.rendered.deck.settings.name, deck.before.name
    if name_before and name_before != name:
        yield f'the deck "{name_before}" is now "{name}": tell learners to rename it in Anki before they import'
    runs = words(deck.rendered.deck.settings.language).get(FULL_RUNS, FULL_RUNS)
    if not name_before and deck.lock_text and any(stamped.entry.deck == runs != FULL_RUNS for stamped in update.notes):
        yield f'"{name}::{FULL_RUNS}" is now "{name}::{runs}": tell learners to rename it in Anki before they import'
    moved: Counter[tuple[str, str]] = Counter()
    stood = {entry.guid: entry.deck for entry in deck.before.notes.values() if not entry.retired}
    for stamped in update.notes:
        old, present = stood.get(stamped.entry.guid), stamped.entry.deck or ""
        if old is not None and old != present:
            moved[old, present] += 1
    before, after = {*stood.values()}, {stamped.entry.deck for stamped in update.notes}
    renamed = renamed_decks(moved, before, after)
    said: set[tuple[str, str]] = set()
    for (old, present), count in moved.items():
        pair = renamed.get((old, present))
        if pair is None:
            notes, place = counted(count, "note"), "where they are" if count > 1 else "where it is"
            full_old, full, them = name_in_deck(name, old), name_in_deck(name, present), "them" if count > 1 else "it"
            yield f'{notes} moved from "{full_old}" to "{full}"; who has {them} keeps {them} {place}'
        elif pair not in said:
            said.add(pair)
            yield (
                f'"{name}::{pair[0]}" is now "{name}::{pair[1]}": tell learners to rename it in Anki before they import'
            )


def _blank(deck: StampedDeck, update: LockUpdate) -> Iterator[str]:
    """Yield which cards have nothing to ask any more, of notes that stay."""
    withdrawn = {
        (key, slot)
        for key, slotted in deck.types.items()
        for slot in slotted.entry.off
    }  # fmt: skip
    types = {stamped.note.key: stamped.entry.type for stamped in update.notes}
    blank = [
        f"{key} ({_card_name(deck.types[types[key]], ordinal)})"
        for key, ordinal in update.moves.blank
        if (types[key], ordinal) not in withdrawn
    ]
    if blank:
        more = f" and {len(blank) - _NAMED:,} more" if len(blank) > _NAMED else ""
        verb = "has" if len(blank) == 1 else "have"
        yield (
            f"{counted(len(blank), 'card')} {verb} nothing to ask any more: {', '.join(blank[:_NAMED])}{more}; who has"
            " them keeps them, blank, until Tools > Empty Cards, which deletes them with their schedule"
        )


def _card_name(slotted: SlottedType, ordinal: int) -> str:
    return f"c{ordinal + 1}" if slotted.cloze else slotted.entry.templates[ordinal].name


def _mods(deck: StampedDeck, update: LockUpdate) -> Iterator[str]:
    """Yield what became of the times of notes, where it was not the author's edits that moved them."""
    moves, moment = update.moves, deck.moment
    if moves.unknown:
        yield (
            f"{_notes(moves.unknown, 'looks', 'look')} otherwise than in the lock, which an older version made, and"
            f" cannot be told apart from edited ones: {'it' if len(moves.unknown) == 1 else 'they'} count"
            f"{'s' if len(moves.unknown) == 1 else ''} as edited"
        )
    if moment.refresh:
        yield (
            f"refreshed: {_notes(moves.refreshed, 'looks', 'look')} otherwise than learners have"
            f" {'it' if len(moves.refreshed) == 1 else 'them'}; what learners changed or tagged there is overwritten"
        )
    if moment.restamp:
        yield from _stamped_again(deck, update)
    newest = max((entry.mod for entry in deck.before.notes.values()), default=0)
    if moment.now + _YEAR < newest <= moment.latest and (moves.new or moves.changed):
        yield (
            f"the time of this build, {_day(moment.now)}, is long before that of the last, {_day(newest)}: edits reach"
            " nobody who has touched the note since; set the clock, or SOURCE_DATE_EPOCH, right"
        )
    if moves.overtaken and not moment.refresh:
        yield (
            f"{_notes(moves.overtaken, 'is as in the lock, but was', 'are as in the lock, but were')} published with"
            " other contents, in a commit that was taken back or on another branch: newer than that now"
        )
    if moves.taken_back:
        again = _notes(moves.taken_back, "is as it was", "are as they were")
        yield f"{again} published last, with the time of then: what was given away in between stays with learners"
    if moves.healed:
        had = _notes(moves.healed, "had", "had")
        yield f"{had} a time later than now, by a clock that was ahead, and got an earlier one"
    if moves.ahead:
        yield (
            f"{_notes(moves.ahead, 'has', 'have')} a time later than now, by a clock that was ahead: until"
            f" {_day(max(update.ledger.notes[key].mod for key in moves.ahead))} each import overwrites what learners"
            " change there"
        )


def _notes(keys: Sequence[str], one: str, many: str) -> str:
    return f"{counted(len(keys), 'note')} {one if len(keys) == 1 else many}"


def _day(seconds: int) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
    except (ValueError, OverflowError, OSError):
        return "the end of time"


def _stamped_again(deck: StampedDeck, update: LockUpdate) -> Iterator[str]:
    stamped = [counted(len(update.moves.stamped), "note")] if update.moves.stamped else []
    versions = deck.moment.published.type_versions
    types = [key for key, slotted in deck.types.items() if key in versions]
    types = [key for key in types if deck.types[key].entry.mod > versions[key].latest.mod]
    stamped += [counted(len(types), "note type")] if types else []
    if stamped:
        yield f"stamped again: {' and '.join(stamped)} that changed since the last publication"
    elif not update.moves.changed:
        yield (
            "nothing to stamp again: nothing changed since the last publication, which is the last release tag, without"
            " tags the last commit of the lock, and without git the last build"
        )
