"""What `build` does."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from builder.reader import Reader, may_read


def run_build(
    decks: tuple[str, ...],
    output: Path | None = None,
    *,
    locked: bool = False,
    tombstones: bool = False,
    root: Path = Path(),
) -> object:
    """Compile decks into packages and tell of it; exit with 1 where nothing was built.

    Return what they were made of: to take it apart takes time, which a command that ends can spare.
    """
    output = output or root / "build"
    may = not tombstones and may_read(output, os.environ.get("DECKWRIGHT_CACHE"))
    with Reader() if may else contextlib.nullcontext() as reader:
        # Only now: the second process is at work while this one loads the rest.
        from builder.cache.state import cache_folder
        from builder.outcome import built_text
        from builder.places import clock, find_decks
        from builder.rebuild import Order, rebuild
        from builder.report.terminal import painter, showing_progress

        order = Order(
            folders=tuple(find_decks(root, decks)),
            root=root,
            output=output,
            now=clock(),
            locked=locked,
            with_tombstones=tombstones,
            cache=cache_folder(),
        )
        with showing_progress() as progress:
            result = rebuild(order, progress, reader)
    if result.problems:
        from builder.report.problems_text import as_text, summary

        print(as_text(result.problems, painter(sys.stderr)), file=sys.stderr)
        if not result.decks:
            print(f"{summary(result.problems)}; nothing was built", file=sys.stderr)
            sys.exit(1)
    for built in result.decks:
        print(built_text(built, painter(sys.stdout)), end="")
    return result.made
