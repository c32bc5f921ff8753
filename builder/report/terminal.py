"""Colour and progress, where there is a terminal to show them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from builder.diagnostics import printable

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

_CODES = {"error": "1;31", "warning": "1;33", "info": "1;36", "hint": "1;36", "marker": "1;31", "good": "1"}
Paint = Callable[[str, str], str]
"""Gives a text the colour of a role (`error`, `warning`, `info`, `hint`, `marker`, `good`)."""
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


def aside(line: str) -> None:
    """Tell the author, beside what a command says, of what does not keep it from being done."""
    print(f"deckwright: {printable(line)}", file=sys.stderr)


def silent(doing: str, done: int, total: int) -> None:
    """Tell nobody."""


@contextmanager
def showing_progress() -> Iterator[Progress]:
    """Give a function to report progress to; a bar appears on a terminal once a second has passed."""
    bar = _Bar()
    try:
        yield bar.show if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" else silent
    finally:
        bar.close()


class _Bar:
    def __init__(self) -> None:
        self.started = time.monotonic()
        self.bars: RichProgress | None = None
        self.tasks: dict[str, TaskID] = {}

    def show(self, doing: str, done: int, total: int) -> None:
        if self.bars is None:
            if time.monotonic() - self.started < _PATIENCE:
                return
            self.bars = _start_bars()
        if doing not in self.tasks:
            self.tasks[doing] = self.bars.add_task(doing, total=total)
        self.bars.update(self.tasks[doing], completed=done, total=total)

    def close(self) -> None:
        if self.bars is not None:
            with suppress(Exception):  # a bar that cannot be taken away must not hide what the command has to say
                self.bars.stop()


def _start_bars() -> RichProgress:
    # Here, for rich is slow to load, and most commands are done before they would show a bar.
    from rich import console, progress

    no_colour = bool(os.environ.get("NO_COLOR"))
    bars = progress.Progress(console=console.Console(stderr=True, no_color=no_colour), transient=True)
    bars.start()
    return bars
