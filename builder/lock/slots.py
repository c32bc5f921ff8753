"""Note types with fixed slots: what is added takes a spare, what is removed leaves its place, nothing moves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from builder.deck import NoteType
from builder.kinds.dress import DressedType, Template
from builder.lock.identity import SPARE_FIELDS, SPARE_TEMPLATES, make_slot_id, make_type_id
from builder.lock.ledger import Slot, TypeEntry

SPARE_FIELD = "Spare"
SPARE_TEMPLATE = "Spare card"


class SlotError(Exception):
    """A change of a note type that Anki could not take without loss; says why and the way out."""

    def __init__(self, rule: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.rule, self.message, self.hint = rule, message, hint


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def was(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SlottedType:
    """A note type with every slot filled: what the package writes. `order[i]` is the slot of the declared field i."""

    key: str
    name: str
    entry: TypeEntry
    templates: tuple[Template, ...]
    css: str
    cloze: bool
    order: tuple[int, ...]
    template_order: tuple[int, ...]


def fill_slots(uid: str, spec: NoteType, dressed: DressedType, known: TypeEntry | None, now: int) -> SlottedType:
    """Place a note type's fields and templates in its slots; raise `SlotError` where that cannot be lossless."""
    common = dressed.fields[len(spec.fields) :]
    wanted_fields = [*((f.name, f.was) for f in spec.fields), *((name, "") for name in common)]
    wanted_templates = [(t.name, t.was) for t in spec.templates]
    if known is None:
        fields = _new_slots(uid, spec.key, "field", [name for name, _ in wanted_fields], SPARE_FIELD, SPARE_FIELDS)
        spares = 0 if spec.cloze else SPARE_TEMPLATES
        names = [name for name, _ in wanted_templates]
        templates = _new_slots(uid, spec.key, "template", names, SPARE_TEMPLATE, spares)
        type_id, mod, old_hash = make_type_id(uid, spec.key), now, ""
    else:
        fields = _take_slots(known.fields, wanted_fields, SPARE_FIELD, f"the note type {spec.name}", "field")
        templates = _take_slots(known.templates, wanted_templates, SPARE_TEMPLATE, f"the note type {spec.name}", "card")
        type_id, mod, old_hash = known.id, known.mod, known.hash
    _check_sort_field(fields, wanted_fields[0][0], spec)
    field_place = {slot.name: place for place, slot in enumerate(fields)}
    template_place = {slot.name: place for place, slot in enumerate(templates)}
    filled = _fill_templates(templates, dressed.templates, fields[0].name)
    fresh = _type_hash(dressed, fields, filled)
    if fresh != old_hash:
        mod = max(now, mod + 1) if known else now
    entry = TypeEntry(id=type_id, mod=mod, hash=fresh, fields=fields, templates=templates)
    return SlottedType(
        key=spec.key,
        name=dressed.name,
        entry=entry,
        templates=filled,
        css=dressed.css,
        cloze=spec.cloze,
        order=tuple(field_place[name] for name, _ in wanted_fields),
        template_order=tuple(template_place[name] for name, _ in wanted_templates),
    )


def _new_slots(uid: str, key: str, sort: str, names: Sequence[str], spare: str, spares: int) -> tuple[Slot, ...]:
    names = [*names, *(f"{spare} {number}" for number in range(1, spares + 1))]
    return tuple(Slot(make_slot_id(uid, key, sort, place), name) for place, name in enumerate(names))


def _take_slots(
    known: Sequence[Slot], wanted: Sequence[tuple[str, str]], spare: str, what: str, sort: str
) -> tuple[Slot, ...]:
    slots = list(known)
    place_of = {slot.name.lower(): place for place, slot in enumerate(slots)}
    used_before = {name.lower(): place for place, slot in enumerate(slots) for name in slot.was}
    for name, was in wanted:
        if name.lower() in place_of:
            continue
        place = place_of.get(was.lower()) if was else None
        before = used_before.get(name.lower())
        if before is not None and before != place:
            raise SlotError(
                "slot-name-reused",
                f'{what} once called another {sort} "{name}", now "{slots[before].name}"',
                f"choose a new name: Anki would show learners the wrong {sort}",
            )
        if place is None:
            place = next((i for i, slot in enumerate(slots) if slot.name.startswith(f"{spare} ")), None)
        if place is None:
            raise SlotError(
                "no-spare-slot",
                f'{what} has no spare {sort} left for "{name}"',
                f"fill a {sort} that it has, take one over (was: its name), or give new cards a new kind;"
                " more slots would fork the note type of every learner",
            )
        old = slots[place]
        slots[place] = Slot(old.id, name, (*old.was, old.name))
        place_of[name.lower()] = place
    return tuple(slots)


def _check_sort_field(fields: Sequence[Slot], first: str, spec: NoteType) -> None:
    if fields[0].name != first:
        raise SlotError(
            "sort-field-moved",
            f'the first field of {spec.name} was "{fields[0].name}" and would be "{first}"',
            "keep the first field first: Anki would ask every learner for a full sync",
        )


def _fill_templates(slots: Sequence[Slot], templates: Sequence[Template], never_empty: str) -> tuple[Template, ...]:
    by_name = {template.name: template for template in templates}
    return tuple(by_name.get(slot.name) or _unused(slot.name, place, never_empty) for place, slot in enumerate(slots))


def _unused(name: str, place: int, field: str) -> Template:
    """Return the template of a slot that no card of the kind fills.

    A spare never makes a card. A withdrawn one still shows its old cards something: Anki's Empty Cards would delete
    cards with a blank front, and their reviews. Each front differs, or Anki would refuse the learner's own edits.
    """
    if not name.startswith(f"{SPARE_TEMPLATE} "):
        told = f'<div class="dw"><div class="dw-retired">This card was withdrawn ({place}).</div>{{{{{field}}}}}</div>'
        return Template(name=name, front=told, back=told)
    front = f"{{{{#{field}}}}}{{{{^{field}}}}}{{{{{field}}}}} {place}{{{{/{field}}}}}{{{{/{field}}}}}"
    return Template(name=name, front=front, back=f"{{{{{field}}}}}")


def _type_hash(dressed: DressedType, fields: Sequence[Slot], templates: Sequence[Template]) -> str:
    parts = [
        dressed.name,
        dressed.css,
        [slot.name for slot in fields],
        [[t.name, t.front, t.back] for t in templates],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
