"""A lock's text to the letter, which other versions read."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.lock.format import dump, parse, unseen
from builder.lock.ledger import Gate, Ledger, NoteEntry, Slot, TypeEntry
from tests.lock.project import Project

PLAIN = NoteEntry(type="basic", guid="sb;uV#p$MI", nid=1672531200512, mod=1700000000, hash="90ab", text="What is it?")
FULL = NoteEntry(
    type="cloze",
    guid='a"b\\c',
    nid=1672531201024,
    mod=1700000001,
    hash="12cd",
    text="Ünï 漢 \x7f \t\n",
    clozes=((1, 'a "gate"'), (12, "")),
    ords=(0, 2),
    gone=((2, "two"),),
    was=("port", "door"),
    retired=1700000009,
    marked=1700000010,
    source="51c2e00f",
    edited=1700000002,
    before=1700000003,
    late=1700000004,
    deck="Roles::Gates",
    lost=(1, 3),
)
TYPE = TypeEntry(
    id=1400000000001,
    mod=1700000000,
    hash="ff00",
    fields=(Slot(id=6, name="Front"), Slot(id=7, name="Note", was=("Spare 1", "Mark"))),
    templates=(Slot(id=8, name="Fore"), Slot(id=9, name="Spare card 1")),
    when=((0, 1),),
    gates=(Gate(template=0, field=0), Gate(template=2, field=9, former=1)),
    off=(1,),
    before=1600000000,
    late=1800000000,
    keys=(("ask", 0), ("answer", 1)),
    fronts=((0, "x"),),
    conditions=((0, ""), (1, "A & B")),
)
LEDGER = Ledger(
    uid="demo",
    name='Démo "one"',
    types={
        "basic": TYPE._replace(gates=(), when=(), off=(), before=0, late=0, keys=(), fronts=(), conditions=()),
        "drill": TYPE,
    },
    notes={"gate": PLAIN._replace(deck=""), "a/b#g": FULL, "old": PLAIN._replace(guid="other")},
)
TEXT = r"""{"deckwright": 2, "uid": "demo", "name": "Démo \"one\"",
"types": {
"basic": {"id":1400000000001,"mod":1700000000,"hash":"ff00","fields":[[6,"Front"],[7,"Note","Spare 1","Mark"]],"templates":[[8,"Fore"],[9,"Spare card 1"]]},
"drill": {"id":1400000000001,"mod":1700000000,"hash":"ff00","fields":[[6,"Front"],[7,"Note","Spare 1","Mark"]],"templates":[[8,"Fore"],[9,"Spare card 1"]],"when":{"0":1},"gates":[[0,0],[2,9,1]],"off":[1],"before":1600000000,"late":1800000000,"keys":{"ask":0,"answer":1},"fronts":{"0":"x"},"conditions":{"0":"","1":"A & B"}},
"": {}},
"notes": {
"a/b#g": {"type":"cloze","guid":"a\"b\\c","nid":1672531201024,"mod":1700000001,"hash":"12cd","source":"51c2e00f","text":"Ünï 漢 DEL \t\n","deck":"Roles::Gates","edited":1700000002,"before":1700000003,"late":1700000004,"clozes":{"1":"a \"gate\"","12":""},"gone":{"2":"two"},"ords":[0,2],"lost":[1,3],"was":["port","door"],"retired":1700000009,"marked":1700000010},
"gate": {"type":"basic","guid":"sb;uV#p$MI","nid":1672531200512,"mod":1700000000,"hash":"90ab","source":"","text":"What is it?","deck":""},
"old": {"type":"basic","guid":"other","nid":1672531200512,"mod":1700000000,"hash":"90ab","source":"","text":"What is it?"},
"": {}}}
""".replace("DEL", "\x7f")  # noqa: E501 - lines of the format


def test_a_ledger_has_this_text() -> None:
    assert dump(LEDGER) == TEXT


def test_this_text_is_that_ledger() -> None:
    assert parse(TEXT, "deck.lock") == LEDGER


def test_a_package_remembers_what_its_rows_do_not_show() -> None:
    lines = TEXT.split("\n")
    assert unseen(LEDGER).split("\n") == [line for line in lines if not line.startswith(('"gate"', '"old"'))]


@pytest.mark.parametrize("part", ["retired", "gone", "was", "lost", "edited", "before", "late"])
def test_a_package_remembers_each_of_them(part: str) -> None:
    note = PLAIN._replace(**{part: getattr(FULL, part)})
    assert parse(unseen(LEDGER._replace(notes={"gate": note, "old": PLAIN})), "").notes == {"gate": note}


def test_a_note_has_this_line_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    project = Project(Path())
    project.build('- {id: gate, kind: cloze, text: "A {{c1::gate}} <b>holds</b> {{c3::back & on}}"}\n')
    (line,) = [line for line in project.lock.read_text("utf-8").split("\n") if line.startswith('"gate"')]
    assert line == (
        '"gate": {"type":"cloze","guid":"Gp#U{?Nyi6","nid":1652617486848,"mod":1700086400,"hash":"5d48824cf77f97a9",'
        '"source":"70688d7dc974e17b","text":"A gate holds back & on","deck":"A","clozes":{"1":"gate","3":"back & on"}},'
    )
