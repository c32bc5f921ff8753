"""How cards look is not in their notes: it comes with the note type, which has a time of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.lock.ledger import TypeEntry
from tests.learner import Imported, Learner
from tests.lock.project import Project
from tests.lock.repository import DRILL, drill

ASKED = "- {id: a, kind: basic, front: Who?, back: She}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(Path())


def look(learner: Learner) -> str:
    """Return the last line of the style that the learner has."""
    (card,) = learner.cards("Id:d")
    return card.render_output().css.rstrip("\n").rpartition("\n")[2]


def painted(project: Project, color: str) -> TypeEntry:
    """Build with cards in a color, and return what the lock keeps of their note type."""
    project.write(ASKED + DRILL, **drill(color))
    return project.build().types["drill"]


def test_a_style_alone_reaches_learners_and_moves_no_note(project: Project, learner: Learner) -> None:
    before = painted(project, "red")
    notes, basic = project.ledger().notes, project.ledger().types["basic"]
    learner.take(project.package)
    assert look(learner) == ".dw-ask { color: red }"
    after = painted(project, "blue")
    assert after == before._replace(mod=project.now, hash=after.hash, before=before.mod)
    assert (project.ledger().notes, project.ledger().types["basic"]) == (notes, basic)
    assert learner.take(project.package) == Imported(duplicate=2)
    assert look(learner) == ".dw-ask { color: blue }"


def test_a_style_is_newer_also_where_the_clock_went_back(project: Project, learner: Learner) -> None:
    before = painted(project, "red")
    learner.take(project.package)
    for step, color in enumerate(("blue", "green"), 1):
        project.now -= 10 * 86_400
        assert painted(project, color).mod == before.mod + step
        learner.take(project.package)
        assert look(learner) == f".dw-ask {{ color: {color} }}"


def test_a_style_that_stays_keeps_its_time(project: Project) -> None:
    before = painted(project, "red")
    project.write(ASKED.replace("She", "Her") + DRILL, **drill("red"))
    assert project.build().types["drill"] == before
