"""Gates: fields that keep Anki from dealing a card by itself when a note type gets a new template.

When an import changes a template's front, Anki makes the cards that the new front gives to the notes which the learner
has, before it looks at the notes of the package, and numbers them by the clock: two devices that both import before
they sync have each card twice. A front that hangs on a field which no learner's note has filled gives no card then; the
notes of the package fill it, and bring the card with its permanent id. So a template that comes to a note type which
learners have gets such a field, its gate, unless the field that it asks for is new itself. A gate is filled in the
notes that make the card, or once made it, and in no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from builder.kinds.frame import CardTemplate
from builder.lock.ledger import CARD, SPARE_NAME, TypeEntry
from builder.model import NoteType
from builder.render.template import Field, Section, TemplatePart, parse


class Had(NamedTuple):
    """What notes that learners have make of the templates of a kind: those of now, and the slots of those before."""

    ords: tuple[int, ...]
    """Of the templates as the kind declares them."""
    slots: frozenset[int]
    """Of all cards that they ever had."""


class Placed(NamedTuple):
    """A template of a kind in its slot."""

    slot: int
    ordinal: int
    name: str
    asked: str
    """The digest of what its front hangs on."""
    is_by_new_field: bool
    """Whether it is made only where a field is filled that takes a spare slot in this build."""


def placed(
    spec: NoteType, templates: Sequence[CardTemplate], slots: Mapping[str, int], new_fields: Iterable[str]
) -> list[Placed]:
    """Return the templates of a kind with their slots by name; `new_fields` are names."""
    fresh = frozenset(new_fields)
    return [
        Placed(
            slot=slots[template.name],
            ordinal=ordinal,
            name=template.name,
            asked=asked_digest(framed.front),
            is_by_new_field=template.when in fresh,
        )
        for ordinal, (template, framed) in enumerate(zip(spec.templates, templates, strict=True))
    ]


def without_gate(known: TypeEntry, templates: Sequence[Placed], had: Iterable[Had]) -> list[Placed]:
    """Return the templates that need a gate of their own, or a new one, before learners get them."""
    notes = list(had)
    gated, asked = dict(known.gates), dict(known.asked)
    needed = []
    for template in templates:
        slot, makes = template.slot, [note for note in notes if template.ordinal in note.ords]
        if slot in known.off:
            # Who began while it was withdrawn has the old gate filled, and no card.
            is_dealt = bool(makes)
        else:
            is_new = bool(SPARE_NAME[CARD].match(known.templates[slot].name))
            is_other = asked.get(slot, template.asked) != template.asked
            gains = any(slot not in note.slots for note in makes)
            is_dealt = (is_new or is_other) and gains and slot not in gated
        if is_dealt and not template.is_by_new_field:
            needed.append(template)
    return needed


def asked_digest(front: str) -> str:
    """Return a digest of the fields and sections of a front, whatever the HTML around them."""
    return hashlib.sha256(_shape(parse(front)).encode()).hexdigest()[:8]


def _shape(parts: Iterable[TemplatePart]) -> str:
    shapes = []
    for part in parts:
        if isinstance(part, Field):
            shapes.append(part.name)
        elif isinstance(part, Section):
            shapes.append(f"{'^' if part.negated else '#'}{part.name}({_shape(part.parts)})")
    return " ".join(shapes)


def behind_gate(front: str, gate: str) -> str:
    """Return a front that shows only where a gate is filled."""
    return f"{{{{#{gate}}}}}\n{front}\n{{{{/{gate}}}}}"


def never_dealt(index: int, field: str) -> str:
    """Return a front that makes no card of any note, `field` being one that is always filled.

    Each differs by its slot, or Anki would refuse the learner's own edits of the note type.
    """
    return f"{{{{#{field}}}}}{{{{^{field}}}}}{{{{{field}}}}} {index}{{{{/{field}}}}}{{{{/{field}}}}}"
