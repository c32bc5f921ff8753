"""Hands built packages on: to the Anki of this computer, or to AnkiDroid on a phone that is connected."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from builder.errors import DeckwrightError

_ON_THE_PHONE = "/sdcard/Download"
_VIEW = ("am", "start", "-a", "android.intent.action.VIEW", "-t", "application/apkg", "-p", "com.ichi2.anki", "-d")
"""AnkiDroid takes packages by this intent, as its manifest says (intent filters of `IntentHandler`)."""
_ON_ITS_OWN = 'nohup "$0" "$1" > /dev/null 2>&1 &'
"""Anki gives the file to the one that runs already, or stays to run itself, whatever becomes of us."""


def open_in_anki(packages: Sequence[Path]) -> None:
    """Open packages with Anki, which asks before it imports; raise `DeckwrightError` where there is none."""
    for package in packages:
        whole = os.path.abspath(package)
        if sys.platform == "win32":
            _start_on_windows(whole)
        elif sys.platform == "darwin":
            _run(("open", whole), package)
        elif anki := shutil.which("anki"):
            _run(("sh", "-c", _ON_ITS_OWN, anki, whole), package)
        else:
            _run(("xdg-open", whole), package)


def open_in_ankidroid(packages: Sequence[Path]) -> None:
    """Put packages into a phone's downloads and open them with AnkiDroid; raise `DeckwrightError` where that fails."""
    if shutil.which("adb") is None:
        raise DeckwrightError("adb is not there, which speaks to phones; install Android's platform tools")
    for package in packages:
        target = f"{_ON_THE_PHONE}/{package.name}"
        _run(("adb", "push", os.fspath(package), target), package)
        _run(("adb", "shell", shlex.join((*_VIEW, f"file://{target}"))), package)


def _start_on_windows(path: str) -> None:
    start = getattr(os, "startfile", None)
    assert start is not None, "Windows has it"
    start(path)


def _run(command: Sequence[str], package: Path) -> None:
    """Run a command that comes to an end by itself."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")  # noqa: S603
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError)
        raise _failed(command, package, "it is not there" if is_missing else str(error)) from error
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).split("\n")[-1]
        raise _failed(command, package, said or f"exit status {done.returncode}")


def _failed(command: Sequence[str], package: Path, reason: str) -> DeckwrightError:
    fault = f"{command[0]} did not open it: {reason}"
    return DeckwrightError(f"{package}: this is built, but {fault}; open it in Anki by hand")
