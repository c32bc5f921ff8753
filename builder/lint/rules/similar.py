"""Rules about cards that are alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from builder.diagnostics import Severity
from builder.lint.lint_cards import Finding, LintCard, LintDeck
from builder.lint.pairs import Pair, look_alikes
from builder.lint.rule import Limits, Rule, Threshold, shorten
from builder.lint.words import STOP_WORDS, content_stems, is_dense, similarity, stem, words
from builder.model import Trait

_UNLIKE = 0.35
"""Below this the answers of two questions have nothing to do with each other."""
_CHOSEN = frozenset({Trait.OPTIONS, Trait.CONTRAST, Trait.GAPS})
"""Traits of kinds whose answers are options, or half of what is asked."""
_MEDIA = re.compile(r"<img\b[^>]*|\[sound:[^\]]*")
_RANK = (Severity.INFO, Severity.WARNING, Severity.ERROR)


class _Likeness(NamedTuple):
    """How bad a pair is; the rank is that of its severity."""

    rank: int
    pair: Pair


def _near_duplicate(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    worst: dict[str, _Likeness] = {}
    for pair in look_alikes(deck):
        if pair.score >= limits["info"] and not _is_wanted(pair.earlier.card, pair.later.card):
            likeness = _Likeness(rank=_RANK.index(_severity(pair, limits)), pair=pair)
            key = pair.later.card.note.key
            worst[key] = max(
                worst.get(key, likeness), likeness, key=lambda likeness: (likeness.rank, likeness.pair.score)
            )
    for likeness in worst.values():
        earlier, later = likeness.pair.earlier.card, likeness.pair.later.card
        yield Finding(
            location=later.locate(later.asks[0]),
            message=f"the question is {round(likeness.pair.score * 100)} % like that of {_reference(earlier)}",
            hint="merge the two, or put the difference in front; for wanted twins write pair: with the other's id",
            severity=_RANK[likeness.rank],
            cards=(later.source.id.value, earlier.source.id.value),
        )


def _severity(pair: Pair, limits: Limits) -> Severity:
    if pair.score < limits["warning"]:
        return Severity.INFO
    earlier, later = pair.earlier.card, pair.later.card
    if _is_series(pair):
        return Severity.INFO
    gaps = earlier.gap is not None or later.gap is not None
    same = 0.0
    if not gaps and _numbers(earlier.answer) == _numbers(later.answer):
        same = similarity(earlier.answer, later.answer)
    if pair.score >= limits["error"] and same >= limits["answers"]:
        return Severity.ERROR
    # A series asks the same of one thing after the other: each has its own word in the question, and its own answer.
    first, second = pair.earlier.stems, pair.later.stems
    return Severity.INFO if same < _UNLIKE and not gaps and first - second and second - first else Severity.WARNING


def _is_series(pair: Pair) -> bool:
    """Tell whether two questions are one frame that asks the same of different things.

    "Which organ clears lithium?" and "… digoxin?" differ in one place, and no word of it is in both. A word list or a
    table is full of such pairs.
    """
    first, second = _tokens(pair.earlier.text), _tokens(pair.later.text)
    start = _shared(first, second)
    end = _shared(first[start:][::-1], second[start:][::-1])
    one, other = (
        {stem(word) for word in found[start : len(found) - end] if word not in STOP_WORDS} for found in (first, second)
    )
    return bool(one) and bool(other) and one.isdisjoint(other)


def _tokens(text: str) -> list[str]:
    """Return the words of a text, or its letters where the script puts no spaces between words."""
    return list("".join(words(text))) if is_dense(text) else words(text)


def _shared(first: Sequence[str], second: Sequence[str]) -> int:
    """Return with how many of the same words two lists start."""
    pairs = zip(first, second, strict=False)
    return next((count for count, (one, other) in enumerate(pairs) if one != other), min(len(first), len(second)))


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _is_wanted(earlier: LintCard, later: LintCard) -> bool:
    """Tell whether two cards are of one card source, show different pictures, or one names the other as its pair."""
    if earlier.source.id.value == later.source.id.value or _media(earlier) != _media(later):
        return True
    return _names(earlier, later) or _names(later, earlier)


def _media(card: LintCard) -> list[str]:
    """Return the pictures and sounds that a card asks about."""
    return [name for part in card.asks for name in _MEDIA.findall(part.html)]


def _names(card: LintCard, twin: LintCard) -> bool:
    return any(text.value == twin.source.id.value for text in card.source.entry.texts("pair"))


def _reference(card: LintCard) -> str:
    """Return a card's id and place, as a message names it."""
    return f'"{card.source.id.value}" ({card.locate(card.asks[0]).position})'


