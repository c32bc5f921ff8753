"""What a deck's lock remembers, and notes with the identity that it gives them; values alone, no text and no files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from builder.kinds.frame import CardTemplate
from builder.model import SEPARATOR, RenderedNote

# Named tuples built by keyword where others are dataclasses: a deck has a note's values by the thousand, and a
# dataclass takes three to seven times as long to make.

_NONE: Mapping[str, Any] = MappingProxyType({})

FIELD = "field"
CARD = "card"
"""The parts of a note type that have slots, as messages call them; templates are cards to an author."""
SPARE = {FIELD: "Spare", CARD: "Spare card"}
"""What slots are called that nobody has taken, with a number behind."""
SPARE_NAME = {sort: re.compile(rf"{name} \d+\Z", re.I) for sort, name in SPARE.items()}


class NoteEntry(NamedTuple):
    """What the ledger keeps of a note. `guid`, `nid` (milliseconds) and the key's first form are given once."""

    type: str
    guid: str
    nid: int
    mod: int
    """When what the learner sees last changed, in seconds."""
    hash: str
    """Of fields and tags as they stand in the package."""
    text: str
    """The start of the first field, for people and for spotting renames."""
    clozes: tuple[tuple[int, str], ...] = ()
    """The start of what each cloze number hides."""
    ords: tuple[int, ...] = ()
    """The slots whose templates make a card, where not all slots in use do."""
    gone: tuple[tuple[int, str], ...] = ()
    """Cloze numbers that it once had: learners may still have their cards, so none may come to mean another thing."""
    was: tuple[str, ...] = ()
    """Keys that it had before, each from a `was` that is done: the same `was` in a later build means nothing more."""
    retired: int = 0
    """When it left the deck, in seconds; 0 for a note that is in it. Its mod stays what learners have."""
    marked: bool = False
    """Whether a package of retired notes has marked it: learners may have that, so what comes back is newer."""

    @property
    def tombstone_mod(self) -> int:
        """The mod of the note in a package that marks it as retired: newer than what learners have."""
        return max(self.retired, self.mod + 1)


class Slot(NamedTuple):
    """A field's or template's permanent place: its id, its name now, and the names that it has had."""

    id: int
    name: str
    was: tuple[str, ...] = ()


class TypeEntry(NamedTuple):
    """What the ledger keeps of a note type; spare slots are those named `Spare …`."""

    id: int
    mod: int
    hash: str
    fields: tuple[Slot, ...]
    templates: tuple[Slot, ...]
    when: tuple[tuple[int, int], ...] = ()
    """Slots of templates that make a card only where a field is filled, each with the slot of that field."""


class Ledger(NamedTuple):
    """A deck's whole memory."""

    uid: str
    types: Mapping[str, TypeEntry] = _NONE
    notes: Mapping[str, NoteEntry] = _NONE
    aliases: Mapping[str, str] = _NONE
    """Second keys of notes, with their keys in `notes`: left by a merge where one branch renamed what another edited.

    The sources decide between the two at the next build.
    """


class SlottedType(NamedTuple):
    """A note type with every slot filled: what the package writes."""

    key: str
    name: str
    entry: TypeEntry
    templates: tuple[CardTemplate, ...]
    css: str
    cloze: bool
    field_slots: tuple[int, ...]
    """For each field that the kind declares, in its order, the slot that it fills; empty where the kind is gone."""
    template_slots: tuple[int, ...]
    """The same for its templates."""


class FieldOrder(NamedTuple):
    """Which field fills which slot of a note type."""

    by_slot: tuple[int, ...]
    """For each slot the field that fills it, by its index in the note; -1 for none."""
    tail: str | None
    """What follows the fields where they stand in the order of the slots; None where they do not."""

    def joined(self, fields: str) -> str:
        """Return joined fields in slot order."""
        if self.tail is not None:
            return fields + self.tail
        padded = (*fields.split(SEPARATOR), "")  # the last one, at -1, is that of slots without a field
        return SEPARATOR.join([padded[index] for index in self.by_slot])


class StampedNote(NamedTuple):
    """A rendered note with its identity: what the package writes."""

    note: RenderedNote
    entry: NoteEntry
    order: FieldOrder
    ordinals: tuple[int, ...]
    """Those of its cards: slots of templates, or cloze numbers less one."""


def superseded_key(key: str, guid: str) -> str:
    """Return the key under which the ledger keeps a note that lost its own to another; no author can write it."""
    return f"{key}#{guid}"


def written_key(key: str) -> str:
    """Return a note's key as its author wrote it, also where it has been superseded."""
    return key.partition("#")[0]


def is_spare_field(name: str) -> bool:
    """Tell whether a field's name is that of a slot nobody has taken."""
    return bool(SPARE_NAME[FIELD].match(name))


def slots_in_use(templates: Sequence[Slot]) -> tuple[int, ...]:
    """Return the indexes of the templates that are, or once were, those of a card."""
    return tuple(index for index, slot in enumerate(templates) if not SPARE_NAME[CARD].match(slot.name))
