"""The commands: options, one call, a report, an exit status."""

from __future__ import annotations

from typing import Any

import click

from builder import __version__
from builder.cli.author import init, new, schema
from builder.cli.compile import build, check
from builder.cli.coverage import coverage
from builder.cli.ending import ending
from builder.cli.lock import lock, recover_lock, verify
from builder.cli.look import preview, serve


class _Group(click.Group):
    """A group that keeps its commands in the order in which they are written, and knows how failures end."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        with ending():
            return super().invoke(ctx)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="deckwright %(version)s")
def main() -> None:
    """Compile flashcards written as YAML into Anki decks that keep every learner's reviews."""


for _command in (init, new, build, check, preview, serve, coverage, schema, verify, lock, recover_lock):
    main.add_command(_command)
