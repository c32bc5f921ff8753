"""What a build made of a deck, as its report tells it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Outcome(NamedTuple):
    """A finished package, and what moved since the last build."""

    title: str
    """The deck's name and version."""
    notes: int
    cards: int
    size: int
    """Bytes of the package."""
    digest: str
    """Of the package's contents; does not depend on zlib."""
    path: Path
    retired_path: Path | None
    """The file that lists all retired notes; None where there are none."""
    tombstones_path: Path | None
    """The package that marks them as retired, where it was asked for."""
    new: int = 0
    changed: int = 0
    renamed: tuple[tuple[str, str], ...] = ()
    revived: tuple[str, ...] = ()
    retired: tuple[tuple[str, str], ...] = ()
    """Keys and texts of the notes that left the deck now."""
