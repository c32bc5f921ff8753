"""Fixes chapter files on the disk: each is written whole, and only if nobody else wrote it meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.errors import ChangedUnderneathError
from builder.files import replace_unchanged
from builder.lock.format import read_lock
from builder.pipeline.loop import read_head
from builder.project import chapter_paths
from builder.render.html_fix import drop_harmless
from builder.source.autofix import Change, autofix
from builder.source.read_source import read_source
from builder.source.taken_ids import TakenIds
from builder.source.yaml_nodes import compose
from builder.syntax import encode


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedFile:
    """A chapter file as it was read and as it should be; `shown` is its path for messages."""

    path: Path
    shown: str
    before: bytes
    after: bytes
    changes: tuple[Change, ...]


def fix_files(folders: Sequence[Path], covers: Callable[[str], bool] = lambda shown: True) -> None:
    """Fix those chapters of decks whose paths, as messages show them, `covers` takes, and say on stderr what was done.

    Raise `ChangedUnderneathError` where a file changed meanwhile.
    """
    planned = [file for folder in folders for file in plan_fixes(folder) if covers(file.shown)]
    stale = write_fixes(planned)
    print(fixed_text(file for file in planned if file not in stale), end="", file=sys.stderr)
    if stale:
        raise ChangedUnderneathError([file.shown for file in stale])


def plan_fixes(folder: Path) -> tuple[FixedFile, ...]:
    """Return what to fix in a deck's chapters; files that are not valid YAML are left out, as are those in order."""
    kinds = read_head(folder).kinds
    sources = {path: read_source(path, folder) for path in chapter_paths(folder)}
    taken = taken_ids(folder)
    fixed = []
    for path, (file, data, unread) in sources.items():
        _, problems = compose(file)
        if unread or problems:
            continue
        text, more = drop_harmless(file.text)
        text, changes = autofix(text, kinds, taken)
        if text != file.text:
            after = encode(text, like=data)
            fixed.append(FixedFile(path=path, shown=file.path, before=data, after=after, changes=(*more, *changes)))
    return tuple(fixed)


def write_fixes(files: Sequence[FixedFile]) -> tuple[FixedFile, ...]:
    """Write fixed files, each whole, and return those that were left alone since somebody else wrote them."""
    return tuple(file for file in files if not replace_unchanged(file.path, file.before, file.after))


def fixed_text(files: Iterable[FixedFile]) -> str:
    """Return `path:line:column: what was done`, a line a change."""
    return "".join(
        f"{file.shown}:{change.line}:{change.column}: {change.message}\n" for file in files for change in file.changes
    )


def taken_ids(folder: Path) -> TakenIds:
    """Return the ids that a deck's chapters hold and its lock remembers."""
    types = _locked_types(folder)
    taken = TakenIds(locked=frozenset(types), types=types)
    for path in chapter_paths(folder):
        taken.add_file(read_source(path, folder).file)
    return taken


def _locked_types(folder: Path) -> dict[str, str]:
    lock = read_lock(folder)
    return {key.lower(): entry.type for key, entry in lock.ledger.notes.items()} if lock else {}
