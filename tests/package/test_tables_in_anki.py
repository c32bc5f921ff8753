"""A learner of a deck that is a table keeps every review when cells are edited, and rows and columns moved."""

from __future__ import annotations

from pathlib import Path

from tests.learner import Imported, Learner
from tests.support import NOW, build_decks, write_deck

SETTINGS = """\
name: Demo
uid: demo
sources: {own: Ours}
tables:
  20-words: {title: Words, kind: basic, source: own, columns: {id: Id, front: Word, back: Meaning, tags: Tags}}
"""
FIRST = 'Id;Word;Meaning;Tags\nhaus;Haus;house;noun\nbaum;Baum;"tree; ""wood""";noun\ngehen;gehen;to go;verb\n'
EDITED = FIRST.replace("to go", "to walk")
MOVED = '''\
Tags,Meaning,Id,Word
verb,to walk,gehen,gehen
noun,"tree; ""wood""",baum,Baum
noun,house,haus,Haus
,new,neu,neu
'''


def take(root: Path, learner: Learner, table: str, day: int, name: str = "20-words") -> Imported:
    """Build a deck of a table, and import it."""
    for old in (root / "cards/demo").rglob("*.csv"):
        old.unlink()
    write_deck(root, {"deck.yaml": SETTINGS.replace("20-words", name), f"{name}.csv": table})
    (built,) = build_decks(root, NOW + day * 86_400).decks
    return learner.take(built.path)


def test_cells_are_edited_and_rows_moved_without_a_loss(tmp_path: Path, learner: Learner) -> None:
    assert take(tmp_path, learner, FIRST, 0) == Imported(new=3)
    assert learner.fields("baum")["Back"] == "tree; “wood”"
    tags = {card.note()["Id"]: card.note().tags for card in learner.cards()}
    assert tags == {"haus": ["noun"], "baum": ["noun"], "gehen": ["verb"]}
    assert {learner.col.decks.name(card.did) for card in learner.cards()} == {"Demo::Words"}
    learner.answer("")
    studied, history = learner.schedule(), learner.history()
    assert take(tmp_path, learner, EDITED, 1) == Imported(updated=1, duplicate=2)
    assert learner.fields("gehen")["Back"] == "to walk"
    assert (learner.schedule(), learner.history()) == (studied, history)
    assert take(tmp_path, learner, MOVED, 2) == Imported(new=1, duplicate=3)
    assert [card for card in learner.schedule() if card in studied] == studied
    assert (len(learner.cards()), learner.history()) == (4, history)


def test_a_table_moves_into_a_folder_without_a_loss(tmp_path: Path, learner: Learner) -> None:
    take(tmp_path, learner, FIRST, 0)
    learner.answer("")
    studied, history = learner.schedule(), learner.history()
    assert take(tmp_path, learner, f"{EDITED}neu;neu;new;\n", 1, "30-part/10-words") == Imported(
        new=1, updated=1, duplicate=2
    )
    decks = {card.note()["Id"]: learner.col.decks.name(card.did) for card in learner.cards()}
    assert decks == {**dict.fromkeys(("haus", "baum", "gehen"), "Demo::Words"), "neu": "Demo::Part::Words"}
    assert [card for card in learner.schedule() if card in studied] == studied
    assert learner.history() == history
