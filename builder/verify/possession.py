"""Whether a learner still has what he had: every card once, with its reviews, and something to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal

from builder.render.plain_text import plain_text
from builder.verify.arrival import named
from builder.verify.changes import Pairs, hidden, is_retired
from builder.verify.imports import Update
from builder.verify.likeness import alike
from builder.verify.origin import Told
from builder.verify.snapshot import CardKey, Snapshot
from builder.verify.verdict import Item, Loss

_SHOWN = 40
"""Letters of what a gap hides, for messages."""
_SAME_QUESTION = 0.8
"""First fields at least this much alike ask the same."""


def possession_losses(update: Update, told: Told, pairs: Pairs) -> Iterator[Loss]:
    """Yield what a learner has no more, and what he has twice or never should have."""
    before, after = update.before, update.after
    emptied = set(_emptied(update))
    yield Loss(
        kind="history",
        description="cards that lose their reviews or their schedule",
        items=cards_named(before, (key for key, card in before.cards.items() if after.cards.get(key) != card)),
    )
    yield Loss(
        kind="doubled",
        description="notes or cards that are there twice",
        items=named(after, (after.doubled | update.alone.doubled) - before.doubled),
        advice=("author: give each note of a package a GUID of its own",),
    )
    yield Loss(
        kind="device-ids",
        description="notes and cards that each device numbers by itself: after a sync the learner has them twice",
        items=_numbered_by_devices(update),
        advice=("learners: import on one device, and sync it to the others before they import",),
    )
    if told.is_ours:
        yield _other_ids(update)
    yield Loss(
        kind="reused-ids",
        description="notes whose id is another note's in the newer package: after a sync with a device that begins with"
        " it, notes are gone, and reviews are with others",
        items=tuple(sorted(_reused_ids(update))),
        advice=(
            "author: give each note an id of its own for good, as its GUID; a number by its place is none",
            "learners: import on one device, and sync it to the others, which must not import",
        ),
    )
    yield Loss(
        kind="junk",
        description="cards that are in neither package and that Anki deals by itself",
        items=_cards_of_either(update, set(_junk(update)) - emptied),
        advice=(
            "author: let no front show a field in notes that have no such card",
            "learners: suspend these cards",
        ),
    )
    blank = (after.blank - before.blank - withdrawn(update, told)) | emptied | set(_without(pairs, "question"))
    yield Loss(
        kind="blank",
        description="cards that ask nothing any more",
        items=_as_known(update, blank),
        advice=(
            *islice(_renumbered(update, blank), 1),
            "author: give the card its question back; what is hidden, or stands behind an open tag, is not seen",
            'learners: leave "Empty Cards" alone, which would delete them with their schedule',
        ),
    )
    yield Loss(
        kind="no-answer",
        description="cards that show no answer any more",
        items=_as_known(update, set(_without(pairs, "answer")) - emptied),
        advice=("author: give the card its answer back; what is hidden, or stands behind an open tag, is not seen",),
    )
    yield Loss(
        kind="uneditable",
        description="note types that the learner cannot change any more",
        items=tuple(map(Item, sorted(update.dealt_after.locked_types - update.dealt_before.locked_types))),
        advice=("author: give each card of a note type a front of its own, with a field in it",),
    )


def possession_warnings(update: Update, told: Told) -> Iterator[Loss]:
    """Yield what a learner keeps in a way that he should know of."""
    if not told.is_ours:
        yield _other_ids(update)
    missing = {
        key
        for key in update.before.cards.keys() - update.alone.cards.keys() - update.after.blank
        if key.guid in update.shared - update.conflicts and not is_retired(update.alone, key.guid)
    }
    yield Loss(
        kind="missing-cards",
        description="cards that the newer package has no more, though it has their notes: learners keep them",
        items=cards_named(update.before, missing),
        advice=("author: put a note's cards into the package with it, or who begins with it does not get them",),
    )


def _other_ids(update: Update) -> Loss:
    """Return the notes that have other ids than before, as all have at each build of a tool that keeps no memory."""
    before, alone = update.before, update.alone
    other = {key for key, card in alone.cards.items() if key in before.cards and before.cards[key].id != card.id}
    return Loss(
        kind="other-ids",
        description="notes that have other ids than in the older package",
        items=named(alone, {key.guid for key in other}),
        advice=(
            "learners: import on one device and sync the others; one that begins with the newer package has all of it"
            " twice",
        ),
    )


def _reused_ids(update: Update) -> Iterator[Item]:
    """Yield the notes of the older package whose ids other notes have in the newer one, and which those are.

    Ids that Anki makes up at the import, as it does for those still to come, are another device's own. A note that is
    gone may have come back with its id under another GUID: that is told as what it is.
    """
    before, alone = update.before.notes, update.alone.notes
    owners = {note.id: guid for guid, note in alone.items()}
    for guid, note in before.items():
        owner = owners.get(note.id, guid)
        if owner == guid or update.elsewhere.notes.get(guid) != note.id:
            continue
        if guid in alone or alike(plain_text(note.values[0]), plain_text(alone[owner].values[0])) < _SAME_QUESTION:
            yield Item(note.name, other=alone[owner].name)


def withdrawn(update: Update, told: Told) -> frozenset[CardKey]:
    """Return the cards that show nothing any more, as their author meant and was told: learners keep them, blank."""
    return frozenset(key for key in update.after.blank - update.before.blank if _is_told(update, told, key))


def _card_item(snapshot: Snapshot, key: CardKey) -> Item:
    return Item(snapshot.notes[key.guid].name, snapshot.type_of(key.guid).card_name(key.ordinal))


def cards_named(snapshot: Snapshot, keys: Iterable[CardKey]) -> tuple[Item, ...]:
    """Return cards by their notes' first words and their names."""
    return tuple(sorted(_card_item(snapshot, key) for key in keys))


