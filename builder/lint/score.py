"""The parts of the rubric for a deck's content that can be computed, and seeded samples for those that cannot.

The rubric has ten points, each graded 0, ½ or 1. Numbers 3, 9 and 10 are computed, 5 in part; 1, 4, 6 and 7 need eyes.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from builder.lint.engine import Linted
from builder.model import CardSource

_FACTS = frozenset({"basic", "definition", "choice"})
_ATOMIC = ("answer-too-long", "enumeration", "two-questions")
_CUES = ("yes-no", "answer-leak", "cloze-leak", "contrast-cue")
_SAMPLES: tuple[tuple[int, str, int, Callable[[CardSource], bool]], ...] = (
    (1, "fidelity", 20, lambda source: source.source is not None),
    (4, "cue precision", 10, lambda source: source.kind in _FACTS),
    (6, "contrast quality", 10, lambda source: source.kind == "contrast"),
    (7, "script fluency", 5, lambda source: source.kind == "script"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
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
    parts: tuple[Part, ...]
    samples: tuple[Sample, ...]


def scored(linted: Linted) -> Score:
    """Grade a deck; the same deck always gets the same samples."""
    settings = linted.deck.deck.settings
    sources = tuple(linted.deck.deck.cards)
    return Score(
        name=f"{settings.name} {settings.version}".strip(),
        parts=(_atomicity(linted), _effort(linted), _order(linted), _provenance(linted, sources)),
        samples=tuple(_samples(settings.uid, sources)),
    )


def score_text(score: Score) -> str:
    """Return the parts of the rubric for one deck, a line each, and the cards to grade by hand."""
    lines = [score.name, *(f"  {part.number:>2} {part.title}: {part.grade} ({part.reason})" for part in score.parts)]
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


def _atomicity(linted: Linted) -> Part:
    facts = {source.id.value for source in linted.deck.deck.cards if source.kind in _FACTS}
    places = {
        (source.file.path, line): source.id.value
        for source in linted.deck.deck.cards
        for line in range(source.entry.at.line, _last_line(source) + 1)
    }
    broken = {
        places.get((problem.location.path, problem.location.line), "")
        for problem in linted.problems
        if problem.rule in _ATOMIC
    }
    atomic = len(facts - broken)
    share = atomic / len(facts) if facts else 1.0
    reason = f"{_percent(atomic, len(facts))} of {len(facts)} fact cards ask one thing with a short answer"
    return Part(number=3, title="atomicity", grade=_grade(share, 0.95, 0.85), reason=reason)


def _last_line(source: CardSource) -> int:
    at = source.entry.at
    return at.line + source.file.text.count("\n", at.start, at.end)


def _effort(linted: Linted) -> Part:
    hits = _hits(linted, _CUES)
    grade = "1" if not hits else "0" if hits.total() > 3 else "½"
    told = (
        ", ".join(f"{count} {rule}" for rule, count in hits.items())
        or "no yes-no, leak, length or place gives answers away"
    )
    return Part(number=5, title="retrieval effort", grade=grade, reason=f"{told}; a novice's try is not computed")


def _order(linted: Linted) -> Part:
    order, floods = (_hits(linted, [rule]).total() for rule in ("order-violation", "sibling-flood"))
    missed = bool(order) + bool(floods)
    reason = f"{order} order violations, {floods} notes with too many siblings; see `plan` for minutes a day"
    return Part(number=9, title="order and load", grade=("1", "½", "0")[missed], reason=reason)


def _provenance(linted: Linted, sources: tuple[CardSource, ...]) -> Part:
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
    return Part(number=10, title="provenance and upkeep", grade=grade, reason=reason)


def _samples(seed: str, sources: tuple[CardSource, ...]) -> Iterable[Sample]:
    for number, title, size, fits in _SAMPLES:
        pool = [source for source in sources if fits(source)]
        chosen = random.Random(f"{seed}/{number}").sample(pool, min(size, len(pool)))  # noqa: S311 - no secret
        order = {id(source): place for place, source in enumerate(sources)}
        chosen.sort(key=lambda source: order[id(source)])
        cards = tuple([_place(source) for source in chosen])
        yield Sample(number=number, title=title, cards=cards)


def _place(source: CardSource) -> str:
    return f"{source.file.path}:{source.id.line}:{source.id.column} {source.id.value}"
