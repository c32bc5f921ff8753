"""A term and its meaning, asked both ways, and from an example to the term where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.kinds.base import TYPED, note_type, prose, read_template, single_note, type_key, typed
from builder.model import CardSource, Kind, Note, Trait
from builder.schema import Key

_HERE = Path(__file__).parent


def _expand(card: CardSource) -> Iterator[Note]:
    entry = card.entry
    yield single_note(
        card,
        {
            "Term": prose(entry, "term"),
            "Meaning": prose(entry, "meaning"),
            "Not": prose(entry, "not"),
            "Example": prose(entry, "example"),
            "Typed": typed(entry),
        },
    )


KIND = Kind(
    name="definition",
    doc="a term and its meaning",
    traits=frozenset({Trait.FACT, Trait.TERM, Trait.FIXED_CARDS}),
    keys=(
        Key(name="term", doc="the term", required=True),
        Key(name="meaning", doc="what must be said of it, without the term itself", required=True),
        Key(name="not", doc="what it is often taken for"),
        Key(name="example", doc="a concrete case, which gives a third card"),
        type_key("true asks to type the term where it is the answer"),
    ),
    note_types=(
        note_type(
            _HERE,
            "definition",
            "Definition",
            ("Term", "Meaning", "Not", "Example", TYPED),
            (
                read_template(_HERE, "meaning", "Term to meaning", asks=("Term",), answers=("Meaning",)),
                read_template(_HERE, "term", "Meaning to term", asks=("Meaning",), answers=("Term",)),
                read_template(
                    _HERE, "example", "Example to term", asks=("Example",), answers=("Term",), when="Example"
                ),
            ),
        ),
    ),
    expand=_expand,
    example="""\
- id: recovery-position
  kind: definition
  term: Recovery position
  meaning: Lying on one side with the airway open, for somebody who breathes and does not wake up.
  not: Lying on the back with the legs raised.
  example: He breathes, but answers nobody. You roll him on his side and tilt his head back.
""",
)
