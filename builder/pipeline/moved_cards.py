"""Cards that move from one deck of a project to another: learners of both would have them twice, once without reviews.

A note cannot change decks with its reviews: its note type is that of the deck that it was born in, and a package with
the note types of another deck would have to follow every change of that deck. So the move is refused, and the author
keeps the card where it is, or retires it there and begins anew here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from builder.diagnostics import Problem, Severity
from builder.errors import LockError
from builder.files import LOCK_LIMIT, read_bytes
from builder.lock.entries import lines_of
from builder.lock.format import read_lock
from builder.lock.guards import ALIKE, alike
from builder.lock.ledger import NoteEntry
from builder.lock.note_memory import TEXT_LENGTH
from builder.model import RenderedNote
from builder.pipeline.deck_stamp import StampedDeck
from builder.pipeline.loop import read_head, render_deck
from builder.project import lock_path, shown_path

MOVED_CARD = "moved-card"


def refuse_moved(decks: Iterable[StampedDeck], others: Iterable[Path], unchanged: AbstractSet[Path]) -> list[Problem]:
    """Return an error for each new card that another deck of the project had until now.

    `others` are the folders of the decks that are not among `decks`; `unchanged` are those of which the lock says all.
    """
    stamped = list(decks)
    new: dict[str, list[tuple[Path, RenderedNote]]] = {}
    """The new cards of all decks by key, without their lines and steps."""
    for deck in stamped:
        keys = frozenset() if deck.update is None else frozenset(deck.update.moves.new)
        for note in deck.rendered.notes if keys else ():
            if note.key in keys and "/" not in note.key:
                new.setdefault(note.key, []).append((deck.rendered.folder, note))
    problems: list[Problem] = []
    for deck in stamped if new else ():
        live = {note.key for note in deck.rendered.notes}
        left = {key: deck.before.notes[key] for key in deck.before.notes.keys() & new.keys() if key not in live}
        problems += _moved(deck.rendered.folder, left, new)
    for folder in others if new else ():
        problems += _moved(folder, _left(folder, new.keys(), unchanged), new)
    return problems


def _left(folder: Path, wanted: AbstractSet[str], unchanged: AbstractSet[Path]) -> Mapping[str, NoteEntry]:
    """Return what the lock of a deck that was not built has of notes with some keys that are not in it any more."""
    path = lock_path(folder)
    if not os.path.isfile(path):
        return {}
    if not lines_of(read_bytes(path, LOCK_LIMIT).decode("utf-8", "replace").split("\n"), wanted):
        return {}  # read whole only where it may have one
    try:
        lock = read_lock(folder)
    except LockError:  # told when that deck is built
        lock = None
    if lock is None:
        return {}
    entries = {key: entry for key, entry in lock.ledger.notes.items() if key in wanted}
    live = wanted if folder in unchanged else frozenset[str]()
    if folder not in unchanged and not all(entry.retired for entry in entries.values()):
        live = {note.key for note in render_deck(read_head(folder)).notes}
    return {key: entry for key, entry in entries.items() if entry.retired or key not in live}


def _moved(
    folder: Path, left: Mapping[str, NoteEntry], new: Mapping[str, Sequence[tuple[Path, RenderedNote]]]
) -> Iterator[Problem]:
    for key, entry in sorted(left.items()):
        for where, note in new[key]:
            is_told = any("/" in old for old in note.was)  # `was` names the other deck: renames.py
            is_other = alike(entry.text, note.first[:TEXT_LENGTH]) < ALIKE
            if where == folder or is_told or is_other or MOVED_CARD in note.allows:
                continue
            yield Problem(
                location=note.location,
                severity=Severity.ERROR,
                rule=MOVED_CARD,
                message=f'"{key}" has moved here from {shown_path(folder)}, and its reviews cannot come along',
                hint=f"leave it there; or give it a new id here: it is then a new card, and that of {folder.name} is"
                f" retired; if it is to begin anew under its old id: lint: {{allow: {{{MOVED_CARD}: the reason}}}}",
            )
