"""A deck is the same on one process and on several, and one with problems is left to those who tell them."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder import build as room
from builder.compiling import compile_deck
from builder.loading import load
from builder.package.rows import Batch
from builder.problems import Location
from builder.project import render
from builder.report.terminal import silent
from tests.support import NOW, write_deck

CARDS = """\
title: Chapter {n}
cards:
- {{id: a{n}, kind: basic, front: "**one** {n}", back: "![x](a.png)"}}
- {{id: b{n}, kind: cloze, text: "The {{{{c1::gate}}}} holds {{{{c3::till}}}} é"}}
- {{id: c{n}, was: old{n}, kind: script, situation: s, lines: [{{id: x, cue: c, say: d}}, {{id: y, cue: e, say: f}}]}}
"""
FILES: dict[str, str | bytes] = {
    **{f"{n:02}.yaml": CARDS.format(n=n) for n in range(5)},
    "media/a.png": b"png",
}


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_notes_are_those_of_reading_and_rendering_the_whole_deck(tmp_path: Path, jobs: int) -> None:
    folder = write_deck(tmp_path, FILES)
    compiled, rendered = compile_deck(folder, tmp_path, NOW, silent, jobs), render(load(folder, tmp_path))
    assert compiled is not None
    assert rendered is not None
    start = [note._replace(location=Location(path=note.location.path, line=1, column=1)) for note in rendered.notes]
    assert list(compiled.rendered.notes) == start
    assert compiled.rendered.media.used == rendered.media.used
    assert not compiled.rendered.problems
    assert not rendered.problems


def test_the_package_is_the_same_on_one_process_and_on_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for jobs in (1, 2):
        root = tmp_path / str(jobs)
        folder = write_deck(root, FILES)
        monkeypatch.setattr("builder.compiling._jobs", lambda paths, jobs=jobs: jobs)
        monkeypatch.setattr("builder.package.apkg._MANY", 0 if jobs == 2 else 1000)
        monkeypatch.setattr("builder.package.apkg._PART", 2)
        room.build([folder], root, root / "build", NOW)
        made.append(((root / "build" / "demo.apkg").read_bytes(), (folder / "deck.lock").read_bytes()))
    assert made[0] == made[1]


def test_the_package_is_the_same_where_the_other_process_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for failure in (None, "databases"):
        root = tmp_path / str(failure)
        folder = write_deck(root, FILES)
        monkeypatch.setattr("builder.package.apkg._MANY", 0)
        if failure is not None:
            monkeypatch.setattr(Batch, failure, lambda *args: [][0])
        room.build([folder], root, root / "build", NOW)
        made.append(((root / "build" / "demo.apkg").read_bytes(), (folder / "deck.lock").read_bytes()))
    assert made[0] == made[1]


def test_the_package_is_the_same_where_there_is_no_other_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    monkeypatch.setattr("builder.compiling._jobs", lambda paths: 2)
    monkeypatch.setattr("builder.package.apkg._MANY", 0)
    for name in ("with", "without"):
        root = tmp_path / name
        folder = write_deck(root, FILES)
        if name == "without":
            monkeypatch.setattr("os.fork", _refuse)
        room.build([folder], root, root / "build", NOW)
        made.append(((root / "build" / "demo.apkg").read_bytes(), (folder / "deck.lock").read_bytes()))
    assert made[0] == made[1]


def _refuse() -> int:
    raise BlockingIOError(11, "Resource temporarily unavailable")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("name", ["00.yaml", "04.yaml"])
@pytest.mark.parametrize(
    "harm",
    ["title: [", "title: T\ncards:\n- {id: z, kind: basic, front: <script>, back: b}\n", CARDS.format(n=2), b"\xff"],
)
def test_a_deck_with_a_problem_is_left_alone(tmp_path: Path, jobs: int, name: str, harm: str | bytes) -> None:
    folder = write_deck(tmp_path, {**FILES, name: harm})
    assert compile_deck(folder, tmp_path, NOW, silent, jobs) is None
