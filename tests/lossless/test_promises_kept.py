"""What docs/rebuilding.md promises learners, kept in real Anki, where no other test shows it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.learner import Imported, Learner
from tests.lock.project import Project

A = "- {id: a, kind: basic, front: Who?, back: She, tags: [old]}\n"
B = "- {id: b, kind: basic, front: When?, back: Now}\n"
C = "- {id: c, kind: basic, front: Where?, back: Here}\n"
EDITED = A.replace("She", "He").replace("old", "new")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def note_of(learner: Learner, key: str) -> Any:
    (note_id,) = learner.col.find_notes(f"Id:{key}")
    return learner.col.get_note(note_id)


def written(learner: Learner, key: str) -> tuple[str, list[str]]:
    """Return the back of a note, and its tags."""
    note = note_of(learner, key)
    return note["Back"], note.tags


def rows(learner: Learner) -> tuple[list[Any], list[Any]]:
    """Return all that Anki keeps of cards, and all reviews."""
    assert learner.col.db is not None
    return learner.col.db.all("select * from cards order by id"), learner.history()


def everything(learner: Learner) -> tuple[Any, ...]:
    """Return all notes, cards, reviews, decks and note types."""
    assert learner.col.db is not None
    learner.col.models._clear_cache()
    notes = learner.col.db.all("select * from notes order by id")
    return notes, rows(learner), learner.col.decks.all_names_and_ids(), learner.col.models.all()


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


def test_an_edit_overwrites_text_and_tags_and_leaves_what_belongs_to_cards(project: Project, learner: Learner) -> None:
    project.build(A + B)
    learner.take(project.package)
    learner.answer("")
    mine = learner.col.decks.id("Mine")
    assert mine is not None
    cards = [card.id for card in learner.cards()]
    learner.col.set_user_flag_for_cards(3, cards)
    learner.col.sched.suspend_cards(cards)
    learner.col.set_deck(cards, mine)
    learner.col.tags.bulk_add([note_of(learner, "a").id], "mine")
    before = rows(learner)
    project.now = int(time.time())
    project.build(EDITED + B)
    assert learner.take(project.package) == Imported(updated=1, duplicate=1)
    assert (written(learner, "a"), written(learner, "b")) == (("He", ["new"]), ("Now", []))
    assert rows(learner) == before
    assert [(card.user_flag(), int(card.queue), card.did) for card in learner.cards()] == [(3, -1, mine)] * 2


def test_a_note_has_the_time_that_the_package_gives_it_and_each_build_arrives(
    project: Project, learner: Learner
) -> None:
    for back in ("She", "He", "They"):
        ledger = project.build(A.replace("She", back))
        learner.take(project.package)
        assert (written(learner, "a"), note_of(learner, "a").mod) == ((back, ["old"]), ledger.notes["a"].mod)


def test_where_an_update_gets_the_time_of_the_import_an_older_text_can_stay_and_reviews_do(
    project: Project, learner: Learner
) -> None:
    assert learner.col.db is not None
    done = []
    for back in ("She", "He", "They"):
        project.build(A.replace("She", back))
        done.append(learner.take(project.package))
        learner.answer("")
        if done[-1].updated:  # as Anki did before 25.02
            learner.col.db.execute("update notes set mod = ?", int(time.time()))
    assert done == [Imported(new=1), Imported(updated=1), Imported(duplicate=1)]
    assert (written(learner, "a"), len(learner.cards()), len(learner.history())) == (("He", ["old"]), 1, 3)


@pytest.mark.parametrize("how", ["an edit", "leech", "marked"])
def test_what_a_learner_did_to_a_note_keeps_older_edits_away_until_the_next(
    project: Project, learner: Learner, how: str
) -> None:
    project.build(A + B)
    learner.take(project.package)
    note = note_of(learner, "a")
    note["Back"], note.tags = ("Mine", note.tags) if how == "an edit" else (note["Back"], [*note.tags, how])
    learner.col.update_note(note)
    project.build(EDITED + B)
    assert learner.take(project.package) == Imported(duplicate=2)
    assert written(learner, "a") == (note["Back"], note.tags)
    project.now = int(time.time())
    project.build(EDITED.replace("He", "They") + B)
    assert learner.take(project.package) == Imported(updated=1, duplicate=1)
    assert written(learner, "a") == ("They", ["new"])


def test_no_edit_arrives_while_updates_are_never(project: Project, learner: Learner) -> None:
    from anki import import_export_pb2 as names
    from anki.collection import ImportAnkiPackageRequest

    def set_update(condition: Any) -> None:
        options = learner.col._backend.get_import_anki_package_presets()
        options.update_notes = condition  # Anki keeps what was chosen for the next import
        learner.col.import_anki_package(ImportAnkiPackageRequest(package_path=str(project.package), options=options))

    project.build(A)
    learner.take(project.package)
    learner.answer("")
    before = rows(learner)
    project.build(EDITED)
    set_update(names.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_NEVER)
    assert learner.take(project.package) == Imported(duplicate=1)
    assert written(learner, "a") == ("She", ["old"])
    set_update(names.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER)
    assert written(learner, "a") == ("He", ["new"])
    assert rows(learner) == before


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
def test_other_names_and_looks_of_a_note_type_make_no_second_one(
    project: Project, learner: Learner, how: str
) -> None:
    project.build(A)
    learner.take(project.package)
    learner.answer("")
    touch_note_type(learner, how)
    before = rows(learner)
    project.build(EDITED)
    assert learner.take(project.package) == Imported(updated=1)
    assert [model.name for model in learner.col.models.all_names_and_ids() if "Demo" in model.name] == ["Demo · Basic"]
    assert (note_of(learner, "a").fields[:2], rows(learner)) == (["Who?", "He"], before)


def test_a_note_that_was_deleted_comes_back_as_a_new_one(project: Project, learner: Learner) -> None:
    project.build(A + B)
    learner.take(project.package)
    learner.answer("")
    kept = [row for row in learner.schedule() if row[1] == note_of(learner, "b").id]
    learner.col.remove_notes([note_of(learner, "a").id])
    assert learner.take(project.package) == Imported(new=1, duplicate=1)
    assert written(learner, "a") == ("She", ["old"])
    (new,) = learner.cards("is:new")
    assert (new.note()["Id"], new.reps) == ("a", 0)
    assert [row for row in learner.schedule() if row[0] != new.id] == kept


def test_an_older_package_after_a_newer_one_changes_nothing(project: Project, learner: Learner) -> None:
    project.build(A.replace("old]", "old], reverse: true") + B)
    learner.take(project.package)
    older = project.package.read_bytes()
    project.build(EDITED + C)
    learner.take(project.package)
    learner.answer("")
    before = everything(learner)
    project.package.write_bytes(older)
    assert learner.take(project.package) == Imported(duplicate=2)
    assert everything(learner) == before


def test_a_card_with_its_new_id_and_two_that_exchange_theirs_keep_their_reviews(
    project: Project, learner: Learner
) -> None:
    project.build(A + B + C)
    learner.take(project.package)
    learner.answer("", 3)
    learner.answer("Id:b", 1)
    before = {card.note()["Front"]: (card.id, card.reps, card.due) for card in learner.cards()}, learner.history()
    project.build(
        A.replace("id: a,", "id: b, was: a,")
        + B.replace("id: b,", "id: a, was: b,")
        + C.replace("id: c,", "id: d, was: c,")
    )
    assert learner.take(project.package) == Imported(updated=3)
    after = {card.note()["Front"]: (card.id, card.reps, card.due) for card in learner.cards()}, learner.history()
    assert after == before
    assert [note_of(learner, key)["Front"] for key in "bad"] == ["Who?", "When?", "Where?"]


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


def test_a_time_that_is_still_to_come_overwrites_what_the_learner_changes_at_each_import(
    project: Project, learner: Learner
) -> None:
    project.now = 1_893_456_000  # 2030
    project.build(A)
    learner.take(project.package)
    for _ in range(2):
        note = note_of(learner, "a")
        note["Back"] = "Mine"
        learner.col.update_note(note)
        assert learner.take(project.package) == Imported(updated=1)
        assert written(learner, "a") == ("She", ["old"])


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
    assert sorted(left) == [("a", 1), ("b", 1), ("c", 2), ("d", 2), ("e/x", 1)]
    learner.col.remove_cards_and_orphaned_notes(blank)
    kept = [row for row in studied if row[0] not in blank]
    assert learner.schedule() == kept
    project.build(more)
    learner.take(project.package)
    new = [row for row in learner.schedule() if row not in kept]
    assert [(row[0], row[7]) for row in new] == [(card, 0) for card in sorted(blank)], "they come back as new ones"
