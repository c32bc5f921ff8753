"""Where the fields and cards of a note go among the slots of its type."""

from __future__ import annotations

from builder.lock.model import FieldOrder, SlottedType, slots_in_use
from builder.model import SEPARATOR

_Ordinals = tuple[int, ...]


class Layout:
    """Where the fields and cards of a type's notes go."""

    def __init__(self, slotted: SlottedType) -> None:
        self.order = _order_of(slotted)
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


def _order_of(slotted: SlottedType) -> FieldOrder:
    by_slot = {slot: place for place, slot in enumerate(slotted.order)}
    places = tuple(by_slot.get(slot, -1) for slot in range(len(slotted.entry.fields)))
    empty = len(places) - len(by_slot)
    in_order = places == (*range(len(by_slot)), *[-1] * empty)
    return FieldOrder(places, SEPARATOR * empty if in_order else None)
