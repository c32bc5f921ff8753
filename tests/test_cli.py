"""The command line itself: help, examples, completion, and what is mistyped."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from builder.cli.completion import SHELLS
from builder.cli.examples import COMMON, EXAMPLES, STATUSES
from builder.cli.main import main
from builder.cli.reference import PAGE, reference
from builder.kinds import builtin_kinds
from builder.lint.form import form_problems
from builder.lint.rules import RULES
from tests.support import write_deck

ROOT = Path(__file__).parents[1]
CHAPTER = "title: A\nsource: own\ncards: [{id: a, kind: basic, front: What is a gate?, back: A decision}]\n"
KIND = "doc: x\nfields: [{name: Ask, doc: x, required: true}]\ntemplates: [{name: Fore, asks: Ask}]\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in a project of two decks, one of which has a kind of its own."""
    write_deck(tmp_path, {"10-words.yaml": CHAPTER, "kinds/drill/kind.yaml": KIND}, "french")
    write_deck(tmp_path, {"20-verbs.yaml": CHAPTER}, "latin")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    """Run a command; a traceback would be its exception."""
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def complete(line: str, shell: str = "bash") -> list[str]:
    """Return what a shell offers at the end of a line."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "_DECKWRIGHT_COMPLETE": f"{shell}_complete"}
    words = line.split(" ")
    environment |= {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1), "COMP_WORD": words[-1]}
    done = subprocess.run(
        [sys.executable, "-m", "builder"], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize("name", main.commands)
def test_each_command_has_two_examples_that_are_understood(name: str) -> None:
    assert len(EXAMPLES[name]) >= 2
    for example in EXAMPLES[name]:
        words = shlex.split(example.line.replace('eval "$(', "").replace(')"', "").partition(" |")[0])
        assert words[:2] == ["deckwright", name] or words == ["deckwright", "help"]
        command = main.commands[name]
        command.make_context(name, words[2:], parent=click.Context(main, **main.context_settings))
        assert example.line in run("help", name).output


@pytest.mark.parametrize("name", main.commands)
def test_help_says_the_same_in_both_ways(name: str) -> None:
    assert run("help", name).output == run(name, "--help").output
    assert run(name, "-h").exit_code == 0


def test_help_alone_lists_the_commands() -> None:
    assert run("help").output == run("--help").output
    assert set(EXAMPLES) == set(main.commands)
    assert STATUSES.keys() < main.commands.keys()
    assert set(COMMON) == {0, 2, 130}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("biuld",), "No such command 'biuld'. Did you mean 'build'?"),
        (("help", "biuld"), "No such command 'biuld'. Did you mean 'build'?"),
        (("build", "--lokced"), "No such option '--lokced'. Did you mean '--locked'?"),
        (("build", "frnech"), 'cards: there is no deck "frnech"; did you mean "french"?'),
    ],
)
def test_what_is_mistyped_is_guessed(words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("deckwright bu", ["plain,build"]),
        ("deckwright help ver", ["plain,verify"]),
        ("deckwright build ", ["plain,french", "plain,latin"]),
        ("deckwright check l", ["plain,latin"]),
        ("deckwright check cards/l", ["file,cards/l"]),
        ("deckwright new dr", ["plain,drill"]),
        ("deckwright new basic ", ["plain,10-words", "plain,20-verbs"]),
        ("deckwright check --explain missing-k", ["plain,missing-key"]),
        ("deckwright check --select yes-no,source-m", ["plain,yes-no,source-missing"]),
        ("deckwright schema --deck f", ["plain,french"]),
        ("deckwright build --lo", ["plain,--locked"]),
    ],
)
def test_a_shell_completes_what_the_project_has(line: str, offered: list[str]) -> None:
    assert complete(line) == offered


def test_a_shell_completes_all_kinds_and_rules() -> None:
    kinds = {line.removeprefix("plain,") for line in complete("deckwright new ")}
    assert kinds == {*builtin_kinds(), "deck", "drill"}
    explained = {line.removeprefix("plain,") for line in complete("deckwright check --explain ")}
    assert explained == {"all", *RULES, *form_problems()}


def test_outside_of_a_project_nothing_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert complete("deckwright build x") == ["file,x"]


def test_powershell_gets_lines_of_its_own() -> None:
    assert complete("deckwright check l", "powershell") == ["plain\tlatin\tlatin"]
    assert complete("deckwright check ", "powershell") == ["plain\tfrench\tfrench", "plain\tlatin\tlatin"]


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_a_script(shell: str) -> None:
    result = run("completion", shell)
    assert (result.exit_code, "_DECKWRIGHT_COMPLETE" in result.stdout) == (0, True)


def test_bash_takes_the_script() -> None:
    script = run("completion", "bash").stdout
    done = subprocess.run(
        ["bash", "-c", f"{script}\ncomplete -p deckwright"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "complete -o nosort -F _deckwright_completion deckwright\n"


def test_the_page_of_commands_is_that_of_the_commands() -> None:
    assert PAGE.read_text("utf-8") == reference()
