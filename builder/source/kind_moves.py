"""Cards of a kind that others have published, which their author has moved to `basic`: new cards, under new ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from builder.model import Kind
from builder.source.edits import Splice
from builder.syntax import Map, Text

_TARGET = "basic"
_SIDES = 2


class Sides(NamedTuple):
    """The keys of a kind that asks for one field and answers with another."""

    front: str
    back: str


def sides_of(kind: Kind | None) -> Sides | None:
    """Return the keys of an adopted kind of two fields and one card; None for any other."""
    if kind is None or not kind.is_adopted or len(kind.keys) != _SIDES:
        return None
    (note_type,) = kind.note_types
    if note_type.cloze or len(note_type.templates) != 1:
        return None
    (template,) = note_type.templates
    key_of = {field.name: key.name for field, key in zip(note_type.fields, kind.keys, strict=True)}
    if len(template.asks) != 1 or len(template.answers) != 1 or template.asks == template.answers:
        return None
    return Sides(front=key_of[template.asks[0]], back=key_of[template.answers[0]])


def moved_from(card_id: str, kind: Kind | None, types: Mapping[str, str], kinds: Mapping[str, Kind]) -> Sides | None:
    """Return the keys that a card has had which is `basic` now, and of an adopted kind in the lock; None for others.

    `types` are the note types of the lock's notes by ids in lower case, which adopted kinds are named by.
    """
    if kind is None or kind.name != _TARGET or kind.files:
        return None
    return sides_of(kinds.get(types.get(card_id.lower(), "")))


def move(card: Map, card_id: Text, was: Sides, new_id: str) -> Iterator[tuple[str, Splice]]:
    """Yield what gives a card another id, and its texts the keys of `basic`: what is done, and the splice."""
    message = f'made it a new card, "{new_id}": the old one is retired at the next build, with its reviews'
    yield message, Splice(start=card_id.start, end=card_id.end, text=new_id)
    for key, _ in card.items:
        name = {was.front: "front", was.back: "back"}.get(key.value, key.value)
        if name != key.value:
            yield f'made its key "{key.value}" {name}', Splice(start=key.start, end=key.end, text=name)
