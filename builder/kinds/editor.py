"""What Anki's editor shows of fields: a line in each empty one, and closed those that are filled for the author.

Both come with the note type, by a default import, and neither asks for a full sync; AnkiDroid shows neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from builder.model import FieldSpec, Kind
from builder.schema import Shape
from builder.source.keys import CARD

_MADE = "filled in by each build of the deck"
_SHARED = {key.name.replace("_", " ").capitalize(): key.doc for key in CARD} | {
    "Context": "a small line above the question",
    "As of": "when a fact that changes was true (2025-03)",
    "Source": "what the card rests on, as it is cited",
    "Id": "what the deck calls this note: leave it as it is",
    "Retired": "filled where the card has left the deck",
}
"""Those of the fields that every note type has."""


class FieldLook(NamedTuple):
    """How the editor shows a field; by default closed, as a place that is kept free."""

    description: str = ""
    is_closed: bool = True
    more: tuple[tuple[str, str | int | bool], ...] = ()
    """What an adopted note type says beside (`FieldSpec.look`)."""


def described(kind: Kind) -> Kind:
    """Return a kind whose fields say what their keys do: those of its own, and those of its lines or steps."""
    keys = [key for outer in kind.keys for key in (outer, *outer.keys)]
    docs = {
        key.name.replace("_", " ").capitalize(): key.doc.replace("true ", "any text: ", 1)
        if key.shape is Shape.FLAG
        else key.doc
        for key in reversed(keys)
    }
    types = [
        note_type._replace(
            fields=tuple(field._replace(doc=field.doc or docs.get(field.name, "")) for field in note_type.fields)
        )
        for note_type in kind.note_types
    ]
    return kind._replace(note_types=tuple(types))


def field_looks(fields: Sequence[FieldSpec], shared: Sequence[str]) -> tuple[FieldLook, ...]:
    """Return the looks of a note type's own fields, and of those that every one has."""
    own = [FieldLook(description=field.doc or _MADE, is_closed=not field.doc) for field in fields]
    return (*own, *(FieldLook(description=_SHARED[name]) for name in shared))
