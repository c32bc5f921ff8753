"""What an author takes back in git, whose lock then knows nothing of it, is no loss where the build has told it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from builder.verify.compare import verify
from tests.learner import Learner
from tests.lock.project import Project
from tests.verify.test_broken_builders import BACK, CARDS, KIND, Deck


def test_a_card_that_is_withdrawn_after_its_note_was_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learner: Learner
) -> None:
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path)
    Deck(kind=KIND + BACK).build(project, "first.apkg")
    shutil.copytree(tmp_path, tmp_path.with_name("taken-back"))
    more = CARDS + "- {id: new, kind: drill, ask: Name a tool., say: The log, more: It saves a day}\n"
    Deck(cards=more, kind=KIND + BACK).build(project, "old.apkg")
    for file in tmp_path.with_name("taken-back").rglob("*.lock*"):
        shutil.copy(file, tmp_path / file.relative_to(tmp_path.with_name("taken-back")))
    shutil.rmtree(tmp_path / "build")
    Deck().build(project, "new.apkg")
    assert verify(Path("old.apkg"), Path("new.apkg")).losses == ()
