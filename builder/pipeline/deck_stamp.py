"""Gives the notes of a whole deck their identity, by the lock that lies beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from builder.diagnostics import Location, Problem, Severity, has_errors
from builder.errors import LockedError, LockError, SlotError
from builder.lock.adopted import keep_slots, late_names, refuse_ours
from builder.lock.facts import refuse_other_facts
from builder.lock.format import LockFile, dump, read_lock
from builder.lock.gates import NOBODY, Given
from builder.lock.guards import refuse_uid
from builder.lock.ids import make_type_id
from builder.lock.ledger import Ledger, NoteEntry, SlottedType, TypeEntry
from builder.lock.merge import join_types
from builder.lock.mods import Moment
from builder.lock.note_memory import TEXT_LENGTH
from builder.lock.published import Publication, Published
from builder.lock.renames import Renamed, rename
from builder.lock.slots import fill_slots
from builder.lock.stamp import LockUpdate, stamp_notes
from builder.model import Deck
from builder.pipeline.loop import RenderedDeck, note_types
from builder.pipeline.publications import Archive
from builder.project import lock_path, shown_path


class StampedDeck(NamedTuple):
    """A deck whose notes have their identity; `lock_text` is the lock as it stands on disk, empty for none."""

    rendered: RenderedDeck
    types: Mapping[str, SlottedType]
    before: Ledger
    lock_text: str
    moment: Moment
    update: LockUpdate | None
    """None where there is an error."""
    problems: tuple[Problem, ...]
    """All of the deck's own, those of its chapters among them."""


def stamp_deck(rendered: RenderedDeck, moment: Moment, package: Path, archive: Archive) -> StampedDeck:
    """Give every note its identity, by the deck's lock and by what was published of it.

    `package` is where the deck's package is, or would be. Raise `LockError` for a lock that cannot be read.
    """
    settings = rendered.deck.settings
    lock = read_lock(rendered.folder) or LockFile(ledger=Ledger(uid=settings.uid), text="")
    before = lock.ledger
    problems = [*rendered.problems]
    for changed in refuse_uid(settings, before):
        # The lock has the right one, which is the cure of one that none may be too.
        problems = [problem for problem in problems if (problem.rule, problem.location) != ("bad-id", changed.location)]
        problems.append(changed)
    types: dict[str, SlottedType] = {}
    update = None
    if before.uid == settings.uid:
        published = archive.publications(rendered.folder, settings.uid, package, lock.text)
        moment = moment._replace(published=published)
        if not lock.text:
            problems += _refuse_lost_lock(rendered, archive.way_back(rendered.folder, settings.uid, package, published))
        notes = rendered.notes
        renamed = rename(before, notes, moment)
        types, more = _filled_types(rendered, before, renamed.notes, moment)
        problems += [*more, *renamed.problems]
        if not has_errors(renamed.problems):  # what a wrong `was` leaves in disorder is no other fact
            problems += _other_facts(rendered, renamed.notes, published, archive)
        if not has_errors(problems):
            kept, forgotten = _without_never_given(rendered, renamed, published, archive)
            update = stamp_notes(before, kept, types, notes, moment, settings.name)
            update = update._replace(moves=update.moves._replace(forgotten=forgotten))
            problems += update.problems
    return StampedDeck(
        rendered=rendered,
        types=types,
        before=before,
        lock_text=lock.text,
        moment=moment,
        update=update,
        problems=tuple(problems),
    )


def _other_facts(
    rendered: RenderedDeck, known: Mapping[str, NoteEntry], published: Published, archive: Archive
) -> list[Problem]:
    """Return the ids that have come to mean another fact; those of notes that nobody was given may."""
    problems = list(refuse_other_facts(known, rendered.notes, TEXT_LENGTH))
    if problems:
        never = archive.never_given(rendered.folder, published, known)
        given = {key: entry for key, entry in known.items() if key not in never}
        return list(refuse_other_facts(given, rendered.notes, TEXT_LENGTH)) if never else problems
    return problems


def _without_never_given(
    rendered: RenderedDeck, renamed: Renamed, published: Published, archive: Archive
) -> tuple[Renamed, tuple[str, ...]]:
    """Return the lock's entries without those that left the deck before anybody was given them, and their keys."""
    live = {note.key for note in rendered.notes}
    left = {key: entry for key, entry in renamed.notes.items() if key not in live and not entry.retired}
    never = archive.never_given(rendered.folder, published, left)
    kept = {key: entry for key, entry in renamed.notes.items() if key not in never}
    return renamed._replace(notes=kept), tuple(sorted(never))


def _refuse_lost_lock(rendered: RenderedDeck, way: str) -> Iterator[Problem]:
    """Yield an error where a deck without a lock once had one: without it every learner gets every note twice."""
    settings = rendered.deck.settings
    if way:
        at = settings.file.location(settings.entry.need("uid"))
        message = f"{shown_path(lock_path(rendered.folder))} is gone, which knows who every note is"
        hint = f"get it back with `{way}`; for a deck that nobody was given yet, choose another uid"
        yield settings.file.error(at, "lock-missing", message, hint)


