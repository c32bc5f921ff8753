"""The command line, the only room that knows click.

A plain `deckwright build`, the command that authors run all day, does without: click takes a third of the time of a
build with nothing to do.
"""

from __future__ import annotations

import gc
import sys

from builder.cli.ending import ending, forgive_signs, give_up, leave


def run() -> None:
    """Run the command; the console script's entry."""
    forgive_signs()
    try:
        try:
            _command()
        except SystemExit as end:
            leave(end.code)
            raise
    except OSError as error:
        give_up(error)


def _command() -> None:
    command, *words = sys.argv[1:] or [""]
    if command == "build":
        # It makes millions of values, hardly a cycle among them, and would spend a third of its time looking for some.
        gc.disable()
    if command == "build" and not any(word.startswith("-") for word in words):
        with ending():
            from builder.cli.building import run_build

            made = run_build(tuple(words))  # noqa: F841 - held until the process has ended
        sys.exit(0)
    from builder.cli.commands import main

    main(prog_name="deckwright")
