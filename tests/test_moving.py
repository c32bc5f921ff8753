"""The pages for those who come from another tool: their scripts run as they stand there, and reviews go as is said."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click import Option

from builder.cli.main import main
from builder.pipeline.loop import read_head, render_deck
from builder.render.plain_text import plain_text
from builder.texts.straight import straight
from tests.learner import Learner
from tests.pages import DOCS, Reader, agrees, steps_of

PAGES = ("from-genanki", "from-crowdanki", "from-obsidian", "from-ankiops")
FOLLOWED = (*PAGES, "import")


def page_of(name: str) -> str:
    return (DOCS / f"{name}.md").read_text("utf-8")


def follow(name: str, folder: Path) -> Reader:
    """Do what a page says, and hold what it shows against what is printed."""
    reader = Reader(folder=folder / "home", bin=folder / "bin")
    reader.folder.mkdir()
    for step, printed in reader.follow(page_of(name)):
        shown = step.output if step.output is not None else "…\n" * bool(printed)
        assert agrees(shown, printed), f"{step}\n{printed}"
    return reader


@pytest.fixture(scope="module")
def from_genanki(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Return somebody who has followed the page on genanki, with what he has made."""
    return follow("from-genanki", tmp_path_factory.mktemp("genanki"))


@pytest.mark.parametrize("name", FOLLOWED)
def test_a_page_can_be_followed(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    made = request.getfixturevalue("from_genanki") if name == "from-genanki" else follow(name, tmp_path)
    reader: Reader = made
    assert reader.run("deckwright check --strict") == "1 deck, no problems\n"
    assert agrees("…\nnext: import it into Anki …\n", reader.run("deckwright build"))


@pytest.mark.parametrize("name", FOLLOWED)
def test_every_block_is_a_file_a_command_or_what_it_prints(name: str) -> None:
    steps = steps_of(page_of(name))
    fences = len(re.findall(r"^```", page_of(name), re.M)) // 2
    assert fences == sum(bool(step.path) for step in steps) + sum(step.output is not None for step in steps)


@pytest.mark.parametrize("name", FOLLOWED)
def test_a_page_names_commands_and_options_that_are_there(name: str) -> None:
    for command, rest in re.findall(r"`deckwright (\w[\w-]*)([^`]*)`", page_of(name)):
        known = {word for option in main.commands[command].params if isinstance(option, Option) for word in option.opts}
        assert set(re.findall(r"(?<!\S)--?[a-z][\w-]*", rest)) <= known, command


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_that_reviews_stay_and_how_a_deck_is_imported(name: str) -> None:
    section = page_of(name).partition("\n## What becomes of reviews\n")[2].partition("\n## ")[0]
    assert section.strip().startswith("**They stay ")
    assert "(import.md)" in section


def test_what_is_said_of_reviews(from_genanki: Reader, learner: Learner) -> None:
    home = from_genanki.folder
    assert learner.take(home / "old.apkg").new == 2
    learner.answer("")
    old, history = learner.schedule(), learner.history()
    done = learner.take(home / "build" / "capitals.apkg")
    assert (done.new, done.updated, done.conflicting) == (2, 0, 0)
    assert [card for card in learner.schedule() if card in old] == old
    learner.col.sched.set_due_date([card.id for card in learner.cards("is:new")], "30-90!")
    moved = learner.cards('deck:"World capitals"')
    assert [(card.type, 30 <= card.ivl <= 90) for card in moved] == [(2, True), (2, True)]
    assert learner.history()[: len(history)] == history


def test_the_same_guid_would_not_help(from_genanki: Reader, learner: Learner) -> None:
    assert learner.take(from_genanki.folder / "old.apkg").new == 2
    assert learner.col.db is not None
    lock = (from_genanki.folder / "cards/capitals/deck.lock").read_text("utf-8")
    for guid, text in re.findall(r'"guid":("[^,]+"),.*"text":("[^"]+")', lock):
        sought = f"{json.loads(text)}%"
        learner.col.db.execute("update notes set guid = ? where flds like ?", json.loads(guid), sought)
    done = learner.take(from_genanki.folder / "build" / "capitals.apkg")
    assert (done.new, done.updated, done.conflicting) == (0, 0, 2)


def test_rows_that_grow_and_change_are_an_update(from_genanki: Reader, tmp_path: Path) -> None:
    home = shutil.copytree(from_genanki.folder, tmp_path / "home")
    reader = Reader(folder=home, bin=tmp_path / "bin")
    rows = (home / "rows.py").read_text("utf-8").replace('"Lima"', '"Lima, on the coast"')
    row = '    ("mali", "Which city is the capital of Mali?", "Bamako: a city & more <here>", []),\n'
    reader.save("rows.py", rows.replace("\n]\n", f"\n{row}]\n"))
    assert reader.run("python3 new.py") == "1 new, 1 changed, 0 retired\n"
    notes = render_deck(read_head(home / "cards/capitals"), keep_sources=True).notes
    assert [note.fields[1] for note in notes] == [
        "Lima, on the coast",
        "Vientiane",
        "Bamako: a city &amp; more &lt;here&gt;",
    ]


PLAIN = [
    "__call__ and _x_, snake_case and __init__.py",
    "a*b*c, 2**3**4 and **kwargs",
    "\\\\server\\share and C:\\temp\\new, and \\(x\\)",
    "`ls` | grep ~~x~~, #1 and <b>a</b> < b",
    "# no heading, and - no item",
    "A line that goes on and on, behind column 80, where a program that folds lines: would    fold this one and more",
    "def f():\n    if x:\n        return 1\n\n- one\n1. two\n> three\n--- four\n| a | b |\n|---|---|\n~~~",
    "a tab\tand \\n, a blank at the end \nand: 'quotes'",
]


def test_plain_rows_show_as_they_are(from_genanki: Reader, tmp_path: Path) -> None:
    home = shutil.copytree(from_genanki.folder, tmp_path / "home")
    reader = Reader(folder=home, bin=tmp_path / "bin")
    rows: list[tuple[str, str, str, list[str]]] = [
        (f"n{number}", f"What is number {number}?", text, []) for number, text in enumerate(PLAIN)
    ]
    reader.save("rows.py", f"ROWS = {rows!r}\n")
    shutil.rmtree(home / "cards")
    shutil.rmtree(home / "build")
    assert reader.run("python3 new.py") == (
        f"{len(PLAIN)} new, 0 changed, 0 retired\n"
        'cards/capitals/10-all.yaml:12: "\\\\(" begins no formula, and shows a backslash\n'
    )
    notes = render_deck(read_head(home / "cards/capitals"), keep_sources=True).notes
    shown = [straight(plain_text(note.fields[1])).replace("\N{NO-BREAK SPACE}", " ") for note in notes]
    assert [text.split() for text in shown] == [text.split() for text in PLAIN]
    assert not any("<em>" in note.joined or "<li>" in note.joined or "<code>" in note.joined for note in notes)
    chapter = (home / "cards/capitals/10-all.yaml").read_text("utf-8")
    assert "  back: |-\n    def f():\n        if x:\n" in chapter
    assert max(map(len, chapter.split("\n"))) > 110
