"""A sentence with gaps; each cloze number is a card, for as long as the card lives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.diagnostics import Problem
from builder.kinds.base import TYPED, note_type, prose, read_template, single_note, type_key, typed
from builder.kinds.gaps import check_clozes
from builder.model import CardSource, Kind, Note, Trait
from builder.schema import Key

_HERE = Path(__file__).parent


def _expand(card: CardSource) -> Iterator[Note]:
    yield single_note(card, {"Text": prose(card.entry, "text"), "Typed": typed(card.entry)})


def _check(card: CardSource) -> Iterator[Problem]:
    return check_clozes(card, card.entry.need("text"))


KIND = Kind(
    name="cloze",
    doc="a sentence with gaps to fill",
    traits=frozenset({Trait.GAPS}),
    keys=(
        Key(name="text", doc="a sentence with {{c1::gaps}}", required=True),
        type_key("true asks to type what the gap hides"),
    ),
    note_types=(
        note_type(
            _HERE,
            "cloze",
            "Cloze",
            ("Text", TYPED),
            (read_template(_HERE, "cloze", "Cloze", asks=("Text",), answers=("Text",)),),
            cloze=True,
        ),
    ),
    expand=_expand,
    check=_check,
    example="""\
- id: rescue-breaths
  kind: cloze
  text: "After 30 presses on the chest, give {{c1::two}} breaths."
""",
)
