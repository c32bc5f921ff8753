"""Locks on the disk: told of, mended after a merge, and recovered from a published package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.errors import LockError, UsageError
from builder.files import read_bytes, sole_writer, write_all
from builder.loading import load
from builder.lock.format import decode_lock, dump, parse, resolve
from builder.lock.model import Ledger
from builder.model import Settings
from builder.package.recover import recover
from builder.places import find_decks, shown_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A lock that was read: where it is, what it holds, and what had to be chosen, a line each."""

    path: str
    ledger: Ledger
    choices: tuple[str, ...] = ()
    written: bool = False


def mended_text(mended: Mended) -> str:
    """Return what a lock holds, and what was chosen in it."""
    retired = sum(entry.retired for entry in mended.ledger.notes.values())
    live, types = len(mended.ledger.notes) - retired, len(mended.ledger.types)
    counts = f"{_count(live, 'note')}, {retired} retired, {_count(types, 'note type')}"
    lines = [f"{mended.path}: {'written: ' if mended.written else ''}{counts}"]
    return "\n".join([*lines, *(f"  {choice}" for choice in mended.choices), ""])


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def read_lock(folder: Path, root: Path) -> Mended:
    """Return a deck's lock; raise `LockError` where there is none that can be used."""
    shown = shown_path(folder / "deck.lock", root)
    return Mended(path=shown, ledger=parse(_text(folder, shown), shown))


def resolve_lock(folder: Path, root: Path) -> Mended:
    """Mend a lock that a merge has left with conflict markers or with doubled lines; the latest entries win."""
    shown = shown_path(folder / "deck.lock", root)
    with sole_writer(folder):
        text = _text(folder, shown)
        ledger, choices = resolve(text, shown)
        mended = dump(ledger)
        if mended != text:
            write_all([(folder / "deck.lock", mended.encode())])
    return Mended(path=shown, ledger=ledger, choices=choices, written=mended != text)


def _text(folder: Path, shown: str) -> str:
    path = folder / "deck.lock"
    if not path.exists():
        raise LockError(
            f"{shown}: there is no lock; `deckwright build` makes it, `deckwright recover-lock` recovers it"
        )
    return decode_lock(read_bytes(path), shown)


def recover_lock(package: Path, names: Sequence[str], root: Path) -> Mended:
    """Write the lock of the deck that a published package is of; the deck is found by its uid, or named.

    Raise `UsageError` where there is no such deck, or where its lock is there and whole.
    """
    ledger = recover(read_bytes(package), str(package))
    folder = _deck_of(ledger, package, find_decks(root, names), root)
    path = folder / "deck.lock"
    shown = shown_path(path, root)
    recovered = dump(ledger)
    with sole_writer(folder):
        if path.exists():
            try:
                parse(decode_lock(read_bytes(path), shown), shown)
            except LockError:
                pass
            else:
                if read_bytes(path) == recovered.encode():
                    return Mended(path=shown, ledger=ledger)
                raise UsageError(f"{shown}: this lock is whole; delete it first if the package's is to take its place")
        write_all([(path, recovered.encode())])
    return Mended(path=shown, ledger=ledger, written=True)


def _deck_of(ledger: Ledger, package: Path, folders: Sequence[Path], root: Path) -> Path:
    found = [(folder, settings) for folder in folders if (settings := _settings(folder, root)) is not None]
    for folder, settings in found:
        if settings.uid == ledger.uid:
            return folder
    have = ", ".join(f'"{settings.uid}" in {shown_path(folder, root)}' for folder, settings in found) or "none"
    raise UsageError(f'{package}: this is a package of the deck with the uid "{ledger.uid}"; the uids here are: {have}')


def _settings(folder: Path, root: Path) -> Settings | None:
    deck = load(folder, root).deck
    return deck.settings if deck is not None else None
