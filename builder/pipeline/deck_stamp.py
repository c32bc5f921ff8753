"""Gives the notes of a whole deck their identity, by the lock that lies beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from builder.diagnostics import Location, Problem, has_errors
from builder.errors import LockedError, SlotError
from builder.lock.format import LockFile, dump, read_lock
from builder.lock.guards import refuse_uid
from builder.lock.ledger import Ledger, SlottedType
from builder.lock.slots import fill_slots
from builder.lock.stamp import LockUpdate, stamp_notes
from builder.model import Deck
from builder.pipeline.loop import RenderedDeck, note_types
from builder.project import lock_path, shown_path


class StampedDeck(NamedTuple):
    """A deck whose notes have their identity; `lock_text` is the lock as it stands on disk, empty for none."""

    rendered: RenderedDeck
    types: Mapping[str, SlottedType]
    before: Ledger
    lock_text: str
    update: LockUpdate | None
    """None where there is an error."""
    problems: tuple[Problem, ...]
    """All of the deck's own, those of its chapters among them."""


def stamp_deck(rendered: RenderedDeck, now: int) -> StampedDeck:
    """Give every note its identity, by the deck's lock; raise `LockError` for a lock that cannot be read."""
    settings = rendered.deck.settings
    lock = read_lock(rendered.folder) or LockFile(ledger=Ledger(uid=settings.uid), text="")
    before = lock.ledger
    problems = [*rendered.problems, *refuse_uid(settings, before)]
    types: dict[str, SlottedType] = {}
    if before.uid == settings.uid:
        types, more = _filled_types(rendered, before, now)
        problems += more
    update = None
    if not has_errors(problems):
        update = stamp_notes(before, types, rendered.notes, now)
        problems += update.problems
    return StampedDeck(
        rendered=rendered,
        types=types,
        before=before,
        lock_text=lock.text,
        update=update,
        problems=tuple(problems),
    )


def _filled_types(rendered: RenderedDeck, before: Ledger, now: int) -> tuple[dict[str, SlottedType], list[Problem]]:
    """Return the deck's note types in their slots; those of retired notes stay up to date too, for their tombstones."""
    settings = rendered.deck.settings
    types: dict[str, SlottedType] = {}
    problems = []
    used = note_types(rendered)
    for key, note_type in note_types(rendered, before.types.keys()).items():
        try:
            types[key] = fill_slots(settings.uid, note_type.spec, note_type.framed, before.types.get(key), now)
        except SlotError as error:
            if key in used:
                location = _declared_at(rendered.deck, key, error)
                problems.append(settings.file.error(location, error.rule, error.message, error.hint))
    return types, problems


def _declared_at(deck: Deck, type_key: str, error: SlotError) -> Location:
    """Return where the part that an error is about is declared; the deck's name for a kind that is not an own one."""
    kind = next(kind for kind in deck.kinds.values() if any(type_key == note_type.key for note_type in kind.note_types))
    location = kind.declared_at.get((error.part, error.name)) or kind.declared_at.get(("", ""))
    return location or deck.settings.file.location(deck.settings.entry.need("name"))


def mark_retired(stamped: StampedDeck) -> StampedDeck:
    """Return a deck whose lock says of all retired notes that there is a package which marks them for learners."""
    update = stamped.update
    assert update is not None
    marked = {key: entry._replace(marked=True) for key, entry in update.ledger.notes.items() if entry.retired}
    ledger = update.ledger._replace(notes={**update.ledger.notes, **marked})
    return stamped._replace(update=update._replace(ledger=ledger))


def refuse_changes(stamped: StampedDeck) -> None:
    """Raise `LockedError` where a build would change the lock."""
    assert stamped.update is not None
    if dump(stamped.update.ledger) != stamped.lock_text:
        raise LockedError(
            shown_path(lock_path(stamped.rendered.folder)), list(_changes(stamped.update, stamped.before))
        )


def _newly_marked(after: Ledger, before: Ledger) -> Iterator[str]:
    for key, entry in sorted(after.notes.items()):
        known = before.notes.get(key)
        if entry.marked and not (known is not None and known.marked):
            yield key


def _changes(update: LockUpdate, before: Ledger) -> Iterator[str]:
    """Yield what a build would change in the lock, a line each."""
    groups: Iterable[tuple[str, Iterable[str]]] = (
        ("new", update.new),
        ("changed", update.changed),
        ("renamed", (f"{old} → {new}" for old, new in update.renamed)),
        ("back", update.revived),
        ("retired", update.retired),
        ("marked as retired by a package", _newly_marked(update.ledger, before)),
        (
            "note type changed",
            (key for key, entry in sorted(update.ledger.types.items()) if before.types.get(key) != entry),
        ),
    )
    for change, keys in groups:
        for key in keys:
            yield f"{change}: {key}"
