"""Two builds of a deck, and what `verify` says about them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from builder.cli.main import main
from tests.verify.packages import Build, rows


@dataclass(frozen=True, kw_only=True)
class Case:
    """What an author does between two builds, and how many notes, cards or types a learner then loses, by kind."""

    does: str
    old: Build
    new: Build
    losses: Mapping[str, int]


def run(folder: Path, old: Build, new: Build, *options: str, name: str = "new.apkg") -> Result:
    """Write both packages and run the command on them."""
    old.write(folder / "old.apkg")
    new.write(folder / name)
    result = CliRunner().invoke(main, ["verify", *options, str(folder / "old.apkg"), str(folder / name)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def losses(folder: Path, case: Case) -> tuple[int, dict[str, int]]:
    """Return the exit status, and how much is lost by kind."""
    result = run(folder, case.old, case.new, "--json")
    verdict: dict[str, Any] = json.loads(result.stdout)
    return result.exit_code, {loss["kind"]: loss["count"] for loss in verdict["losses"]}


FACTS = [
    ("What does a gate review decide?", "Whether the project may start its next stage"),
    ("Who owns the business case?", "The sponsor, who must show that the money is well spent"),
    ("When is a risk closed?", "When it can no longer happen, or when it has happened"),
    ("What is the critical path?", "The longest chain of tasks from start to finish"),
    ("Why keep a decision log?", "So that nobody has to settle the same question twice"),
    ("What does float tell you?", "How long a task can slip before it delays the end"),
    ("Where do lessons learned go?", "Into the plan of the next project, not into a drawer"),
    ("How is earned value measured?", "By the budget of the work that is really done"),
]
"""A deck of a size at which nothing is a coincidence."""

PLAIN = Build(notes=rows(FACTS))
