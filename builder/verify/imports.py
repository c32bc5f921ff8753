"""Imports two packages as learners do, each into a collection of its own, and keeps what they then have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from builder.report.terminal import Progress, silent
from builder.verify.scratch import change_fronts, import_package, review_all, scratch_collection
from builder.verify.snapshot import CardKey, Snapshot, card_ids, note_ids, take

if TYPE_CHECKING:
    from anki.collection import Collection

_STEPS = 8
"""How often an update tells that it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealt:
    """What Anki makes by itself on the day on which it looks for missing cards, and what it refuses to change."""

    by_fronts: frozenset[CardKey]
    """When a front changes."""
    by_check: frozenset[CardKey]
    """By Check Database."""
    locked_types: frozenset[str]

    @property
    def cards(self) -> frozenset[CardKey]:
        """Return all cards that it makes."""
        return self.by_fronts | self.by_check


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """The ids of notes and cards."""

    notes: Mapping[str, int]
    cards: Mapping[CardKey, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What learners have of two packages."""

    old: Collection
    """Of one who has the older package alone."""
    learner: Collection
    """Of one who imported the older package, reviewed all of its cards, and imported the newer one over it."""
    newcomer: Collection
    """Of one who never had the older package; what he has is what its author means."""
    before: Snapshot
    """Of the learner, with his reviews, before the second import."""
    after: Snapshot
    """Of the learner after it."""
    alone: Snapshot
    """Of the newcomer."""
    shared: frozenset[str]
    """GUIDs of the notes that are in both packages."""
    updated: frozenset[str]
    """Those of them whose contents the import changed."""
    new_cards: frozenset[CardKey]
    """Cards that the learner had not before."""
    elsewhere: Ids
    """What another device of the same learner has, which imported both packages as well."""
    conflicts: frozenset[str]
    """GUIDs of notes that Anki left out, since their note type is not the one that the learner has."""
    old_cards: Mapping[CardKey, int]
    dealt_before: Dealt
    """By the older package alone."""
    dealt_after: Dealt
    """By the newer one, to those who had the older one and to those who had not."""


@contextmanager
def imported(old: Path, new: Path, progress: Progress = silent) -> Iterator[Update]:
    """Import both packages in all ways in which learners come to have them."""
    steps = iter(range(_STEPS))

    def doing() -> None:
        progress("importing and comparing", next(steps), _STEPS)

    with ExitStack() as stack:
        readers = [stack.enter_context(scratch_collection()) for _ in range(4)]
        stayer, learner, newcomer, device = readers
        doing()
        import_package(stayer, old)
        old_cards = card_ids(stayer)
        doing()
        dealt_before = _deal(stayer)
        doing()
        import_package(learner, old)
        review_all(learner)
        before = take(learner)
        doing()
        left_out = set(import_package(learner, new))
        after = take(learner)
        doing()
        import_package(newcomer, new)
        alone = take(newcomer)
        doing()
        import_package(device, old)
        import_package(device, new)
        elsewhere = Ids(notes=note_ids(device), cards=card_ids(device))
        doing()
        dealt = [_deal(device), _deal(newcomer)]
        doing()
        shared = frozenset(before.notes.keys() & alone.notes.keys())
        yield Update(
            old=stayer,
            learner=learner,
            newcomer=newcomer,
            before=before,
            after=after,
            alone=alone,
            shared=shared,
            updated=frozenset(guid for guid in shared if after.notes[guid].content != before.notes[guid].content),
            new_cards=frozenset(after.cards.keys() - before.cards.keys()),
            elsewhere=elsewhere,
            conflicts=frozenset(guid for guid, note in alone.notes.items() if note.id in left_out),
            old_cards=old_cards,
            dealt_before=dealt_before,
            dealt_after=Dealt(
                by_fronts=dealt[0].by_fronts | dealt[1].by_fronts,
                by_check=dealt[0].by_check | dealt[1].by_check,
                locked_types=dealt[0].locked_types | dealt[1].locked_types,
            ),
        )


def _deal(collection: Collection) -> Dealt:
    before = card_ids(collection).keys()
    refused = change_fronts(collection)
    changed = card_ids(collection).keys()
    collection.fix_integrity()
    checked = card_ids(collection).keys()
    return Dealt(
        by_fronts=frozenset(changed - before), by_check=frozenset(checked - changed), locked_types=frozenset(refused)
    )
