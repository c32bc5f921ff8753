"""Note types of decks that others published: closed, with the ids, fields and templates that their learners have.

Anki takes an update of such a note type only where its id, and the number and order of its fields and templates are as
published (measured with anki 24.11, 25.9 and 26.9); one field more, and every note is a conflict for ever. So there are
no spare slots and no gates. Names, templates and the style may change; a name only since the slots have ids, which the
first build after the import gives where the package had none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NoReturn

from builder.errors import SlotError
from builder.kinds.frame import FramedType
from builder.lock.ids import make_slot_id
from builder.lock.ledger import CARD, FIELD, Slot, SlottedType, TypeEntry
from builder.lock.mods import Moment, Times, next_times
from builder.lock.published import Publication, Version
from builder.lock.slot_checks import check_fronts
from builder.lock.slot_digests import fronts_of, type_hash
from builder.model import NoteType


def keep_slots(
    spec: NoteType,
    framed: FramedType,
    known: TypeEntry | None,
    moment: Moment,
    *,
    publication: Publication | None = None,
) -> SlottedType:
    """Place an adopted note type's fields and templates in the slots that it was published with.

    Raise `SlotError` where it has others, where the lock does not know it, or knows it as one of ours.
    """
    if known is None or not known.adopted:
        _refuse_unknown(spec)
    fields = _kept(known.fields, [(field.name, field.was) for field in spec.fields], spec, FIELD)
    templates = _kept(known.templates, [(template.name, template.was) for template in spec.templates], spec, CARD)
    index = {slot.name: number for number, slot in enumerate(templates)}
    fronts = fronts_of(spec, index)
    check_fronts(dict(known.fronts), dict(fronts), [slot.name for slot in templates])
    more = [
        spec.sort,
        *spec.latex,
        spec.stock,
        *(("svg",) if spec.svg else ()),
        *(look.more for look in framed.looks),
        *(side.browser for side in framed.templates),
    ]
    fresh = Version(mod=0, hash=type_hash(framed, fields, framed.looks, framed.templates, more))
    old = Times(version=Version(mod=known.mod, hash=known.hash), before=known.before, late=known.late)
    times = next_times(old, fresh, publication, moment, knows_before=True)
    entry = known._replace(
        mod=times.version.mod,
        hash=fresh.hash,
        fields=fields,
        templates=templates,
        before=times.before,
        late=times.late,
        fronts=fronts,
    )
    return SlottedType(
        key=spec.key,
        name=framed.name,
        entry=entry,
        templates=framed.templates,
        css=framed.css,
        cloze=spec.cloze,
        looks=framed.looks,
        field_slots=tuple(range(len(fields))),
        template_slots=tuple(range(len(templates))),
        sort=framed.sort,
        latex=framed.latex,
        stock=framed.stock,
        svg=framed.svg,
    )


def late_names(uid: str, known: TypeEntry | None, slotted: SlottedType) -> Iterator[SlotError]:
    """Yield what is wrong with a new name of a field or card whose package gave it no id.

    Anki tells it from others by the id that the first build after the import brought: who has imported none since
    has the old name alone, and to him it is another field.
    """
    if known is None:
        return
    parts = ((FIELD, known.fields, slotted.entry.fields), (CARD, known.templates, slotted.entry.templates))
    for part, before, after in parts:
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            if old.name != new.name and new.id == make_slot_id(uid, slotted.key, part, index):
                yield SlotError(
                    part=part,
                    name=new.name,
                    rule="late-name",
                    message=f'the {part} "{new.name}" of {slotted.name} was published as "{old.name}", without an id;'
                    " for learners who have not imported a build since, all its notes will be in conflict, and none"
                    " updated",
                    hint="keep the old name until all learners have imported a build",
                )


def refuse_ours(spec: NoteType, known: TypeEntry | None) -> None:
    """Raise `SlotError` where a note type of ours was an adopted one: learners have none of our fields."""
    if known is not None and known.adopted:
        raise SlotError(
            part="",
            name="",
            rule="kind-changed",
            message=f"the note type {spec.name} was adopted from a deck that was published before, and is now our own",
            hint="write adopted: true again, and make a new kind for new cards",
        )


def _refuse_unknown(spec: NoteType) -> NoReturn:
    raise SlotError(
        part="",
        name="",
        rule="adopted-kind",
        message=f"the note type {spec.name} is to be an adopted one, and the lock does not know it",
        hint="import the package in which learners have it with `deckwright import`; for cards that nobody has yet,"
        " delete adopted: true",
    )


def _kept(known: Sequence[Slot], wanted: Sequence[tuple[str, str]], spec: NoteType, part: str) -> tuple[Slot, ...]:
    """Return the slots with the names that they have now; `wanted` are names, each with the one before."""
    if len(known) != len(wanted):
        names = ", ".join(slot.name for slot in known)
        raise _changed(spec, part, "", f"has {len(wanted)} {part}s, and its learners have {len(known)}: {names}")
    slots = []
    for slot, (name, was) in zip(known, wanted, strict=True):
        if name != slot.name and was != slot.name and name not in slot.was and was not in slot.was:
            raise _changed(spec, part, name, f'has the {part} "{name}" where its learners have "{slot.name}"')
        slots.append(slot.called(name))
    return tuple(slots)


def _changed(spec: NoteType, part: str, name: str, what: str) -> SlotError:
    return SlotError(
        part=part,
        name=name,
        rule="adopted-kind",
        message=f"the adopted note type {spec.name} {what}",
        hint=f"give back its {part}s, in their order: with others, Anki would take no update of it ever again;"
        " a new name is told by `was`, and new cards may have a kind of your own",
    )
