"""A conversation to be spoken: a note a line, so that lines are learnt apart, and one for the full run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from builder.kinds.base import child_note, common, note_type, prose, read_template
from builder.kinds.frame import FULL_RUNS
from builder.model import CardSource, Kind, Note, Piece, Prose, Trait
from builder.schema import Entry, Key, Shape
from builder.texts.furigana import is_japanese, without_readings
from builder.texts.straight import without_markup

_HERE = Path(__file__).parent
_WORD = re.compile(r"(\w)[\w'’-]*")


def _first_letters(text: str) -> str:
    """Return the first letter of each word with its punctuation: `Then let us tie.` gives `T l u t.`."""
    return _WORD.sub(r"\1", without_markup(text))


_BOLD = re.compile(r"\*\*|__|<(?:b|strong)\b", re.I)
"""What begins bold words in Markdown."""


def _said(line: Entry) -> Prose:
    """Return what is said, with what must not be lost of it."""
    return Prose(text=line.need("say"), keep=line.texts("keep"))


def _free(*lines: Entry) -> tuple[Piece, ...]:
    """Return the mark of lines none of which has a word in bold, kept or typed so: no word must be said."""
    has_bold = any(line.texts("keep") or _BOLD.search(line.need("say").value) for line in lines)
    return () if has_bold else ("yes",)


def _expand(card: CardSource) -> Iterator[Note]:
    entry = card.entry
    scene = {"Situation": prose(entry, "situation"), "Stage": prose(entry, "stage")}
    lines = entry.entries("lines")
    spoken = without_readings if is_japanese(card.said.language.of("say")) else str
    before: tuple[Piece, ...] = ()
    for line in lines:
        said = line.need("say")
        fields = {
            "Cue": prose(line, "cue"),
            "Say": (_said(line),),
            "Intent": prose(line, "intent"),
            "First letters": (Prose(text=said, markdown=_first_letters(spoken(said.value)), plain=True),),
            "Before": before,
            "Free": _free(line),
            **scene,
        }
        yield child_note(card, line, "script-line", fields)
        before = (Prose(text=said),)
    yield Note(
        key=card.id.value,
        type="script-run",
        fields={
            **scene,
            "Count": (str(len(lines)),),
            "Lines": _run(lines),
            "Free": _free(*lines),
            **common(card, card.id.value),
        },
        was=tuple(text.value for text in entry.texts("was")),
        subdeck=FULL_RUNS,
        at=card.id,
        card=card,
    )


def _run(lines: tuple[Entry, ...]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for number, line in enumerate(lines, 1):
        pieces += [f'<li data-n="{number}"><div class="dw-text" dir="auto">', *prose(line, "cue")]
        pieces += [
            '</div><div class="dw-answer" dir="auto">',
            _said(line),
            "</div>",
        ]
        if line.text("intent"):
            pieces += ['<div class="dw-aim" dir="auto">', *prose(line, "intent"), "</div>"]
        pieces.append("</li>")
    return tuple(pieces)


_LINE = (
    Key(name="id", doc="a name that is unique in the script and never changes", required=True, label=True),
    Key(name="cue", doc="what they say", required=True),
    Key(name="say", doc="what you say", required=True),
    Key(name="intent", doc="what the line is for, which gives a second card"),
    Key(name="keep", doc="words of the line that must not be lost", shape=Shape.TEXTS),
    Key(name="was", doc="ids that the line had before", shape=Shape.TEXTS, label=True),
)

KIND = Kind(
    name="script",
    doc="a conversation to be spoken, line by line",
    traits=frozenset({Trait.SPOKEN, Trait.FIXED_CARDS}),
    keys=(
        Key(name="stage", doc="where in the process it takes place (Offer call)"),
        Key(name="situation", doc="what has happened before the first line", required=True),
        Key(name="lines", doc="the lines in order", shape=Shape.ENTRIES, required=True, keys=_LINE),
    ),
    note_types=(
        note_type(
            _HERE,
            "script-line",
            "Script line",
            ("Cue", "Say", "Intent", "Situation", "Stage", "First letters", "Before", "Free"),
            (
                read_template(_HERE, "line", "Cue to line", asks=("Cue",), answers=("Say",)),
                read_template(
                    _HERE,
                    "intent",
                    "Aim to line",
                    asks=("Situation", "Intent"),
                    answers=("Say",),
                    beside=("Situation",),
                    when="Intent",
                ),
            ),
        ),
        note_type(
            _HERE,
            "script-run",
            "Script run",
            ("Situation", "Stage", "Count", "Lines", "Free"),
            (read_template(_HERE, "run", "Full run", asks=("Situation",), answers=("Lines",), beside=("Situation",)),),
        ),
    ),
    expand=_expand,
    example="""\
- id: emergency-call
  kind: script
  stage: Emergency call
  situation: You have found a man who does not wake up.
  lines:
    - id: where
      cue: Where are you?
      say: In the yard behind the bakery, Mill Street 12.
      intent: The place comes first, in case the line breaks.
      keep: [Mill Street 12]
    - id: what
      cue: What has happened?
      say: A man lies on the ground. He does not wake up, and he does not breathe.
      intent: Say what you see, and no diagnosis.
      keep: [does not wake up, does not breathe]
""",
)
