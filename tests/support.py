"""What many tests need: a project written from texts, and its problems as a user reads them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

from builder import build as room
from builder.report.problems_text import as_text

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
    folders = sorted(path for path in (root / "cards").iterdir())
    return as_text(room.check(folders, root, NOW))
