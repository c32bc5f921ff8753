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


_HELP = {"/?": "--help", "-?": "--help"}
"""How other systems ask for help."""


class Command(click.Command):
    """A command whose help ends with examples."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read a command's words; fail for an option that has lost a dash, which would be read as several."""
        long = {name for option in self.params for name in option.opts if name.startswith("--")}
        for word in args[: args.index("--")] if "--" in args else args:
            meant = f"-{word.lower()}"
            if meant in long and not word.startswith("--"):
                raise click.UsageError(f"No such option '{word}'. Did you mean '{meant}'?", ctx)
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples of the command."""
        rows = [(example.line, example.does) for example in EXAMPLES.get(self.name or "", ())]
        if rows:
            with formatter.section("Examples"):
                formatter.write_dl(rows, col_max=60)


class Group(click.Group):
    """A group that keeps its commands in the order in which they are written, and knows how failures end."""

    command_class = Command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read all words; those by which other tools show their help and version count as ours."""
        words = [_HELP.get(word, word) for word in args]
        return super().parse_args(ctx, ["--version", *words[1:]] if words[:1] == ["version"] else words)

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
