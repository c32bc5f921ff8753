"""Note types with every slot filled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from builder.lock.ledger import Slot, TypeEntry

if TYPE_CHECKING:  # a rebuild knows its types from the lock, and does without kinds
    from builder.kinds.dress import Template

FIELD = "field"
CARD = "card"
SPARE = {FIELD: "Spare", CARD: "Spare card"}
SPARE_NAME = {sort: re.compile(rf"{name} \d+\Z", re.I) for sort, name in SPARE.items()}


class SlottedType(NamedTuple):
    """A note type with every slot filled: what the package writes. `order[i]` is the slot of the declared field i."""

    key: str
    name: str
    entry: TypeEntry
    templates: tuple[Template, ...]
    css: str
    cloze: bool
    order: tuple[int, ...]
    template_order: tuple[int, ...]


def is_spare_field(name: str) -> bool:
    """Tell whether a field's name is that of a slot nobody has taken."""
    return bool(SPARE_NAME[FIELD].match(name))


def slots_in_use(templates: Sequence[Slot]) -> tuple[int, ...]:
    """Return the places of the templates that are, or once were, those of a card."""
    return tuple(place for place, slot in enumerate(templates) if not SPARE_NAME[CARD].match(slot.name))
