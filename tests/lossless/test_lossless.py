"""An author and three learners live any life that the docs allow, and no learner loses anything."""

from __future__ import annotations

import importlib.util
import itertools
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from builder.verify.compare import verify
from tests.conftest import require
from tests.lossless.author import EDITS, Author
from tests.lossless.devices import Pair
from tests.lossless.habits import HABITS, study
from tests.lossless.releases import How
from tests.lossless.server import USER, serving
from tests.lossless.student import Student
from tests.lossless.whole_decks import try_to_move_a_chapter, work_on_two_branches

_STEP = 100
"""Seconds that pass between two moves."""
_PAST = 1_000_000
"""How long ago a life begins, in seconds: Check Database takes back times that are still to come."""
_LEARNERS = 3
_WITH_DEVICES = 4
"""In every fourth life the last learner has two devices, the second of which counts as one learner more."""

_JUDGED = 5
"""Of that many updates `verify` judges one: it takes longer than the update itself."""

learners = st.integers(0, _LEARNERS)
edits = st.integers(0, len(EDITS) - 1)
actions = st.lists(st.integers(0, len(HABITS) - 1), min_size=3, max_size=9)
ways = st.builds(How, is_public=st.sampled_from([True, True, False]), stamp=st.booleans(),
                 refresh=st.sampled_from([False, False, True]), tombstones=st.booleans())  # fmt: skip


class Life(RuleBasedStateMachine):
    """Moves of the author and of his learners, in any order."""

    def __init__(self, server: str, users: Iterator[str]) -> None:
        """`users` are those whom the server knows."""
        super().__init__()
        self.home = tempfile.TemporaryDirectory(prefix="lossless-", ignore_cleanup_errors=True)
        self.server, self.users = server, users
        self.now = int(time.time()) - _PAST
        self.students: list[Student] = []
        self.pair: Pair | None = None
        self.taken = 0
        """How often a learner took a newer package over an older one."""

    @initialize(seed=st.integers(0, 2**16), devices=st.integers(0, _WITH_DEVICES - 1))
    def start(self, seed: int, devices: int) -> None:
        root = Path(self.home.name)
        self.author = Author(root, seed)
        self.students = [Student(root / f"learner-{number}", seed + number) for number in range(_LEARNERS)]
        if devices == 0:
            phone = Student(root / "phone", seed + _LEARNERS)
            self.pair = Pair(self.students[-1], phone, self.server, next(self.users))
            self.students.append(phone)
        self.author.build(self.now)

    def tick(self) -> int:
        self.now += _STEP
        return self.now

    @rule(some=st.lists(edits, min_size=6, max_size=18), how=ways, is_newer=st.sampled_from([False] * 7 + [True]))
    def author_edits_and_builds(self, some: list[int], how: How, is_newer: bool) -> None:
        self.author.version += is_newer
        for edit in some:
            self.author.edit(edit)
        self.author.build(self.tick(), how)

    @rule(number=st.integers(0, 99), by_reset=st.booleans(), some=st.lists(edits, max_size=6), how=ways)
    def author_takes_back(self, number: int, by_reset: bool, some: list[int], how: How) -> None:
        self.author.take_back(number % len(self.author.states), by_reset=by_reset)
        for edit in some:
            self.author.edit(edit)
        self.author.build(self.tick(), how)

    @precondition(lambda self: self.author.git.is_there)
    @rule()
    def author_works_on_two_branches(self) -> None:
        work_on_two_branches(self.author, self.tick)

    @rule(stamp=st.booleans(), tries=st.booleans())
    def author_builds_again(self, stamp: bool, tries: bool) -> None:
        """Build what was built last, perhaps after a chapter was moved to another deck, which is refused."""
        if tries:
            try_to_move_a_chapter(self.author, self.tick())
        last, how = self.author.last, self.author.how
        assert last is not None, "the life began with a build"
        how = how._replace(stamp=stamp and how.is_public)
        assert self.author.build(self.tick(), how).path.read_bytes() == last.path.read_bytes()

    @rule(who=learners)
    def learner_takes_the_latest(self, who: int) -> None:
        self.take(who, self.author.places(is_tombstones=False)[-1])

    @rule(who=learners, number=st.integers(0, 99))
    def learner_takes_any(self, who: int, number: int) -> None:
        self.take(who, number % len(self.author.releases))

    @precondition(lambda self: self.author.places(is_tombstones=True))
    @rule(who=learners)
    def learner_takes_what_left(self, who: int) -> None:
        self.take(who, self.author.places(is_tombstones=True)[-1])

    @rule(who=learners, actions=actions)
    def learner_studies(self, who: int, actions: list[int]) -> None:
        student = self.students[who % len(self.students)]
        for action in actions:
            study(student, action, self.tick(), is_one_of_two=self.pair is not None and student in self.pair.devices)

    @rule(who=learners, actions=actions)
    def learner_studies_and_takes_the_latest(self, who: int, actions: list[int]) -> None:
        self.learner_studies(who, actions)
        self.learner_takes_the_latest(who)

    @rule(some=st.lists(edits, min_size=6, max_size=18), how=ways, actions=actions)
    def all_learners_study_and_take_an_edit(self, some: list[int], how: How, actions: list[int]) -> None:
        """Let some days pass between the build of an edit and that on which it is given away."""
        for edit in some:
            self.author.edit(edit)
        if self.author.has_tags:
            self.author.build(self.tick(), How(is_public=False))
        for who in range(len(self.students)):
            self.learner_studies(who, actions[who:])
        self.author.build(self.tick(), how._replace(is_public=True))
        for who in range(len(self.students)):
            self.learner_takes_the_latest(who)

    @precondition(lambda self: self.pair is not None)
    @rule()
    def devices_sync(self) -> None:
        assert self.pair is not None
        self.pair.sync()

    def take(self, who: int, number: int) -> None:
        """Let a learner import a release."""
        student = self.students[who % len(self.students)]
        had = student.shelf.release
        student.update(self.author.releases, number)
        student.settle_cards(self.tick())
        if had is not None and had is not student.shelf.release:
            self.took_a_newer_one(had.path, self.author.releases[number].path)

    def took_a_newer_one(self, older: Path, newer: Path) -> None:
        """Take note that a learner who had a package imported a newer one, and lost nothing: `verify` says so too."""
        self.taken += 1
        if self.taken % _JUDGED == 1:
            assert verify(older, newer).losses == ()

    def teardown(self) -> None:
        for student in self.students:
            student.close()
        self.home.cleanup()


def live(lives: int, moves: int, folder: Path, *, derandomize: bool) -> None:
    """Live some lives of some moves each, with one sync server for all."""
    require(importlib.util.find_spec("anki"), "the anki package: pip install 'deckwright[anki]'")
    users = [f"{USER}-{number}" for number in range(lives // 2)]
    turns = itertools.cycle(users)  # each pair has an account for itself, unless there are many more than a fourth
    with serving(folder, users) as server:
        run_state_machine_as_test(
            lambda: Life(server, turns),  # type: ignore[arg-type]
            settings=settings(
                max_examples=lives,
                stateful_step_count=moves,
                deadline=None,
                derandomize=derandomize,
                phases=[Phase.generate],  # a life is short; to shrink it takes as long as a hundred
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


def test_no_learner_loses_anything(tmp_path: Path) -> None:
    live(20, 20, tmp_path, derandomize=True)


@pytest.mark.long
def test_no_learner_loses_anything_in_long_games(tmp_path: Path) -> None:
    live(500, 20, tmp_path, derandomize=False)
