"""Fixes chapter files on the disk: each is written whole, and only if nobody else wrote it meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.errors import DeckwrightError
from builder.files import read_bytes, replace_unchanged
from builder.kinds import builtin_kinds
from builder.loading import LoadedDeck
from builder.lock.format import decode_lock, parse
from builder.model import Kind
from builder.places import chapter_paths, shown_path
from builder.source.autofix import Change, TakenIds, autofix
from builder.source.files import decode
from builder.source.yaml_nodes import compose

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedFile:
    """A chapter file as it was read and as it should be; `shown` is its path for messages."""

    path: Path
    shown: str
    before: bytes
    after: bytes
    changes: tuple[Change, ...]


class ChangedUnderneathError(DeckwrightError):
    """Files were written by somebody else between the reading and the writing."""

    def __init__(self, files: Sequence[FixedFile]) -> None:
        shown = ", ".join(file.shown for file in files)
        super().__init__(f"{shown}: changed while being mended, and left alone; run this again")


def plan_fixes(loaded: LoadedDeck, root: Path) -> tuple[FixedFile, ...]:
    """Return what to fix in a deck's chapters; files that are not valid YAML are left out, as are those in order."""
    kinds = kinds_of(loaded)
    contents = {path: read_bytes(path) for path in chapter_paths(loaded.folder)}
    taken = taken_ids(loaded, root)
    fixed = []
    for path, data in contents.items():
        file, _ = decode(shown_path(path, root), data)
        _, problems = compose(file)
        if problems:
            continue
        text, changes = autofix(file.text, kinds, taken)
        if text != file.text:
            after = (_BOM if data.startswith(_BOM) else b"") + text.encode()
            fixed.append(FixedFile(path=path, shown=file.path, before=data, after=after, changes=changes))
    return tuple(fixed)


def write_fixes(files: Sequence[FixedFile]) -> tuple[FixedFile, ...]:
    """Write fixed files, each whole, and return those that were left alone since somebody else wrote them."""
    return tuple(file for file in files if not replace_unchanged(file.path, file.before, file.after))


def fixed_text(files: Iterable[FixedFile]) -> str:
    """Return `path:line:column: what was done`, a line a change."""
    return "".join(
        f"{file.shown}:{change.line}:{change.column}: {change.message}\n" for file in files for change in file.changes
    )


def taken_ids(loaded: LoadedDeck, root: Path) -> TakenIds:
    """Return the ids that a deck's chapters hold and its lock remembers."""
    taken = TakenIds(locked=_locked_keys(loaded.folder, root))
    for path in chapter_paths(loaded.folder):
        file, _ = decode(shown_path(path, root), read_bytes(path))
        taken.add_file(file)
    return taken


def _locked_keys(folder: Path, root: Path) -> frozenset[str]:
    path = folder / "deck.lock"
    if not path.exists():
        return frozenset()
    shown = shown_path(path, root)
    return frozenset(key.lower() for key in parse(decode_lock(read_bytes(path), shown), shown).notes)


def kinds_of(loaded: LoadedDeck) -> Mapping[str, Kind]:
    """Return the kinds that a deck may use; those that come with Deckwright where its settings are broken."""
    return loaded.deck.kinds if loaded.deck is not None else builtin_kinds()
