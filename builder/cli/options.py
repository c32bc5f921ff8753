"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def root_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--root` to a command."""
    return click.option(
        "--root",
        type=click.Path(path_type=Path),
        default=Path(),
        show_default="this folder",
        help='The project: the folder that holds "cards".',
    )(command)


def decks_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `DECK…` to a command."""
    return click.argument("decks", nargs=-1, metavar="[DECK]...")(command)
