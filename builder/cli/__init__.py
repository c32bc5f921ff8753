"""The command line, the only room that knows click: it declares options, and calls builder/commands."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from typing import NoReturn


def run() -> None:
    """Run the command; the console script's entry."""
    if sys.argv[1:2] == ["build"]:
        # It makes millions of values, hardly a cycle among them, and would spend a third of its time looking for some.
        gc.disable()
    from builder.cli.main import main  # not before: loading makes many values, too

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a sign still gets the message
    try:
        try:
            main(prog_name="deckwright")
        except SystemExit as end:
            _leave(end.code)
            raise
    except OSError as error:
        _give_up(error)


def _leave(status: object) -> None:
    """End the process now, if it can; a normal end takes apart, value by value, all that a build has made.

    Raise `OSError` where what was said cannot be written.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if isinstance(status, int):
        os._exit(status)


def _give_up(error: OSError) -> NoReturn:
    """End a command whose words cannot be written; a reader that has seen enough and has gone is not told."""
    with contextlib.suppress(OSError):
        if not isinstance(error, BrokenPipeError):
            print(f"deckwright: cannot write what there is to say: {error.strerror}", file=sys.stderr, flush=True)
    os._exit(1)
