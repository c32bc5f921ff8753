"""Follows the files of decks."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from builder.project import LOCK_NAME


@contextmanager
def until_interrupted() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C sets, which raises nothing meanwhile: threads start and end undisturbed."""
    stop = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
        stop.set()


def changes(folders: Sequence[Path], stop: threading.Event) -> Iterator[bool]:
    """Yield True at each change of a source below some folders, and False twice a second without one, until stopped.

    Hidden files, what editors leave behind, and the lock, which builds write, are no sources.
    """
    from watchfiles import watch

    for change in watch(
        *folders,
        watch_filter=lambda _, path: _is_source(Path(path).name),
        debounce=100,
        step=15,
        rust_timeout=500,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=True,
    ):
        yield bool(change)


def _is_source(name: str) -> bool:
    return not name.startswith(".") and not name.endswith("~") and name != LOCK_NAME
