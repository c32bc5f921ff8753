"""Gaps in texts that have none."""

from __future__ import annotations

from builder.kinds.gaps import find_marks_outside_code
from builder.render.faults import Fault

_MOST = 20
"""Faults of one text that are told at once: each is looked for from the text's start."""


def gap_faults(text: str, *, is_cloze: bool) -> list[Fault]:
    """Return what is wrong with a text that Anki reads for no gaps; `is_cloze` says that its card has a sentence."""
    if "{" not in text and "[[" not in text:
        return []
    hint = "move the gap into the sentence" if is_cloze else "make it a cloze card: kind: cloze, text: …"
    return [
        Fault(
            snippet=mark,
            rule="gap-marks",
            message=f'only the sentence of a cloze card has gaps, and Anki would show "{mark}" as it stands',
            hint=f"{hint}; code goes in backticks",
        )
        for mark in find_marks_outside_code(text)[:_MOST]
    ]
