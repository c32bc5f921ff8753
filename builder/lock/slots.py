"""Note types with fixed slots: what is added takes a spare, what is removed leaves its place, nothing moves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from builder.diagnostics import did_you_mean
from builder.errors import SlotError
from builder.kinds.editor import FieldLook
from builder.kinds.frame import CardTemplate, FramedType
from builder.lock.gates import NOBODY, Given, behind_gate, former_field, never_dealt, placed, without_gate
from builder.lock.ids import make_slot_id, make_type_id
from builder.lock.ledger import CARD, FIELD, GATE_NAME, SPARE, SPARE_NAME, Gate, Slot, SlottedType, TypeEntry
from builder.lock.mods import Moment, Times, next_times
from builder.lock.published import Publication, Version
from builder.lock.slot_checks import check_cloze, check_fronts, check_name, check_sort_field, check_unused
from builder.lock.slot_digests import fronts_of, type_hash
from builder.model import NoteType

_SPARE_FIELDS = 3
_SPARE_TEMPLATES = 2
"""How many spare slots a note type is born with; a cloze one has no use for spare templates, and none of them."""


class _Wanted(NamedTuple):
    """A field or template that a kind declares, and the name of the slot that it takes over (empty for none)."""

    name: str
    was: str = ""


def fill_slots(
    uid: str,
    spec: NoteType,
    framed: FramedType,
    known: TypeEntry | None,
    moment: Moment,
    *,
    given: Given = NOBODY,
    publication: Publication | None = None,
) -> SlottedType:
    """Place a note type's fields and templates in its slots; raise `SlotError` where that cannot be lossless.

    `given` is what learners have of it.
    """
    wanted_fields = [_Wanted(name=field.name, was=field.was) for field in spec.fields]
    wanted_fields += [_Wanted(name=name) for name in framed.fields[len(spec.fields) :]]
    wanted_templates = [_Wanted(name=template.name, was=template.was) for template in spec.templates]
    if known is None:
        fields = _new_slots(uid, spec, FIELD, wanted_fields, _SPARE_FIELDS)
        templates = _new_slots(uid, spec, CARD, wanted_templates, 0 if spec.cloze else _SPARE_TEMPLATES)
        type_id = make_type_id(uid, spec.key)
    else:
        check_cloze(known.templates, spec)
        fields = _take_slots(known.fields, wanted_fields, spec, FIELD)
        templates = _take_slots(known.templates, wanted_templates, spec, CARD)
        type_id = known.id
    check_sort_field(fields, spec)
    template_index = {slot.name: index for index, slot in enumerate(templates)}
    new_fields = {
        index
        for index, (slot, old) in enumerate(zip(fields, known.fields if known else fields, strict=True))
        if SPARE_NAME[FIELD].match(old.name) and slot.name != old.name
    }
    places = placed(spec, framed.templates, template_index, {slot.name: index for index, slot in enumerate(fields)})
    # A merge may have given a gate's slot to a field of another branch: then it is no gate any more.
    known_gates = () if known is None else known.gates
    gates = {gate.template: gate for gate in known_gates if GATE_NAME.match(fields[gate.field].name)}
    for template in () if known is None or spec.cloze else without_gate(known, gates.keys(), places, new_fields, given):
        assert known is not None
        fields, index = _with_gate(fields, template.name, spec)
        former = gates[template.slot].former if template.slot in gates else former_field(known, template.slot)
        gates[template.slot] = Gate(template=template.slot, field=index, former=former)
    field_index = {slot.name: index for index, slot in enumerate(fields)}
    when = {template_index[item.name]: field_index[item.when] for item in spec.templates if item.when}
    filled = _fill_templates(templates, framed.templates, fields, gates)
    shown = dict(zip(framed.fields, framed.looks, strict=True))
    looks = tuple(shown.get(slot.name, FieldLook()) for slot in fields)
    fresh = Version(mod=0, hash=type_hash(framed, fields, looks, filled))
    if known is None:
        times = Times(version=fresh._replace(mod=moment.now))
    else:
        old = Times(version=Version(mod=known.mod, hash=known.hash), before=known.before, late=known.late)
        times = next_times(old, fresh, publication, moment, knows_before=bool(known.conditions))
    used = {place.slot for place in places}
    spare = [index for index, slot in enumerate(templates) if SPARE_NAME[CARD].match(slot.name)]
    own_kind = any(field.key for field in spec.fields)
    fronts = fronts_of(spec, template_index) if own_kind else ()
    if known is not None:
        check_fronts(dict(known.fronts), dict(fronts), [slot.name for slot in templates])
    filled_by = {field.key: field_index[field.name] for field in spec.fields if field.key}
    keys = {**filled_by, **dict(known.keys if known else ())}
    moved = sorted((key, slot) for key, slot in filled_by.items() if keys[key] != slot)
    entry = TypeEntry(
        id=type_id,
        mod=times.version.mod,
        hash=fresh.hash,
        fields=fields,
        templates=templates,
        when=tuple(sorted(when.items())),
        gates=tuple(sorted(gates.values())),
        before=times.before,
        late=times.late,
        off=tuple(index for index in range(len(templates)) if index not in used and index not in spare),
        keys=tuple(sorted(keys.items())),
        fronts=fronts,
        conditions=tuple(sorted((place.slot, place.condition) for place in places)),
    )
    return SlottedType(
        key=spec.key,
        name=framed.name,
        entry=entry,
        templates=filled,
        css=framed.css,
        cloze=spec.cloze,
        looks=looks,
        field_slots=tuple(field_index[field.name] for field in wanted_fields),
        moved=f"~{hashlib.sha256(repr(moved).encode()).hexdigest()[:8]}" if moved else "",
        moved_fields=tuple(index for index, field in enumerate(spec.fields) if field.key in dict(moved)),
        template_slots=tuple(template_index[template.name] for template in wanted_templates),
    )


def _with_gate(fields: tuple[Slot, ...], card: str, spec: NoteType) -> tuple[tuple[Slot, ...], int]:
    """Return the fields with a spare one made a gate, and its slot."""
    slots = list(fields)
    try:
        index = _spare_slot(slots, card, spec, FIELD)
    except SlotError as error:
        message = f'the new card "{card}" takes a spare field of the note type {spec.name}, which has none left'
        hint = (
            "leave the card out, let it ask for a field that is new (when:), or give new cards a new kind: without"
            " that field learners with two devices would get the card twice"
        )
        raise SlotError(part=CARD, name=card, rule="no-spare-slot", message=message, hint=hint) from error
    slots[index] = slots[index].called(f"Gate {index + 1}")
    return tuple(slots), index


def bare_type(key: str, name: str, entry: TypeEntry, cloze: bool) -> SlottedType:
    """Return a note type of which only the lock is left; it has the time at which learners got theirs, who keep it.

    Its cards show what they can, for who has only the package that marks them as retired.
    """
    first, names = entry.fields[0].name, [field.name for field in entry.fields]
    gates = {slot: Gate(template=slot, field=field) for slot, field in entry.when}
    gates |= {gate.template: gate for gate in entry.gates}
    templates = []
    for index, slot in enumerate(entry.templates):
        side = f"{{{{cloze:{first}}}}}" if cloze else _withdrawn(index, first)
        if SPARE_NAME[CARD].match(slot.name):
            front = never_dealt(index, first)
        else:
            front = behind_gate(side, gates[index], names) if index in gates else side
        templates.append(CardTemplate(name=slot.name, front=front, back=side))
    return SlottedType(
        key=key, name=name, entry=entry, templates=tuple(templates), css="", cloze=cloze, field_slots=(),
        template_slots=(),
    )  # fmt: skip


def _new_slots(uid: str, spec: NoteType, part: str, wanted: Sequence[_Wanted], spares: int) -> tuple[Slot, ...]:
    for item in wanted:
        check_name(item.name, spec, part)
    names = [*(item.name for item in wanted), *(f"{SPARE[part]} {number}" for number in range(1, spares + 1))]
    hashed = {FIELD: "field", CARD: "template"}[part]  # the ids that learners have were made with these words
    return tuple(Slot(id=make_slot_id(uid, spec.key, hashed, index), name=name) for index, name in enumerate(names))


def _take_slots(known: Sequence[Slot], wanted: Sequence[_Wanted], spec: NoteType, part: str) -> tuple[Slot, ...]:
    """Return the slots with what is new in its place: first what takes over a slot, then what takes a spare."""
    slots = list(known)
    names = {item.name.lower() for item in wanted}
    for item in wanted:
        check_name(item.name, spec, part)
        index = _index_of(slots, item.name)
        if index is None and item.was:
            index = _taken_over(slots, item, names, spec, part)
        if index is None:
            index = _former(slots, item.name, names)
        if index is not None:
            check_unused(slots, item.name, index, spec, part)
            slots[index] = slots[index].called(item.name)
    for item in wanted:
        if _index_of(slots, item.name) is None:
            check_unused(slots, item.name, None, spec, part)
            index = _spare_slot(slots, item.name, spec, part)
            slots[index] = slots[index].called(item.name)
    return tuple(slots)


def _former(slots: Sequence[Slot], name: str, names: AbstractSet[str]) -> int | None:
    """Return the slot that has had a name, if no item has its present one: a renaming that was taken back."""
    return next(
        (
            index
            for index, slot in enumerate(slots)
            if name.lower() in (former.lower() for former in slot.was) and slot.name.lower() not in names
        ),
        None,
    )


def _taken_over(slots: Sequence[Slot], item: _Wanted, names: AbstractSet[str], spec: NoteType, part: str) -> int:
    """Return the slot that an item takes over; `names` are those of all items, in lower case."""
    name, was = item.name, item.was
    index = _index_of(slots, was)
    if index is None:
        index = _former(slots, was, names)
    if index is None:
        raise SlotError(
            part=part,
            name=name,
            rule="unknown-was",
            message=f'"was" of the {part} "{name}" names "{was}", which the note type {spec.name} has not',
            hint=did_you_mean(was, [slot.name for slot in slots]) or "delete `was` if it is new",
        )
    if was.lower() in names:
        raise SlotError(
            part=part,
            name=name,
            rule="slot-name-reused",
            message=f'the note type {spec.name} has a {part} "{name}" that was "{was}", and still a {part} "{was}"',
            hint=f'delete `was: {was}`, or the {part} "{was}"',
        )
    return index


def _spare_slot(slots: Sequence[Slot], name: str, spec: NoteType, part: str) -> int:
    """Return the first slot that nobody has taken."""
    for index, slot in enumerate(slots):
        if SPARE_NAME[part].match(slot.name):
            return index
    raise SlotError(
        part=part,
        name=name,
        rule="no-spare-slot",
        message=f'the note type {spec.name} has no spare {part} left for "{name}"',
        hint=f"fill a {part} that it has, take one over (was: its name), or give new cards a new kind;"
        " more slots would fork the note type of every learner",
    )


def _index_of(slots: Sequence[Slot], name: str) -> int | None:
    return next((index for index, slot in enumerate(slots) if slot.name.lower() == name.lower()), None)


def _fill_templates(
    slots: Sequence[Slot], templates: Sequence[CardTemplate], fields: Sequence[Slot], gates: Mapping[int, Gate]
) -> tuple[CardTemplate, ...]:
    by_name = {template.name: template for template in templates}
    first = fields[0].name
    filled = []
    for index, slot in enumerate(slots):
        template = by_name.get(slot.name)
        if template is None:
            # A spare one, or one that was withdrawn: were its front to show anything, Anki would deal it to all notes.
            template = CardTemplate(name=slot.name, front=never_dealt(index, first), back=f"{{{{{first}}}}}")
        elif index in gates:
            front = behind_gate(template.front, gates[index], [field.name for field in fields])
            template = template._replace(front=front)
        filled.append(template)
    return tuple(filled)


def _withdrawn(index: int, field: str) -> str:
    return f'<div class="dw"><div class="dw-retired">This card was withdrawn ({index}).</div>{{{{{field}}}}}</div>'