def _same_answer(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    reported: set[str] = set()
    for pair in look_alikes(deck):
        earlier, later = pair.earlier.card, pair.later.card
        if not _CHOSEN.isdisjoint(earlier.traits | later.traits) or later.note.key in reported:
            continue
        if _is_wanted(earlier, later) or not limits["questions"] <= pair.score < limits["duplicate"]:
            continue
        likeness = similarity(earlier.answer, later.answer, limits["answers"])
        if likeness >= limits["answers"] and content_stems(later.answer):
            reported.add(later.note.key)
            answer = shorten(later.answer, 40)
            yield Finding(
                location=later.locate(later.answers[0]),
                message=f'the answer "{answer}" is that of {_reference(earlier)}, to much the same question',
                hint="keep one of the two, or ask the second from a different side",
                severity=Severity.INFO if _is_series(pair) else None,
                cards=(later.source.id.value, earlier.source.id.value),
            )


NEAR_DUPLICATE = Rule(
    id="near-duplicate-question",
    severity=Severity.WARNING,
    summary="two questions that are nearly the same; an error where their answers are, too",
    why="Look-alikes interfere with each other and become leeches.",
    source="Wozniak, Twenty rules: combat interference; Anki manual, Leeches; thresholds from 1,091 public cards",
    silence="`pair:` with the id of the wanted twin",
    bad="""\
- id: owns
  kind: basic
  front: What does a product manager own in a launch?
  back: The business case
- id: owns-first
  kind: basic
  front: What does a product manager own first in a launch?
  back: The price
""",
    good="""\
- id: owns
  kind: basic
  front: What does a product manager own in a launch?
  back: The business case
- id: price
  kind: basic
  front: Which number does she settle before the business case?
  back: The price
""",
    thresholds=(
        Threshold(name="info", default=0.5, doc="the similarity from which it is noted"),
        Threshold(name="warning", default=0.6, doc="the similarity from which it is a warning"),
        Threshold(name="error", default=0.8, doc="the similarity from which it is an error, if the answers are alike"),
        Threshold(name="answers", default=0.8, doc="the similarity from which answers are alike"),
    ),
    yields_to=("same-answer",),
    deck=_near_duplicate,
)

SAME_ANSWER = Rule(
    id="same-answer",
    severity=Severity.WARNING,
    summary="two cards with the same answer to much the same question",
    why="Two cards train one memory, or the answer is guessed from the pattern.",
    source="maaarcooo/agent-skills: the same fact paid for twice (practitioner rule)",
    silence="`pair:`; sorting drills belong into `kind: contrast` or `choice`",
    bad="""\
- id: slip
  kind: basic
  front: Which role answers for a date that slips in the factory?
  back: The program manager
- id: slip-lab
  kind: basic
  front: Which role answers when a date in the lab slips by a week?
  back: The program manager
""",
    good="""\
- id: slip
  kind: basic
  front: Which role answers for a date that slips in the factory?
  back: The program manager
- id: supplier
  kind: basic
  front: A supplier misses two gates in a row. Who decides whether to replace it?
  back: The program manager
""",
    thresholds=(
        Threshold(name="answers", default=0.85, doc="the similarity from which answers are the same"),
        Threshold(name="questions", default=0.45, doc="the similarity from which questions are much the same"),
        Threshold(name="duplicate", default=0.8, doc="the similarity from which near-duplicate-question says it alone"),
    ),
    deck=_same_answer,
)

RULES = (NEAR_DUPLICATE, SAME_ANSWER)
