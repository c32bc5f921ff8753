"""`init`, `new` and `schema`, and the writing part of `check --fix`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from builder.cli.options import root_option


def mend_files(folders: Sequence[Path], root: Path) -> None:
    """Mend the chapters of decks, and say on stderr what was done."""
    from builder.fix import ChangedUnderneathError, fixed_text, plan_fixes, write_fixes
    from builder.loading import load

    planned = [file for folder in folders for file in plan_fixes(load(folder, root), root)]
    stale = write_fixes(planned)
    click.echo(fixed_text(file for file in planned if file not in stale), nl=False, err=True)
    if stale:
        raise ChangedUnderneathError(stale)


@click.command(short_help="Print JSON Schemas for editors.")
@click.argument("name", type=click.Choice(["chapter", "deck", "kind"]), required=False)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Write all three into this folder.")
@click.option("--deck", default="", help="Take in the kinds of this deck's own.")
@root_option
def schema(name: str | None, output: Path | None, deck: str, root: Path) -> None:
    """Print a JSON Schema for editors: of chapter files, of deck.yaml, or of an own kind's kind.yaml."""
    from builder.files import write_all
    from builder.fix import kinds_of
    from builder.kinds import builtin_kinds
    from builder.loading import load
    from builder.places import find_decks
    from builder.schema import NAMES, schema_text

    if (name is None) == (output is None):
        raise click.UsageError("name one of chapter, deck and kind to print it, or write all with --output DIR")
    kinds = kinds_of(load(find_decks(root, (deck,))[0], root)) if deck else builtin_kinds()
    if name is not None:
        click.echo(schema_text(name, kinds), nl=False)
    elif output is not None:
        write_all([(output / f"{each}.json", schema_text(each, kinds).encode()) for each in NAMES])
        click.echo(f"wrote {', '.join(f'{each}.json' for each in NAMES)} into {output}")


@click.command(short_help="Make a new deck project.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def init(folder: Path) -> None:
    """Make a new deck project in DIR, which builds as it is and shows each kind of card once."""
    import secrets

    from builder.scaffold.project import init_project

    paths = init_project(folder, secrets.token_hex(3))
    click.echo("".join(f"{path}\n" for path in paths), nl=False)
    click.echo(f"next: cd {folder}, then deckwright check, deckwright preview and deckwright build")


@click.command(short_help="Add a card to fill in.")
@click.argument("kind")
@click.argument("chapter", default="")
@root_option
def new(kind: str, chapter: str, root: Path) -> None:
    """Append a card of KIND to fill in to CHAPTER, a file or its name; by default the deck's last one."""
    from builder.places import find_decks
    from builder.scaffold.append import new_card, new_card_text

    click.echo(new_card_text(new_card(find_decks(root), root, kind, chapter)), nl=False)
