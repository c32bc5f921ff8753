"""A question with options, one or several of them right."""

from __future__ import annotations

import hashlib
import re
import string
from collections.abc import Iterator
from pathlib import Path

from builder.diagnostics import Problem
from builder.entities import read_number
from builder.kinds.base import note_type, numbered, prose, read_template, single_note
from builder.model import CardSource, FieldSpec, Kind, Note, Trait
from builder.schema import Key, Shape
from builder.syntax import Text
from builder.texts.straight import comparable, same_text, without_markup

_HERE = Path(__file__).parent
_SEVERAL = FieldSpec(name="Several", doc="any text: more than one option is right")


def _shown_order(card: CardSource) -> tuple[Text, ...]:
    """Return the options in the order that learners see.

    Where they are shuffled, each draws a lot by the card's id and its place in the file: the order is the same for
    good, whatever the options say, and one that is added behind the others moves none of them past another.
    """
    options = card.entry.texts("options")
    if not card.entry.flag("shuffle"):
        return options
    lots = {place: hashlib.sha256(f"{card.id.value}/{place}".encode()).digest() for place in range(len(options))}
    return tuple(options[place] for place in sorted(lots, key=lots.__getitem__))


def _expand(card: CardSource) -> Iterator[Note]:
    entry = card.entry
    lettered = tuple(zip(string.ascii_uppercase, _shown_order(card), strict=False))
    texts = [option.value for _, option in lettered]
    answers = entry.one_or_many("answer")
    right = {same_text(answer.value, texts) for answer in answers}
    yield single_note(
        card,
        {
            "Question": prose(entry, "question"),
            "Options": numbered(lettered),
            "Answer": numbered(option for place, option in enumerate(lettered) if place in right),
            "Why": prose(entry, "why"),
            "Several": ("yes",) if len(answers) > 1 else (),
        },
    )


_HAS_FIGURE = re.compile(r"\d")


def _check(card: CardSource) -> Iterator[Problem]:
    answers = card.entry.one_or_many("answer")
    options = card.entry.texts("options")
    values = [option.value.strip() for option in options]
    seen = [comparable(value) for value in values]
    first = {value: index for index, value in reversed([*enumerate(seen)])}
    # What stands behind more options than there are letters is looked for among them once they are fewer.
    for answer in answers if len(options) <= len(string.ascii_uppercase) else answers[:1]:
        if comparable(answer.value) not in first and same_text(answer.value, values) is None:
            hint = _meant(answer.value, values) or "copy the right one of the options, letter for letter"
            message = "the answer is not one of the options"
            yield card.file.error(card.file.location(answer), "answer-not-an-option", message, hint)
    for index, option in enumerate(options):
        if first[seen[index]] < index:
            message = f'the option "{option.value}" stands twice'
            yield card.file.error(card.file.location(option), "duplicate-option", message, "change one of the two")
    if len(options) > len(string.ascii_uppercase):
        message = f"{len(options)} options are more than the 26 letters"
        yield card.file.error(card.file.location(options[26]), "wrong-type", message, "keep three or four")
        return
    yield from _check_several(card, answers, values)


def _check_several(card: CardSource, answers: tuple[Text, ...], options: list[str]) -> Iterator[Problem]:
    """Yield what is wrong with answers beside each other: one that is named twice, and options that are all right."""
    right: list[int] = []
    for answer in answers:
        place = same_text(answer.value, options)
        if place in right:
            message = f'the answer "{answer.value}" stands twice'
            yield card.file.error(card.file.location(answer), "duplicate-option", message, "delete one of the two")
        elif place is not None:
            right.append(place)
    if len(right) == len(options) > 1:
        message = f"all {len(options)} options are right, so there is nothing to choose"
        hint = "add a wrong option that somebody might take for right, or ask for the items with kind: sequence"
        yield card.file.warning(card.file.location(answers[0]), "all-options-right", message, hint)


def _meant(answer: str, options: list[str]) -> str:
    """Return a hint for the option that an answer surely means; a guess could make a wrong one the right one."""
    parts = [part.strip() for part in re.split(r"[,;\n]", answer) if part.strip()]
    if len(parts) > 1 and all(same_text(part, options) is not None for part in parts):
        return f"write several right options as a list, answer: [{', '.join(parts)}]"
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
    doc="a question with options, one or several of them right",
    traits=frozenset({Trait.FACT, Trait.OPTIONS, Trait.FIXED_CARDS}),
    keys=(
        Key(name="question", doc="the question", required=True),
        Key(name="options", doc="the options", shape=Shape.TEXTS, required=True, least=2),
        Key(
            name="answer",
            doc="the right option as it stands there, or a list of them",
            required=True,
            many=True,
        ),
        Key(name="why", doc="why it is right"),
        Key(name="shuffle", doc="true shows the options in another order, the same for good", shape=Shape.FLAG),
    ),
    note_types=(
        note_type(
            _HERE,
            "choice",
            "Choice",
            ("Question", "Options", "Answer", "Why", _SEVERAL),
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
