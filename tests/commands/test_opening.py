"""What `build` does with the packages that it made: hands them on, follows the files, or keeps quiet."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli.main import main
from tests.support import write_deck

GOOD = "title: A\nsource: own\ncards:\n  - {id: a, kind: basic, front: What is a gate?, back: A decision}\n"
NEXT = "next: import it into Anki (build --open), over an older one, too: all reviews stay\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in a project of two decks, with no tools but those that a test puts into `bin`."""
    for name in ("one", "two"):
        deck = {"deck.yaml": f"name: {name}\nuid: {name}\nsources: {{own: Ours}}\n", "10-a.yaml": GOOD}
        write_deck(tmp_path, deck, name)
    (tmp_path / "bin").mkdir()
    for name in ("sh", "nohup"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or name)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    """Run a command; a traceback would be its exception."""
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def tool(name: str, *, status: int = 0, says: str = "") -> Path:
    """Put a program into `bin` that writes down how it was called; return the file of its calls."""
    calls = Path("bin", f"{name}.calls").absolute()
    program = Path("bin", name)
    program.write_text(f'#!/bin/sh\necho "$@" >> "{calls}"\necho "{says}" >&2\nexit {status}\n', "utf-8")
    program.chmod(0o755)
    return calls


def lines_of(calls: Path, count: int) -> list[str]:
    """Return what a program was called with; it may run on its own."""
    for _ in range(200):
        lines = calls.read_text("utf-8").splitlines() if calls.exists() else []
        if len(lines) >= count:
            return lines
        time.sleep(0.02)
    return pytest.fail(f"{calls.name}: {lines}")


@pytest.mark.parametrize(
    ("platform", "program"), [("linux", "anki"), ("linux", "xdg-open"), ("darwin", "open")], ids=str
)
def test_packages_are_opened_as_the_system_does(
    platform: str, program: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    calls = tool(program)
    result = run("build", "--open")
    assert (result.exit_code, NEXT in result.output) == (0, False)
    assert sorted(lines_of(calls, 2)) == [str(project / "build" / f"{name}.apkg") for name in ("one", "two")]


def test_without_a_program_it_says_what_to_do() -> None:
    result = run("build", "--open", "one")
    said = "build/one.apkg: this is built, but xdg-open did not open it: it is not there; open it in Anki by hand\n"
    assert (result.exit_code, result.stderr) == (2, f"deckwright: {said}")


def test_what_a_program_says_is_passed_on() -> None:
    tool("xdg-open", status=3, says="no application is registered")
    result = run("build", "--open", "one")
    assert result.stderr == (
        "deckwright: build/one.apkg: this is built, but xdg-open did not open it: no application is registered;"
        " open it in Anki by hand\n"
    )


def test_a_phone_gets_the_package_and_is_told_to_open_it() -> None:
    calls = tool("adb")
    assert run("build", "--adb", "one").exit_code == 0
    assert lines_of(calls, 2) == [
        "push build/one.apkg /sdcard/Download/one.apkg",
        "shell am start -a android.intent.action.VIEW -t application/apkg -p com.ichi2.anki"
        " -d file:///sdcard/Download/one.apkg",
    ]


def test_without_adb_it_says_what_to_install() -> None:
    result = run("build", "--adb", "one")
    said = "deckwright: adb is not there, which speaks to phones; install Android's platform tools\n"
    assert (result.exit_code, result.stderr) == (2, said)


def test_what_to_do_next_is_said_once() -> None:
    assert run("build").stdout.count(NEXT) == 1
    assert run("build").stdout.count(NEXT) == 1


def test_quiet_says_what_is_wrong_and_nothing_else(project: Path) -> None:
    assert (run("build", "--quiet").output, run("build", "-q").output) == ("", "")
    (project / "cards/one/10-a.yaml").write_text(GOOD.replace(", back: A decision", ""), "utf-8")
    result = run("build", "--quiet")
    assert (result.exit_code, result.stdout) == (1, "")
    assert 'error[missing-key]: a basic card has no "back"' in result.stderr


def test_a_broken_deck_is_not_opened(project: Path) -> None:
    tool("xdg-open")
    (project / "cards/one/10-a.yaml").write_text(GOOD.replace(", back: A decision", ""), "utf-8")
    assert run("build", "--open").exit_code == 1
    assert not (project / "bin" / "xdg-open.calls").exists()


def test_it_builds_again_at_each_change_until_control_c(project: Path) -> None:
    command = [sys.executable, "-m", "builder", "build", "--watch", "one"]
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(root)}
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=project
    )
    assert running.stdout is not None
    assert running.stderr is not None
    first = [running.stdout.readline() for _ in range(6)]
    assert (first[0], first[4:]) == ("one\n", [NEXT, "watching; Ctrl-C stops\n"])
    chapter = project / "cards/one/10-a.yaml"
    chapter.write_text(GOOD.replace("A decision", "A choice"), "utf-8")
    changed = [running.stdout.readline() for _ in range(3)]
    assert changed[:2] == ["one\n", "  1 note, 1 card (0 new, 1 changed, 0 retired)\n"]
    chapter.write_text(GOOD.replace(", back: A decision", ""), "utf-8")
    assert 'error[missing-key]: a basic card has no "back"' in running.stderr.readline()
    (project / "cards/one/deck.lock").write_text("{", "utf-8")
    chapter.write_text(GOOD, "utf-8")
    while "deck.lock" not in (said := running.stderr.readline()):
        assert running.poll() is None
    assert said.startswith("deckwright: cards/one/deck.lock")
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=20)
    assert (out.splitlines()[-1], running.returncode) == ("stopped", 0)
