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
    """Keys of the notes that left the deck before any commit had them, so that they count as given to nobody."""
    told: tuple[str, ...] = ()
    """What else the author should know of this build, a line each."""
    is_uncommitted: bool = False
    """Whether git looks after the deck, and no commit has its lock."""


class ShownPaths(NamedTuple):
    """Where a build has put what it made of a deck, as its author is shown it; None where there is none."""

    package: str
    lock: str
    retired: str | None = None
    """The list of retired notes."""
    tombstones: str | None = None
    """The package that marks them."""


def built_text(report: BuildReport, paths: ShownPaths, paint: Paint = plain) -> str:
    """Return what a build made of a deck."""
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
        lines.append(f"  gone: {counted(len(report.forgotten), 'note')} that no commit has: {named}")
        lines.append(
            f"  if you gave a package with {'it' if len(report.forgotten) == 1 else 'them'} away: delete {paths.lock},"
            " run deckwright recover-lock on that package, commit the lock, and build again"
        )
    lines += [f"  {line}" for line in report.told]
    if report.is_uncommitted:
        lines.append(
            f"  {paths.lock} is in no commit: commit it before you give the package away; until then what leaves, or"
            " comes to mean something else, counts as never given"
        )
    lines.append(f"  {paths.package}, {size_text(report.size)}, contents {report.digest[:16]}")
    if paths.retired is not None:
        lines.append(f"  {paths.retired} has an Anki search for what left the deck")
    if paths.tombstones is not None:
        lines.append(f"  {paths.tombstones} marks it as retired for those who import that too")
    return "\n".join(lines) + "\n"


def size_text(count: int) -> str:
    """Return a file size for people."""
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
