"""Checks decks: what a build would refuse, and what the rules for good cards find."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from builder.build import prepare
from builder.diagnostics import Problem
from builder.lint.engine import Linted, lint
from builder.project import sort_problems
from builder.report.terminal import Progress, silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The problems of all decks, sorted, those of level info among them; and each deck as the rules saw it."""

    problems: tuple[Problem, ...]
    decks: tuple[Linted, ...]


def check(
    folders: Sequence[Path], root: Path, now: int, rules: AbstractSet[str], progress: Progress = silent
) -> Checked:
    """Run a build's own checks, and rules by their ids, over decks; write nothing."""
    stamped, problems = prepare(folders, root, now, progress)
    decks = []
    for done, one in enumerate(stamped):
        progress("checking", done, len(stamped))
        decks.append(lint(one.rendered.deck, one.rendered.notes, now, rules))
    found = [problem for deck in decks for problem in deck.problems]
    return Checked(problems=tuple(sort_problems([*problems, *found])), decks=tuple(decks))
