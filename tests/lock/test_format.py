"""The lock's text: what goes in comes out, and what is damaged is never taken for whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.cli.main import main
from builder.errors import LockError
from builder.lock.format import decode_lock, dump, parse
from builder.lock.ledger import Gate, Ledger, NoteEntry, Slot, TypeEntry
from tests.lock.project import Project

CARDS = "- {id: a, kind: basic, front: Who?, back: She}\n- {id: b, kind: basic, front: When?, back: Now}\n"
WAYS_OUT = (
    "; restore it with `git checkout -- cards/demo/deck.lock`, or rebuild it from the last published package with"
    " `deckwright recover-lock FILE.apkg`"
)

numbers = st.integers(0, 2**50)
names = st.text(min_size=1, max_size=12)
numbered = st.dictionaries(st.integers(1, 500), st.text(max_size=9), max_size=3).map(lambda d: tuple(sorted(d.items())))
entries = st.builds(
    NoteEntry,
    type=names,
    guid=names,
    nid=numbers,
    mod=numbers,
    hash=names,
    text=st.text(max_size=20),
    clozes=numbered,
    ords=st.lists(st.integers(0, 9), max_size=3).map(tuple),
    gone=numbered,
    was=st.lists(names, max_size=2).map(tuple),
    retired=numbers,
    marked=numbers,
    source=names,
    edited=numbers,
    before=numbers,
    late=numbers,
    deck=st.none() | st.text(max_size=9),
    lost=st.lists(st.integers(0, 9), max_size=3).map(tuple),
    cards=st.dictionaries(st.integers(0, 500), numbers, max_size=3).map(lambda d: tuple(sorted(d.items()))),
    unsafe=st.lists(names, max_size=2).map(tuple),
)
slot_ids = st.integers(1 - 2**63, 2**63 - 1)
slots = st.lists(st.builds(Slot, slot_ids, names, st.lists(names, max_size=2).map(tuple)), max_size=3).map(tuple)
places = st.dictionaries(st.integers(0, 9), st.integers(0, 9), max_size=2).map(lambda d: tuple(sorted(d.items())))
types = st.builds(
    TypeEntry,
    id=numbers,
    mod=numbers,
    hash=names,
    fields=slots,
    templates=slots,
    when=places,
    gates=st.lists(
        st.builds(Gate, st.integers(0, 9), st.integers(0, 9), st.none() | st.integers(0, 9)), max_size=2
    ).map(tuple),
    off=st.lists(st.integers(0, 9), max_size=2).map(tuple),
    before=numbers,
    late=numbers,
    keys=st.dictionaries(names, st.integers(0, 9), max_size=2).map(lambda d: tuple(d.items())),
    fronts=numbered,
    conditions=numbered,
    uuid=st.text(max_size=9),
)
ledgers = st.builds(
    Ledger,
    uid=names,
    name=st.text(max_size=9),
    types=st.dictionaries(names, types, max_size=3),
    notes=st.lists(st.tuples(names, entries), max_size=6, unique_by=(lambda p: p[0], lambda p: p[1].guid)).map(dict),
    aliases=st.just({}),
    media=st.dictionaries(names, names, max_size=2),
    decks=st.dictionaries(names, st.tuples(names, st.text(max_size=9)), max_size=2),
)


@given(ledgers)
@settings(max_examples=60)
def test_what_is_written_is_read(ledger: Ledger) -> None:
    assert parse(dump(ledger), "deck.lock") == ledger


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    project = Project(Path())
    project.build(CARDS)
    return project


def test_every_truncation_is_found(project: Project) -> None:
    whole = project.lock.read_bytes()
    for end in range(len(whole) - 1):
        with pytest.raises(LockError, match="damaged"):
            parse(decode_lock(whole[:end], "deck.lock"), "deck.lock")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b'"a": {', b'"a": [', "8:1: the lock is damaged: this line is not an entry"),
        (b'"guid":', b'"giud":', "8:1: the lock is damaged: this line is not an entry"),
        (b'"nid":', b'"nid":0', "8:1: the lock is damaged: this line is not an entry"),
        (b'"text":"', b'"text":"\x01', "8:1: the lock is damaged: this line is not an entry"),
        (b'"ords":[0]', b'"ords":[00]', "8:1: the lock is damaged: this line is not an entry"),
        (b'"text":"Who', b'"text":"\xffWho', "8:1: the lock is damaged: it is not UTF-8"),
        (b'{"deckwright"', b'{"deckwrong"', "1:1: the lock is damaged: its first line is not that of a lock"),
    ],
)
def test_a_damaged_lock_is_one_line_with_the_ways_out(project: Project, old: bytes, new: bytes, message: str) -> None:
    data = project.lock.read_bytes()
    assert old in data
    line = data[: data.index(old)].count(b"\n") + 1
    project.lock.write_bytes(data.replace(old, new, 1))
    result = CliRunner().invoke(main, ["build"])
    expected = message.replace("8:", f"{line}:", 1) if message.startswith("8:") else message
    assert (result.exit_code, result.stderr) == (2, f"deckwright: cards/demo/deck.lock:{expected}{WAYS_OUT}\n")


def test_an_empty_lock_is_not_taken_for_none(project: Project) -> None:
    project.lock.write_bytes(b"")
    result = CliRunner().invoke(main, ["build"])
    message = f"deckwright: cards/demo/deck.lock:1:1: the lock is damaged: it is empty{WAYS_OUT}\n"
    assert (result.exit_code, result.stderr) == (2, message)


def test_line_ends_and_a_mark_of_another_system_change_nothing(project: Project) -> None:
    package = project.package.read_bytes()
    foreign = b"\xef\xbb\xbf" + project.lock.read_bytes().replace(b"\n", b"\r\n")
    project.lock.write_bytes(foreign)
    assert project.attempt(locked=True).decks
    assert project.package.read_bytes() == package
    assert project.lock.read_bytes() == foreign


def test_conflict_markers_stop_the_build_and_name_the_way_out(project: Project) -> None:
    lines = project.lock.read_text("utf-8").split("\n")
    lines[6:6] = ["<<<<<<< HEAD", "=======", ">>>>>>> other"]
    project.lock.write_text("\n".join(lines), "utf-8")
    result = CliRunner().invoke(main, ["build"])
    assert (result.exit_code, result.stderr) == (
        2,
        "deckwright: cards/demo/deck.lock:7:1: git conflict markers stand in the lock; run `deckwright lock --resolve`,"
        " which keeps the latest entry of each note, then build\n",
    )


def test_resolve_says_what_it_chose(project: Project) -> None:
    before = project.lock.read_text("utf-8")
    ledger = project.build(CARDS.replace("She", "Her"))
    ours = next(line for line in project.lock.read_text("utf-8").split("\n") if line.startswith('"a":'))
    theirs = next(line for line in before.split("\n") if line.startswith('"a":'))
    conflict = f"<<<<<<< HEAD\n{ours}\n||||||| base\nnonsense\n=======\n{theirs}\n>>>>>>> other"
    project.lock.write_text(project.lock.read_text("utf-8").replace(ours, conflict), "utf-8")
    result = CliRunner().invoke(main, ["lock", "--resolve"])
    assert (result.exit_code, result.stdout) == (
        0,
        "cards/demo/deck.lock: written: 2 notes, 0 retired, 1 note type\n"
        "  a: kept the entry changed at 2023-11-16 22:13:20 UTC, left out that of 2023-11-15 22:13:20 UTC\n",
    )
    assert parse(project.lock.read_text("utf-8"), "") == ledger
    assert project.attempt(locked=True).decks


def test_lock_without_an_option_says_what_is_in_it(project: Project) -> None:
    project.build(CARDS.split("\n", 1)[0] + "\n")
    result = CliRunner().invoke(main, ["lock"])
    assert (result.exit_code, result.stdout) == (0, "cards/demo/deck.lock: 1 note, 1 retired, 1 note type\n")
