"""A question with options, one of them right."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path

from builder.diagnostics import Problem
from builder.entities import read_number
from builder.kinds.base import note_type, numbered, prose, read_template, single_note
from builder.model import CardSource, Kind, Note, Trait
from builder.schema import Key, Shape
from builder.syntax import Text
from builder.texts.straight import comparable, same_text, without_markup

_HERE = Path(__file__).parent


def _lettered(card: CardSource) -> tuple[tuple[str, Text], ...]:
    return tuple(zip(string.ascii_uppercase, card.entry.texts("options"), strict=False))


def _expand(card: CardSource) -> Iterator[Note]:
    entry = card.entry
    lettered = _lettered(card)
    right = same_text(entry.need("answer").value, [option.value for _, option in lettered])
    yield single_note(
        card,
        {
            "Question": prose(entry, "question"),
            "Options": numbered(lettered),
            "Answer": numbered(lettered[right : right + 1] if right is not None else ()),
            "Why": prose(entry, "why"),
        },
    )


_HAS_FIGURE = re.compile(r"\d")


def _check(card: CardSource) -> Iterator[Problem]:
    answer = card.entry.need("answer")
    options = card.entry.texts("options")
    values = [option.value.strip() for option in options]
    seen = [comparable(value) for value in values]
    if comparable(answer.value) not in seen and same_text(answer.value, values) is None:
        hint = _meant(answer.value, values) or "copy the right one of the options, letter for letter"
        message = "the answer is not one of the options"
        yield card.file.error(card.file.location(answer), "answer-not-an-option", message, hint)
    first = {value: index for index, value in reversed([*enumerate(seen)])}
    for index, option in enumerate(options):
        if first[seen[index]] < index:
            message = f'the option "{option.value}" stands twice'
            yield card.file.error(card.file.location(option), "duplicate-option", message, "change one of the two")
    if len(options) > len(string.ascii_uppercase):
        message = f"{len(options)} options are more than the 26 letters"
        yield card.file.error(card.file.location(options[26]), "wrong-type", message, "keep three or four")


def _meant(answer: str, options: list[str]) -> str:
    """Return a hint for the option that an answer surely means; a guess could make a wrong one the right one."""
    if len(answer.strip()) == 1 and answer.strip().upper() in string.ascii_uppercase[: len(options)]:
        named = options[string.ascii_uppercase.index(answer.strip().upper())]
        return f'write the option itself, and not its letter: "{named}"'
    is_number = answer.strip().isascii() and answer.strip().isdecimal()
    if is_number and 1 <= read_number(answer.strip()) <= len(options) and not any(map(_HAS_FIGURE.search, options)):
        return f'write the option itself, and not its number: "{options[read_number(answer.strip()) - 1]}"'
    alike = [option for option in options if _bare(option) == _bare(answer)]
    return f'did you mean "{alike[0]}"?' if len(alike) == 1 else ""


def _bare(text: str) -> str:
    """Return a text without what is easily typed otherwise: case, spaces, emphasis, a full stop."""
    return comparable(without_markup(text)).casefold().strip(".,;:!?\"' ")


KIND = Kind(
    name="choice",
    doc="a question with options, one of them right",
    traits=frozenset({Trait.FACT, Trait.OPTIONS, Trait.FIXED_CARDS}),
    keys=(
        Key(name="question", doc="the question", required=True),
        Key(name="options", doc="the options", shape=Shape.TEXTS, required=True, least=2),
        Key(name="answer", doc="the right option, as it stands there", required=True),
        Key(name="why", doc="why it is right"),
    ),
    note_types=(
        note_type(
            _HERE,
            "choice",
            "Choice",
            ("Question", "Options", "Answer", "Why"),
            (
                read_template(
                    _HERE, "pick", "Pick", asks=("Question", "Options"), answers=("Answer",), beside=("Options",)
                ),
            ),
        ),
    ),
    expand=_expand,
    check=_check,
    example="""\
- id: scalded-hand
  kind: choice
  question: A child has just scalded a hand. What do you do first?
  options:
    - Rub butter or cream into the red skin
    - Hold it under cool running water for 20 minutes
    - Lay ice on the skin until it feels numb
  answer: Hold it under cool running water for 20 minutes
  why: Water takes the heat out of the skin; fat keeps it in, and ice harms it.
""",
)
