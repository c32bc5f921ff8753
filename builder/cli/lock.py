"""`lock`, `recover-lock` and `verify`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builder.cli.options import decks_argument, root_option

_PACKAGE = click.Path(path_type=Path)


@click.command(short_help="Look at locks; mend them after a merge.")
@decks_argument
@click.option("--resolve", is_flag=True, help="Mend a lock that a git merge has left in conflict; the latest wins.")
@root_option
def lock(decks: tuple[str, ...], resolve: bool, root: Path) -> None:
    """Say what is in the locks of decks, or mend them after a merge."""
    from builder.locks import mended_text, read_lock, resolve_lock
    from builder.places import find_decks

    for folder in find_decks(root, decks):
        click.echo(mended_text(resolve_lock(folder, root) if resolve else read_lock(folder, root)), nl=False)


@click.command("recover-lock", short_help="Rebuild a lock from a package.")
@click.argument("package", type=_PACKAGE, metavar="FILE.apkg")
@click.argument("deck", required=False)
@root_option
def recover_lock(package: Path, deck: str | None, root: Path) -> None:
    """Rebuild a deck's lock from the package that was last published."""
    from builder.locks import mended_text
    from builder.locks import recover_lock as recover

    click.echo(mended_text(recover(package, (deck,) if deck else (), root)), nl=False)


@click.command(short_help="Show what an update does to a learner.")
@click.argument("old", type=_PACKAGE, metavar="OLD.apkg")
@click.argument("new", type=_PACKAGE, metavar="NEW.apkg")
def verify(old: Path, new: Path) -> None:
    """Import two packages into a scratch collection, with reviews in between, and say what a learner would see."""
    from builder.verify.compare import verify as run
    from builder.verify.verdict import verdict_text

    verdict = run(old, new)
    click.echo(verdict_text(verdict), nl=False)
    if verdict.losses:
        sys.exit(1)
