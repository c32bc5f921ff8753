"""The condition that a template of an own kind has without saying so: the one field that it asks for may be empty."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from builder.model import Kind, TemplateSpec
from builder.render.template import field_names, makes_card, parse


def with_conditions(kind: Kind) -> Kind:
    """Return a kind whose templates make a card only where their fronts show something; an adopted one is as it is.

    The frame shows the deck's name on every front, which Anki takes for a filled field: a front that shows nothing else
    must hang on the field that it asks for, as if `when` named it. Where a front may show one of several, the notes
    that fill none of them are told of one by one (render/notes.py).
    """
    if kind.is_adopted:
        return kind
    required = {
        field.name for field, key in zip(kind.note_types[0].fields, kind.keys, strict=True) if key.required
    } | {"Id"}  # fmt: skip
    types = [
        note_type._replace(
            templates=tuple(
                template if note_type.cloze or template.when else _with_condition(template, required)
                for template in note_type.templates
            )
        )
        for note_type in kind.note_types
    ]
    return kind._replace(note_types=tuple(types))


def _with_condition(template: TemplateSpec, required: AbstractSet[str]) -> TemplateSpec:
    front = parse(template.front)
    optional = field_names(front) - required
    if makes_card(front, required) or len(optional) != 1 or not makes_card(front, required | optional):
        return template
    return template._replace(when=optional.pop())
