"""What is typed by the habits of other systems and shells leads to what was meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder import __version__
from builder.cli.main import main
from builder.diagnostics import shell_word
from tests.support import check_text, write_deck

CHAPTER = "title: T\ncards:\n  - {id: a, kind: basic, front: F?, back: B}\n"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize(
    ("words", "same"),
    [
        (("/?",), ("--help",)),
        (("check", "/?"), ("check", "--help")),
        (("-?",), ("--help",)),
        (("version",), ("--version",)),
    ],
)
def test_other_words_for_help_and_version_are_known(words: tuple[str, ...], same: tuple[str, ...]) -> None:
    assert (run(*words).exit_code, run(*words).output) == (0, run(*same).output)
    assert __version__ in run("version").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "-Strict"), "No such option '-Strict'. Did you mean '--strict'?"),
        (("build", "-open"), "No such option '-open'. Did you mean '--open'?"),
        (("new", "deck", "French", "B1"), 'put the name in quotes: deckwright new deck "French B1"'),
        (("new", "basic", "Lektion", "2"), 'put the name in quotes: deckwright new basic "Lektion 2"'),
    ],
)
def test_what_would_be_read_as_something_else_is_told(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_deck(tmp_path, {"a.yaml": CHAPTER})
    before = sorted(tmp_path.rglob("*"))
    result = run(*words)
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert sorted(tmp_path.rglob("*")) == before


def test_short_options_stay_what_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_deck(tmp_path, {"a.yaml": CHAPTER})
    assert run("build", "-qoout").exit_code == 0
    assert (tmp_path / "out" / "demo.apkg").is_file()


def test_above_a_project_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_deck(tmp_path / "Meine Vokabeln", {"a.yaml": CHAPTER})
    (tmp_path / "other" / "cards").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert run("build").stderr == (
        "deckwright: cards: there is no such folder; name the project: --root 'Meine Vokabeln'\n"
    )
    assert run("check", "--root", "Meine Vokabeln").exit_code == 0


def test_a_word_of_a_command_is_quoted_where_it_must_be(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [shell_word("my-cards"), shell_word("my cards")] == ["my-cards", "'my cards'"]
    monkeypatch.setattr(os, "name", "nt")
    assert [shell_word("my-cards"), shell_word("my cards")] == ["my-cards", '"my cards"']


def test_commands_that_are_suggested_can_be_pasted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", "My cards", "--no-git").stdout.endswith(
        "next: cd 'My cards', then deckwright check, deckwright serve and deckwright build\n"
    )
    deck = write_deck(tmp_path, {"a.yaml": CHAPTER}, "Deutsch A1")
    (deck / "deck.lock").write_text("?")
    assert "`git checkout -- 'cards/Deutsch A1/deck.lock'`" in run("build").stderr


KIND = "doc: a word\nfields: [{name: Wort, doc: x, required: true}, {name: Sinn, doc: x, required: true}]\n"
FILES = {
    "kind.yaml": f"{KIND}templates: [{{name: Fore, asks: Wort, answers: Sinn}}]\n",
    "fore.front.html": "{{Wort}}",
    "fore.back.html": "{{Sinn}}",
}


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        (
            "nomen",
            [
                'unknown-kind]: there is no kind "vokabel"',
                'did you mean "nomen"? A kind is called as its folder: kinds/nomen',
            ],
        ),
        (
            "Vokabel",
            [
                'bad-name]: the kind "Vokabel" has other signs than small letters, digits and -',
                'name the folder "vokabel"',
            ],
        ),
    ],
)
def test_of_a_kind_whose_folder_was_renamed_the_new_name_is_told(
    folder: str, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    chapter = "title: T\nkind: vokabel\ncards:\n  - {id: a, wort: Hund, sinn: dog}\n"
    write_deck(Path(), {"a.yaml": chapter, **{f"kinds/{folder}/{name}": text for name, text in FILES.items()}})
    lines = [line for line in check_text(Path()).splitlines() if "error[" in line or "hint: " in line]
    assert [line.partition("error[")[2] or line.removeprefix("  hint: ") for line in lines] == said
