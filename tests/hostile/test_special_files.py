"""What is no file in the place of one is told in a line, and nobody waits for it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.seeds import files, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")

ROOT = Path(__file__).parents[2]
DECK = "cards/demo"
KIND = f"{DECK}/kinds/word"
PIPE, SOCKET, FOLDER = "a pipe", "a socket", "a folder"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, files())


def put(name: str, sort: str) -> None:
    """Put something in the place of a file."""
    path = Path(name)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    if sort == PIPE:
        os.mkfifo(path)
    elif sort == SOCKET:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(name)
    else:
        path.mkdir()


def deckwright(*words: str) -> tuple[int, str]:
    """Run a command as a process, for what waits for ever would take the tests with it; return status and stderr."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DECKWRIGHT_CACHE": "", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "builder", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stderr


def refused(name: str, sort: str) -> str:
    hint = "give the folder another name" if sort == FOLDER else "delete it, or put a file there"
    return f"{name}:1:1: error[no-file]: it is {sort}, and no file\n  hint: {hint}\n\n1 error; nothing was built\n"


@pytest.mark.parametrize("sort", [PIPE, SOCKET, FOLDER])
@pytest.mark.parametrize("name", [f"{DECK}/10-plain.yaml", f"{KIND}/kind.yaml", f"{KIND}/style.css"])
def test_what_is_no_source_is_told_at_its_place(name: str, sort: str) -> None:
    put(name, sort)
    status, said = deckwright("build")
    first = [problem for problem in said.split("\n\n") if "no-file" in problem]
    assert (status, first) == (1, [refused(name, sort).split("\n\n")[0]])


def test_what_is_no_settings_is_told_alone() -> None:
    put(f"{DECK}/deck.yaml", PIPE)
    assert deckwright("build") == (1, refused(f"{DECK}/deck.yaml", PIPE))


@pytest.mark.parametrize("words", [("build",), ("check",), ("lock",), ("lock", "--resolve")], ids=" ".join)
def test_what_is_no_lock_is_a_line(words: tuple[str, ...]) -> None:
    put(f"{DECK}/deck.lock", PIPE)
    assert deckwright(*words) == (2, f"deckwright: {DECK}/deck.lock: cannot read: it is a pipe, and no file\n")


@pytest.mark.parametrize("words", [("recover-lock", "x.apkg"), ("verify", "x.apkg", "build/demo.apkg")], ids=" ".join)
@pytest.mark.parametrize(
    ("sort", "told"),
    [(PIPE, "it is a pipe, and no file"), (SOCKET, "it is a socket, and no file"), (FOLDER, "Is a directory")],
)
def test_what_is_no_package_is_a_line(words: tuple[str, ...], sort: str, told: str) -> None:
    put("x.apkg", sort)
    assert deckwright(*words) == (2, f"deckwright: x.apkg: cannot read: {told}\n")


def test_a_device_has_no_end_and_is_no_package() -> None:
    device = "deckwright: /dev/zero: cannot read: it is a device, and no file\n"
    assert deckwright("recover-lock", "/dev/zero") == (2, device)


@pytest.mark.parametrize("cached", [False, True])
def test_a_pipe_that_nothing_names_keeps_nobody_waiting(cached: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    put(f"{DECK}/media/pipe.png", PIPE)
    command = [sys.executable, "-m", "builder", "build"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DECKWRIGHT_CACHE": "cache" if cached else ""}
    for _ in range(2):
        assert subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False).returncode == 0


def test_a_pipe_that_a_card_names_is_missing() -> None:
    put(f"{DECK}/media/dot.png", PIPE)
    _, said = deckwright("build")
    assert "hint: it is a pipe, and no file: put a file into the deck's media folder\n" in said


@pytest.mark.parametrize("name", ["build/demo.apkg", "build/demo-retired.txt"])
def test_what_is_no_file_is_not_replaced(name: str) -> None:
    put(name, PIPE)
    status, said = deckwright("build")
    assert Path(name).is_fifo()
    if name.endswith(".apkg"):
        line = f"deckwright: {name}: cannot write: it is a pipe, and no file; move it away, then run it again\n"
        assert (status, said) == (2, line)
    else:  # nothing left the deck, so nothing is to be written there
        assert status == 0
