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
    note["Back"], note.tags = ("Mine", note.tags) if how == "an edit" else (note["Back"], [how, *note.tags])
    learner.col.update_note(note)
    project.build(EDITED + B)
    assert learner.take(project.package) == Imported(duplicate=2)
    assert written(learner, "a") == (note["Back"], sorted(note.tags))
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


def test_what_ankidroid_s_editor_saves_is_what_was_there(project: Project, learner: Learner) -> None:
    cards = """\
- id: a
  kind: basic
  front: |
    One line,
    another one.

    A paragraph.
  back: |
    - one
    - two

    | gate | held |
    |------|------|
    | one  | yes  |
  extra: |
    1. first
    2. second
- id: b
  kind: cloze
  text: |
    A {{c1::gate}} is

    {{c2::held}}.
- id: c
  kind: script
  situation: |
    They call.

    You answer.
  lines:
    - {id: x, cue: "Hi?\\n\\nHo?", say: "Hi.\\n\\nHo."}
    - {id: y, cue: Bye., say: Bye.}
- id: d
  kind: choice
  question: "Which?\\n\\nSay."
  options: ["one\\n\\nline", two]
  answer: two
"""
    project.build(cards)
    learner.take(project.package)
    learner.answer("")
    before = everything(learner)[0], rows(learner)
    for note_id in learner.col.find_notes(""):
        note = learner.col.get_note(note_id)
        note.fields = [field.replace("\n", "<br>") for field in note.fields]
        learner.col.update_note(note)
    assert (everything(learner)[0], rows(learner)) == before
    edited = cards.replace("another one", "one more")
    project.build(edited)
    assert learner.take(project.package) == Imported(updated=1, duplicate=5)
    assert "one more" in note_of(learner, "a")["Front"]


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


def test_note_ids_that_are_still_to_come_are_replaced_by_anki(
    project: Project, learner: Learner, tmp_path: Path
) -> None:
    project.now = int(time.time()) + 1_000 * 86_400
    born = {entry.nid for entry in project.build(A).notes.values()}
    other = Learner(tmp_path / "other")
    ids = []
    for device in (learner, other):
        assert device.take(project.package) == Imported(new=1)
        ids.append(set(device.col.find_notes("")))
        time.sleep(0.01)
    other.close()
    assert max(born) > time.time() * 1000
    assert not born & ids[0]
    assert not ids[0] & ids[1]


def test_the_order_of_cards_that_were_imported_stays(project: Project, learner: Learner) -> None:
    second = "- {id: b, kind: basic, front: When?, back: Now}\n"
    assert learner.col.db is not None
    places = "select n.sfld, c.due from cards c join notes n on n.id = c.nid order by c.due"
    project.build(A + second)
    learner.take(project.package)
    before = learner.col.db.all(places)
    project.build(second + A)
    assert learner.take(project.package) == Imported(duplicate=2)
    assert learner.col.db.all(places) == before == [["Who?", 1], ["When?", 2]]
