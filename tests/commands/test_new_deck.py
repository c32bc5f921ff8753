"""A further deck in a project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli.main import main
from tests.support import write_deck

GOOD = {"10-a.yaml": "title: A\nsource: own\ncards: [{id: a, kind: basic, front: What is a gate?, back: A decision}]\n"}


def run(*words: str) -> Result:
    """Run a command; a traceback would be its exception."""
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in a project with one deck."""
    write_deck(tmp_path, GOOD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("below", ["", "cards", "cards/demo"])
def test_it_is_made_in_the_project_and_builds_as_it_is(
    below: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / below)
    result = run("new", "deck", "French B1")
    assert result.exit_code == 0
    deck = project / "cards" / "french-b1"
    assert sorted(path.name for path in deck.iterdir()) == [".gitattributes", "10-first.yaml", "deck.yaml"]
    text = (deck / "deck.yaml").read_text("utf-8")
    assert text.startswith("name: French B1\n")
    assert re.search(r"^uid: french-b1-[0-9a-f]{8}$", text, re.M)
    monkeypatch.chdir(project)
    assert run("check", "french-b1", "--strict").output == "1 deck, no problems\n"
    assert run("build").exit_code == 0
    assert (project / "build" / "french-b1.apkg").exists()


def test_it_says_what_it_made_and_what_to_do_next() -> None:
    assert run("new", "deck", "French").output == (
        "cards/french/.gitattributes\ncards/french/deck.yaml\ncards/french/10-first.yaml\n"
        "next: write its cards in cards/french/10-first.yaml, then deckwright build french\n"
    )


def test_two_decks_of_one_name_have_uids_of_their_own(project: Path) -> None:
    uids = set()
    for place in ("one", "two"):
        write_deck(project / place, GOOD)
        assert run("new", "deck", "French", "--root", place).exit_code == 0
        uids.add(re.findall("(?m)^uid: .*", (project / place / "cards/french/deck.yaml").read_text("utf-8"))[0])
    assert len(uids) == 2


def test_where_there_are_schemas_editors_find_them(project: Path) -> None:
    (project / "schema").mkdir()
    (project / "schema" / "deck.json").write_text("{}", "utf-8")
    assert run("new", "deck", "French").exit_code == 0
    for name, schema in (("deck.yaml", "deck"), ("10-first.yaml", "chapter")):
        line = (project / "cards/french" / name).read_text("utf-8").split("\n")[0]
        assert line == f"# yaml-language-server: $schema=../../schema/{schema}.json"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("deck",), "say what the deck is called: deckwright new deck NAME\n"),
        (
            ("deck", "demo"),
            "cards/demo: there is something in it; choose another name, or write its deck.yaml by",
        ),
        (
            ("deck", "DEMO!"),
            "cards/demo: there is something in it; choose another name, or write its deck.yaml by",
        ),
        (
            ("deck", "x", "--root", "no"),
            "no/cards: there is no such folder; make a project with",
        ),
    ],
)
def test_what_cannot_be_made_is_one_line(words: tuple[str, ...], said: str) -> None:
    result = run("new", *words)
    assert (result.exit_code, result.output[: len(said) + 12]) == (2, f"deckwright: {said}")
    assert result.output.count("\n") == 1


def test_a_name_that_another_deck_has_is_refused(project: Path) -> None:
    write_deck(project, {"deck.yaml": "name: French\nuid: f\n"}, "f")
    result = run("new", "deck", "french")
    said = 'deckwright: cards/f/deck.yaml: this deck is called "French" too; choose another name\n'
    assert (result.exit_code, result.output) == (2, said)
