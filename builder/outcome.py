"""What a build made of a deck, and the words for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from builder.report.terminal import Paint, plain


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


def size_text(count: int) -> str:
    """Return a file size for people."""
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def built_text(built: Outcome, paint: Paint = plain) -> str:
    """Return what a build made of a deck, and what to do with it next."""
    moved = f"{built.new} new, {built.changed + len(built.renamed)} changed, {len(built.retired)} retired"
    lines = [
        paint(built.title, "good"),
        f"  {_count(built.notes, 'note')}, {_count(built.cards, 'card')} ({moved})",
    ]
    lines += [f"  renamed: {old} is now {new}" for old, new in built.renamed]
    lines += [f"  back: {key}" for key in built.revived]
    lines += [f"  retired: {key}: {text}" for key, text in built.retired]
    lines.append(f"  {os.path.relpath(built.path)}, {size_text(built.size)}, contents {built.digest[:16]}")
    if built.retired_path is not None:
        lines.append(f"  {os.path.relpath(built.retired_path)} has an Anki search for what left the deck")
    if built.tombstones_path is not None:
        lines.append(f"  {os.path.relpath(built.tombstones_path)} marks it as retired for those who import that too")
    lines.append("  next: open the file in Anki, or send it to your phone; over an older import it keeps all reviews")
    return "\n".join(lines) + "\n"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
