"""What a deck's lock remembers, and notes with the identity that it gives them; values alone, no text and no files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from builder.kinds.editor import FieldLook
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
GATE_NAME = re.compile(r"Gate \d+\Z", re.I)
"""What fields are called that open a card to the notes which make it; with the number of their slot, so never twice."""
OPEN_GATE = "1"
"""What such a field holds in these notes."""
EMPTY, OPEN = -1, -2
"""What fills a slot that has no field: nothing, or what opens a gate; by these indexes from the end (`joined`)."""


class NoteEntry(NamedTuple):
    """What the ledger keeps of a note. `guid`, `nid` (milliseconds) and the key's first form are given once."""

    type: str
    guid: str
    nid: int
    mod: int
    """When what the learner sees last changed, in seconds."""
    hash: str
    """Of fields and tags as they stood in the package when the note got its mod."""
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
    marked: int = 0
    """When a package of retired notes first marked it, in seconds: what comes back is newer. 0 for never."""
    source: str = ""
    """Hash of what the author wrote (render/source_hash.py), and the gates that it opens (layouts.py); empty where the
    lock of an older version has none."""
    edited: int = 0
    """When its text last changed, where that is not its mod: a retag or a stamp moves the mod alone."""
    before: int = 0
    """The mod of the content that it had before; 0 for none."""
    late: int = 0
    """A mod later than its time, by a clock that was ahead, that was taken back: the next edit must be later still."""
    deck: str | None = None
    """Its subdeck, without the deck's name, empty for the deck itself; None where an older version kept none."""
    lost: tuple[int, ...] = ()
    """Slots of templates whose cards it once made and makes no more: learners may still have those."""
    cards: tuple[tuple[int, int], ...] = ()
    """The ids of its cards by ordinal, where they are not those that `card_id` gives: of adopted notes all that it
    ever had."""
    unsafe: tuple[str, ...] = ()
    """Of an adopted note: what in it runs or loads, and was published so (`RenderedNote.unsafe`)."""

    @property
    def tombstone_mod(self) -> int:
        """The mod of the note in a package that marks it as retired: newer than what learners have."""
        return max(self.marked or self.retired, self.mod + 1)


class Slot(NamedTuple):
    """A field's or template's permanent place: its id, its name now, and the names that it has had."""

    id: int
    name: str
    was: tuple[str, ...] = ()

    def called(self, name: str) -> Slot:
        """Return it with a name; it keeps those that it had."""
        if self.name == name:
            return self
        return Slot(id=self.id, name=name, was=tuple(old for old in (*self.was, self.name) if old != name))


class Gate(NamedTuple):
    """What a template that came later hangs on (gates.py): the slots of itself, of its gate, and of a field."""

    template: int
    field: int
    former: int | None = None
    """The field that it conditions for before it had a gate: notes with that filled have the card."""


class TypeEntry(NamedTuple):
    """What the ledger keeps of a note type; spare slots are those named `Spare …`."""

    id: int
    mod: int
    hash: str
    fields: tuple[Slot, ...]
    templates: tuple[Slot, ...]
    when: tuple[tuple[int, int], ...] = ()
    """Slots of templates that make a card only where a field is filled, each with the slot of that field."""
    gates: tuple[Gate, ...] = ()
    off: tuple[int, ...] = ()
    """Slots of templates that were withdrawn: their cards stay with learners, and no new ones are made."""
    before: int = 0
    late: int = 0
    """As those of a note."""
    keys: tuple[tuple[str, int], ...] = ()
    """Keys of cards, each with the slot of the field that it filled first: where it fills another, notes change."""
    fronts: tuple[tuple[int, str], ...] = ()
    """Slots of an own kind's templates, each with a digest of its front as the author wrote it."""
    conditions: tuple[tuple[int, str], ...] = ()
    """Slots of templates, each with what its front hangs on (gates.py)."""
    adopted: bool = False
    """Whether it is that of a deck which others published: its slots are all that it will ever have (adopted.py)."""
    uuid: str = ""
    """Of an adopted one: CrowdAnki's, by which those know it who import its folders; or empty."""


class Ledger(NamedTuple):
    """A deck's whole memory."""

    uid: str
    name: str = ""
    """The deck's name; empty where the lock of an older version has none."""
    types: Mapping[str, TypeEntry] = _NONE
    notes: Mapping[str, NoteEntry] = _NONE
    media: Mapping[str, str] = _NONE
    """The media files of an adopted deck by their names, each with the digest of what was published under it."""
    decks: Mapping[str, tuple[str, str]] = _NONE
    """The decks that CrowdAnki knows, by their whole names, each with its UUID and that of its options, or empty."""
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
    looks: tuple[FieldLook, ...] = ()
    """How Anki's editor shows the fields, by slot; empty where the kind is gone."""
    sort: int = 0
    latex: tuple[str, str] = ("", "")
    stock: int = 0
    svg: bool = False
    """As those of a `FramedType`."""
    moved: str = ""
    """A digest of the keys that fill other slots than at first, empty for none: part of what a note's sources say."""
    moved_fields: tuple[int, ...] = ()
    """The fields, by their indexes in a note, that these keys fill."""


class FieldOrder(NamedTuple):
    """Which field fills which slot of a note type."""

    by_slot: tuple[int, ...]
    """For each slot the field that fills it, by its index in the note; else `EMPTY` or `OPEN`."""
    tail: str | None
    """What follows the fields where they stand in the order of the slots; None where they do not."""

    def joined(self, fields: str) -> str:
        """Return joined fields in slot order."""
        if self.tail is not None:
            return fields + self.tail
        padded = (*fields.split(SEPARATOR), OPEN_GATE, "")  # at OPEN and EMPTY
        return SEPARATOR.join([padded[index] for index in self.by_slot])


class StampedNote(NamedTuple):
    """A rendered note with its identity: what the package writes."""

    note: RenderedNote
    entry: NoteEntry
    order: FieldOrder
    ordinals: tuple[int, ...]
    """Those of its cards: slots of templates, or cloze numbers less one."""
    shown: str = ""
    """Hash of its fields and tags as they stand in the package."""


def superseded_key(key: str, guid: str) -> str:
    """Return the key under which the ledger keeps a note that lost its own to another; no author can write it."""
    return f"{key}#{guid}"


def written_key(key: str) -> str:
    """Return a note's key as its author wrote it, also where it has been superseded."""
    return key.partition("#")[0]


def is_kept_field(name: str) -> bool:
    """Tell whether a field's name is that of a slot which nobody fills by hand: one kept free, or a gate."""
    return bool(SPARE_NAME[FIELD].match(name) or GATE_NAME.match(name))


def slots_in_use(entry: TypeEntry) -> tuple[int, ...]:
    """Return the slots of a note type's templates that make cards."""
    return tuple(
        index
        for index, slot in enumerate(entry.templates)
        if index not in entry.off and not SPARE_NAME[CARD].match(slot.name)
    )


def card_slots(entry: NoteEntry, note_type: TypeEntry) -> tuple[int, ...]:
    """Return the slots of the cards that a note had, by its entry and its type's as they were then."""
    return entry.ords or slots_in_use(note_type)
