"""A short look at what a package does to who has an older one: for decks that are too large to try all of `verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from builder.report.terminal import Progress
from builder.verify.scratch import import_package, need_anki, scratch_collection
from builder.verify.vetting import vet

if TYPE_CHECKING:
    from anki.collection import Collection

_STEPS = 3


class Glance(NamedTuple):
    """What a learner sees of an import who has the older package."""

    added: int
    updated: int
    conflicts: int
    """Notes that Anki leaves out."""
    lost: int
    """Cards that he no longer has, or that another device, on which the newer package came first, has otherwise."""


def glance(old: Path, new: Path, progress: Progress) -> Glance:
    """Import two packages, one over the other, with Anki's default options.

    Raise `UsageError` where the `anki` package is missing, and `DeckwrightError` for a file that Anki cannot import.
    """
    need_anki()
    for package in (old, new):
        vet(package)
    with scratch_collection() as learner, scratch_collection() as newcomer:
        progress("importing and comparing", 0, _STEPS)
        import_package(learner, old)
        notes, cards = _notes(learner), _cards(learner)
        progress("importing and comparing", 1, _STEPS)
        conflicts = import_package(learner, new)
        notes_now, cards_now = _notes(learner), _cards(learner)
        progress("importing and comparing", 2, _STEPS)
        import_package(newcomer, new)
        elsewhere = _cards(newcomer)
    return Glance(
        added=len(notes_now.keys() - notes.keys()),
        updated=sum(notes_now.get(guid) != mod for guid, mod in notes.items()),
        conflicts=len(conflicts),
        lost=len((cards | elsewhere) - cards_now),
    )


def _notes(collection: Collection) -> dict[str, int]:
    """Return the times of notes by their GUIDs: an update brings a later one."""
    assert collection.db is not None
    return {str(guid): int(mod) for guid, mod in collection.db.execute("select guid, mod from notes")}


def _cards(collection: Collection) -> set[tuple[int, int, int]]:
    """Return the cards with the ids of their notes, their ordinals and their own ids."""
    assert collection.db is not None
    return {(nid, ordinal, card) for nid, ordinal, card in collection.db.execute("select nid, ord, id from cards")}
