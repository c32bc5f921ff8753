"""Locks on the disk: told of, mended after a merge, and recovered from a published package."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.diagnostics import counted, printable
from builder.errors import LockError, UsageError
from builder.files import LOCK_LIMIT, read_bytes, sole_writer, write_all
from builder.lock.format import decode_lock, dump, read_lock, resolve
from builder.lock.ledger import Ledger
from builder.package.recover import recover_from
from builder.pipeline.loop import read_head
from builder.project import lock_path, shown_path
from builder.targets import find_targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A lock that was read: where it is, what it holds, and what had to be chosen, a line each."""

    path: str
    ledger: Ledger
    choices: tuple[str, ...] = ()
    written: bool = False


def mended_text(mended: Mended) -> str:
    """Return what a lock holds, and what was chosen in it."""
    retired = sum(bool(entry.retired) for entry in mended.ledger.notes.values())
    live, types = len(mended.ledger.notes) - retired, len(mended.ledger.types)
    counts = f"{counted(live, 'note')}, {retired} retired, {counted(types, 'note type')}"
    lines = [f"{mended.path}: {'written: ' if mended.written else ''}{counts}"]
    return "\n".join([*lines, *(f"  {choice}" for choice in mended.choices), ""])


def look_at_lock(folder: Path) -> Mended:
    """Return a deck's lock; raise `LockError` where there is none that can be used."""
    shown = shown_path(lock_path(folder))
    lock = read_lock(folder)
    if lock is None:
        raise _no_lock(shown)
    return Mended(path=shown, ledger=lock.ledger)


def resolve_lock(folder: Path) -> Mended:
    """Mend a lock that a merge has left with conflict markers or with doubled lines; the latest entries win."""
    path = lock_path(folder)
    shown = shown_path(path)
    with sole_writer(folder):
        if not os.path.exists(path):
            raise _no_lock(shown)
        text = decode_lock(read_bytes(path, LOCK_LIMIT), shown)
        ledger, choices = resolve(text, shown)
        mended = dump(ledger)
        if mended != text:
            write_all([(path, mended.encode())])
    return Mended(path=shown, ledger=ledger, choices=choices, written=mended != text)


def _no_lock(shown: str) -> LockError:
    message = "there is no lock; `deckwright build` makes it, `deckwright recover-lock` recovers it"
    return LockError(f"{shown}: {message}")


def recover_lock(package: Path, names: Sequence[str], root: Path | None) -> Mended:
    """Write the lock of the deck that a published package is of; the deck is found by its uid, or named.

    Raise `UsageError` where there is no such deck, or where its lock is there and whole.
    """
    ledger = recover_from(package, printable(str(package))).ledger
    folder = _deck_of(ledger, package, find_targets(root, names).folders)
    path = lock_path(folder)
    shown = shown_path(path)
    recovered = dump(ledger)
    with sole_writer(folder):
        if _is_whole(folder):
            if read_bytes(path, LOCK_LIMIT) == recovered.encode():
                return Mended(path=shown, ledger=ledger)
            raise UsageError(f"{shown}: this lock is whole; delete it first if the package's is to take its place")
        write_all([(path, recovered.encode())])
    return Mended(path=shown, ledger=ledger, written=True)


def _is_whole(folder: Path) -> bool:
    """Tell whether a deck has a lock that can be read."""
    try:
        return read_lock(folder) is not None
    except LockError:
        return False


def _deck_of(ledger: Ledger, package: Path, folders: Sequence[Path]) -> Path:
    heads = [read_head(folder) for folder in folders]
    decks = [(head.folder, head.settings) for head in heads if head.settings is not None]
    for folder, settings in decks:
        if settings.uid == ledger.uid:
            return folder
    have = ", ".join(f'"{settings.uid}" in {shown_path(folder)}' for folder, settings in decks) or "none"
    raise UsageError(f'{package}: this is a package of the deck with the uid "{ledger.uid}"; the uids here are: {have}')


def run_lock(decks: Sequence[str], root: Path | None, *, mend: bool) -> int:
    """Say what is in the locks of decks, or mend them; return the exit status."""
    for folder in find_targets(root, decks).folders:
        print(mended_text(resolve_lock(folder) if mend else look_at_lock(folder)), end="")
    return 0


def run_recover_lock(package: Path, names: Sequence[str], root: Path | None) -> int:
    """Rebuild a lock from a package and say what is in it; return the exit status."""
    print(mended_text(recover_lock(package, names, root)), end="")
    return 0
