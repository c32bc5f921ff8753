"""Progress is shown to people who wait, and to nobody else."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SHOW = """
from builder.report import terminal
terminal._PATIENCE = {patience}
with terminal.showing_progress() as progress:
    for done in range(3):
        progress("reading", done, 3)
"""


def on_terminal(patience: float, **environment: str) -> str:
    """Return what the program writes on a terminal."""
    pty = pytest.importorskip("pty", reason="needs a Unix terminal")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", SHOW.format(patience=patience)]
    env = {**os.environ, "TERM": "xterm", "NO_COLOR": "", **environment}
    subprocess.run(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, check=True)
    os.close(theirs)
    said = b""
    try:
        while block := os.read(ours, 4096):
            said += block
    except OSError:  # what Linux says at the end of a terminal
        pass
    os.close(ours)
    return said.decode()


def test_a_bar_says_what_is_done_once_the_patience_is_over_and_goes_away() -> None:
    said = on_terminal(0)
    assert "reading" in said
    assert said.rstrip("\r\n").endswith("\x1b[2K")


def test_what_is_done_at_once_shows_no_bar() -> None:
    assert on_terminal(3600) == ""


def test_a_terminal_that_cannot_show_it_gets_no_bar() -> None:
    assert on_terminal(0, TERM="dumb") == ""


def test_a_pipe_gets_no_bar() -> None:
    command = [sys.executable, "-c", SHOW.format(patience=0)]
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""
