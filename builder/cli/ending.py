"""How a command ends: in a word and a status for a failure, and without delay."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import NoReturn


@contextlib.contextmanager
def ending() -> Iterator[None]:
    """Say what went wrong in the world, and exit with 2; with 130 for Ctrl-C."""
    from builder.errors import DeckwrightError

    try:
        yield
    except DeckwrightError as error:
        _fail(str(error), 2)
    except KeyboardInterrupt:
        _fail("interrupted; what was there before is as it was", 130)


def _fail(message: str, status: int) -> NoReturn:
    print(f"deckwright: {message}", file=sys.stderr)
    sys.exit(status)


def forgive_signs() -> None:
    """Let a terminal that lacks a sign still get the message."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def leave(status: object) -> None:
    """End the process now, if it can; a normal end takes apart, value by value, all that a build has made.

    Raise `OSError` where what was said cannot be written.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if isinstance(status, int):
        os._exit(status)


def give_up(error: OSError) -> NoReturn:
    """End a command whose words cannot be written; a reader that has seen enough and has gone is not told."""
    with contextlib.suppress(OSError):
        if not isinstance(error, BrokenPipeError):
            print(f"deckwright: cannot write what there is to say: {error.strerror}", file=sys.stderr, flush=True)
    os._exit(1)
