"""Note ids, GUIDs and texts that the lock keeps: where two would be the same, and how much of a long text."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.lock.ids import born_guids, make_guid, make_note_id
from tests.lock.project import Project
from tests.support import NOW

STEP = 512
"""Between two note ids there is room for the cards of a note."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(Path())


def basic(name: str, front: str = "Who?") -> str:
    return f'- {{id: {name}, kind: basic, front: "{front}", back: She}}\n'


def test_a_note_id_that_is_taken_is_passed_over() -> None:
    first = make_note_id("demo", "g", NOW, ())
    assert first == 1_639_320_686_080
    assert make_note_id("demo", "g", NOW, {first}) == first - STEP
    assert make_note_id("demo", "g", NOW, {first, first - STEP}) == first - 2 * STEP


def test_the_earliest_note_id_is_followed_by_the_latest() -> None:
    two_years = 123_187_500
    latest = (NOW * 1000 // STEP - 1) * STEP
    every_id_before_it = range(latest - (two_years - 1) * STEP, make_note_id("demo", "g", NOW, ()) + 1, STEP)
    assert make_note_id("demo", "g", NOW, every_id_before_it) == latest


def test_two_new_notes_of_one_build_whose_ids_would_meet_get_two(project: Project) -> None:
    notes = project.build(basic("c12762") + basic("c16848", "When?")).notes
    (alone,) = Project(Path("other")).build(basic("c16848", "When?")).notes.values()
    assert notes["c12762"].nid == alone.nid, "each of the two would have it if the other were not there"
    assert notes["c16848"].nid == alone.nid - STEP


def test_a_new_note_keeps_off_the_id_of_an_old_one(project: Project) -> None:
    first = project.build(basic("c12762"))
    project.now -= 86_400
    both = project.build(basic("c12762") + basic("c16848", "When?"))
    assert both.notes["c12762"] == first.notes["c12762"]
    assert both.notes["c16848"].nid == first.notes["c12762"].nid - STEP


def test_a_guid_is_for_good_and_one_that_is_taken_is_passed_over() -> None:
    assert born_guids("demo", ["a", "b"]) == {"a": "H@^vqg}w0B", "b": "mheQ??t>9u"}
    assert make_guid("demo", "a", ()) == "H@^vqg}w0B"
    assert make_guid("demo", "a", {"H@^vqg}w0B"}) == "1sahV%1K#("
    assert make_guid("demo", "a", {"H@^vqg}w0B", "1sahV%1K#("}) == "HXKS|D;wN1"


@pytest.mark.parametrize(("letters", "kept"), [(79, 79), (80, 80), (81, 80)])
def test_eighty_letters_of_a_text_are_kept(letters: int, kept: int, project: Project) -> None:
    assert project.build(basic("a", "x" * letters)).notes["a"].text == "x" * kept
    assert project.attempt(locked=True).decks


@pytest.mark.parametrize(("letters", "kept"), [(47, 47), (48, 48), (49, 48)])
def test_forty_eight_letters_of_a_hidden_text_are_kept(letters: int, kept: int, project: Project) -> None:
    entry = project.build(f'- {{id: a, kind: cloze, text: "Of {{{{c1::{"x" * letters}}}}}"}}\n').notes["a"]
    assert entry.clozes == ((1, "x" * kept),)
    assert project.attempt(locked=True).decks


def test_an_edit_behind_the_letters_that_are_kept_is_an_edit(project: Project) -> None:
    before = project.build(basic("a", "x" * 81)).notes["a"]
    after = project.build(basic("a", "x" * 82)).notes["a"]
    assert (after.text, after.mod) == (before.text, project.now)
