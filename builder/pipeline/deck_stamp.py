"""Gives the notes of a whole deck their identity, by the lock that lies beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from builder.diagnostics import Location, Problem, has_errors
from builder.errors import LockedError, SlotError
from builder.lock.format import LockFile, dump, read_lock
from builder.lock.guards import refuse_uid
from builder.lock.ledger import Ledger, SlottedType
from builder.lock.slots import fill_slots
from builder.lock.stamp import LockUpdate, changes, stamp_notes
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


def refuse_changes(stamped: StampedDeck) -> None:
    """Raise `LockedError` where a build would change the lock."""
    assert stamped.update is not None
    if dump(stamped.update.ledger) != stamped.lock_text:
        raise LockedError(shown_path(lock_path(stamped.rendered.folder)), list(changes(stamped.update, stamped.before)))
