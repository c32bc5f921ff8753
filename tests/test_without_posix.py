"""The core works without what only POSIX systems have, with Windows' line ends, drives and names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support import check_text, write_deck

ROOT = Path(__file__).parents[1]
BARE = """\
import os, signal, sys
for name in ("fcntl", "grp", "pwd", "resource", "termios", "syslog"):
    sys.modules[name] = None
for name in (
    "fork", "forkpty", "getuid", "geteuid", "getgid", "getegid", "getgroups", "sync", "fchmod", "fchown", "chown",
    "lchown", "mkfifo", "mknod", "statvfs", "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC", "killpg", "setsid",
    "posix_spawn", "register_at_fork", "sysconf", "uname",
):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGALRM", "SIGHUP", "SIGUSR1", "SIGKILL", "alarm", "setitimer"):
    if hasattr(signal, name):
        delattr(signal, name)
from builder.cli import run
run()
"""


def bare(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a Python without what only POSIX systems have."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DECKWRIGHT_CACHE": str(folder / "cache"), "NO_COLOR": "1"}
    environment |= more
    return subprocess.run(
        [sys.executable, "-c", BARE, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_a_deck_lives_without_posix(tmp_path: Path) -> None:
    made = bare(tmp_path, "init", "decks", "--no-git")
    assert (made.returncode, made.stderr) == (0, "")
    project = tmp_path / "decks"
    for words in (["check", "--strict"], ["build"], ["build"], ["preview"], ["lock"], ["coverage"], ["new", "basic"]):
        done = bare(project, *words)
        assert (done.returncode, done.stderr) == (0, ""), words
    lock = (project / "cards/decks/deck.lock").read_bytes()
    assert b"\r" not in lock
    chapter = project / "cards/decks/10-examples.yaml"
    text = chapter.read_text("utf-8").partition("  - id: new-basic")[0]
    chapter.write_text(text.replace("100 to 120 times", "100 to 120 presses"), "utf-8", newline="\r\n")
    done = bare(project, "build")
    assert (done.returncode, "(0 new, 1 changed, 0 retired)" in done.stdout) == (0, True), done.stderr
    broken = text.replace("100 to 120 times a minute.", "").replace("    back: \n", "")
    chapter.write_text(broken, "utf-8", newline="\r\n")
    done = bare(project, "check", "--format", "json")
    assert [(found["rule"], found["line"]) for found in json.loads(done.stdout)] == [("missing-key", 11)]


def test_packages_of_lines_that_end_as_on_windows_are_the_same(tmp_path: Path) -> None:
    chapter = "title: A\nsource: own\ncards:\n- id: a\n  kind: basic\n  front: |\n    One\n\n    Two\n  back: b\n"
    packages = []
    for place, text in (("unix", chapter), ("windows", chapter.replace("\n", "\r\n"))):
        write_deck(tmp_path / place, {"10-a.yaml": text.encode()})
        done = bare(tmp_path, "build", "--root", place, "-q", SOURCE_DATE_EPOCH="1700000000")
        assert (done.returncode, done.stderr) == (0, "")
        with zipfile.ZipFile(tmp_path / place / "build" / "demo.apkg") as archive:
            packages.append(archive.read("collection.anki2"))
    assert packages[0] == packages[1]


@pytest.mark.parametrize("name", ["con", "NUL", "aux", "com1", "LPT9"])
def test_a_package_whose_name_windows_keeps_for_devices_is_refused(name: str, tmp_path: Path) -> None:
    write_deck(
        tmp_path, {"10-a.yaml": "title: A\nsource: own\ncards: [{id: a, kind: basic, front: q, back: a}]\n"}, name
    )
    said = check_text(tmp_path)
    assert (
        f"error[bad-name]: Windows keeps the name {name} for a device, so that nobody there could save {name}.apkg"
        in said
    )
    assert "hint: rename the deck's folder" in said


@pytest.mark.parametrize("name", ["console", "con2", "auxiliary", "lpt"])
def test_names_that_only_begin_so_are_free(name: str, tmp_path: Path) -> None:
    write_deck(
        tmp_path, {"10-a.yaml": "title: A\nsource: own\ncards: [{id: a, kind: basic, front: q, back: a}]\n"}, name
    )
    assert check_text(tmp_path) == ""
