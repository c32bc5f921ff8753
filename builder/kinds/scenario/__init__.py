"""A situation that asks for a decision, graded against a rubric."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.kinds.base import note_type, numbered, prose, read_template, single_note
from builder.model import CardSource, Kind, Note, Trait
from builder.schema import Key, Shape

_HERE = Path(__file__).parent


def _expand(card: CardSource) -> Iterator[Note]:
    entry = card.entry
    rubric = entry.texts("rubric")
    yield single_note(
        card,
        {
            "Situation": prose(entry, "situation"),
            "Decide": prose(entry, "decide"),
            "Rubric": numbered(("", point) for point in rubric),
            "Count": (str(len(rubric)),) if len(rubric) > 1 else (),
            "Answer": prose(entry, "answer"),
        },
    )


KIND = Kind(
    name="scenario",
    doc="a situation, a decision, and a rubric to grade it by",
    traits=frozenset({Trait.RUBRIC, Trait.FIXED_CARDS}),
    keys=(
        Key(name="situation", doc="the facts, and what presses", required=True),
        Key(name="decide", doc="the one decision that is asked for", required=True),
        Key(name="rubric", doc="2 to 5 points that a good answer makes", shape=Shape.TEXTS),
        Key(name="answer", doc="a sample answer", required=True),
    ),
    note_types=(
        note_type(
            _HERE,
            "scenario",
            "Scenario",
            ("Situation", "Decide", "Rubric", "Count", "Answer"),
            (read_template(_HERE, "decide", "Decide", asks=("Situation", "Decide"), answers=("Rubric", "Answer")),),
        ),
    ),
    expand=_expand,
    example="""\
- id: bleeding-arm
  kind: scenario
  situation: A cyclist bleeds hard from the lower arm. You have a clean cloth; help needs ten minutes.
  decide: What do you do until it comes?
  rubric:
    - Presses on the wound and does not let go
    - Has the cyclist lie down
    - Watches how the cyclist breathes and answers
  answer: I press the cloth on the wound, lay the cyclist down, keep pressing and keep talking until help is there.
""",
)
