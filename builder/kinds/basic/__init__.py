"""A question and its answer, asked both ways where the author wants it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.kinds.base import TYPED, note_type, prose, read_template, single_note, type_key, typed
from builder.model import CardSource, Kind, Note, Trait
from builder.schema import Key, Shape

_HERE = Path(__file__).parent


def _expand(card: CardSource) -> Iterator[Note]:
    yield single_note(
        card,
        {
            "Front": prose(card.entry, "front"),
            "Back": prose(card.entry, "back"),
            "Reverse": ("yes",) if card.entry.flag("reverse") else (),
            "Typed": typed(card.entry),
        },
    )


KIND = Kind(
    name="basic",
    doc="a question and its answer",
    traits=frozenset({Trait.FACT, Trait.FIXED_CARDS}),
    keys=(
        Key(name="front", doc="the question", required=True),
        Key(name="back", doc="the answer", required=True),
        Key(name="reverse", doc="true asks the other way round too", shape=Shape.FLAG),
        type_key("true asks to type the answer"),
    ),
    note_types=(
        note_type(
            _HERE,
            "basic",
            "Basic",
            ("Front", "Back", "Reverse", TYPED),
            (
                read_template(_HERE, "forward", "Front to back", asks=("Front",), answers=("Back",)),
                read_template(_HERE, "backward", "Back to front", asks=("Back",), answers=("Front",), when="Reverse"),
            ),
        ),
    ),
    expand=_expand,
    example="""\
- id: compression-rate
  kind: basic
  front: How fast do you press the chest of somebody whose heart has stopped?
  back: 100 to 120 times a minute.
""",
)
