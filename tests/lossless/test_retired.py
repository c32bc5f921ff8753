"""Notes that left the deck: found by the search that comes with a build, marked by tombstones, back as themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.learner import Imported, Learner
from tests.lock.project import Project

KEPT = "- {id: keep_me, kind: basic, front: Who stays?, back: This}\n"
CARDS = """\
- {id: a_1, kind: basic, front: "Is 1 < 2 & 3?", back: Yes, reverse: true}
- {id: a-1, kind: basic, front: Alike?, back: Yes}
- {id: über.x, kind: definition, term: Gate, meaning: A decision, example: The board says no}
- {id: c, kind: cloze, text: "A {{c1::gate}} is <b>{{c4::held}}</b> by {{c2::five & more::how many}}"}
- id: call
  kind: script
  situation: They call.
  lines: [{id: open, cue: Hello?, say: Hello., intent: To greet}, {id: end, cue: Bye., say: Bye.}]
- {id: s, kind: choice, question: Which?, options: [one, two], answer: one}
- {id: w, kind: contrast, prompt: Why?, bad: So., good: Therefore., why: Because}
- {id: d, kind: drill, ask: Who?, answer: She, both: true}
"""
KIND = {
    "kinds/drill/kind.yaml": "doc: a drill\nframe: false\nfields: [{name: Ask, doc: x, required: true},"
    " {name: Answer, doc: x}, {name: Both, shape: flag, doc: x}]\n"
    "templates: [{name: Fore, asks: Ask, answers: Answer}, {name: Aft, asks: Answer, answers: Ask, when: Both}]\n",
    "kinds/drill/fore.front.html": "{{Ask}}",
    "kinds/drill/fore.back.html": "{{Answer}}",
    "kinds/drill/aft.front.html": "{{Answer}}",
    "kinds/drill/aft.back.html": "{{Ask}}",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.write(CARDS + KEPT, **KIND)
    deck = (project.folder / "deck.yaml").read_text("utf-8")
    (project.folder / "deck.yaml").write_text(deck.replace("name: Demo", "name: 'Ünï: a_b* · c'"), "utf-8")
    return project


def cards(project: Project, text: str) -> None:
    """Write other cards, and leave the deck's settings as they are."""
    (project.folder / "10-a.yaml").write_text(f"title: A\ncards:\n{text}", "utf-8")


def search_of(project: Project) -> str:
    """Return the search that stands in the list of what left the deck."""
    return (project.root / "build" / "demo-retired.txt").read_text("utf-8").split("\n")[4]


def ids(learner: Learner, search: str) -> set[str]:
    """Return the Id fields of the notes that a search finds."""
    return {learner.col.get_note(note)["Id"] for note in learner.col.find_notes(search)}


GONE = {"a_1", "a-1", "über.x", "c", "call", "call/open", "call/end", "s", "w", "d"}


def test_the_search_finds_exactly_what_left_the_deck(project: Project, learner: Learner) -> None:
    project.build()
    learner.take(project.package)
    mine = learner.col.models.by_name("Basic")
    assert mine is not None
    note = learner.col.new_note(mine)
    note.fields = ["a_1", "a_1"]
    deck = learner.col.decks.id("Mine")
    assert deck is not None
    learner.col.add_note(note, deck)
    cards(project, KEPT)
    project.build()
    learner.take(project.package)
    assert ids(learner, search_of(project)) == GONE


def test_the_search_finds_a_renamed_card_with_those_who_skipped_a_release(project: Project, learner: Learner) -> None:
    project.build()
    learner.take(project.package)
    cards(project, CARDS.replace("id: a_1,", "id: renamed, was: a_1,") + KEPT)
    project.build()
    cards(project, CARDS.partition("\n")[2] + KEPT)
    project.build()
    cards(project, CARDS.partition("\n")[2] + KEPT + "- {id: a_1, kind: basic, front: Another?, back: Yes}\n")
    project.build()
    learner.take(project.package)
    (note,) = learner.col.find_notes(search_of(project))
    assert learner.col.get_note(note)["Front"] == "Is 1 &lt; 2 &amp; 3?"


