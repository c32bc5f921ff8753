"""A bad answer and a good one to the same question, and the principle that tells them apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from builder.kinds.base import note_type, prose, read_template, single_note
from builder.model import CardSource, Kind, Note, Trait
from builder.schema import Key

_HERE = Path(__file__).parent


def _shows_good(card_id: str) -> bool:
    """Tell whether the unlabelled card of this id shows the good answer: so for half of all ids, for good."""
    return hashlib.sha256(card_id.encode()).digest()[0] % 2 == 0


def _expand(card: CardSource) -> Iterator[Note]:
    entry = card.entry
    yield single_note(
        card,
        {
            "Prompt": prose(entry, "prompt"),
            "Bad": prose(entry, "bad"),
            "Good": prose(entry, "good"),
            "Why": prose(entry, "why"),
            "Keep": ("yes",) if _shows_good(card.id.value) else (),
        },
    )


KIND = Kind(
    name="contrast",
    doc="a bad answer, a good answer, and why",
    traits=frozenset({Trait.CONTRAST, Trait.FIXED_CARDS}),
    keys=(
        Key(name="prompt", doc="what is asked", required=True),
        Key(name="bad", doc="an answer that loses points, as people really say it", required=True),
        Key(name="good", doc="an answer to say instead", required=True),
        Key(name="why", doc="the principle behind it"),
    ),
    note_types=(
        note_type(
            _HERE,
            "contrast",
            "Contrast",
            ("Prompt", "Bad", "Good", "Why", "Keep"),
            (
                read_template(
                    _HERE, "repair", "Repair", asks=("Prompt", "Bad"), answers=("Why", "Good"), beside=("Bad",)
                ),
                read_template(
                    _HERE, "why", "Why", asks=("Prompt", "Bad"), answers=("Why",), beside=("Bad",), when="Why"
                ),
                read_template(_HERE, "discriminate", "Discriminate", asks=("Prompt",), answers=("Why",)),
            ),
        ),
    ),
    expand=_expand,
    example="""\
- id: nosebleed
  kind: contrast
  prompt: Somebody's nose bleeds. What do you tell them?
  bad: Put your head back and wait until it stops.
  good: Lean forward, pinch the soft part of the nose, and hold it for ten minutes.
  why: With the head back the blood runs down the throat.
""",
)
