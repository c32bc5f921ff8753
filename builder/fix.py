"""Mends chapter files on the disk: each is written whole, and only if nobody else wrote it meanwhile."""

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
from builder.source.autofix import Change, Names, autofix
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
    """Files were written by somebody else between the reading and the mending."""

    def __init__(self, files: Sequence[FixedFile]) -> None:
        shown = ", ".join(file.shown for file in files)
        super().__init__(f"{shown}: changed while being mended, and left alone; run this again")


def plan_fixes(loaded: LoadedDeck, root: Path) -> tuple[FixedFile, ...]:
    """Return what to mend in a deck's chapters; files that are not valid YAML are left out, as are those in order."""
    kinds = kinds_of(loaded)
    read = [(path, read_bytes(path)) for path in chapter_paths(loaded.folder)]
    files = [decode(shown_path(path, root), data)[0] for path, data in read]
    names = known_names(loaded, root)
    fixed = []
    for (path, data), file in zip(read, files, strict=True):
        if compose(file)[1]:
            continue
        text, changes = autofix(file.text, kinds, names)
        if text != file.text:
            after = (_BOM if data.startswith(_BOM) else b"") + text.encode()
            fixed.append(FixedFile(path=path, shown=file.path, before=data, after=after, changes=changes))
    return tuple(fixed)


def write_fixes(files: Sequence[FixedFile]) -> tuple[FixedFile, ...]:
    """Write mended files, each whole, and return those that were left alone since somebody else wrote them."""
    return tuple(file for file in files if not replace_unchanged(file.path, file.before, file.after))


def fixed_text(files: Iterable[FixedFile]) -> str:
    """Return `path:line:column: what was done`, a line a change."""
    changes = ((file.shown, change) for file in files for change in file.changes)
    return "".join(f"{shown}:{one.line}:{one.column}: {one.message}\n" for shown, one in changes)


def known_names(loaded: LoadedDeck, root: Path) -> Names:
    """Return the ids that a deck's chapters hold and its lock remembers."""
    names = Names(locked=_locked_keys(loaded.folder, root))
    for path in chapter_paths(loaded.folder):
        names.learn(decode(shown_path(path, root), read_bytes(path))[0])
    return names


def _locked_keys(folder: Path, root: Path) -> frozenset[str]:
    path = folder / "deck.lock"
    if not path.exists():
        return frozenset()
    shown = shown_path(path, root)
    return frozenset(key.lower() for key in parse(decode_lock(read_bytes(path), shown), shown).notes)


def kinds_of(loaded: LoadedDeck) -> Mapping[str, Kind]:
    """Return the kinds that a deck may use; those that come with Deckwright where its settings are broken."""
    return loaded.deck.kinds if loaded.deck is not None else builtin_kinds()
