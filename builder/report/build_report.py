"""The words for a finished build."""

from __future__ import annotations

from typing import NamedTuple

from builder.diagnostics import counted
from builder.report.terminal import Paint, plain

_NAMED = 5
"""Notes that a line names each; of more, how many."""


class BuildReport(NamedTuple):
    """A finished package, and what moved since the last build."""

    title: str
    """The deck's name and version."""
    notes: int
    cards: int
    size: int
    """Bytes of the package."""
    digest: str
    """Of the package's contents; does not depend on zlib."""
    new: int = 0
    changed: int = 0
    renamed: tuple[tuple[str, str], ...] = ()
    revived: tuple[str, ...] = ()
    retired: tuple[tuple[str, str], ...] = ()
    """Keys and texts of the notes that left the deck now."""
    forgotten: tuple[str, ...] = ()
    """Keys of the notes that left the deck before anybody was given them."""
    told: tuple[str, ...] = ()
    """What else the author should know of this build, a line each."""


def built_text(
    report: BuildReport, path: str, retired: str | None, tombstones: str | None, paint: Paint = plain
) -> str:
    """Return what a build made of a deck.

    `path` is that of the package, `retired` that of the list of retired notes, `tombstones` that of the package which
    marks them; None where there is none.
    """
    moved = f"{report.new} new, {report.changed + len(report.renamed)} changed, {len(report.retired)} retired"
    lines = [
        paint(report.title, "good"),
        f"  {counted(report.notes, 'note')}, {counted(report.cards, 'card')} ({moved})",
    ]
    lines += [f"  renamed: {old} is now {new}" for old, new in report.renamed]
    lines += [f"  back: {key}" for key in report.revived]
    lines += [f"  retired: {key}: {text}" for key, text in report.retired]
    if report.forgotten:
        named = ", ".join([*report.forgotten[:_NAMED], *["…"] * (len(report.forgotten) > _NAMED)])
        lines.append(f"  gone: {counted(len(report.forgotten), 'note')} that nobody was given: {named}")
    lines += [f"  {line}" for line in report.told]
    lines.append(f"  {path}, {size_text(report.size)}, contents {report.digest[:16]}")
    if retired is not None:
        lines.append(f"  {retired} has an Anki search for what left the deck")
    if tombstones is not None:
        lines.append(f"  {tombstones} marks it as retired for those who import that too")
    return "\n".join(lines) + "\n"


def size_text(count: int) -> str:
    """Return a file size for people."""
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
