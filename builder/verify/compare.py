"""Imports a package over an older one in real Anki, and says what a learner would see and lose.

Only an import by Anki itself tells: what it does with a note, a card and a note type hangs on GUIDs, ids, names and
times in both files and in the collection. So it is done with Anki's own engine in collections that are thrown away,
and what they hold afterwards is compared.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from builder.files import read_bytes
from builder.verify.scratch import import_package, need_anki, scratch_collection
from builder.verify.snapshot import NoteState, Snapshot, take
from builder.verify.verdict import Loss, Verdict, verdict_text

if TYPE_CHECKING:
    from anki.collection import Collection

_SAME = 0.5
"""A new note that shares its first field, or this part of its filled fields, with one that is gone is the same fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Imports:
    """What learners have of two packages."""

    before: Snapshot
    """Of the one who imported the old package and reviewed all of its cards."""
    after: Snapshot
    """Of the same one, who has imported the new package over it."""
    alone: Snapshot
    """Of one who imported the new package and never had the old one, which is what its author means."""
    conflicts: int
    """Notes of the new package that Anki left out, since their note type is not the one that the learner has."""

    @property
    def shared(self) -> set[str]:
        """Return the GUIDs of the notes that are in both packages."""
        return set(self.before.notes.keys() & self.alone.notes.keys())

    @property
    def updated(self) -> set[str]:
        """Return the GUIDs of the notes whose contents the import changed."""
        return {guid for guid in self.shared if self.after.notes[guid].content != self.before.notes[guid].content}

    @property
    def forks(self) -> set[int]:
        """Return the ids of note types that are in neither package: Anki's copies of those that it could not merge."""
        return set(self.after.types.keys() - self.before.types.keys() - self.alone.types.keys())


def verify(old: Path, new: Path) -> Verdict:
    """Return what the import of `new` does to a learner who imported `old` and reviewed all of its cards."""
    anki_version = need_anki()
    for package in (old, new):
        read_bytes(package)  # a file that is not there is our own words' to tell, not Anki's
    imports = _import_both(old, new)
    before, after, alone = imports.before, imports.after, imports.alone
    updated = imports.updated
    return Verdict(
        old=old.name,
        new=new.name,
        anki=anki_version,
        added=_names(after, after.notes.keys() - before.notes.keys()),
        updated=_names(after, updated),
        unchanged=len(imports.shared) - len(updated),
        retired=_names(before, before.notes.keys() - alone.notes.keys()),
        conflicts=imports.conflicts,
        forks=tuple(sorted(after.types[type_id] for type_id in imports.forks)),
        new_cards=len(after.cards.keys() - before.cards.keys()),
        blank=_names(after, {card.guid for card in after.blank - before.blank}),
        reviews=len(before.cards),
        kept=sum(after.cards.get(card) == state for card, state in before.cards.items()),
        losses=tuple(loss for loss in _losses(imports) if loss.count),
    )


def _import_both(old: Path, new: Path) -> _Imports:
    with scratch_collection() as collection:
        import_package(collection, old)
        _review_all(collection)
        before = take(collection)
        log = import_package(collection, new)
        after = take(collection)
    with scratch_collection() as collection:
        import_package(collection, new)
        alone = take(collection)
    return _Imports(before=before, after=after, alone=alone, conflicts=len(log.conflicting))


def _review_all(collection: Collection) -> None:
    """Give every card reviews and an interval, as the scheduler writes them.

    Each card has something to lose then. They are written as rows, for to answer cards one by one takes minutes, and
    their numbers differ from card to card, so that no card passes for another.
    """
    assert collection.db is not None
    now = int(time.time())
    today = collection.sched.today
    cards = collection.db.list("select id from cards order by id")
    reviews = [((now - 86_400) * 1000 + index, card, -1, 3, 10, 4, 2500, 5000, 1) for index, card in enumerate(cards)]
    collection.db.executemany("insert into revlog values (?, ?, ?, ?, ?, ?, ?, ?, ?)", reviews)
    collection.db.executemany(
        "update cards set type = 2, queue = 2, due = ?, ivl = ?, factor = 2500, reps = 3, mod = ?, usn = -1"
        " where id = ?",
        [(today + index % 30, 10 + index % 30, now, card) for index, card in enumerate(cards)],
    )


def _names(snapshot: Snapshot, guids: AbstractSet[str]) -> tuple[str, ...]:
    return tuple(sorted(snapshot.notes[guid].name for guid in guids))


def _losses(imports: _Imports) -> Iterator[Loss]:
    """Yield all that a learner can lose, with a count of 0 for what is not lost."""
    before, after, alone, shared = imports.before, imports.after, imports.alone, imports.shared
    yield Loss(description="notes in conflict, which get no update, now or later", count=imports.conflicts)
    yield Loss(description="note types that are there twice", count=len(imports.forks))
    yield Loss(
        description="a full sync is forced, which drops the reviews that another device has not synced",
        count=int(after.schema != before.schema),
    )
    unlike = {card.guid for card, state in before.cards.items() if after.cards.get(card) != state}
    yield _loss("notes with cards that lose their reviews or their schedule", before, unlike)
    missed = {guid for guid in shared if after.notes[guid].content != alone.notes[guid].content}
    yield _loss("notes whose new text does not arrive", alone, missed)
    rewritten = {
        guid
        for guid in shared - missed - imports.updated
        if after.notes[guid].mod != before.notes[guid].mod  # Anki wrote the note anew, for all that it says the same
    }
    yield _loss("notes marked as changed that are not, where the learner's own tags and edits go", after, rewritten)
    reborn = "notes that came back under another identity: the learner has both, and the reviews are with the old one"
    yield _loss(reborn, before, set(_reborn(before, alone)))
    yield _loss("notes or cards that are there twice", after, set(after.doubled))


def _loss(description: str, snapshot: Snapshot, guids: AbstractSet[str]) -> Loss:
    return Loss(description=description, count=len(guids), names=_names(snapshot, guids))


class _FieldValue(NamedTuple):
    """What a field of a note holds; two notes that share one may be the same fact."""

    type: str
    field: str
    text: str


def _reborn(before: Snapshot, alone: Snapshot) -> Iterator[str]:
    """Yield the GUIDs of notes that are gone and have a near twin among the new ones.

    That is what becomes of an edited note where GUIDs are made from the fields, as genanki does, or at random: Anki
    takes it for another note.
    """
    # What several notes of the old package share (a title, a source) does not tell which of them one is.
    counts = Counter(value for note in before.notes.values() for value in _values(note))
    added = [note for guid, note in alone.notes.items() if guid not in before.notes]
    holders: dict[_FieldValue, list[int]] = {}
    """The indexes of the added notes that hold a value."""
    for index, note in enumerate(added):
        for value in _values(note):
            holders.setdefault(value, []).append(index)
    for guid, note in before.notes.items():
        values = _values(note)
        unique = [value for value in values if counts[value] == 1]
        if guid in alone.notes or not unique:
            continue
        shared = Counter(index for value in unique for index in holders.get(value, ()))
        shares_first = unique[0] == values[0] and unique[0] in holders
        if shares_first or max(shared.values(), default=0) >= _SAME * len(unique):
            yield guid


def _values(note: NoteState) -> list[_FieldValue]:
    return [_FieldValue(type=note.type, field=name, text=text) for name, text in note.fields.items()]


def run_verify(old: Path, new: Path) -> int:
    """Print what an update does to a learner; return the exit status."""
    verdict = verify(old, new)
    print(verdict_text(verdict), end="")
    return int(bool(verdict.losses))
