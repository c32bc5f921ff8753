"""Makes the package of a deck, and writes what a build has made: all of it, or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from builder.files import digest_of, remove, sweep, write_all
from builder.lock.format import dump, unseen
from builder.lock.ledger import written_key
from builder.package.apkg import Package, assemble
from builder.package.collection import Collection
from builder.package.description import describe
from builder.package.retired import left_text, tombstones
from builder.pipeline.deck_stamp import StampedDeck
from builder.pipeline.told import is_uncommitted, told
from builder.project import lock_path
from builder.report.build_report import BuildReport

_ATTRIBUTES = b"deck.lock merge=union eol=lf\n"
"""Beside a new lock: git keeps the lines of both branches, and the next build makes one entry a note of them."""


class BuiltDeck(NamedTuple):
    """What a build made of one deck."""

    stamped: StampedDeck
    package: Package
    path: Path
    lock: str
    """The text of the lock after this build."""
    retired: str
    """The list of what left the deck and stays with learners; empty for nothing."""
    tombstones: Package | None
    """The package that marks them as retired, where it was asked for."""
    report: BuildReport

    @property
    def lock_path(self) -> Path:
        """Where the lock lies."""
        return lock_path(self.stamped.rendered.folder)

    @property
    def attributes_path(self) -> Path:
        """Where git looks up how to merge the lock."""
        return self.stamped.rendered.folder / ".gitattributes"

    @property
    def retired_path(self) -> Path:
        """Where the list of retired notes lies, if there is one."""
        return self.path.with_name(f"{self.path.stem}-retired.txt")

    @property
    def tombstones_path(self) -> Path:
        """Where the package of retired notes lies, if there is one."""
        return self.path.with_name(f"{self.path.stem}-retired.apkg")


def pack(stamped: StampedDeck, output: Path, *, with_tombstones: bool = False) -> BuiltDeck:
    """Make the package of a deck that has no errors, and name where it goes; write nothing."""
    update, rendered = stamped.update, stamped.rendered
    assert update is not None
    ledger, settings = update.ledger, rendered.deck.settings
    collection = Collection(
        deck_name=settings.name,
        description=describe(settings),
        types=stamped.types,
        notes=update.notes,
        memory=unseen(ledger),
    )
    lock = dump(ledger)
    media, store = rendered.media, rendered.media.store
    last = b"" if store is None else store.last_package()
    package = assemble(collection, tuple(media.used.values()), digest_of(lock.encode()), last)
    has_retired = any(entry.retired for entry in ledger.notes.values())
    moves = update.moves
    retired = assemble(tombstones(settings, stamped.types, ledger)) if has_retired and with_tombstones else None
    return BuiltDeck(
        stamped=stamped,
        package=package,
        path=output / f"{settings.folder}.apkg",
        lock=lock,
        retired=left_text(settings.name, stamped.types, ledger),
        tombstones=retired,
        report=BuildReport(
            title=f"{settings.name} {settings.version}".strip(),
            notes=len(update.notes),
            cards=sum(len(note.ordinals) for note in update.notes),
            size=len(package.data),
            digest=package.digest,
            new=len(moves.new),
            changed=len(moves.changed),
            renamed=moves.renamed,
            revived=moves.revived,
            retired=tuple((written_key(key), ledger.notes[key].text) for key in moves.retired),
            forgotten=tuple(written_key(key) for key in moves.forgotten),
            told=told(stamped),
            is_uncommitted=is_uncommitted(stamped),
        ),
    )


def write_decks(decks: Sequence[BuiltDeck]) -> None:
    """Write what a build has made: everything is on the disk before the first file takes its place.

    Of a deck the lock goes first: a build that is killed between the two leaves a lock that is ahead of a whole
    package, and the next build, which gives the same times and ids again, finishes the work.
    """
    sweep(path for deck in decks for path in _paths(deck))
    write_all([file for deck in decks for file in _files(deck)])
    for deck in decks:
        if not deck.retired:
            remove(deck.retired_path)
            remove(deck.tombstones_path)


def _paths(deck: BuiltDeck) -> tuple[Path, ...]:
    """Return all that a build may write of a deck, beside which a killed one may have left files."""
    return (deck.attributes_path, deck.lock_path, deck.path, deck.retired_path, deck.tombstones_path)


def _files(deck: BuiltDeck) -> Iterator[tuple[Path, bytes]]:
    before = deck.stamped.lock_text
    if not before and not os.path.lexists(deck.attributes_path):
        yield deck.attributes_path, _ATTRIBUTES
    if deck.lock != before:
        yield deck.lock_path, deck.lock.encode()
    yield deck.path, deck.package.data
    if deck.retired:
        yield deck.retired_path, deck.retired.encode()
    if deck.tombstones is not None:
        yield deck.tombstones_path, deck.tombstones.data
