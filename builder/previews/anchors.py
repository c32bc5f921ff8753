"""Which card a problem belongs to."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.diagnostics import Problem, Severity
from builder.lint.engine import lint
from builder.model import Chapter, Deck
from builder.pipeline.deck_stamp import StampedDeck
from builder.previews.shown_cards import ShownCard, ShownDeck


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedProblem:
    """A problem and the key of the note that it stands beside; empty for none."""

    problem: Problem
    key: str = ""


def advice(stamped: StampedDeck, now: int) -> tuple[Problem, ...]:
    """Return what the rules for good cards find in a deck, but for findings of level info; `now` in seconds."""
    findings = lint(stamped.rendered.deck, stamped.rendered.notes, now).problems
    return tuple(problem for problem in findings if problem.severity is not Severity.INFO)


def place_problems(problems: Iterable[Problem], deck: Deck | None, shown: ShownDeck) -> tuple[PlacedProblem, ...]:
    """Return problems with the notes that they belong to, by the lines that a card source spans."""
    spans = {chapter.file.path: _spans(chapter) for chapter in deck.chapters} if deck else {}
    cards: dict[tuple[str, str], list[ShownCard]] = {}
    for chapter in shown.chapters:
        for card in chapter.cards:
            cards.setdefault((chapter.path, card.source), []).append(card)
    return tuple(PlacedProblem(problem=problem, key=_key(problem, spans, cards)) for problem in problems)


def _spans(chapter: Chapter) -> list[tuple[int, int, str]]:
    """Return first line, last line and id of each card source; where it is broken, from its id to the next one."""
    text = chapter.file.text
    spans = {}
    for card_id in chapter.ids:
        spans[card_id.value] = (card_id.line, 1 << 30)
    for card in chapter.cards:
        at = card.entry.at
        body = text[at.start : at.end].rstrip()
        spans[card.id.value] = (at.line, at.line + body.count("\n"))
    return sorted((first, last, id_) for id_, (first, last) in spans.items())


def _key(
    problem: Problem,
    spans: Mapping[str, list[tuple[int, int, str]]],
    cards: Mapping[tuple[str, str], Sequence[ShownCard]],
) -> str:
    path, line = problem.location.path, problem.location.line
    known = spans.get(path, [])
    at = bisect.bisect_right(known, (line, 1 << 31, "")) - 1
    if at < 0 or line > known[at][1]:
        return ""
    notes = cards.get((path, known[at][2]), ())
    before = [card for card in notes if card.line <= line]
    return max(before, key=lambda card: card.line).key if before else notes[0].key if notes else ""
