"""An author and two learners play any game that the docs allow, and no learner loses anything."""

from __future__ import annotations

import importlib.util
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.conftest import require
from tests.lossless.author import EDITS, Author
from tests.lossless.student import ACTIONS, Student

_STEP = 100
"""Seconds that pass between two moves."""
_PAST = 1_000_000
"""How long ago a game begins, in seconds: Check Database takes back times that are still to come."""


class Game(RuleBasedStateMachine):
    """Moves of the author and of two learners, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.TemporaryDirectory(prefix="lossless-", ignore_cleanup_errors=True)
        self.now = int(time.time()) - _PAST

    @initialize(seed=st.integers(0, 2**16))
    def start(self, seed: int) -> None:
        root = Path(self.home.name)
        self.author = Author(root, seed)
        self.students = [Student(root / f"learner-{number}", seed + number) for number in range(2)]
        self.author.build(self.now)

    def tick(self) -> int:
        self.now += _STEP
        return self.now

    @rule(edits=st.lists(st.integers(0, len(EDITS) - 1), min_size=2, max_size=9))
    def author_edits_and_builds(self, edits: list[int]) -> None:
        for edit in edits:
            self.author.edit(edit)
        self.author.build(self.tick())

    @rule()
    def author_builds_again(self) -> None:
        last = self.author.releases[-1].path.read_bytes()
        assert self.author.build(self.tick()).path.read_bytes() == last

    @rule(number=st.integers(0, 99), edits=st.lists(st.integers(0, len(EDITS) - 1), max_size=2))
    def author_takes_back(self, number: int, edits: list[int]) -> None:
        self.author.take_back(number % len(self.author.releases))
        for edit in edits:
            self.author.edit(edit)
        self.author.build(self.tick())

    @rule()
    def author_moves_a_chapter_to_another_deck(self) -> None:
        self.author.try_to_move_a_chapter(self.tick())

    @precondition(lambda self: self.author.has_git)
    @rule()
    def author_works_on_two_branches(self) -> None:
        self.author.work_on_two_branches(self.tick)

    @rule(who=st.integers(0, 1))
    def learner_takes_the_latest(self, who: int) -> None:
        self.tick()
        self.students[who].update(self.author.releases, len(self.author.releases) - 1)

    @rule(who=st.integers(0, 1), number=st.integers(0, 99))
    def learner_takes_any(self, who: int, number: int) -> None:
        self.tick()
        self.students[who].update(self.author.releases, number % len(self.author.releases))

    @precondition(lambda self: any(student.held for student in self.students))
    @rule(who=st.integers(0, 1), actions=st.lists(st.integers(0, len(ACTIONS) - 1), min_size=1, max_size=8))
    def learner_studies(self, who: int, actions: list[int]) -> None:
        for action in actions:
            self.students[who].study(action, self.tick())

    def teardown(self) -> None:
        for student in getattr(self, "students", ()):
            student.close()
        self.home.cleanup()


def play(games: int, moves: int, *, derandomize: bool) -> None:
    require(importlib.util.find_spec("anki"), "the anki package: pip install 'deckwright[anki]'")
    run_state_machine_as_test(
        Game,
        settings=settings(
            max_examples=games,
            stateful_step_count=moves,
            deadline=None,
            derandomize=derandomize,
            phases=[Phase.generate],  # a game is short; to shrink it takes as long as a hundred
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_learner_loses_anything() -> None:
    play(12, 14, derandomize=True)


@pytest.mark.long
def test_no_learner_loses_anything_in_long_games() -> None:
    play(200, 20, derandomize=False)
