"""What learners see of note types in Anki's editor and in their list."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.kinds import COMMON_FIELDS, builtin_kinds
from builder.kinds.editor import FieldLook, field_looks
from builder.lock import slots
from tests.learner import Imported, Learner
from tests.lock.project import Project

CARDS = "- {id: a, kind: basic, front: What is a gate?, back: A decision}\n"
OWN = {
    "kinds__drill__kind.yaml": "doc: x\n"
    "fields: [{name: Ask, doc: what is asked, required: true}, {name: More, doc: x}]\n"
    "templates: [{name: Fore, asks: Ask, answers: More}]\n",
    "kinds__drill__fore.front.html": "{{Ask}}",
    "kinds__drill__fore.back.html": "{{More}}",
}
DRILL = "- {id: b, kind: drill, ask: What is a door?}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(Path())


def fields_of(learner: Learner, name: str) -> dict[str, tuple[str, bool]]:
    """Return of each field of a note type what the editor says in it, and whether it is closed."""
    learner.col.close()
    learner.col.reopen()  # it remembers note types as they were when it was asked first
    found = learner.col.models.by_name(name)
    assert found is not None
    return {field["name"]: (field["description"], field["collapsed"]) for field in found["flds"]}


def schema_of(learner: Learner) -> int:
    """Return the time of the last change that asks for a full sync."""
    assert learner.col.db is not None
    return int(learner.col.db.scalar("select scm from col"))


def test_fields_say_what_they_are_for_and_those_that_few_fill_are_closed(project: Project, learner: Learner) -> None:
    project.write(CARDS + DRILL, **OWN)
    project.build()
    learner.take(project.package)
    basic = fields_of(learner, "Demo · Basic")
    assert list(basic.items())[:5] == [
        ("Front", ("the question", False)),
        ("Back", ("the answer", False)),
        ("Reverse", ("any text: asks the other way round too", False)),
        ("Typed", ("any text: asks to type the answer", False)),
        ("Context", ("a small line above the question", True)),
    ]
    assert basic["Id"] == ("what the deck calls this note: leave it as it is", True)
    assert {name: look for name, look in basic.items() if name.startswith("Spare")} == dict.fromkeys(
        ("Spare 1", "Spare 2", "Spare 3"), ("", True)
    )
    drill = fields_of(learner, "Demo · Drill")
    assert (drill["Ask"], drill["More"]) == (("what is asked", False), ("x", False))


def test_a_deck_that_learners_have_takes_it_by_one_import(
    project: Project, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(slots, "FieldLook", lambda: FieldLook(is_closed=False))
        older.setattr(
            "builder.kinds.frame.field_looks",
            lambda own, shared: (FieldLook(is_closed=False),) * (len(own) + len(shared)),
        )
        project.build(CARDS)
        learner.take(project.package)
    assert fields_of(learner, "Demo · Basic")["Front"] == ("", False)
    schema, cards = schema_of(learner), learner.cards()
    project.build(CARDS)
    assert learner.take(project.package) == Imported(duplicate=1)
    assert fields_of(learner, "Demo · Basic")["Front"] == ("the question", False)
    assert schema_of(learner) == schema
    assert [card.id for card in learner.cards()] == [card.id for card in cards]
    assert len([name for name in learner.col.models.all_names() if "Basic" in name and "Demo" in name]) == 1


def test_a_package_has_the_note_types_of_its_cards_alone(project: Project, learner: Learner) -> None:
    before = set(learner.col.models.all_names())
    project.write(CARDS, **OWN)
    project.build()
    learner.take(project.package)
    assert set(learner.col.models.all_names()) - before == {"Demo · Basic"}


@pytest.mark.parametrize("name", builtin_kinds())
def test_every_field_of_a_built_in_kind_says_something(name: str) -> None:
    for note_type in builtin_kinds()[name].note_types:
        looks = field_looks(note_type.fields, COMMON_FIELDS)
        assert all(look.description for look in looks)
        assert not looks[0].is_closed, "what is asked is open"
