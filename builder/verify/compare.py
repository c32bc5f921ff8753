"""Imports a package over an older one in real Anki, and says what a learner would see and lose."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from builder.files import read_bytes
from builder.verify.scratch import import_package, need_anki, scratch_collection
from builder.verify.snapshot import NoteState, Snapshot, take
from builder.verify.verdict import Loss, Verdict

if TYPE_CHECKING:
    from anki.collection import Collection

_SAME = 0.5
"""A new note that shares its first field, or this part of its filled fields, with one that is gone is the same fact."""


def verify(old: Path, new: Path) -> Verdict:
    """Return what the import of `new` does to a learner who imported `old` and reviewed all of its cards."""
    need_anki()
    for package in (old, new):
        read_bytes(package)
    import anki.buildinfo

    with scratch_collection() as collection:
        import_package(collection, old)
        _review_all(collection)
        before = take(collection)
        log = import_package(collection, new)
        after = take(collection)
    with scratch_collection() as collection:
        import_package(collection, new)
        alone = take(collection)
    shared = before.notes.keys() & alone.notes.keys()
    updated = {guid for guid in shared if after.notes[guid].content != before.notes[guid].content}
    forks = after.types.keys() - before.types.keys() - alone.types.keys()
    kept = sum(after.cards.get(key) == card for key, card in before.cards.items())
    return Verdict(
        old=old.name,
        new=new.name,
        anki=anki.buildinfo.version,
        added=_names(after, after.notes.keys() - before.notes.keys()),
        updated=_names(after, updated),
        unchanged=len(shared) - len(updated),
        retired=_names(before, before.notes.keys() - alone.notes.keys()),
        conflicts=len(log.conflicting),
        forks=tuple(sorted(after.types[type_id] for type_id in forks)),
        new_cards=len(after.cards.keys() - before.cards.keys()),
        blank=_names(after, {guid for guid, _ in after.blank - before.blank}),
        reviews=len(before.cards),
        kept=kept,
        losses=tuple(_losses(before, after, alone, len(log.conflicting), len(forks))),
    )


def _review_all(collection: Collection) -> None:
    """Give every card reviews and an interval, as the scheduler writes them."""
    assert collection.db is not None
    now = int(time.time())
    today = collection.sched.today
    cards = collection.db.list("select id from cards order by id")
    reviews = [((now - 86_400) * 1000 + place, card, -1, 3, 10, 4, 2500, 5000, 1) for place, card in enumerate(cards)]
    collection.db.executemany("insert into revlog values (?, ?, ?, ?, ?, ?, ?, ?, ?)", reviews)
    collection.db.executemany(
        "update cards set type = 2, queue = 2, due = ?, ivl = ?, factor = 2500, reps = 3, mod = ?, usn = -1"
        " where id = ?",
        [(today + place % 30, 10 + place % 30, now, card) for place, card in enumerate(cards)],
    )


def _names(snapshot: Snapshot, guids: set[str]) -> tuple[str, ...]:
    return tuple(sorted(snapshot.notes[guid].name for guid in guids))


def _losses(before: Snapshot, after: Snapshot, alone: Snapshot, conflicts: int, forks: int) -> Iterator[Loss]:
    shared = before.notes.keys() & alone.notes.keys()
    if conflicts:
        yield Loss(what="notes in conflict, which get no update, now or later", count=conflicts)
    if forks:
        yield Loss(what="note types that are there twice", count=forks)
    if after.schema != before.schema:
        what = "a full sync is forced, which drops the reviews that another device has not synced"
        yield Loss(what=what, count=1)
    gone = {key[0] for key, card in before.cards.items() if after.cards.get(key) != card}
    if gone:
        yield Loss(
            what="notes with cards that lose their reviews or their schedule",
            count=len(gone),
            names=_names(before, gone),
        )
    missed = {guid for guid in shared if after.notes[guid].content != alone.notes[guid].content}
    if missed:
        yield Loss(what="notes whose new text does not arrive", count=len(missed), names=_names(alone, missed))
    rewritten = {
        guid
        for guid in shared - missed
        if after.notes[guid].content == before.notes[guid].content and after.notes[guid].mod != before.notes[guid].mod
    }
    if rewritten:
        what = "notes marked as changed that are not, where the learner's own tags and edits go"
        yield Loss(what=what, count=len(rewritten), names=_names(after, rewritten))
    reborn = set(_reborn(before, alone))
    if reborn:
        what = "notes that came back under another identity: the learner has both, and the reviews are with the old one"
        yield Loss(what=what, count=len(reborn), names=_names(before, reborn))
    doubled = set(after.doubled)
    if doubled:
        yield Loss(what="notes or cards that are there twice", count=len(doubled), names=_names(after, doubled))


def _reborn(before: Snapshot, alone: Snapshot) -> Iterator[str]:
    """Yield the GUIDs of notes that are gone and have a near twin among the new ones."""
    # What several notes of the old package share (a title, a source) says nothing about which of them one is.
    counts = Counter(value for note in before.notes.values() for value in _values(note))
    fresh = [set(_values(note)) for guid, note in alone.notes.items() if guid not in before.notes]
    twins: dict[tuple[str, str, str], list[int]] = {}
    for place, values in enumerate(fresh):
        for value in values:
            twins.setdefault(value, []).append(place)
    for guid, note in before.notes.items():
        own = [value for value in _values(note) if counts[value] == 1]
        if guid in alone.notes or not own:
            continue
        shared = Counter(place for value in own for place in twins.get(value, ()))
        if (own[0] == _values(note)[0] and own[0] in twins) or max(shared.values(), default=0) >= _SAME * len(own):
            yield guid


def _values(note: NoteState) -> list[tuple[str, str, str]]:
    return [(note.type, name, value) for name, value in note.fields.items()]
