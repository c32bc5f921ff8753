"""The command line, the only room that knows click: it declares options, and calls builder/commands."""

from __future__ import annotations

import contextlib
import errno
import gc
import io
import os
import sys
from typing import NoReturn, TextIO

from builder.errors import UnsaidError


def run() -> None:
    """Run the command; the console script's entry."""
    if sys.argv[1:2] == ["build"]:
        # It makes millions of values, hardly a cycle among them, and would spend a third of its time looking for some.
        gc.disable()
    from builder.cli.main import main  # not before: loading makes many values, too

    sys.stdout, sys.stderr = _said(sys.stdout), _said(sys.stderr)
    try:
        try:
            main(prog_name="deckwright")
        except SystemExit as end:
            _leave(end.code)
            raise
    except UnsaidError as error:
        _give_up(error)


class _Said(io.TextIOWrapper):
    """A stream for what a command says: one that lacks a sign still gets the message."""

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OSError as error:
            raise UnsaidError(error.errno, error.strerror) from error

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            raise UnsaidError(error.errno, error.strerror) from error


def _said(stream: TextIO) -> TextIO:
    """Return a stream that says which failures are its own; one that is none of the system's stays as it is."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    encoding, by_line, at_once = stream.encoding, stream.line_buffering, stream.write_through
    return _Said(
        stream.detach(), encoding=encoding, errors="backslashreplace", line_buffering=by_line, write_through=at_once
    )


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
        if error.errno != errno.EPIPE:
            print(f"deckwright: cannot write what there is to say: {error.strerror}", file=sys.stderr, flush=True)
    os._exit(1)
