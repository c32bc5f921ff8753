"""Fixes chapter files on the disk: each is written whole, and only if nobody else wrote it meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.errors import ChangedUnderneathError
from builder.files import replace_unchanged
from builder.lock.format import read_lock
from builder.pipeline.loop import Head, read_head
from builder.pipeline.table_files import readers
from builder.project import chapter_paths, is_table_name, table_name
from builder.render.html_fix import drop_harmless
from builder.schema import Entry
from builder.source.autofix import Change, autofix
from builder.source.read_source import read_source
from builder.source.taken_ids import TakenIds
from builder.source.yaml_nodes import compose
from builder.syntax import Map, SourceFile, encode


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
    head = read_head(folder)
    sources = {path: read_source(path, folder) for path in chapter_paths(folder)}
    taken = taken_ids(folder)
    fixed = []
    for path, (file, data, unread) in sources.items():
        if unread:
            continue
        if is_table_name(path.name):
            text, more, changes = _fixed_table(file, _entry(path, head), head, taken)
        elif compose(file)[1]:
            continue
        else:
            text, more = drop_harmless(file.text)
            text, changes = autofix(text, head.kinds, taken)
        if text != file.text:
            after = encode(text, like=data)
            fixed.append(FixedFile(path=path, shown=file.path, before=data, after=after, changes=(*more, *changes)))
    return tuple(fixed)


def _entry(path: Path, head: Head) -> Entry | None:
    """Return what deck.yaml says of a table; None where it says nothing."""
    return head.settings.tables.get(table_name(path, head.folder)) if head.settings else None


def _fixed_table(
    file: SourceFile, entry: Entry | None, head: Head, taken: TakenIds
) -> tuple[str, tuple[Change, ...], tuple[Change, ...]]:
    """Return a table's text fixed, and what was done to its texts and ids; as it is where deck.yaml tells nothing."""
    if entry is None:
        return file.text, (), ()

    def cards(text: str) -> Iterable[Map]:
        return readers().cards(file._replace(text=text), entry, head.kinds)

    text, more = drop_harmless(file.text, cards)
    text, changes = readers().fill_ids(file._replace(text=text), entry, head.kinds, taken)
    return text, more, changes


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
    tables = [path for path in chapter_paths(folder) if is_table_name(path.name)]
    head = read_head(folder) if tables else None
    for path in chapter_paths(folder):
        file = read_source(path, folder).file
        if head is None or path not in tables:
            taken.add_file(file)
            continue
        entry = _entry(path, head)
        taken.add(readers().cards(file, entry, head.kinds) if entry else ())
    return taken


def _locked_types(folder: Path) -> dict[str, str]:
    lock = read_lock(folder)
    return {key.lower(): entry.type for key, entry in lock.ledger.notes.items()} if lock else {}
