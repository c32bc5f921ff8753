"""`build` and `check`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builder.cli.author import mend_files
from builder.cli.options import decks_argument, root_option


@click.command()
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
    from builder import build as room
    from builder.project import clock, find_decks
    from builder.report import as_text, built_text, summary
    from builder.terminal import painter, showing_progress

    folders = find_decks(root, decks)
    with showing_progress() as progress:
        result = room.build(
            folders,
            root,
            output or root / "build",
            clock(),
            locked=locked,
            with_tombstones=tombstones,
            progress=progress,
        )
    if result.problems:
        click.echo(as_text(result.problems, painter(sys.stderr)), err=True)
    if not result.decks:
        click.echo(f"{summary(result.problems)}; nothing was built", err=True)
        sys.exit(1)
    for built in result.decks:
        click.echo(built_text(built, painter(sys.stdout)), nl=False)


@click.command()
@decks_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "concise", "json", "github"]),
    default="text",
    show_default=True,
    help="How to show problems: for people, a line each, as data, or as annotations of a pull request.",
)
@click.option("--strict", is_flag=True, help="Exit with status 1 for warnings too.")
@click.option("--fix", is_flag=True, help="First add missing ids, make `was` a list, and put keys in order.")
@root_option
def check(decks: tuple[str, ...], style: str, strict: bool, fix: bool, root: Path) -> None:
    """Report what is wrong with decks; without --fix nothing is written."""
    from builder import build as room
    from builder.problems import Severity
    from builder.project import clock, find_decks
    from builder.report import FORMATS, summary
    from builder.terminal import painter, showing_progress

    folders = find_decks(root, decks)
    if fix:
        mend_files(folders, root)
    with showing_progress() as progress:
        problems = room.check(folders, root, clock(), progress)
    click.echo(FORMATS[style](problems, painter(sys.stdout)), nl=False)
    if style == "text":
        click.echo(summary(problems) or f"{len(folders)} deck{'' if len(folders) == 1 else 's'}, no problems")
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(problem.severity in failing for problem in problems):
        sys.exit(1)
