"""`coverage`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builder.cli.options import decks_argument, root_option


@click.command(short_help="Count cards by section of the sources.")
@decks_argument
@root_option
def coverage(decks: tuple[str, ...], root: Path) -> None:
    """Count the cards that rest on each section of a deck's sources."""
    from builder.coverage import coverage_text
    from builder.diagnostics import has_errors
    from builder.loading import load
    from builder.places import find_decks
    from builder.project import render
    from builder.report.problems_text import as_text

    broken = False
    for folder in find_decks(root, decks):
        loaded = load(folder, root)
        rendered = render(loaded)
        problems = loaded.problems if rendered is None else rendered.problems
        if rendered is None or has_errors(problems):
            click.echo(as_text(problems), err=True)
            broken = True
        else:
            click.echo(coverage_text(rendered), nl=False)
    if broken:
        sys.exit(1)
