"""Counts what `check` says of the corpus: false alarms on good cards, and bad cards that their rule missed.

Run `python -m tests.lint.measure`; with a path, the deck there is counted as good cards.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from builder.diagnostics import Problem, Severity
from builder.lint.engine import lint
from tests.support import render_folder

CORPUS = Path(__file__).parent / "corpus"
NOW = 1_767_225_600  # 2026-01-01, so that the corpus's dates keep their age


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A deck's card ids, and its problems by the card in which they stand (an empty id for the deck as a whole)."""

    ids: tuple[str, ...]
    problems: tuple[tuple[str, Problem], ...]


def checked(folder: Path) -> Checked:
    """Run the rules over a deck; raise `ValueError` where the deck does not load."""
    rendered = render_folder(folder)
    if rendered.problems:
        raise ValueError(f"{folder}: {rendered.problems}")
    cards = [card for chapter in rendered.deck.chapters for card in chapter.cards]
    problems = []
    for problem in lint(rendered.deck, rendered.notes, NOW).problems:
        inside = [
            card.id.value
            for card in cards
            if card.file.path == problem.location.path and card.entry.at.line <= problem.location.line
        ]
        problems.append((inside[-1] if inside else "", problem))
    return Checked(ids=tuple(card.id.value for card in cards), problems=tuple(problems))


def _described(card: str, problem: Problem) -> str:
    location = f"{Path(problem.location.path).parent.name}/{Path(problem.location.path).name}:{problem.location.line}"
    return f"  {location} {card}: {problem.severity}[{problem.rule}]: {problem.message}"


def measure_good(folders: list[Path]) -> tuple[int, int, int, list[str]]:
    """Return how many cards there are, how many have an error, and a warning; and every such finding."""
    total, findings = 0, []
    with_severity: dict[Severity, set[str]] = defaultdict(set)
    for folder in folders:
        deck = checked(folder)
        total += len(deck.ids)
        for card, problem in deck.problems:
            if problem.severity is not Severity.INFO:
                with_severity[problem.severity].add(f"{folder.name}/{card}")
                findings.append(_described(card, problem))
    return total, len(with_severity[Severity.ERROR]), len(with_severity[Severity.WARNING]), findings


def measure_bad(folders: list[Path]) -> tuple[int, list[str], list[str]]:
    """Return how many cases there are, those that their rule missed, and findings of other rules beside it."""
    total, missed, beside = 0, [], []
    for folder in folders:
        deck = checked(folder)
        rule = re.sub(r"-\d+\Z", "", folder.name)
        hit = {card for card, problem in deck.problems if problem.rule == rule}
        if rule == folder.name:
            cases = [card for card in deck.ids if card.startswith("bad-")]
            total += len(cases)
            missed += [f"  {folder.name}: {card}" for card in cases if card not in hit]
        else:
            total += 1
            missed += [] if hit else [f"  {folder.name}"]
        beside += [
            _described(card, problem)
            for card, problem in deck.problems
            if problem.rule != rule and problem.severity is not Severity.INFO
        ]
    return total, missed, beside


def main(paths: list[str]) -> None:
    """Print the counts and the lists behind them."""
    good = [Path(path) for path in paths] or sorted(path for path in (CORPUS / "good").iterdir())
    total, errors, warnings, findings = measure_good(good)
    print(f"good cards: {total}; with an error: {errors} ({errors / total:.1%}), with a warning: {warnings}"
          f" ({warnings / total:.1%})", *findings, sep="\n")  # fmt: skip
    if not paths:
        count, missed, beside = measure_bad(sorted((CORPUS / "bad").iterdir()))
        print(
            f"bad cards: {count}; caught by their rule: {count - len(missed)} ({1 - len(missed) / count:.1%}); missed:"
        )
        print(*missed, "other rules' findings on the bad cards:", *beside, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