def _as_known(update: Update, keys: Iterable[CardKey]) -> tuple[Item, ...]:
    """Return cards by what their notes were called before, if they were there."""
    known = {key for key in keys if key.guid in update.before.notes}
    return tuple(sorted([*cards_named(update.before, known), *cards_named(update.after, {*keys} - known)]))


def _emptied(update: Update) -> Iterator[CardKey]:
    """Yield cards of gaps in which nothing stands any more; Anki still asks for it."""
    for guid in update.updated:
        if not (update.before.type_of(guid).is_cloze and update.after.type_of(guid).is_cloze):
            continue
        had, has = hidden(update.before.notes[guid].values), hidden(update.after.notes[guid].values)
        for number in had.keys() & has.keys():
            key = CardKey(guid=guid, ordinal=number - 1)
            if had[number] and not has[number] and key in update.before.cards:
                yield key


def _renumbered(update: Update, keys: Iterable[CardKey]) -> Iterator[str]:
    """Yield what to do about cards of gaps that have another number now."""
    for key in sorted(keys):
        if key.guid in update.shared and update.before.type_of(key.guid).is_cloze:
            had, has = (hidden(snapshot.notes[key.guid].values) for snapshot in (update.before, update.after))
            text = had.get(key.ordinal + 1, "")
            for number in sorted(has.keys() - had.keys()) if text else ():
                if has[number] == text:
                    was = f'"{text[:_SHOWN]}" was cloze {key.ordinal + 1}'
                    yield f"author: keep the numbers of gaps: {was}, and is cloze {number}"


def _cards_of_either(update: Update, keys: Iterable[CardKey]) -> tuple[Item, ...]:
    return tuple(sorted(_card_item(update.after, key) for key in keys if key.guid in update.after.notes))


def _numbered_by_devices(update: Update) -> tuple[Item, ...]:
    """Return the new notes and cards that have another id on another device of the same learner."""
    notes = {guid for guid in update.after.notes.keys() - update.before.notes.keys() if guid in update.elsewhere.notes}
    other = {guid for guid in notes if update.elsewhere.notes[guid] != update.after.notes[guid].id}
    cards = {key for key in update.new_cards if update.elsewhere.cards.get(key, 0) != update.after.cards[key].id}
    whole = other - {key.guid for key in cards}
    return tuple(sorted([*cards_named(update.after, cards), *named(update.after, whole)]))


def _junk(update: Update) -> Iterator[CardKey]:
    """Yield cards that Anki makes at the import or later on, and that no package has.

    What it makes of the older package too is not this update's doing, nor what it makes of new notes in the same way.
    """
    at_once = update.new_cards - update.alone.cards.keys()
    usual = {(update.before.notes[key.guid].type_id, key.ordinal) for key in update.dealt_before.cards}
    # Of a note that has no card at all Check Database makes one, also where that is a card which was taken out.
    by_check = update.dealt_after.by_check - update.before.cards.keys()
    for key in at_once | update.dealt_after.by_fronts | by_check:
        if key in update.dealt_before.cards or key.guid not in update.after.notes:
            continue
        is_new = key.guid not in update.before.notes
        if not (is_new and (update.after.notes[key.guid].type_id, key.ordinal) in usual):
            yield key


def _is_told(update: Update, told: Told, key: CardKey) -> bool:
    is_cloze = update.after.type_of(key.guid).is_cloze
    return told.is_withdrawn(key, is_cloze=is_cloze) or is_retired(update.after, key.guid)


def _without(pairs: Pairs, side: Literal["question", "answer"]) -> Iterator[CardKey]:
    """Yield cards that showed something on a side, beside what stands on both, and show nothing there any more."""
    for guid, cards in pairs.items():
        for ordinal, pair in cards.items():
            if getattr(pair.old, side) and not getattr(pair.new, side):
                yield CardKey(guid=guid, ordinal=ordinal)
