"""Whether what the author means arrives at who has the older package: texts, looks, pictures and sounds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from urllib.parse import unquote

from builder.inverse.same_dom import same_dom
from builder.texts.straight import straight
from builder.verify.advice import merge_advice
from builder.verify.imports import Update
from builder.verify.origin import Told
from builder.verify.shown import Files, file_names
from builder.verify.snapshot import Snapshot
from builder.verify.verdict import Item, Loss

_DAY = 86_400
_OWN_TAGS = frozenset({"leech", "marked"})
"""Tags that Anki gives a learner's notes: an author's package has them by mistake."""
_TIME = "author: give notes whose text changes a later mod than the older package has"
_LOOK = (
    "author: give a note type that changes a later mod than the older package has, and another name to a file of its"
    " style"
)
_ALWAYS = 'learners: import once with "Update notes: Always", which takes their own tags and edits'


def arrival_losses(update: Update, told: Told) -> Iterator[Loss]:
    """Yield what does not arrive, and what comes where nothing should."""
    after, alone = update.after, update.alone
    merge = merge_advice(update)
    yield Loss(
        kind="conflict",
        description="notes in conflict, which get no update, now or later",
        items=named(alone, update.conflicts),
        advice=merge,
    )
    yield Loss(
        kind="fork",
        description="note types that are there twice",
        items=tuple(Item(name) for name in forks(update)),
        advice=merge,
    )
    is_forced = after.schema != update.before.schema
    yield Loss(
        kind="full-sync",
        description="a full sync is forced, which drops the reviews that another device has not synced",
        items=(Item("the collection"),) * is_forced,
        advice=(
            "author: leave the sort field of a note type as it is",
            "learners: sync all devices before the import, then upload from this one",
        ),
    )
    missed = {guid for guid in _missed(update) if not told.is_as_written(guid)}
    newer = {guid for guid in missed if alone.notes[guid].mod > update.before.notes[guid].mod}
    is_late = missed - newer - update.conflicts
    can_be_forced = any(alone.notes[guid].mod != update.before.notes[guid].mod for guid in is_late)
    yield Loss(
        kind="text",
        description="notes whose new text does not arrive",
        items=named(alone, missed),
        advice=(_TIME, _ALWAYS) if can_be_forced else (_TIME,) if is_late else merge,
    )
    rewritten = _rewritten(update, missed)
    yield Loss(
        kind="rewritten",
        description="notes marked as changed that are not, where the learner's own tags and edits go",
        items=named(after, rewritten - _explained(update, told, rewritten)),
        advice=(
            "author: keep the mod of notes that do not change",
            "learners: mark cards with flags, not with tags",
        ),
    )
    old_looks = _old_looks(update)
    refused = {alone.notes[guid].type_id for guid in update.conflicts}
    yield Loss(
        kind="style",
        description="note types whose new look does not arrive",
        items=tuple(sorted(Item(alone.types[type_id].name) for type_id in old_looks)),
        advice=(_LOOK,) * bool(old_looks - refused) + merge * bool(old_looks & refused),
    )
    yield from _media_losses(update, missed)
    ahead = int(time.time()) + _DAY
    yield Loss(
        kind="clock",
        description="notes with a time that is still to come: each import overwrites what the learner writes in them,"
        " and no edit arrives before that time",
        items=named(
            alone,
            (
                guid
                for guid, note in alone.notes.items()
                if note.mod > ahead and (guid not in update.before.notes or update.before.notes[guid].mod < note.mod)
            ),
        ),
        advice=("author: set the clock right, and build again before anybody has the package",),
    )


def arrival_warnings(update: Update, told: Told) -> Iterator[Loss]:
    """Yield what is no loss, or the price of an update, and what to know of it."""
    yield Loss(
        kind="restamped",
        description="notes that get a new time without a new text: learners' own tags and edits in them go",
        items=named(update.after, _explained(update, told, _rewritten(update, ()))),
        advice=("learners: mark cards with flags, which stay",),
    )
    yield Loss(
        kind="unrefreshed",
        description="notes that a newer Deckwright shows otherwise, which arrives with their next edit",
        items=named(update.alone, filter(told.is_as_written, _missed(update))),
        advice=("author: `deckwright build --refresh` gives it to everybody now",),
    )
    moved = [
        key
        for key, card in update.after.cards.items()
        if key in update.before.cards and key in update.alone.cards and card.deck != update.alone.cards[key].deck
    ]
    yield Loss(
        kind="moved",
        description="cards that stay in the deck where they are, though the newer package has them in another",
        items=tuple(
            Item(f"{update.before.cards[key].deck} → {update.alone.cards[key].deck}", update.after.notes[key.guid].name)
            for key in sorted(moved)
        ),
        advice=("learners: rename the deck in Anki before the import, or move the cards in Anki's browser",),
    )


def _missed(update: Update) -> set[str]:
    """Return the notes that are not as the newer package has them."""
    return {guid for guid in update.shared if not _has_arrived(update, guid)}


def named(snapshot: Snapshot, guids: Iterable[str]) -> tuple[Item, ...]:
    """Return notes by their first words."""
    return tuple(sorted(Item(snapshot.notes[guid].name) for guid in guids if guid in snapshot.notes))


def forks(update: Update) -> list[str]:
    """Return the names of Anki's copies of note types: it could not merge them, or another type had their name."""
    before, after, alone = update.before.types, update.after.types, update.alone.types
    copies = after.keys() - before.keys() - alone.keys()
    by_name = {
        type_id for type_id in after.keys() & alone.keys() - before.keys() if after[type_id].name != alone[type_id].name
    }
    return sorted(after[type_id].name for type_id in copies | by_name)


