"""The functions that scripts use, each with a deck's folder: what the commands do, without printing.

Paths in problems are shown from the folder in which the script runs. All raise `DeckwrightError` for failures of the
world: a folder or file that cannot be read or written, a lock that is damaged.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from builder.commands.check import check_decks
from builder.commands.pages import write_pages
from builder.diagnostics import Problem, Severity, has_errors
from builder.errors import BrokenDeckError
from builder.lint.rules import RULES
from builder.model import Deck
from builder.pipeline import BuildOrder
from builder.pipeline import build as build_decks
from builder.pipeline.loop import read_head, render_deck
from builder.project import clock, other_decks

Folder = str | os.PathLike[str]
"""A deck's folder, as a path: the one that holds deck.yaml."""


class BuildResult(NamedTuple):
    """What a build made of a deck; `new`, `changed` and `retired` are the keys of the notes that moved."""

    package: Path | None
    """The .apkg file; None where an error among the problems has stopped the build, which then wrote nothing."""
    problems: tuple[Problem, ...]
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()


def load(folder: Folder) -> Deck:
    """Return a deck as its author wrote it: settings, kinds, and the cards of all chapters that could be read.

    Raise `BrokenDeckError`, which has the problems, where deck.yaml is missing or broken.
    """
    head = read_head(Path(folder))
    if head.settings is None:
        raise BrokenDeckError(os.fspath(folder), head.problems)
    return render_deck(head, keep_sources=True).deck


def check(folder: Folder) -> tuple[Problem, ...]:
    """Return what `deckwright check` shows of a deck, sorted by place; write nothing."""
    path = Path(folder)
    problems = check_decks([path], clock(), RULES.keys(), beside=_beside(path)).problems
    return tuple(problem for problem in problems if problem.severity is not Severity.INFO)


def build(folder: Folder, output: Folder | None = None, *, locked: bool = False) -> BuildResult:
    """Compile a deck into `output/NAME.apkg`, and bring its deck.lock up to date.

    `output` is by default the project's folder `build`, two above the deck's. Raise `LockedError` where `locked` is set
    and the lock would change.
    """
    path = Path(folder)
    order = BuildOrder(
        folders=[path],
        output=path.resolve().parents[1] / "build" if output is None else Path(output),
        now=clock(),
        locked=locked,
        beside=_beside(path),
    )
    built = build_decks(order)
    if has_errors(built.problems):
        return BuildResult(package=None, problems=built.problems)
    [deck] = built.decks
    update = deck.stamped.update
    assert update is not None
    return BuildResult(
        package=deck.path,
        problems=built.problems,
        new=update.moves.new,
        changed=update.moves.changed,
        retired=update.moves.retired,
    )


def _beside(folder: Path) -> list[Path]:
    """Return the other decks of the project that a deck is in; none for a deck that stands alone."""
    cards = folder.resolve().parent
    return other_decks(cards.parent, [folder]) if cards.name == "cards" else []


def preview(folder: Folder, output: Folder) -> Path:
    """Write a deck's cards, as learners will see them, into `output/NAME.html`, and return that path.

    Cards with problems are left out. Raise `BrokenDeckError` where deck.yaml is missing or broken.
    """
    pages, problems = write_pages([Path(folder)], Path(output), clock())
    if not pages:
        raise BrokenDeckError(os.fspath(folder), problems)
    [page] = pages
    return page.path
