"""Note types change only in ways that Anki takes without a full sync: slots stay, spares are taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.lock.format import dump
from builder.lock.ledger import TypeEntry
from builder.package.recover import recover
from tests.learner import Imported, Learner
from tests.lock.project import Project, wordings

CARDS = "- {id: a, kind: drill, ask: Who?, answer: She}\n- {id: b, kind: drill, ask: When?, answer: Now, both: true}\n"
BACK = ", {name: Back, asks: Answer, answers: Ask, when: Both ways}"


def kind(fields: str = "", templates: str = BACK) -> dict[str, str]:
    """Return the files of an own kind, with further fields and with all templates but the first."""
    names = [part.partition("}")[0].partition(",")[0] for part in templates.split("{name: ")[1:]]
    sides = {
        f"kinds__drill__{name.lower().replace(' ', '-')}.{side}.html": text
        for name in ("Fore", *names)
        for side, text in (("front", f"{name}: {{{{Ask}}}}"), ("back", "{{Answer}}"))
    }
    text = (
        "doc: a drill\nfields:\n- {name: Ask, doc: it, required: true}\n- {name: Answer, doc: it}\n"
        f"- {{name: Both ways, key: both, shape: flag, doc: it}}\n{fields}"
        f"templates: [{{name: Fore, asks: Ask, answers: Answer}}{templates}]\n"
    )
    return {"kinds__drill__kind.yaml": text, **sides}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    project = Project(Path())
    project.write(CARDS, **kind())
    project.build()
    return project


def change(project: Project, files: dict[str, str]) -> list[tuple[str, str, str]]:
    """Write another form of the kind, build, and return what was reported."""
    for old in (project.folder / "kinds" / "drill").iterdir():
        old.unlink()
    project.write(CARDS, **files)
    return wordings(project.attempt().problems)


def drill(project: Project) -> TypeEntry:
    """Return the lock's entry of the own kind."""
    return project.ledger().types["drill"]


def test_fields_and_templates_take_spares_and_nothing_moves(project: Project) -> None:
    before = drill(project)
    assert change(project, kind("- {name: New, doc: it}\n", BACK + ", {name: More, asks: Ask, answers: Answer}")) == []
    after = drill(project)
    assert [slot.id for slot in after.fields] == [slot.id for slot in before.fields]
    names = [(old.name, new.name) for old, new in zip(before.fields, after.fields, strict=True)]
    assert [(old, new) for old, new in names if old != new] == [("Spare 1", "New"), ("Spare 2", "Gate 13")]
    assert [slot.name for slot in after.templates] == ["Fore", "Back", "More", "Spare card 2"]
    assert after.mod == project.now


def test_no_spare_left(project: Project) -> None:
    fields = "".join(f"- {{name: New {number}, doc: it}}\n" for number in range(4))
    assert change(project, kind(fields)) == [
        (
            "no-spare-slot",
            'the note type Drill has no spare field left for "New 3"',
            "fill a field that it has, take one over (was: its name), or give new cards a new kind; more slots would"
            " fork the note type of every learner",
        )
    ]


def test_a_name_is_never_that_of_another_slot_again(project: Project) -> None:
    assert change(project, kind("- {name: New, doc: it}\n")) == []
    assert change(project, kind("- {name: Newer, was: New, doc: it}\n")) == []
    assert change(project, kind("- {name: Newer, doc: it}\n- {name: new, doc: it}\n")) == [
        (
            "slot-name-reused",
            'the note type Drill once called another field "new", now "Newer"',
            "choose a new name: Anki would show learners the wrong field",
        )
    ]


def test_a_field_that_was_taken_out_comes_back_to_its_slot(project: Project) -> None:
    change(project, kind("- {name: New, doc: it}\n"))
    before = drill(project).fields
    assert change(project, kind()) == []
    assert change(project, kind("- {name: New, doc: it}\n")) == []
    assert drill(project).fields == before


def test_another_first_field(project: Project) -> None:
    files = kind()
    files["kinds__drill__kind.yaml"] = files["kinds__drill__kind.yaml"].replace("name: Ask,", "name: Quiz, key: ask,")
    files["kinds__drill__kind.yaml"] = files["kinds__drill__kind.yaml"].replace("asks: Ask", "asks: Quiz")
    files = {name: text.replace("{{Ask}}", "{{Quiz}}").replace("answers: Ask", "answers: Quiz")
             for name, text in files.items()}  # fmt: skip
    ((rule, message, hint),) = change(project, files)
    assert (rule, message, hint) == (
        "sort-field-moved",
        'the first field of the note type Drill was "Ask" and would be "Quiz"',
        "keep the first field first: Anki would ask every learner for a full sync",
    )


