"""The tutorial, as somebody follows it, from an empty folder to the second import in real Anki."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.learner import Imported, Learner
from tests.pages import DOCS, Reader, agrees, steps_of

PAGE = (DOCS / "tutorial.md").read_text("utf-8")
FIRST_IMPORT, SECOND_IMPORT = "## 6. Import, and study", "## 8. Import again"


def messages(learner: Learner, done: Imported) -> list[str]:
    """Return what Anki says of an import, in the order in which its page lists it."""
    words = learner.col.tr
    said = [
        words.importing_notes_added(count=done.new) if done.new else "",
        words.importing_existing_notes_skipped(count=done.duplicate) if done.duplicate else "",
        words.importing_notes_updated(count=done.updated) if done.updated else "",
    ]
    return [re.sub("[\u2068\u2069]", "", one) for one in said if one]  # signs around numbers that nobody sees


def said_by_anki(heading: str) -> list[str]:
    """Return what the page has Anki say under a heading: sentences in italics."""
    section = PAGE.partition(heading)[2].partition("\n## ")[0]
    return re.findall(r"\*(\d[^*]+\.)\*", section)


def test_the_tutorial_from_nothing_to_the_first_update(tmp_path: Path, learner: Learner) -> None:
    reader = Reader(folder=tmp_path / "home", bin=tmp_path / "bin")
    reader.folder.mkdir()
    before, first, after = PAGE.partition(FIRST_IMPORT)
    for page in (before, first + after.partition(SECOND_IMPORT)[0]):
        for step, printed in reader.follow(page):
            assert agrees(step.output or "", printed), f"{step}\n{printed}"
        done = learner.take(reader.folder / "build" / "bird-songs.apkg")
        heading = FIRST_IMPORT if page is before else SECOND_IMPORT
        assert (messages(learner, done), done.conflicting, done.missing) == (said_by_anki(heading), 0, 0)
        if page is before:
            assert done == Imported(new=3)
            assert len(learner.cards()) == 4
            learner.answer("")
            note = learner.col.get_note(learner.cards("silent")[0].nid)
            note["Extra"] = "mine"
            learner.col.update_note(note)
            studied, history = learner.schedule(), learner.history()
    assert done == Imported(new=1, updated=1, duplicate=2)
    assert learner.fields("great-tit")["Front"] == (
        "Which garden bird sings two notes over and over, like the pump of a bicycle?"
    )
    assert [card for card in learner.schedule() if card in studied] == studied
    assert learner.history() == history
    assert learner.fields("winter-song")["Extra"] == "mine"
    assert [card.note()["Id"] for card in learner.cards("is:new")] == ["blackbird"]
    assert len(learner.cards()) == 5
    status = reader.run("git status --short")
    assert status == ""


def test_it_is_over_in_eight_steps_and_shows_nothing_that_is_not_run() -> None:
    steps = steps_of(PAGE)
    fences = re.findall(r"^```(\w*)$", PAGE, re.M)
    blocks = len(fences) // 2
    assert blocks == sum(bool(step.path) for step in steps) + sum(step.output is not None for step in steps)
    assert [step.commands for step in steps if "deckwright serve" in step.commands] == [("deckwright serve",)]
    assert re.findall(r"^## (\d)\.", PAGE, re.M) == list("12345678")


@pytest.mark.parametrize(
    ("shown", "said", "is_it"),
    [
        ("a 13 kB b\n", "a 13 kB b\n", True),
        ("a … b\n", "a 13 kB b\n", True),
        ("a … b\n", "a 13 kB c\n", False),
        ("a\n…\nb\n", "a\nx\ny\nb\n", True),
        ("a\n…\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
    ],
)
def test_what_is_shown_is_held_against_what_is_said(shown: str, said: str, is_it: bool) -> None:
    assert agrees(shown, said) is is_it
