"""What many tests need: a project written from texts, what builds make of it, and its problems as a user reads them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

from builder.pipeline import BuildOrder, BuiltDecks, build, prepare
from builder.pipeline.loop import RenderedDeck, read_head, render_deck
from builder.pipeline.output import BuiltDeck
from builder.project import find_decks
from builder.report.problems_text import as_text
from builder.stores import ChapterStore

NOW = 1_700_000_000

DECK = """\
name: Demo
uid: demo
sources: {own: Ours, guide: {title: Guide, sections: {verdict: The verdict}}}
"""


def write_deck(root: Path, files: Mapping[str, str | bytes], folder: str = "demo") -> Path:
    """Write a deck's files under `root/cards`; without a `deck.yaml` among them it gets a plain one."""
    deck = root / "cards" / folder
    deck.mkdir(parents=True, exist_ok=True)
    for name, text in {"deck.yaml": DECK, **files}.items():
        path = deck / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
    return deck


def check_text(root: Path) -> str:
    """Return the problems of all decks as the command prints them."""
    folders = sorted(path for path in (root / "cards").iterdir() if path.is_dir())
    return as_text(prepare(folders, NOW).problems)


def render_folder(folder: Path) -> RenderedDeck:
    """Read and render a deck, with what its author wrote."""
    return render_deck(read_head(folder), keep_sources=True)


def build_decks(
    root: Path,
    now: int = NOW,
    *,
    locked: bool = False,
    with_tombstones: bool = False,
    store: ChapterStore | None = None,
) -> BuiltDecks:
    """Build all decks of a project into `root/build`, also where that is refused."""
    order = BuildOrder(
        folders=find_decks(root),
        output=root / "build",
        now=now,
        locked=locked,
        with_tombstones=with_tombstones,
    )
    return build(order, store)


def build_deck(root: Path, now: int = NOW) -> BuiltDeck:
    """Build the only deck of a project, which has no errors."""
    result = build_decks(root, now)
    assert result.decks, as_text(result.problems)
    (built,) = result.decks
    return built
