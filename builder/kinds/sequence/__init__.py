"""Steps in order: a note a step, asked from the steps before it, and one for the whole order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.kinds.base import child_note, common, note_type, numbered, prose, read_template
from builder.model import CardSource, Kind, Note, Trait
from builder.schema import Key, Shape

_HERE = Path(__file__).parent
_SHOWN_BEFORE = 2
"""How many earlier steps cue the next one, as in overlapping cloze: more would teach the place, not the step."""


def _expand(card: CardSource) -> Iterator[Note]:
    entry = card.entry
    title = prose(entry, "title")
    steps = entry.entries("steps")
    marked = tuple((str(number), step.need("step")) for number, step in enumerate(steps, 1))
    for index, step in enumerate(steps):
        fields = {
            "Title": title,
            "Before": numbered(marked[max(0, index - _SHOWN_BEFORE) : index]),
            "Number": (str(index + 1),),
            "Count": (str(len(steps)),),
            "Step": numbered(marked[index : index + 1]),
            "Why": prose(step, "why"),
        }
        yield child_note(card, step, "sequence-step", fields)
    yield Note(
        key=card.id.value,
        type="sequence-order",
        fields={
            "Title": title,
            "Count": (str(len(steps)),),
            "Steps": numbered(marked),
            **common(card, card.id.value),
        },
        was=tuple(text.value for text in entry.texts("was")),
        at=card.id,
        card=card,
    )


_STEP = (
    Key(name="id", doc="a name that is unique in the sequence and never changes", required=True, label=True),
    Key(name="step", doc="what is done", required=True),
    Key(name="why", doc="why it comes here"),
    Key(name="was", doc="ids that the step had before", shape=Shape.TEXTS, label=True),
)

KIND = Kind(
    name="sequence",
    doc="steps in their order",
    traits=frozenset({Trait.STEPS, Trait.FIXED_CARDS}),
    keys=(
        Key(name="title", doc="what the steps are the steps of", required=True),
        Key(name="steps", doc="the steps in order", shape=Shape.ENTRIES, required=True, keys=_STEP, least=2),
    ),
    note_types=(
        note_type(
            _HERE,
            "sequence-step",
            "Sequence step",
            ("Step", "Title", "Before", "Number", "Count", "Why"),
            (read_template(_HERE, "next", "Next step", asks=("Title",), answers=("Step",)),),
        ),
        note_type(
            _HERE,
            "sequence-order",
            "Sequence order",
            ("Title", "Count", "Steps"),
            (read_template(_HERE, "order", "Whole order", asks=("Title",), answers=("Steps",)),),
        ),
    ),
    expand=_expand,
    example="""\
- id: somebody-collapsed
  kind: sequence
  title: The first minute beside somebody who has collapsed
  steps:
    - id: safe
      step: Make sure that the place is safe for you.
    - id: wake
      step: Speak to them, and shake their shoulders.
    - id: breath
      step: Tilt the head back, and look for breath for ten seconds.
      why: A gasp now and then is no breathing.
""",
)
