"""What all commands share: options and arguments, how help is laid out, and how failures end."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from builder.cli.completion import complete_targets
from builder.cli.examples import EXAMPLES
from builder.diagnostics import printable
from builder.errors import DeckwrightError, UnsaidError

root_option = click.option(
    "--root",
    type=click.Path(path_type=Path),
    help='The project: the folder that holds "cards".  [default: the nearest, from this folder upwards]',
)
decks_argument = click.argument("decks", nargs=-1, metavar="[DECK|PATH]...", shell_complete=complete_targets)
output_type = click.Path(path_type=Path, file_okay=False)
package_type = click.Path(path_type=Path)


class Command(click.Command):
    """A command whose help ends with examples."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples of the command."""
        rows = [(example.line, example.does) for example in EXAMPLES.get(self.name or "", ())]
        if rows:
            with formatter.section("Examples"):
                formatter.write_dl(rows, col_max=60)


class Group(click.Group):
    """A group that keeps its commands in the order in which they are written, and knows how failures end."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say what went wrong in the world, and exit with 2; with 130 for Ctrl-C."""
        try:
            sys.exit(super().invoke(ctx))
        except DeckwrightError as error:
            _fail(str(error), 2)
        except MemoryError:
            _fail("there is not enough memory for this", 2)
        except UnsaidError:  # `run` tells
            raise
        except OSError as error:
            _fail(f"{os.fsdecode(error.filename or 'the system')}: {error.strerror or error}", 2)
        except KeyboardInterrupt:
            _fail("interrupted; what was there before is as it was", 130)


def _fail(message: str, status: int) -> NoReturn:
    print(f"deckwright: {printable(message, in_lines=True)}", file=sys.stderr)
    sys.exit(status)
