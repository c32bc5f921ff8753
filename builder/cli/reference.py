"""Writes docs/commands.md out of the commands as they are declared: `python -m builder.cli.reference`."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

import click

from builder.cli.examples import COMMON, EXAMPLES, STATUSES
from builder.cli.main import main

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
_HEAD = """\
# Commands

Written by `python -m builder.cli.reference` from the commands themselves. `deckwright help COMMAND` says the same.

Each command finds its project from any folder below it, or by `--root DIR`. DECK is the name of a folder in `cards`; a
file or folder in a deck stands for that deck. What goes wrong is said on stderr, a line each. Every command exits with
"""


def reference() -> str:
    """Return the page."""
    top = click.Context(main, info_name="deckwright", **main.context_settings)
    parts = [_HEAD, *(f"- {status}: {meaning};" for status, meaning in COMMON.items())]
    parts[-1] = f"{parts[-1].removesuffix(';')}."
    for name, command in main.commands.items():
        parts += ["", *_section(name, command, click.Context(command, info_name=name, parent=top))]
    return "\n".join(parts) + "\n"


def _section(name: str, command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {name}"
    yield ""
    yield f"    {command.get_usage(context).removeprefix('Usage: ')}"
    yield ""
    yield " ".join((command.help or "").split("\n\n")[0].split())
    for paragraph in (command.help or "").split("\n\n")[1:]:
        yield ""
        yield " ".join(paragraph.split())
    params = [param for param in command.get_params(context) if isinstance(param, click.Option)]
    rows = [param.get_help_record(context) for param in params if param.name != "help"]
    options = [row for row in rows if row is not None]
    if options:
        yield ""
        yield "| option | |"
        yield "| --- | --- |"
        yield from (f"| {_code(option)} | {_cell(words)} |" for option, words in options)
    yield ""
    yield from (f"- `{example.line}`: {example.does}" for example in EXAMPLES[name])
    if name in STATUSES:
        yield ""
        yield f"Exit status {'; '.join(f'{status}: {meaning}' for status, meaning in STATUSES[name].items())}."


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _code(text: str) -> str:
    """Return code for a cell; in backticks, readers of Markdown differ on what a backslash before a bar is."""
    words = " ".join(text.split())
    if "|" not in words:
        return f"`{words}`"
    return f"<code>{html.escape(words, quote=False).replace('|', '&#124;')}</code>"


if __name__ == "__main__":
    PAGE.write_text(reference(), "utf-8")