def _filled_types(
    rendered: RenderedDeck, before: Ledger, known: Mapping[str, NoteEntry], moment: Moment
) -> tuple[dict[str, SlottedType], list[Problem]]:
    """Return the deck's note types in their slots; those of retired notes stay up to date too, for their tombstones.

    `known` are the lock's entries by the keys that notes have now.
    """
    settings, published = rendered.deck.settings, moment.published
    types: dict[str, SlottedType] = {}
    problems = []
    later = published.later_types(before.types)
    given = _given(published.with_cards_given(entry, later) for entry in known.values())
    used = note_types(rendered)
    for key, note_type in note_types(rendered, before.types.keys()).items():
        entry, publication = _known_type(settings.uid, key, before, published)
        try:
            if note_type.spec.adopted:
                types[key] = keep_slots(note_type.spec, note_type.framed, entry, moment, publication=publication)
                for error in late_names(settings.uid, before.types.get(key), types[key]):
                    location = _declared_at(rendered.deck, key, error)
                    problems.append(settings.file.warning(location, error.rule, error.message, error.hint))
                continue
            refuse_ours(note_type.spec, entry)
            types[key] = fill_slots(
                settings.uid,
                note_type.spec,
                note_type.framed,
                entry,
                moment,
                given=given.get(key, NOBODY),
                publication=publication,
            )
        except SlotError as error:
            if key in used:
                location = _declared_at(rendered.deck, key, error)
                problems.append(settings.file.error(location, error.rule, error.message, error.hint))
    return types, problems


def _known_type(
    uid: str, key: str, before: Ledger, published: Published
) -> tuple[TypeEntry | None, Publication | None]:
    """Return a note type as the lock has it, with all names that its slots ever had, and its publication."""
    known, given = before.types.get(key), published.types.get(key)
    wanted = make_type_id(uid, key) if known is None else known.id
    if given is None or given.id != wanted:  # none, or that of another deck which the lock was once of
        return known, None
    entries = [entry for entry in (known, given) if entry is not None]
    return join_types((key, entry) for entry in entries)[0][key], published.type_versions[key]


def _given(known: Iterable[NoteEntry]) -> dict[str, Given]:
    """Return by note type what learners have, by the entries of all notes that ever were."""
    lost: dict[str, set[int]] = {}
    for entry in known:
        lost.setdefault(entry.type, set()).update(entry.lost)
    return {key: Given(has_notes=True, lost=frozenset(slots)) for key, slots in lost.items()}


def _declared_at(deck: Deck, type_key: str, error: SlotError) -> Location:
    """Return where the part that an error is about is declared; the deck's name for a kind that is not an own one."""
    kind = next(kind for kind in deck.kinds.values() if any(type_key == note_type.key for note_type in kind.note_types))
    location = kind.declared_at.get((error.part, error.name)) or kind.declared_at.get(("", ""))
    return location or deck.settings.file.location(deck.settings.entry.need("name"))


def mark_retired(stamped: StampedDeck) -> StampedDeck:
    """Return a deck whose lock says of all retired notes that there is a package which marks them for learners."""
    update = stamped.update
    assert update is not None
    now = stamped.moment.now
    marked = {
        key: entry._replace(marked=entry.marked or now) for key, entry in update.ledger.notes.items() if entry.retired
    }
    ledger = update.ledger._replace(notes={**update.ledger.notes, **marked})
    return stamped._replace(update=update._replace(ledger=ledger))


def unseen_history(stamped: StampedDeck) -> Iterator[Problem]:
    """Yield a warning where there may be publications that a build cannot see, so that an edit may not arrive."""
    unseen = stamped.moment.published.unseen
    if unseen:
        at = Location(path=shown_path(lock_path(stamped.rendered.folder)), line=1, column=1)
        message, hint = unseen
        yield Problem(location=at, severity=Severity.WARNING, rule="unseen-history", message=message, hint=hint)


def refuse_changes(stamped: StampedDeck) -> None:
    """Raise `LockedError` where a build would change the lock, or cannot know whether it would."""
    assert stamped.update is not None
    unseen = stamped.moment.published.unseen
    if unseen:
        message, way_out = unseen
        path = shown_path(lock_path(stamped.rendered.folder))
        raise LockError(f"{path}: {message}, and --locked forbids to build so; {way_out}")
    if dump(stamped.update.ledger) != stamped.lock_text:
        raise LockedError(
            shown_path(lock_path(stamped.rendered.folder)), list(_changes(stamped.update, stamped.before))
        )


def _newly_marked(after: Ledger, before: Ledger) -> Iterator[str]:
    for key, entry in sorted(after.notes.items()):
        known = before.notes.get(key)
        if entry.marked and not (known is not None and known.marked):
            yield key


def _rewritten(update: LockUpdate, before: Ledger) -> Iterator[str]:
    """Yield notes that say the same in other words of YAML or Markdown, or from another subdeck."""
    for key, entry in sorted(update.ledger.notes.items()):
        known = before.notes.get(key)
        if known is not None and known.mod == entry.mod and (known.source, known.deck) != (entry.source, entry.deck):
            yield key


def _changes(update: LockUpdate, before: Ledger) -> Iterator[str]:
    """Yield what a build would change in the lock, a line each."""
    groups: Iterable[tuple[str, Iterable[str]]] = (
        ("new", update.moves.new),
        ("changed", update.moves.changed),
        ("renamed", (f"{old} → {new}" for old, new in update.moves.renamed)),
        ("back", update.moves.revived),
        ("retired", update.moves.retired),
        ("marked as retired by a package", _newly_marked(update.ledger, before)),
        ("written otherwise", _rewritten(update, before)),
        (
            "note type changed",
            (key for key, entry in sorted(update.ledger.types.items()) if before.types.get(key) != entry),
        ),
    )
    for change, keys in groups:
        for key in keys:
            yield f"{change}: {key}"
