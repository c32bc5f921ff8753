"""The points of the rubric for a deck's content that can be computed, and seeded samples for those that cannot.

The rubric has ten points, each graded 0, ½ or 1. Numbers 3, 9 and 10 are computed, 5 in part; 1, 4, 6 and 7 need eyes.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from builder.diagnostics import counted
from builder.lint.engine import Linted
from builder.lint.lint_cards import LintDeck
from builder.model import CardSource, Trait

_ATOMIC = ("answer-too-long", "enumeration", "two-questions")
_CUES = ("yes-no", "answer-leak", "cloze-leak", "contrast-cue")


class _Sampling(NamedTuple):
    """A point of the rubric that needs eyes: how many cards to look at, and the trait of their kinds."""

    number: int
    title: str
    size: int
    trait: Trait | None
    """None for all cards that cite a source."""


_SAMPLINGS = (
    _Sampling(number=1, title="fidelity", size=20, trait=None),
    _Sampling(number=4, title="cue precision", size=10, trait=Trait.FACT),
    _Sampling(number=6, title="contrast quality", size=10, trait=Trait.CONTRAST),
    _Sampling(number=7, title="script fluency", size=5, trait=Trait.SPOKEN),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of the rubric: its grade as shown (`1`, `½`, `0`), and what it rests on."""

    number: int
    title: str
    grade: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Cards to grade by hand, as `path:line:column id`."""

    number: int
    title: str
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A deck's rubric, as far as it can be computed."""

    name: str
    points: tuple[Point, ...]
    samples: tuple[Sample, ...]


def scored(linted: Linted) -> Score:
    """Grade a deck; the same deck always gets the same samples."""
    settings = linted.deck.deck.settings
    sources = tuple(linted.deck.deck.cards)
    return Score(
        name=f"{settings.name} {settings.version}".strip(),
        points=(_atomicity(linted), _effort(linted), _order(linted), _provenance(linted, sources)),
        samples=tuple(_samples(settings.uid, linted.deck)),
    )


def score_text(score: Score) -> str:
    """Return the points of the rubric for one deck, a line each, and the cards to grade by hand."""
    lines = [score.name]
    lines += [f"  {point.number:>2} {point.title}: {point.grade} ({point.reason})" for point in score.points]
    for sample in score.samples:
        lines.append(f"  {sample.number:>2} {sample.title}: to be graded by hand, on these cards:")
        lines += [f"       {card}" for card in sample.cards] or ["       none"]
    return "\n".join(lines) + "\n"


def _grade(value: float, full: float, half: float) -> str:
    return "1" if value >= full else "½" if value >= half else "0"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "none"


def _hits(linted: Linted, rules: Iterable[str]) -> Counter[str]:
    wanted = set(rules)
    return Counter(problem.rule for problem in linted.problems if problem.rule in wanted)


def _atomicity(linted: Linted) -> Point:
    facts = {source.id.value for source in linted.deck.sources(Trait.FACT)}
    cards_by_line = {
        (source.file.path, line): source.id.value
        for source in linted.deck.deck.cards
        for line in range(source.entry.at.line, _last_line(source) + 1)
    }
    broken = {
        cards_by_line.get((problem.location.path, problem.location.line), "")
        for problem in linted.problems
        if problem.rule in _ATOMIC
    }
    atomic = len(facts - broken)
    share = atomic / len(facts) if facts else 1.0
    reason = f"{_percent(atomic, len(facts))} of {len(facts)} fact cards ask one thing with a short answer"
    return Point(number=3, title="atomicity", grade=_grade(share, 0.95, 0.85), reason=reason)


def _last_line(source: CardSource) -> int:
    at = source.entry.at
    return at.line + source.file.text.count("\n", at.start, at.end)


def _effort(linted: Linted) -> Point:
    hits = _hits(linted, _CUES)
    grade = "1" if not hits else "0" if hits.total() > 3 else "½"
    cues = (
        ", ".join(f"{count} {rule}" for rule, count in hits.items())
        or "no yes-no, leak, length or place gives answers away"
    )
    return Point(number=5, title="retrieval effort", grade=grade, reason=f"{cues}; a novice's try is not computed")


def _order(linted: Linted) -> Point:
    order, floods = (_hits(linted, [rule]).total() for rule in ("order-violation", "sibling-flood"))
    missed = bool(order) + bool(floods)
    reason = f"{counted(order, 'order violation')}, {counted(floods, 'note')} with too many siblings"
    return Point(number=9, title="order and load", grade=("1", "½", "0")[missed], reason=reason)


def _provenance(linted: Linted, sources: tuple[CardSource, ...]) -> Point:
    cited = sum(source.source is not None for source in sources)
    undated = _hits(linted, ["number-without-date", "stale"]).total()
    allowing = len({allow.card for allow in linted.allows})
    total = max(1, len(sources))
    clean = cited == len(sources) and not undated and allowing <= 0.05 * total
    grade = "1" if clean else "½" if cited >= 0.9 * total else "0"
    reason = (
        f"{_percent(cited, len(sources))} of {len(sources)} cards cite a source, {undated} numbers have no fresh date,"
        f" {_percent(allowing, len(sources))} with an allow"
    )
    return Point(number=10, title="provenance and upkeep", grade=grade, reason=reason)


def _samples(seed: str, deck: LintDeck) -> Iterator[Sample]:
    order = {id(source): index for index, source in enumerate(deck.deck.cards)}
    for sampling in _SAMPLINGS:
        if sampling.trait is None:
            pool = [source for source in deck.deck.cards if source.source is not None]
        else:
            pool = list(deck.sources(sampling.trait))
        picker = random.Random(f"{seed}/{sampling.number}")  # noqa: S311 - no secret
        chosen = picker.sample(pool, min(sampling.size, len(pool)))
        chosen.sort(key=lambda source: order[id(source)])
        cards = tuple([_location_of(source) for source in chosen])
        yield Sample(number=sampling.number, title=sampling.title, cards=cards)


def _location_of(source: CardSource) -> str:
    return f"{source.file.location(source.id).position} {source.id.value}"
