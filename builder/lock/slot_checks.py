"""What no slot of a note type may become: each refused with `SlotError`, since Anki could not take it without loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from builder.errors import SlotError
from builder.lock.ledger import CARD, FIELD, GATE_NAME, SPARE_NAME, Slot
from builder.model import NoteType


def check_cloze(templates: Sequence[Slot], spec: NoteType) -> None:
    """Refuse to turn a note type into a cloze one or back: every other one is born with spare templates."""
    names = {name for slot in templates for name in (slot.name, *slot.was)}
    if spec.cloze is any(SPARE_NAME[CARD].match(name) for name in names):
        verbs = ("is now", "was not") if spec.cloze else ("is no longer", "was")
        raise SlotError(
            part="",
            name="",
            rule="kind-changed",
            message=f"the note type {spec.name} {verbs[0]} a cloze one, and {verbs[1]} when learners got it",
            hint="undo it, and make a new kind for new cards: Anki cannot turn one into the other",
        )


def check_name(name: str, spec: NoteType, part: str) -> None:
    """Refuse a name that is one of slots which nobody fills."""
    if SPARE_NAME[part].match(name) or (part == FIELD and GATE_NAME.match(name)):
        raise SlotError(
            part=part,
            name=name,
            rule="slot-name-reused",
            message=f'the note type {spec.name} calls a {part} "{name}", which is the name of a slot kept free',
            hint="choose another name",
        )


def check_unused(slots: Sequence[Slot], name: str, index: int | None, spec: NoteType, part: str) -> None:
    """Refuse a name that another slot once had: Anki would take the one for the other in the templates."""
    for number, slot in enumerate(slots):
        if number != index and name.lower() in (former.lower() for former in slot.was):
            raise SlotError(
                part=part,
                name=name,
                rule="slot-name-reused",
                message=f'the note type {spec.name} once called another {part} "{name}", now "{slot.name}"',
                hint=f"choose a new name: Anki would show learners the wrong {part}",
            )


def check_sort_field(fields: Sequence[Slot], spec: NoteType) -> None:
    """Refuse another first field than the one that learners have."""
    first = spec.fields[0].name
    if fields[0].name != first:
        raise SlotError(
            part=FIELD,
            name=first,
            rule="sort-field-moved",
            message=f'the first field of the note type {spec.name} was "{fields[0].name}" and would be "{first}"',
            hint="keep the first field first: Anki would ask every learner for a full sync",
        )


def check_fronts(known: Mapping[int, str], present: Mapping[int, str], names: Sequence[str]) -> None:
    """Refuse a card that shows another card's front: its reviews would count for that one.

    `known` and `present` are digests of fronts by slot, before and now; `names` are those of the cards by slot.
    """
    for slot, front in present.items():
        if front == known.get(slot, front):
            continue
        of = next((other for other, digest in known.items() if digest == front and present.get(other) != front), None)
        if of is not None and slot in known:
            raise SlotError(
                part=CARD,
                name=names[slot],
                rule="cards-exchanged",
                message=f'the card "{names[slot]}" shows the front that "{names[of]}" had, and has reviews of its own',
                hint="give both fronts their names back; to rename cards that exchange names, go by a third name, with"
                " `was`, and build in between",
            )
