"""Gates: fields that keep Anki from dealing a card by itself when a note type gets a new template.

When an import changes a template's front, Anki makes the cards that the new front gives to the notes which the learner
has, before it looks at the notes of the package, and numbers them by the clock: two devices that both import before
they sync have each card twice. A front that hangs on a field which no learner's note has filled gives no card then; the
notes of the package fill it, and bring the card with its permanent id. So a template that comes to a note type which
learners have gets such a field, its gate, unless the field that it asks for is new itself; and so does one whose front
comes to hang on less than before. A gate is filled in the notes that make the card, or once made it, and in no other.

What a front hangs on, its condition, is kept in the lock as a template that has nothing but fields and sections, which
are called by the numbers of their slots: `{{Subdeck}}{{#2}}{{0}}{{/2}}`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from builder.kinds.frame import CardTemplate
from builder.lock.ledger import CARD, SPARE_NAME, Gate, TypeEntry
from builder.model import NoteType
from builder.render.template import FILLED, Field, Section, TemplatePart, field_names, makes_card, parse

_MOST_FIELDS = 10
"""With more fields on two fronts than this they are taken for different: a thousand ways to fill them are tried."""
_FIRST = "0"
"""The first field, which every note has filled."""
_ALWAYS = "{{Subdeck}}"
_TAGS = "Tags}}"
"""What a condition holds that asks for tags, which Anki counts as a filled field of a note that has any."""


class Given(NamedTuple):
    """What learners have of a note type."""

    has_notes: bool = False
    lost: frozenset[int] = frozenset()
    """Slots of templates whose card some note once made and makes no more, so that its gate is open."""


NOBODY = Given()


class Placed(NamedTuple):
    """A template of a kind in its slot, and its condition."""

    slot: int
    name: str
    condition: str


def placed(
    spec: NoteType, templates: Sequence[CardTemplate], slots: Mapping[str, int], fields: Mapping[str, int]
) -> list[Placed]:
    """Return the templates of a kind; `slots` and `fields` are the slots of templates and fields by name."""
    return [
        Placed(slot=slots[template.name], name=template.name, condition=_condition(parse(framed.front), fields))
        for template, framed in zip(spec.templates, templates, strict=True)
    ]


def without_gate(
    known: TypeEntry,
    gated: AbstractSet[int],
    templates: Sequence[Placed],
    new_fields: AbstractSet[int],
    given: Given,
) -> list[Placed]:
    """Return the templates that need a gate, or another one, before learners get them; all others are slots.

    `gated` are those of templates that have one, `new_fields` those of fields that nobody has filled.
    """
    if not given.has_notes:
        return []
    lost_gates = {gate.template for gate in known.gates} - gated
    needed = []
    for template in templates:
        former = _former(known, template.slot)
        # Behind a gate only a note that has lost the card has none: while it was withdrawn, any that came since.
        is_shut = template.slot in gated and template.slot not in known.off and template.slot not in given.lost
        if template.slot in lost_gates or (not is_shut and _is_wider(former, template.condition, new_fields)):
            needed.append(template)
    return needed


def former_field(known: TypeEntry, slot: int) -> int | None:
    """Return the field that a template asked for until now, if all notes with that filled have the card."""
    field, condition = dict(known.when).get(slot), _former(known, slot)
    if field is None or condition is None:
        return None
    return field if makes_card(parse(condition), {_FIRST, str(field), *FILLED}) else None


def _former(known: TypeEntry, slot: int) -> str | None:
    """Return the condition that a template had; None where it made no card at all."""
    if slot in known.off or SPARE_NAME[CARD].match(known.templates[slot].name):
        return None
    field = dict(known.when).get(slot)
    # A lock of the first format has no conditions; the frame that it put around all cards made them always.
    assumed = _ALWAYS if field is None else f"{{{{#{field}}}}}{_ALWAYS}{{{{/{field}}}}}"
    return dict(known.conditions).get(slot, assumed)


def _is_wider(former: str | None, present: str, new_fields: AbstractSet[int]) -> bool:
    """Tell whether there can be a note of a learner that makes a card now, and made none before."""
    fronts = [parse(condition) for condition in (former, present) if condition is not None]
    names = {name for front in fronts for name in field_names(front)} - {str(slot) for slot in new_fields} - {_FIRST}
    if _TAGS in (former or "") or _TAGS in present:
        names.add("Tags")
    if len(names) > _MOST_FIELDS:
        return former != present
    for count in range(len(names) + 1):
        for some in itertools.combinations(sorted(names), count):
            filled = {*some, _FIRST, *FILLED}
            if makes_card(fronts[-1], filled) and (former is None or not makes_card(fronts[0], filled)):
                return True
    return False


def _condition(parts: Iterable[TemplatePart], fields: Mapping[str, int]) -> str:
    """Return what of a template decides on whether it makes a card."""
    written = []
    for part in parts:
        if isinstance(part, Field):
            written.append(f"{{{{{fields.get(part.name, part.name)}}}}}")
        elif isinstance(part, Section):
            name, inner = fields.get(part.name, part.name), _condition(part.parts, fields)
            written.append(f"{{{{{'^' if part.negated else '#'}{name}}}}}{inner}{{{{/{name}}}}}")
    return "".join(dict.fromkeys(written))


def behind_gate(front: str, gate: Gate, fields: Sequence[str]) -> str:
    """Return a front that shows only where a gate is open, or where the field is filled that it once asked for.

    Without the second, a card that was studied would be blank in a note which no update reaches. `fields` are names.
    """
    name = fields[gate.field]
    shut = f"{{{{#{name}}}}}\n{front}\n{{{{/{name}}}}}"
    if gate.former is None:
        return shut
    former = fields[gate.former]
    return f"{{{{#{former}}}}}\n{front}\n{{{{/{former}}}}}{{{{^{former}}}}}{shut}{{{{/{former}}}}}"


def never_dealt(index: int, field: str) -> str:
    """Return a front that makes no card of any note, `field` being one that is always filled.

    Each differs by its slot, or Anki would refuse the learner's own edits of the note type.
    """
    return f"{{{{#{field}}}}}{{{{^{field}}}}}{{{{{field}}}}} {index}{{{{/{field}}}}}{{{{/{field}}}}}"
