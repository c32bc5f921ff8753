"""What docs/rebuilding.md promises of note types and their cards, kept in real Anki, where no other test shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.learner import Imported, Learner
from tests.lock.project import Project
from tests.lossless.test_promises_kept import EDITED, A, B, note_of, rows


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def touch_note_type(learner: Learner, how: str) -> None:
    """Let the learner change the note type of the deck as Anki's own windows do."""
    models = learner.col.models
    (model,) = [model for model in models.all() if model["name"].startswith("Demo")]
    fields, cards = model["flds"], model["tmpls"]
    if how == "a field more":
        models.add_field(model, models.new_field("Mine"))
    elif how == "a field less":
        models.remove_field(model, fields[-1])
    elif how == "a field moved":
        models.reposition_field(model, fields[1], 3)
    elif how == "a card more":
        card = models.new_template("Mine")
        models.add_template(model, {**card, "qfmt": "{{Back}}", "afmt": "{{Front}}"})
    elif how == "a card less":
        models.remove_template(model, cards[-1])
    elif how == "a field renamed":
        fields[1]["name"] = "Mine"
    elif how == "a card renamed":
        cards[0]["name"] = "Mine"
    elif how == "other HTML":
        cards[0]["qfmt"] += "mine"
    else:
        model["css"] += ".mine {}"
    models.update_dict(model)


@pytest.mark.parametrize("how", ["a field more", "a field less", "a field moved", "a card more", "a card less"])
def test_a_note_type_with_other_fields_or_cards_gets_that_of_the_deck_beside_it(
    project: Project, learner: Learner, how: str
) -> None:
    project.build(A)
    learner.take(project.package)
    learner.answer("")
    touch_note_type(learner, how)
    before = rows(learner)
    project.build(EDITED + B)
    assert learner.take(project.package) == Imported(new=1, conflicting=1)
    types = [(key, note_of(learner, key).note_type()["name"]) for key in "ab"]
    assert types == [("a", "Demo · Basic"), ("b", "Demo · Basic+")]
    assert note_of(learner, "a").tags == ["old"]
    assert [row for row in rows(learner)[0] if row in before[0]] == before[0]
    assert learner.history() == before[1]


@pytest.mark.parametrize("how", ["a field renamed", "a card renamed", "other HTML", "another style"])
def test_other_names_and_looks_of_a_note_type_make_no_second_one(project: Project, learner: Learner, how: str) -> None:
    project.build(A)
    learner.take(project.package)
    learner.answer("")
    touch_note_type(learner, how)
    before = rows(learner)
    project.build(EDITED)
    assert learner.take(project.package) == Imported(updated=1)
    assert [model.name for model in learner.col.models.all_names_and_ids() if "Demo" in model.name] == ["Demo · Basic"]
    assert (note_of(learner, "a").fields[:2], rows(learner)) == (["Who?", "He"], before)


def test_a_definition_that_gains_an_example_gains_a_card(project: Project, learner: Learner) -> None:
    card = "- {id: a, kind: definition, term: Gate, meaning: A decision}\n"
    project.build(card)
    learner.take(project.package)
    learner.answer("")
    before = learner.schedule()
    project.build(card.replace("decision", "decision, example: The board says no"))
    assert learner.take(project.package) == Imported(updated=1)
    (new,) = learner.cards("is:new")
    assert new.template()["name"] == "Example to term"
    assert learner.schedule() == sorted([*before, *(row for row in learner.schedule() if row[0] == new.id)])


def test_empty_cards_lists_only_what_the_newest_package_does_not_give_and_deletes_it_for_good(
    project: Project, learner: Learner
) -> None:
    more = (
        "- {id: a, kind: basic, front: A?, back: Aa, reverse: true}\n"
        '- {id: b, kind: cloze, text: "A {{c1::gate}} is {{c2::held}}"}\n'
        "- {id: c, kind: definition, term: Gate, meaning: A decision, example: The board}\n"
        "- {id: d, kind: contrast, prompt: Why?, bad: So., good: Therefore., why: Because}\n"
        "- id: e\n  kind: script\n  situation: They call.\n  lines: [{id: x, cue: Hi?, say: Hi., intent: To greet}]\n"
    )
    less = more
    for part in (", reverse: true", " is {{c2::held}}", ", example: The board", ", why: Because", ", intent: To greet"):
        less = less.replace(part, "")
    for cards in (less, more):
        project.build(cards)
        learner.take(project.package)
        assert list(learner.col.get_empty_cards().notes) == []
        learner.answer("is:new")
    studied, history = learner.schedule(), learner.history()
    project.build(less)
    learner.take(project.package)
    assert (learner.schedule(), learner.history()) == (studied, history), "nothing goes before the learner says so"
    blank = [card for note in learner.col.get_empty_cards().notes for card in note.card_ids]
    left = [(learner.col.get_card(card).note()["Id"], learner.col.get_card(card).ord) for card in blank]
    assert sorted(left) == [("a", 1), ("b", 1), ("c", 2), ("d", 1), ("e/x", 1)]
    learner.col.remove_cards_and_orphaned_notes(blank)
    kept = [row for row in studied if row[0] not in blank]
    assert learner.schedule() == kept
    project.build(more)
    learner.take(project.package)
    new = [row for row in learner.schedule() if row not in kept]
    assert [(row[0], row[7]) for row in new] == [(card, 0) for card in sorted(blank)], "they come back as new ones"
