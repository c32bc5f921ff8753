"""A lock whose entries contradict each other is damaged, and says in which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.errors import LockError
from builder.lock.format import read_lock

HEAD = '{"deckwright": 2, "uid": "demo", "name": "Demo",\n"types": {\n'
TYPE = (
    '"basic": {"id":1,"mod":1,"hash":"h","fields":[[1,"Front"],[2,"Back"]],"templates":[[3,"Card"],[4,"More"]],'
    '"when":{"1":1},"gates":[[1,1]],"off":[1],"keys":{"front":0},"fronts":{"0":"x"},"conditions":{"1":"{{Back}}"}},\n'
)
BETWEEN = '"": {}},\n"notes": {\n'
NOTE = (
    '"a": {"type":"basic","guid":"g","nid":512,"mod":1,"hash":"h","source":"s","text":"t","deck":"","clozes":{"1":"x"},'
    '"gone":{"2":"y"},"ords":[0],"lost":[1]},\n'
)
END = '"": {}}}\n'
BIG = str(1 << 53)


def fault(folder: Path, text: str) -> str:
    """Return what is wrong with a lock by its message, without the way out; empty for nothing."""
    (folder / "deck.lock").write_text(text, "utf-8")
    try:
        read_lock(folder)
    except LockError as error:
        return str(error).partition("; restore it")[0].removeprefix(f"{folder.as_posix()}/deck.lock:")
    return ""


def test_a_sound_lock_is_read(tmp_path: Path) -> None:
    assert fault(tmp_path, HEAD + TYPE + BETWEEN + NOTE + END) == ""


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ('"when":{"1":1}', '"when":{"2":1}', 3, "it names a template that it has not"),
        ('"when":{"1":1}', '"when":{"1":2}', 3, "it names a field that it has not"),
        ('"gates":[[1,1]]', '"gates":[[1,2]]', 3, "it names a field that it has not"),
        ('"gates":[[1,1]]', '"gates":[[1,1,-1]]', 3, "it names a field that it has not"),
        ('"gates":[[1,1]]', '"gates":[[2,1]]', 3, "it names a template that it has not"),
        ('"off":[1]', '"off":[2]', 3, "it names a template that it has not"),
        ('"keys":{"front":0}', '"keys":{"front":9}', 3, "it names a field that it has not"),
        ('"fronts":{"0":"x"}', '"fronts":{"7":"x"}', 3, "it names a template that it has not"),
        ('"conditions":{"1"', '"conditions":{"5"', 3, "it names a template that it has not"),
        ("{{Back}}", "{{#Back}}", 3, "what one of its cards hangs on is no template"),
        ('[[1,"Front"],[2,"Back"]]', "[]", 3, "it names a field that it has not"),
        ('"basic": {"id":1', '"other": {"id":1', 6, 'there is no note type "basic"'),
        ('"ords":[0]', '"ords":[2]', 6, "it has a card that its note type has not"),
        ('"lost":[1]', '"lost":[-1]', 6, "it has a card that its note type has not"),
        ('"clozes":{"1"', '"clozes":{"0"', 6, "the number of a gap is 0"),
    ],
)
def test_an_entry_that_contradicts_another_is_told(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    text = HEAD + TYPE + BETWEEN + NOTE + END
    assert text.count(old) == 1
    assert fault(tmp_path, text.replace(old, new)) == f"{line}:1: the lock is damaged: {told}"


def test_two_note_types_of_one_id_are_told(tmp_path: Path) -> None:
    told = fault(tmp_path, HEAD + TYPE + TYPE.replace("basic", "more") + BETWEEN + NOTE + END)
    assert told == "4:1: the lock is damaged: another note type has its id"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *(
            ('"nid":512', f'"nid":{value}')
            for value in (BIG, str(1 << 63), "9" * 5_000, "1e999", "NaN", "true", '"5"', "[]")
        ),
        *(('"mod":1,"hash":"h","source"', f'"mod":{value},"hash":"h","source"') for value in (BIG, "-" + BIG, "null")),
        *(('"clozes":{"1"', f'"clozes":{{"{value}"') for value in ("²", "-1", "1_0", "٣", " 1", "9" * 10, "")),
        *(('"text":"t"', f'"text":{value}') for value in ('"\\ud800"', "5", "[" * 100_000, '"\\udfff x"')),
        *(('"a": {', f"{value}: {{") for value in ('"\\ud800"', "5", "[1]", "")),
        *(('"ords":[0]', f'"ords":{value}') for value in ("[0.5]", "[[0]]", "7", '{"x":1}')),
    ],
)
def test_a_line_of_the_wrong_form_is_told(tmp_path: Path, old: str, new: str) -> None:
    note = NOTE.replace(old, new)
    assert note != NOTE
    assert fault(tmp_path, HEAD + TYPE + BETWEEN + note + END) == "6:1: the lock is damaged: this line is not an entry"


@pytest.mark.parametrize("head", ["[" * 200_000, '{"deckwright": ' + "[" * 200_000, HEAD.replace("2", "1e400", 1)])
@pytest.mark.parametrize(
    "form", ["{}", '{{"deckwright": true, "uid": "x",\n{}', '{{"deckwright": 2, "uid": "\\ud800",\n{}']
)
def test_a_first_line_of_the_wrong_form_is_told(tmp_path: Path, head: str, form: str) -> None:
    assert fault(tmp_path, form.format(head)) == "1:1: the lock is damaged: its first line is not that of a lock"