def test_a_withdrawn_template_keeps_its_cards_and_makes_no_new_ones(project: Project, learner: Learner) -> None:
    learner.take(project.package)
    learner.answer("")
    cards, history = learner.schedule(), learner.history()
    assert len(cards) == 3
    assert change(project, kind(templates="")) == []
    assert learner.take(project.package) == Imported(duplicate=2)
    assert (learner.schedule(), learner.history()) == (cards, history)
    empty = learner.col.get_empty_cards().notes
    assert [list(note.card_ids) for note in empty] == [[card[0]] for card in cards if card[2] == 1]


def test_a_template_that_comes_back_fills_its_slot_again(project: Project, learner: Learner) -> None:
    learner.take(project.package)
    learner.answer("")
    cards = learner.schedule()
    change(project, kind(templates=""))
    learner.take(project.package)
    assert change(project, kind()) == []
    learner.take(project.package)
    assert learner.schedule() == cards


def test_the_order_in_kind_yaml_changes_nothing_but_the_file(project: Project) -> None:
    lock, package = project.lock.read_bytes(), project.package.read_bytes()
    text = kind()["kinds__drill__kind.yaml"]
    head, fields, templates = text.partition("fields:\n")[0], text.splitlines()[2:5], text.splitlines()[5]
    fore, back = templates.removeprefix("templates: [").removesuffix("]").split(", {name: Back")
    reordered = [f"{head}fields:", fields[0], fields[2], fields[1], f"templates: [{{name: Back{back}, {fore}]", ""]
    assert change(project, {**kind(), "kinds__drill__kind.yaml": "\n".join(reordered)}) == []
    assert (project.lock.read_bytes(), project.package.read_bytes()) == (lock, package)
    assert project.attempt(locked=True).decks
    assert dump(recover(project.package.read_bytes(), "demo.apkg").ledger).encode() == lock


def test_a_field_that_another_name_takes_over_without_was_changes_the_notes(project: Project, learner: Learner) -> None:
    learner.take(project.package)
    renamed = kind()["kinds__drill__kind.yaml"].replace("name: Answer,", "name: Reply, key: answer,")
    files = {name: text.replace("{{Answer}}", "{{Reply}}") for name, text in kind().items()}
    text = renamed.replace("answers: Answer", "answers: Reply").replace("asks: Answer", "asks: Reply")
    assert change(project, {**files, "kinds__drill__kind.yaml": text}) == []
    assert learner.take(project.package) == Imported(updated=2)
    assert learner.fields("a")["Reply"] == "She"


def test_two_cards_that_exchange_their_names_are_refused(project: Project) -> None:
    files = kind()
    front = "kinds__drill__{}.front.html"
    fore, back = front.format("fore"), front.format("back")
    assert change(project, {**files, fore: files[back], back: files[fore]}) == [
        (
            "cards-exchanged",
            'the card "Fore" shows the front that "Back" had, and has reviews of its own',
            "give both fronts their names back; to rename cards that exchange names, go by a third name, with `was`,"
            " and build in between",
        )
    ]


def test_a_gate_whose_slot_a_merge_has_given_to_a_field_is_replaced(project: Project) -> None:
    more = BACK + ", {name: More, asks: Ask, answers: Answer}"
    change(project, kind("", more))
    project.lock.write_text(project.lock.read_text("utf-8").replace('"Gate 12"', '"Note"'), "utf-8")
    project.package.unlink()
    assert change(project, kind("- {name: Note, doc: it}\n", more)) == []
    entry = drill(project)
    assert [entry.fields[gate.field].name for gate in entry.gates] == ["Gate 13"]
    assert project.ledger().notes["a"].source.endswith("+12")


def test_only_notes_that_fill_a_field_in_another_place_are_told_by_it(project: Project) -> None:
    cards = "- {id: a, kind: drill, ask: Who?, answer: I}\n- {id: b, kind: drill, ask: What?, answer: It, note: so}\n"
    field = "- {{name: {}, key: note, doc: it}}\n"
    project.write(cards, **kind(field.format("Note"), BACK))
    before = project.build().notes
    project.write(cards.replace(", note: so", ""), **kind("", BACK))
    project.build()
    project.write(cards, **kind(field.format("Remark"), BACK))
    after = project.build().notes
    assert after["a"] == before["a"]
    assert [entry.source.partition("~")[0] for entry in (after["b"], before["b"])] == [before["b"].source] * 2
    assert "~" in after["b"].source