def test_tombstones_mark_what_left_and_keep_cards_and_reviews(project: Project, learner: Learner) -> None:
    project.build()
    learner.take(project.package)
    learner.answer("")
    schedule, history = learner.schedule(), learner.history()
    cards(project, KEPT)
    project.build(tombstones=True)
    assert learner.take(project.package) == Imported(duplicate=1)
    retired = project.root / "build" / "demo-retired.apkg"
    assert learner.take(retired) == Imported(updated=len(GONE))
    assert (learner.schedule(), learner.history()) == (schedule, history)
    assert ids(learner, "tag:demo::retired") == GONE
    assert list(learner.col.get_empty_cards().notes) == []
    for card in learner.cards("tag:demo::retired -note:*Drill"):
        assert "This card has left the deck." in re.sub(r"\s+", " ", card.render_output().question_text)
    assert learner.fields("a_1")["Front"] == "Is 1 &lt; 2 &amp; 3?"
    assert learner.fields("c")["Text"] == "A {{c1::gate}} is {{c4::held}} by {{c2::five &amp; more}}"
    assert learner.take(retired) == Imported(duplicate=len(GONE))


def test_what_comes_back_is_itself_and_newer_than_its_tombstone(project: Project, learner: Learner) -> None:
    project.build()
    before = project.ledger().notes["a_1"]
    learner.take(project.package)
    learner.answer("")
    texts = {key: learner.fields(key) for key in GONE}
    schedule, history = learner.schedule(), learner.history()
    cards(project, KEPT)
    project.build(tombstones=True)
    learner.take(project.root / "build" / "demo-retired.apkg")
    cards(project, CARDS + KEPT)
    after = project.build().notes["a_1"]
    assert (after.guid, after.nid) == (before.guid, before.nid)
    assert learner.take(project.package) == Imported(updated=len(GONE), duplicate=1)
    assert {key: learner.fields(key) for key in GONE} == texts
    assert (learner.schedule(), learner.history()) == (schedule, history)
    assert ids(learner, "tag:demo::retired") == set()
    assert learner.take(project.root / "build" / "demo.apkg") == Imported(duplicate=len(GONE) + 1)
    assert not (project.root / "build" / "demo-retired.apkg").exists()
    assert not (project.root / "build" / "demo-retired.txt").exists()


def test_what_comes_back_unchanged_keeps_what_the_learner_wrote(project: Project, learner: Learner) -> None:
    project.build()
    learner.take(project.package)
    (note_id,) = learner.col.find_notes("Id:a\\_1")
    note = learner.col.get_note(note_id)
    note["Back"] = "My own words"
    note.tags.append("mine")
    learner.col.update_note(note)
    cards(project, KEPT)
    project.build()
    learner.take(project.package)
    cards(project, CARDS + KEPT)
    project.build()
    assert learner.take(project.package) == Imported(duplicate=len(GONE) + 1)
    assert learner.fields("a_1")["Back"] == "My own words"
    assert learner.col.get_note(note_id).tags == ["mine"]


def test_the_main_package_brings_no_tombstones(project: Project, learner: Learner) -> None:
    project.build()
    cards(project, KEPT)
    project.build(tombstones=True)
    assert learner.take(project.package) == Imported(new=1)
    assert learner.take(project.root / "build" / "demo-retired.apkg") == Imported(new=len(GONE))
    assert list(learner.col.get_empty_cards().notes) == []


def test_tombstones_of_a_kind_that_is_no_longer_there(project: Project, learner: Learner) -> None:
    project.build()
    learner.take(project.package)
    learner.answer("")
    schedule = learner.schedule()
    cards(project, KEPT)
    for path in (project.folder / "kinds" / "drill").iterdir():
        path.unlink()
    (project.folder / "kinds" / "drill").rmdir()
    project.build(tombstones=True)
    assert learner.take(project.root / "build" / "demo-retired.apkg") == Imported(updated=len(GONE))
    assert learner.schedule() == schedule
    assert list(learner.col.get_empty_cards().notes) == []


def test_the_same_sources_give_the_same_tombstones(project: Project) -> None:
    project.build()
    cards(project, KEPT)
    project.build(tombstones=True)
    retired = project.root / "build" / "demo-retired.apkg"
    before = retired.read_bytes()
    retired.unlink()
    project.build(tombstones=True)
    assert retired.read_bytes() == before