def _has_arrived(update: Update, guid: str) -> bool:
    """Tell whether a note of the learner is to a reader as in the newer package, whatever its fields are called."""
    after, alone = update.after.notes[guid], update.alone.notes[guid]
    if {*after.tags} - _OWN_TAGS != {*alone.tags} - _OWN_TAGS:
        return False
    if after.type_id == alone.type_id and _are_same(after.values, alone.values):
        return True
    had, has = update.after.filled(guid), update.alone.filled(guid)
    return had.keys() == has.keys() and _are_same(tuple(had.values()), [has[name] for name in had])


def _are_same(had: Sequence[str], has: Sequence[str]) -> bool:
    """Tell whether fields show the same: `<br>` and `<br />`, a bold word by either tag, quotes of either form."""
    return len(had) == len(has) and all(
        ours == theirs or straight(ours) == straight(theirs) or same_dom(straight(ours), straight(theirs))
        for ours, theirs in zip(had, has, strict=True)
    )


def _rewritten(update: Update, missed: Iterable[str]) -> set[str]:
    """Return the notes that Anki writes anew, for all that they say the same and show the same files."""
    before, after = update.before.notes, update.after.notes
    return {
        guid
        for guid in update.shared - update.updated - set(missed)
        if after[guid].mod != before[guid].mod and after[guid].media == before[guid].media
    }


def _explained(update: Update, told: Told, rewritten: AbstractSet[str]) -> frozenset[str]:
    """Return the notes that had to get a new time, or whose tool knows no better.

    A note whose text was changed and changed back in between has to be later than what was published meanwhile. Tools
    that keep no memory stamp all notes of a package with the time of its build; learners have that at each update.
    """
    if told.is_ours:
        since = update.before.notes
        return frozenset(
            guid for guid in rewritten if told.had_another_text(guid, since[guid].mod) or told.was_refreshed(guid)
        )
    has_one_time = len({note.mod for note in update.alone.notes.values()}) == 1
    return frozenset(rewritten if has_one_time else ())


def _old_looks(update: Update) -> set[int]:
    """Return the ids of the note types that look otherwise to the learner than the newer package means them to."""
    after, alone = update.after, update.alone
    in_use = {note.type_id for note in alone.notes.values()}
    shared = in_use & after.types.keys() & update.before.types.keys()
    files, meant = Files(update.learner), Files(update.newcomer)
    return {
        type_id
        for type_id in shared
        if after.types[type_id].look != alone.types[type_id].look
        or any(
            meant.digest(name) and files.digest(name) != meant.digest(name)
            for name in file_names(_look_text(alone, type_id))
        )
    }


def _look_text(snapshot: Snapshot, type_id: int) -> str:
    kind = snapshot.types[type_id]
    return "\n".join([kind.css, *(side for template in kind.templates for side in (template.front, template.back))])


def _media_losses(update: Update, missed: AbstractSet[str]) -> Iterator[Loss]:
    files, meant = Files(update.learner), Files(update.newcomer)
    before, after = update.before, update.after
    stale: list[Item] = []
    missing: list[Item] = []
    for guid, note in update.alone.notes.items():
        had, has = (snapshot.notes[guid].media if guid in snapshot.notes else () for snapshot in (before, after))
        for index, name in enumerate(note.media):
            own = has[index] if guid not in missed and index < len(has) else name
            if not meant.digest(name):
                was_missing = name in had and not files.digest(own)
                missing += [Item(note.name, file=name)] * (not was_missing)
            elif files.digest(own) != meant.digest(name) and guid not in missed:
                stale.append(Item(note.name, file=name))
    old_files = Files(update.old)
    for type_id in {note.type_id for note in update.alone.notes.values()}:
        had = file_names(_look_text(before, type_id)) if type_id in before.types else ()
        for name in file_names(_look_text(update.alone, type_id)):
            if not meant.digest(name) and not (name in had and not old_files.digest(name)):
                missing.append(Item(update.alone.types[type_id].name, file=name))
    yield Loss(
        kind="media",
        description="pictures and sounds that stay the old ones",
        items=tuple(sorted(stale)),
        advice=(
            "author: give a file another name when its content changes",
            "learners: put the new file into Anki's media folder by hand",
        ),
    )
    yield Loss(
        kind="missing-media",
        description="pictures and sounds that cards refer to and the package does not have",
        items=tuple(sorted(missing)),
        advice=("author: put them into the package", *_encoded(missing)),
    )


def _encoded(missing: Iterable[Item]) -> Iterator[str]:
    """Yield what to do about the first name that is written as in an address, which Anki does not read."""
    for item in sorted(missing):
        if unquote(item.file) != item.file:
            yield f'author: write "{unquote(item.file)}" for "{item.file}" where a file is called so'
            return
