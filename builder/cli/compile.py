"""`build` and `check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from builder.cli.options import decks_argument, root_option


@click.command(short_help="Compile decks into packages.")
@decks_argument
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write packages to.  [default: build, in the project]",
)
@click.option("--locked", is_flag=True, help="Refuse to build where deck.lock would change (for CI and releases).")
@click.option("--tombstones", is_flag=True, help="Also build NAME-retired.apkg, which marks notes that left the deck.")
@root_option
def build(decks: tuple[str, ...], output: Path | None, locked: bool, tombstones: bool, root: Path) -> None:
    """Compile decks into packages; DECK is a folder's name under cards, all by default."""
    from builder.cli.building import run_build

    run_build(decks, output, locked=locked, tombstones=tombstones, root=root)


@click.command(short_help="Report what is wrong with decks and cards.")
@decks_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "concise", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How to show problems: for people, a line each, as data, for a pull request, or for code scanning.",
)
@click.option("--strict", is_flag=True, help="Exit with status 1 for warnings too.")
@click.option("--fix", is_flag=True, help="First add missing ids, make `was` a list, and put keys in order.")
@click.option(
    "--select", default="", metavar="RULE,...", help="Run these rules only; problems of form are always shown."
)
@click.option("--ignore", default="", metavar="RULE,...", help="Leave these rules out.")
@click.option("-v", "--verbose", is_flag=True, help="Show findings of level info too.")
@click.option("--statistics", is_flag=True, help="Show how often each rule reports, and not where.")
@click.option(
    "--score", is_flag=True, help="Show what can be computed of the rubric for decks, and cards to grade by hand."
)
@click.option(
    "--explain", default="", metavar="RULE", help='Say what a rule reports, why, and how to mend it; "all" lists them.'
)
@root_option
def check(decks: tuple[str, ...], root: Path, **options: Any) -> None:
    """Report what is wrong with decks and what makes cards hard to learn; without --fix nothing is written."""
    from builder.cli.checking import explain, run_check

    if options["explain"]:
        explain(options["explain"])
    elif not run_check(decks, root, **options):
        sys.exit(1)
