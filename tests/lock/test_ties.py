"""Which of two entries of one note or note type stays, and what of the other one, whichever stands first."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.lock.format import parse, resolve
from builder.lock.ledger import Gate, NoteEntry, Slot, TypeEntry
from tests.lock.project import Project, wordings

LOCK = '{"deckwright": 2, "uid": "demo",\n"types": {\n%s"": {}},\n"notes": {\n%s"": {}}}\n'
NOTE = NoteEntry(type="cloze", guid="g", nid=512, mod=100, hash="h1", source="s1", text="one")
HEAD = '"type":"cloze","guid":"g","nid":512'
OLD = f'{HEAD},"mod":100,"hash":"h1","source":"s1","text":"one"'
NEW = f'{HEAD},"mod":200,"hash":"h2","source":"s2","text":"two"'
KEPT = NOTE._replace(mod=200, hash="h2", source="s2", text="two")
SAME_SECOND = f'{HEAD},"mod":100,"hash":"h2","source":"s2","text":"two"'

NOTES = {
    "the later one": (OLD, NEW, KEPT),
    "the later one, though its hash comes first": (OLD.replace("h1", "h3"), NEW, KEPT),
    "one that was retired later than the other was edited": (
        f'{OLD},"retired":300',
        NEW,
        NOTE._replace(retired=300),
    ),
    "one that was edited later than the other was retired": (f'{OLD},"retired":150', NEW, KEPT),
    "two of one second have no hash, so that the next build is newer than both": (
        f'{OLD},"edited":50',
        f'{SAME_SECOND},"edited":60',
        NOTE._replace(hash="", source="", text="two"),
    ),
    "two of one second and one source keep the later hash": (
        OLD,
        SAME_SECOND.replace("s2", "s1"),
        NOTE._replace(hash="h2", text="two"),
    ),
    "two of one second, of which one is retired": (f'{OLD},"retired":100', OLD, NOTE._replace(retired=100)),
    "a lost number of the earlier one": (
        f'{OLD},"clozes":{{"1":"a"}},"gone":{{"2":"b"}}',
        f'{NEW},"clozes":{{"1":"a"}}',
        KEPT._replace(clozes=((1, "a"),), gone=((2, "b"),)),
    ),
    "lost numbers of both": (
        f'{OLD},"clozes":{{"1":"a"}},"gone":{{"3":"c"}}',
        f'{NEW},"clozes":{{"1":"a"}},"gone":{{"2":"b"}}',
        KEPT._replace(clozes=((1, "a"),), gone=((2, "b"), (3, "c"))),
    ),
    "a number that the later one has is not lost": (
        f'{OLD},"clozes":{{"1":"a"}},"gone":{{"2":"b"}}',
        f'{NEW},"clozes":{{"1":"a","2":"d"}}',
        KEPT._replace(clozes=((1, "a"), (2, "d"))),
    ),
    "lost cards of both": (f'{OLD},"lost":[2]', f'{NEW},"lost":[1]', KEPT._replace(lost=(1, 2))),
    "what was before either": (
        f'{OLD},"before":90,"late":400',
        f'{NEW},"before":80,"late":300',
        KEPT._replace(before=90, late=400),
    ),
    "the tombstone of the earlier one": (f'{OLD},"marked":120', NEW, KEPT._replace(marked=120)),
    "the former ids of both": (f'{OLD},"was":["x"]', f'{OLD},"was":["x"]', NOTE._replace(was=("x",))),
}


@pytest.mark.parametrize("case", NOTES)
def test_of_two_entries_of_a_note_one_stays(case: str) -> None:
    first, second, kept = NOTES[case]
    for lines in ((first, second), (second, first)):
        ledger = parse(LOCK % ("", "".join(f'"a": {{{line}}},\n' for line in lines)), "deck.lock")
        assert ledger.notes == {"a": kept}


def test_the_texts_of_two_entries_are_told_where_they_differ() -> None:
    lines = [f'"a": {{{OLD}}},\n', f'"a": {{{SAME_SECOND}}},\n']
    for first, second in (lines, lines[::-1]):
        _, choices = resolve(LOCK % ("", first + second), "deck.lock")
        assert choices == (
            'a: kept the entry changed at 1970-01-01 00:01:40 UTC ("two"), left out that of 1970-01-01 00:01:40 UTC'
            ' ("one")',
        )
    _, choices = resolve(LOCK % ("", lines[0] + lines[1].replace("two", "one")), "deck.lock")
    assert choices == (
        "a: kept the entry changed at 1970-01-01 00:01:40 UTC, left out that of 1970-01-01 00:01:40 UTC",
    )


def test_a_card_that_two_branches_made_in_one_second_is_of_no_older_version(tmp_path: Path) -> None:
    cards = "  - {id: a, kind: basic, front: Which is %s?, back: x}\n"
    project = Project(tmp_path)
    project.build(cards % "ours")
    ours = project.lock.read_text("utf-8")
    project = Project(tmp_path / "other")
    project.build(cards % "theirs")
    line = next(line for line in ours.split("\n") if line.startswith('"a":'))
    project.lock.write_text(project.lock.read_text("utf-8").replace('"a":', f'{line}\n"a":'), "utf-8")
    project.write(cards % "both")
    (built,) = project.attempt().decks
    assert (built.report.told, project.ledger().notes["a"].mod) == ((), project.now)


def test_the_former_ids_of_two_entries_are_joined() -> None:
    lines = f'"a": {{{OLD},"was":["z","x"]}},\n"a": {{{NEW},"was":["y","x"]}},\n'
    (entry,) = parse(LOCK % ("", lines), "deck.lock").notes.values()
    assert sorted(entry.was) == ["x", "y", "z"]


def test_two_notes_with_one_id_of_one_second_are_told_apart_by_their_guids() -> None:
    lines = [f'"a": {{{text}}},\n' for text in (OLD, OLD.replace('"g"', '"f"'))]
    for ordered in (lines, lines[::-1]):
        ledger, choices = resolve(LOCK % ("", "".join(ordered)), "deck.lock")
        assert ledger.notes == {"a": NOTE._replace(guid="f"), "a#g": NOTE._replace(retired=100)}
        assert choices == ("a: two notes have this id; the one last changed at 1970-01-01 00:01:40 UTC is retired",)


TYPE = '"id":5,"mod":%d,"hash":"%s","fields":[%s],"templates":[[8,"Fore"],[9,"Spare card 1"]]'
FRONT, SPARE = '[6,"Front"]', '[7,"Spare 1"]'
FORE = (Slot(id=8, name="Fore"), Slot(id=9, name="Spare card 1"))
FIELDS = (Slot(id=6, name="Front"), Slot(id=7, name="Spare 1"))
PLAIN = TypeEntry(id=5, mod=100, hash="h1", fields=FIELDS, templates=FORE)
FIRST = TYPE % (100, "h1", f"{FRONT},{SPARE}")
LATER = TYPE % (200, "h2", f"{FRONT},{SPARE}")
TAKEN = FIELDS[1]._replace(name="Note", was=("Spare 1",))
TYPES = {
    "the later one": (FIRST, LATER, PLAIN._replace(mod=200, hash="h2")),
    "two of one second have no hash": (FIRST, TYPE % (100, "h2", f"{FRONT},{SPARE}"), PLAIN._replace(hash="")),
    "a place that the earlier one has taken": (
        TYPE % (100, "h1", f'{FRONT},[7,"Note","Spare 1"]'),
        LATER,
        PLAIN._replace(mod=200, hash="", fields=(FIELDS[0], TAKEN)),
    ),
    "a place that both have taken": (
        TYPE % (100, "h1", f'{FRONT},[7,"Note","Spare 1"]'),
        TYPE % (200, "h2", f'{FRONT},[7,"Mark","Spare 1"]'),
        PLAIN._replace(mod=200, hash="", fields=(FIELDS[0], Slot(id=7, name="Mark", was=("Spare 1", "Note")))),
    ),
    "a place that both have taken in one second": (
        TYPE % (100, "h1", f'{FRONT},[7,"Note","Spare 1"]'),
        TYPE % (100, "h2", f'{FRONT},[7,"Mark","Spare 1"]'),
        PLAIN._replace(hash="", fields=(FIELDS[0], Slot(id=7, name="Mark", was=("Spare 1", "Note")))),
    ),
    "cards that one has withdrawn": (
        f'{FIRST},"off":[1],"before":90,"late":400',
        f'{LATER},"off":[0],"before":80',
        PLAIN._replace(mod=200, hash="h2", off=(0,), before=90, late=400),
    ),
    "cards that both have withdrawn in one second": (
        f'{FIRST},"off":[1]',
        f'{FIRST},"off":[0]',
        PLAIN._replace(off=(0, 1)),
    ),
    "gates, conditions, keys and fronts of both": (
        f'{FIRST},"when":{{"0":0,"2":1}},"gates":[[1,1]],"keys":{{"a":1,"b":0}},"fronts":{{"0":"x"}},"conditions":{{"0":"x"}}',
        f'{LATER},"when":{{"0":1,"1":1}},"gates":[[0,1],[1,1,0]],"keys":{{"a":0}},"fronts":{{"0":"y"}}',
        PLAIN._replace(
            mod=200,
            hash="h2",
            when=((0, 1), (1, 1), (2, 1)),
            gates=(Gate(template=0, field=1), Gate(template=1, field=1, former=0)),
            keys=(("a", 0), ("b", 0)),
            fronts=((0, "y"),),
            conditions=((0, "x"),),
        ),
    ),
}


@pytest.mark.parametrize("case", TYPES)
def test_of_two_entries_of_a_note_type_one_stays(case: str) -> None:
    first, second, kept = TYPES[case]
    for lines in ((first, second), (second, first)):
        ledger = parse(LOCK % ("".join(f'"basic": {{{line}}},\n' for line in lines), ""), "deck.lock")
        assert ledger.types == {"basic": kept}


def test_a_number_that_one_branch_lost_is_lost_after_a_later_edit_of_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    project = Project(Path())
    card = '- {id: a, kind: cloze, text: "%s"}\n'
    project.build(card % "A {{c1::gate}} of two bars")
    begun = project.lock.read_text("utf-8")
    project.build(card % "A {{c1::gate}} of {{c2::two}} bars")
    project.build(card % "A {{c1::gate}} of two bars")
    ours = next(line for line in project.lock.read_text("utf-8").split("\n") if line.startswith('"a":'))
    project.lock.write_text(begun, "utf-8")
    project.package.unlink()
    project.build(card % "The {{c1::gate}} of two bars")
    merged = project.lock.read_text("utf-8").replace('"a": ', f'{ours}\n"a": ')
    project.lock.write_text(merged, "utf-8")
    assert project.build(card % "The {{c1::gate}} of two bars").notes["a"].gone == ((2, "two"),)
    assert wordings(project.problems(card % "The {{c1::gate}} of two {{c2::fences}}")) == [
        (
            "cloze-number-reused",
            'c2 once hid "two" and now hides "fences"; learners still have that card',
            "number it c3",
        )
    ]
