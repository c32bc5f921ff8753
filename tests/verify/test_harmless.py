"""What authors do every day costs a learner nothing, and `verify` says so."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.verify.authors import CHANGES, Author, author
from tests.verify.cases import Case, losses, run
from tests.verify.harmless import HARMLESS
from tests.verify.packages import together
from tests.verify.writers import DOMAINS

BATCHES = 25


def authors(batch: int) -> list[Author]:
    """Return an author for each domain, so that no fact is there twice."""
    first = batch * len(DOMAINS)
    return [author(first + index, Random(first + index).choice(sorts)) for index, sorts in enumerate(DOMAINS)]


def test_every_change_is_made_many_times() -> None:
    made = Counter(change for batch in range(BATCHES) for one in authors(batch) for change in one.done)
    assert {change.__name__ for change in CHANGES if made[change.__name__] < 5} == set()


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_changes_cost_nothing(batch: int, tmp_path: Path) -> None:
    writers = authors(batch)
    old, new = together([one.old for one in writers]), together([one.new for one in writers])
    result = run(tmp_path, old, new, "--json")
    lost = [(loss["kind"], loss["items"]) for loss in json.loads(result.stdout)["losses"]]
    assert (result.exit_code, lost) == (0, []), "\n".join(f"{one.old.deck}: {', '.join(one.done)}" for one in writers)


@pytest.mark.parametrize("case", HARMLESS, ids=lambda case: case.does)
def test_what_harms_nobody_is_no_loss(case: Case, tmp_path: Path) -> None:
    assert losses(tmp_path, case) == (0, {})
