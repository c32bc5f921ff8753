"""Where a note's fields and cards go among the slots of its type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from builder.lock.ledger import EMPTY, OPEN, FieldOrder, SlottedType, slots_in_use
from builder.model import SEPARATOR

_Slots = tuple[int, ...]


class Cards(NamedTuple):
    """What is alike in all notes of a type that make the same cards, and once made the same."""

    slots: _Slots
    """Of their cards; cloze numbers less one."""
    kept: _Slots
    """Those that an entry keeps: none where they are all in use."""
    lost: _Slots
    order: FieldOrder
    gates: str = ""
    """What a note's sources do not say of its fields: the slots of the gates that it opens, each after a `+`."""


class Layout:
    """Where the fields and cards of one type's notes go among its slots; worked out once for all that are alike."""

    def __init__(self, slotted: SlottedType) -> None:
        self.slotted = slotted
        self.in_use = slots_in_use(slotted.entry)
        self.known: dict[tuple[_Slots, _Slots], Cards] = {}

    def cards(self, ords: _Slots, had: _Slots) -> Cards:
        """Return what a note makes by its ordinals; `had` are the slots of all cards that it ever made."""
        known = self.known.get((ords, had))
        if known is None:
            if self.slotted.cloze:
                order = _field_order(self.slotted, ())
                known = Cards(slots=ords, kept=(), lost=(), order=order)
            else:
                slots = tuple(sorted(self.slotted.template_slots[ordinal] for ordinal in ords))
                lost = tuple(sorted({*had} - {*slots}))
                gates = [gate.field for gate in self.slotted.entry.gates if gate.template in (*slots, *lost)]
                order = _field_order(self.slotted, gates)
                kept = () if slots == self.in_use else slots
                marks = "".join(f"+{field}" for field in gates)
                known = Cards(slots=slots, kept=kept, lost=lost, order=order, gates=marks)
            self.known[ords, had] = known
        return known

    def unsaid(self, cards: Cards, joined: str) -> str:
        """Return what a note's sources do not say of its fields, by its cards and its joined fields.

        That is the gates that it opens, and `moved` of its type where it fills a field that is in another place.
        """
        if not self.slotted.moved:
            return cards.gates
        fields = joined.split(SEPARATOR)
        is_moved = any(fields[index] for index in self.slotted.moved_fields)
        return cards.gates + self.slotted.moved * is_moved


def _field_order(slotted: SlottedType, gates: Sequence[int]) -> FieldOrder:
    """Return the order of a note's fields; `gates` are the slots of those that it opens."""
    fields = {slot: index for index, slot in enumerate(slotted.field_slots)}
    count = len(slotted.entry.fields)
    by_slot = tuple(fields.get(slot, OPEN if slot in gates else EMPTY) for slot in range(count))
    empty = count - len(fields)
    in_order = by_slot == (*range(len(fields)), *[EMPTY] * empty)
    return FieldOrder(by_slot=by_slot, tail=SEPARATOR * empty if in_order else None)
