"""Which card a problem belongs to."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from builder.diagnostics import Problem, Severity
from builder.lint.engine import lint
from builder.model import Chapter, Deck
from builder.pipeline.deck_stamp import StampedDeck
from builder.pipeline.table_files import with_columns
from builder.previews.shown_cards import ShownCard, ShownDeck
from builder.project import shown_path


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedProblem:
    """A problem and the key of the note that it stands beside; empty for none."""

    problem: Problem
    key: str = ""


def advice(stamped: StampedDeck, now: int) -> tuple[Problem, ...]:
    """Return what the rules for good cards find in a deck, but for findings of level info; `now` in seconds."""
    findings = lint(stamped.rendered.deck, stamped.rendered.notes, now).problems
    shown = [problem for problem in findings if problem.severity is not Severity.INFO]
    return tuple(with_columns(shown, [(stamped.rendered.folder, stamped.rendered.deck.settings)]))


def problems_of(folder: Path, problems: Iterable[Problem]) -> list[Problem]:
    """Return those of the problems that are in files of a deck's folder, in their order."""
    below = shown_path(folder / "deck.yaml").removesuffix("deck.yaml")  # nothing, where the command runs in the folder
    return [problem for problem in problems if problem.location.path.startswith(below)]


def place_problems(problems: Iterable[Problem], deck: Deck | None, shown: ShownDeck) -> tuple[PlacedProblem, ...]:
    """Return problems with the notes that they belong to, by the lines that a card source spans."""
    spans = {chapter.file.path: _spans(chapter) for chapter in deck.chapters} if deck else {}
    cards: dict[tuple[str, str], list[ShownCard]] = {}
    for chapter in shown.chapters:
        for card in chapter.cards:
            cards.setdefault((chapter.path, card.source), []).append(card)
    return tuple(PlacedProblem(problem=problem, key=_key(problem, spans, cards)) for problem in problems)


class _Span(NamedTuple):
    """The lines of a card source."""

    first: int
    last: int
    id: str


_ENDLESS = 1 << 30


def _spans(chapter: Chapter) -> list[_Span]:
    """Return the lines of each card source, sorted; one that is broken goes from its id to the next one."""
    text = chapter.file.text
    spans = {card.value: _Span(first=card.line, last=_ENDLESS, id=card.value) for card in chapter.ids}
    for card in chapter.cards:
        at = card.entry.at
        body = text[at.start : at.end].rstrip()
        last = at.line + body.count("\n")
        spans[card.id.value] = _Span(first=at.line, last=last, id=card.id.value)
    return sorted(spans.values())


def _key(
    problem: Problem,
    spans: Mapping[str, list[_Span]],
    cards: Mapping[tuple[str, str], Sequence[ShownCard]],
) -> str:
    path, line = problem.location.path, problem.location.line
    of_chapter = spans.get(path, [])
    index = bisect.bisect_right(of_chapter, line, key=lambda span: span.first) - 1
    if index < 0 or line > of_chapter[index].last:
        return ""
    shown = cards.get((path, of_chapter[index].id), ())
    before = [card for card in shown if card.line <= line]
    return max(before, key=lambda card: card.line).key if before else shown[0].key if shown else ""
