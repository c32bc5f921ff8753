"""Colour and progress, where there is a terminal to show them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

_CODES = {"error": "1;31", "warning": "1;33", "info": "1;36", "hint": "1;36", "marker": "1;31", "good": "1"}
Paint = Callable[[str, str], str]
"""Gives a text the colour of a word (`error`, `warning`, `info`, `hint`, `good`)."""
Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""
_PATIENCE = 1.0
"""Seconds after which a command says what it is doing."""


def painter(stream: TextIO) -> Paint:
    """Return a function that colours text for a stream; NO_COLOR, a pipe and a dumb terminal get none."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return plain
    return lambda text, role: f"\x1b[{_CODES.get(role, '0')}m{text}\x1b[0m"


def plain(text: str, role: str) -> str:
    """Return text without colour."""
    return text


def silent(doing: str, done: int, total: int) -> None:
    """Tell nobody."""


@contextmanager
def showing_progress() -> Iterator[Progress]:
    """Give a function to report progress to; a bar appears on a terminal once a second has passed."""
    bar = _Bar()
    try:
        yield bar.report if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" else silent
    finally:
        bar.close()


class _Bar:
    def __init__(self) -> None:
        self.started = time.monotonic()
        self.progress: object | None = None
        self.tasks: dict[str, object] = {}

    def report(self, doing: str, done: int, total: int) -> None:
        if self.progress is None and time.monotonic() - self.started < _PATIENCE:
            return
        from rich import progress as bars
        from rich.console import Console

        if self.progress is None:
            no_colour = bool(os.environ.get("NO_COLOR"))
            self.progress = bars.Progress(console=Console(stderr=True, no_color=no_colour), transient=True)
            self.progress.start()
        assert isinstance(self.progress, bars.Progress)
        if doing not in self.tasks:
            self.tasks[doing] = self.progress.add_task(doing, total=total)
        task = self.tasks[doing]
        assert isinstance(task, int)
        self.progress.update(bars.TaskID(task), completed=done, total=total)

    def close(self) -> None:
        from contextlib import suppress

        if self.progress is not None:
            with suppress(Exception):
                self.progress.stop()  # type: ignore[attr-defined]
