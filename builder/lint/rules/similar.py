"""Rules about cards that are alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.diagnostics import Severity
from builder.lint.cards import LintCard, LintDeck
from builder.lint.pairs import Pair, look_alikes
from builder.lint.rule import Finding, Limits, Rule, Threshold, shorten
from builder.lint.words import content_stems, similarity

_UNLIKE = 0.35
"""Below this the answers of two questions have nothing to do with each other."""
_CHOSEN = frozenset({"choice", "contrast", "cloze"})
"""Kinds whose answers are options, or half of what is asked."""
_RANK = (Severity.INFO, Severity.WARNING, Severity.ERROR)


def _near_duplicate(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    worst: dict[str, tuple[int, float, Pair]] = {}
    for pair in look_alikes(deck):
        if pair.score >= limits["info"] and not _is_wanted(pair.one.card, pair.other.card):
            rank = (_RANK.index(_severity(pair, limits)), pair.score, pair)
            key = pair.other.card.note.key
            worst[key] = max(worst.get(key, rank), rank, key=lambda one: one[:2])
    for place, score, pair in worst.values():
        one, other = pair.one.card, pair.other.card
        yield Finding(
            location=other.locate(other.asks[0]),
            message=f"the question is {round(score * 100)} % like that of {_place(one)}",
            hint="merge the two, or put the difference in front; for wanted twins write pair: with the other's id",
            severity=_RANK[place],
            cards=(other.source.id.value, one.source.id.value),
        )


def _severity(pair: Pair, limits: Limits) -> Severity:
    if pair.score < limits["warning"]:
        return Severity.INFO
    one, other = pair.one.card, pair.other.card
    gaps = one.gap is not None or other.gap is not None
    same = 0.0 if gaps or _numbers(one.answer) != _numbers(other.answer) else similarity(one.answer, other.answer)
    if pair.score >= limits["error"] and same >= limits["answers"]:
        return Severity.ERROR
    # A series asks the same of one thing after the other: each has its own word in the question, and its own answer.
    first, second = pair.one.stems, pair.other.stems
    return Severity.INFO if same < _UNLIKE and not gaps and first - second and second - first else Severity.WARNING


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _is_wanted(one: LintCard, other: LintCard) -> bool:
    """Tell whether two cards are of one card source, or name each other as a pair."""
    ids = one.source.id.value, other.source.id.value
    if ids[0] == ids[1]:
        return True
    return any(
        text.value == partner
        for card, partner in ((one, ids[1]), (other, ids[0]))
        for text in card.source.entry.texts("pair")
    )


def _place(card: LintCard) -> str:
    place = card.locate(card.asks[0])
    return f'"{card.source.id.value}" ({place.path}:{place.line}:{place.column})'


def _same_answer(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    told: set[str] = set()
    for pair in look_alikes(deck):
        one, other = pair.one.card, pair.other.card
        if {one.kind, other.kind} & _CHOSEN or other.note.key in told or _is_wanted(one, other):
            continue
        if not limits["questions"] <= pair.score < limits["duplicate"]:
            continue
        if similarity(one.answer, other.answer, limits["answers"]) >= limits["answers"] and content_stems(other.answer):
            told.add(other.note.key)
            yield Finding(
                location=other.locate(other.answers[0]),
                message=f'the answer "{shorten(other.answer, 40)}" is that of {_place(one)}, to much the same question',
                hint="keep one of the two, or ask the second from a different side",
                cards=(other.source.id.value, one.source.id.value),
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
