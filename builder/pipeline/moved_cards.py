"""Cards that move from one deck of a project to another: learners of both would have them twice, once without reviews.

A note cannot change decks with its reviews: its note type is that of the deck that it was born in, and a package with
the note types of another deck would have to follow every change of that deck. So the move is refused, and the author
keeps the card where it is, or retires it there and begins anew here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from builder.diagnostics import Problem, Severity
from builder.errors import LockError
from builder.lock.format import read_lock
from builder.lock.guards import ALIKE, alike
from builder.lock.ledger import NoteEntry
from builder.lock.stamp import TEXT_LENGTH
from builder.model import RenderedNote
from builder.pipeline.deck_stamp import StampedDeck
from builder.pipeline.loop import read_head, render_deck
from builder.project import shown_path

MOVED_CARD = "moved-card"


def refuse_moved(decks: Iterable[StampedDeck], others: Iterable[Path], unchanged: AbstractSet[Path]) -> list[Problem]:
    """Return an error for each new card that another deck of the project had until now.

    `others` are the folders of the decks that are not among `decks`; `unchanged` are those of which the lock says all.
    """
    stamped = list(decks)
    new = {deck.rendered.folder: _new_cards(deck) for deck in stamped}
    if not any(new.values()):
        return []
    problems: list[Problem] = []
    for folder in [*new, *others]:
        wanted = {key for other, notes in new.items() if other != folder for key in notes}
        left = _left(folder, wanted, stamped, unchanged) if wanted else {}
        for other, notes in new.items() if left else ():
            problems += _moved(folder, left, notes) if other != folder else ()
    return problems


def _new_cards(deck: StampedDeck) -> dict[str, RenderedNote]:
    """Return the notes of a deck's new cards by key, without those of their lines and steps."""
    new = frozenset() if deck.update is None else frozenset(deck.update.moves.new)
    return {note.key: note for note in deck.rendered.notes if note.key in new and "/" not in note.key} if new else {}


def _left(
    folder: Path, wanted: AbstractSet[str], decks: Iterable[StampedDeck], unchanged: AbstractSet[Path]
) -> Mapping[str, NoteEntry]:
    """Return what a deck's lock has of the notes with some keys that are not in the deck any more."""
    deck = next((deck for deck in decks if deck.rendered.folder == folder), None)
    if deck is not None:
        ledger, live = deck.before, {note.key for note in deck.rendered.notes}
    else:
        try:
            lock = read_lock(folder)
        except LockError:  # told when that deck is built
            return {}
        if lock is None:
            return {}
        ledger, live = lock.ledger, None
    entries = {key: ledger.notes[key] for key in sorted(wanted) if key in ledger.notes}
    if live is None and folder not in unchanged and not all(entry.retired for entry in entries.values()):
        live = {note.key for note in render_deck(read_head(folder)).notes}
    return {key: entry for key, entry in entries.items() if entry.retired or (live is not None and key not in live)}


def _moved(folder: Path, left: Mapping[str, NoteEntry], notes: Mapping[str, RenderedNote]) -> Iterator[Problem]:
    for key, entry in left.items():
        note = notes.get(key)
        is_told = note is not None and any("/" in old for old in note.was)  # `was` names the other deck: renames.py
        if note is None or is_told or MOVED_CARD in note.allows or alike(entry.text, note.first[:TEXT_LENGTH]) < ALIKE:
            continue
        yield Problem(
            location=note.location,
            severity=Severity.ERROR,
            rule=MOVED_CARD,
            message=f'"{key}" has moved here from {shown_path(folder)}, and its reviews cannot come along',
            hint=f"leave it there; or give it a new id here: it is then a new card, and that of {folder.name} is"
            f" retired; if it is to begin anew under its old id: lint: {{allow: {{{MOVED_CARD}: the reason}}}}",
        )
