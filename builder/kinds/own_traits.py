"""What an own kind says that it is, for the rules that judge its cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from builder.diagnostics import did_you_mean
from builder.kinds.own_fields import OwnField
from builder.model import Trait
from builder.schema import Shape
from builder.source.validate import Validator
from builder.syntax import Text

TRAITS = tuple(trait.value for trait in Trait if trait is not Trait.GAPS)
"""The words that an author may choose; `cloze: true` says of a kind that it has gaps."""
KEYS: Mapping[Trait, Mapping[str, Shape]] = {
    Trait.OPTIONS: {"options": Shape.TEXTS, "answer": Shape.TEXT},
    Trait.STEPS: {"steps": Shape.TEXTS},
    Trait.SPOKEN: {"cue": Shape.TEXT, "say": Shape.TEXT},
    Trait.CONTRAST: {"bad": Shape.TEXT, "good": Shape.TEXT, "why": Shape.TEXT},
    Trait.RUBRIC: {"rubric": Shape.TEXTS},
}
"""By which keys the rules find the texts of a card, as `Trait` says: without the fields they would ask for the
impossible of every card."""
_WRITTEN = {Shape.TEXT: "", Shape.TEXTS: ", shape: texts"}


def read_traits(
    validator: Validator, stated: Iterable[Text], fields: Sequence[OwnField], *, cloze: bool
) -> frozenset[Trait]:
    """Return what a kind is; record words that are no traits, and traits whose fields the kind has not."""
    traits = {Trait.GAPS} if cloze else set()
    fields_can_stand = not validator.problems  # else the one that a trait needs may be among those left out
    for text in stated:
        if text.value in TRAITS:
            traits.add(Trait(text.value))
            if fields_can_stand:
                _check_fields(validator, text, fields)
        else:
            hint = did_you_mean(text.value, TRAITS) or f"one of: {', '.join(TRAITS)}"
            validator.error(text, "wrong-type", f'"traits" holds "{text.value}"', hint)
    return frozenset(traits)


def _check_fields(validator: Validator, trait: Text, fields: Sequence[OwnField]) -> None:
    shapes = {field.key.name: field.key.shape for field in fields}
    for key, shape in KEYS.get(Trait(trait.value), {}).items():
        if shapes.get(key) is not shape:
            message = f'the trait "{trait.value}" needs a field with the key "{key}" that is {shape.value}'
            hint = f"add {{name: …, key: {key}, doc: …{_WRITTEN[shape]}}}, or give that key to a field"
            validator.error(trait, "missing-field", message, hint)
