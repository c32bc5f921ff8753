"""`preview` and `serve`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builder.cli.options import decks_argument, root_option


@click.command(short_help="Write the cards into one HTML file.")
@decks_argument
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write pages to.  [default: build, in the project]",
)
@root_option
def preview(decks: tuple[str, ...], output: Path | None, root: Path) -> None:
    """Write each deck's cards, as learners will see them, into one HTML file."""
    from builder.diagnostics import has_errors
    from builder.places import clock, find_decks
    from builder.preview.write import write_pages, written_text
    from builder.report.problems_text import as_text
    from builder.report.terminal import painter, showing_progress

    folders = find_decks(root, decks)
    with showing_progress() as progress:
        pages, problems = write_pages(folders, root, output or root / "build", clock(), progress)
    if problems:
        click.echo(as_text(problems, painter(sys.stderr)), err=True)
    for page in pages:
        click.echo(written_text(page, painter(sys.stdout)), nl=False)
    sys.exit(1 if has_errors(problems) else 0)


@click.command(short_help="Show the cards live in the browser.")
@decks_argument
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free one.")
@click.option("--lan", is_flag=True, help="Serve to phones in the same network, at a secret address.")
@root_option
def serve(decks: tuple[str, ...], port: int, lan: bool, root: Path) -> None:
    """Show decks in the browser as learners will see them, and follow every change of their files."""
    from builder.places import find_decks
    from builder.preview import serve as room

    room.serve(find_decks(root, decks), root, port, click.echo, lan=lan)
