"""What a package of retired notes, and the list beside it, say of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.verify.compare import verify
from tests.learner import Imported, Learner
from tests.lock.project import Project

A = "- {id: a, kind: basic, front: What is a gate?, back: A decision}\n"
B = "- {id: b, kind: basic, front: Who signs it?, back: The chair}\n"
TAKEN = A.replace("id: a", "id: b, was: a")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(Path())


def fields(learner: Learner, note_id: int) -> dict[str, str]:
    """Return the filled fields of a note."""
    (found,) = learner.col.find_notes(f"nid:{note_id}")
    return {name: text for name, text in learner.col.get_note(found).items() if text}


def test_a_note_whose_id_another_has_taken_is_called_as_its_author_called_it(
    project: Project, learner: Learner
) -> None:
    before = project.build(A + B).notes["b"]
    learner.take(project.package)
    project.build(A)
    project.build(TAKEN, tombstones=True)
    assert (project.root / "build" / "demo-retired.txt").read_text("utf-8").split("\n")[4:7] == [
        f"nid:{before.nid} Id:_*",
        "",
        "b: Who signs it?",
    ]
    assert learner.take(project.root / "build" / "demo-retired.apkg") == Imported(updated=1)
    assert fields(learner, before.nid) == {
        "Front": "Who signs it?",
        "Id": "b",
        "Retired": "This card has left the deck. Suspend it or delete it; until you delete it, its reviews stay.",
    }


@pytest.mark.parametrize(
    ("text", "left"),
    [("x" * 79, "x" * 79), ("x" * 79 + "?", "x" * 79 + "?"), ("x" * 81, "x" * 80 + "…")],
    ids=["79 letters", "80 letters", "81 letters"],
)
def test_a_text_that_the_lock_has_whole_is_left_whole(text: str, left: str, project: Project, learner: Learner) -> None:
    before = project.build(A.replace("What is a gate?", text) + B).notes["a"]
    learner.take(project.package)
    project.build(B, tombstones=True)
    learner.take(project.root / "build" / "demo-retired.apkg")
    assert fields(learner, before.nid)["Front"] == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("A {{c1::gate}} of {{c3::gates}}", "A {{c1::gate}} of {{c3::gates}}"),
        ("A {{c1::gate}}, {{c2::a gate}}", "A {{c1::gate}}, {{c2::a gate}}"),
        ("The {{c1::gate of two}} or {{c2::of}} x", "The {{c1::gate of two}} or of x {{c2::of}}"),
        ("A {{c1::ga}}{{c2::te}}{{c3::s}}", "A {{c1::ga}}{{c2::te}}{{c3::s}}"),
        ("A {{c1::gate < 2}} & so", "A {{c1::gate &lt; 2}} &amp; so"),
        (f"{'x' * 78} {{{{c1::gate}}}}", f"{'x' * 78} g… {{{{c1::gate}}}}"),
    ],
)
def test_a_sentence_keeps_its_gaps(text: str, left: str, project: Project, learner: Learner) -> None:
    before = project.build(f'- {{id: c, kind: cloze, text: "{text}"}}\n{B}').notes["c"]
    learner.take(project.package)
    project.build(B, tombstones=True)
    learner.take(project.root / "build" / "demo-retired.apkg")
    assert fields(learner, before.nid)["Text"] == left


def test_a_note_that_was_marked_and_comes_back_is_newer_than_its_mark_and_no_loss(
    project: Project, tmp_path: Path
) -> None:
    before = project.build(A + B).notes["a"]
    older = tmp_path / "older.apkg"
    older.write_bytes(project.package.read_bytes())
    project.build(B, tombstones=True)
    mark = project.build(B, tombstones=True).notes["a"].tombstone_mod
    after = project.build(A + B).notes["a"]
    assert before.mod < mark < after.mod
    assert (after.hash, after.before) == (before.hash, mark), "a package said something else of it in between"
    assert verify(older, project.package).losses == ()
