"""What the lock keeps of a note's past, worked out anew where the note changes."""

from __future__ import annotations

from collections.abc import Iterable

from builder.lock.guards import CLOZE_LENGTH
from builder.lock.ledger import NoteEntry
from builder.model import RenderedNote
from builder.render.source_hash import text_part


def edited_at(present: str, old: NoteEntry, mod: int) -> int:
    """Return when a note's text last changed; 0 for its mod. `present` is the hash of its sources."""
    if mod == old.mod:
        return old.edited
    before = old.edited or old.mod
    return before if text_part(old.source) == text_part(present) and before < mod else 0


def kept_clozes(clozes: Iterable[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """Return what the lock keeps of hidden texts."""
    return tuple((number, text[:CLOZE_LENGTH]) for number, text in clozes)


def lost_clozes(note: RenderedNote, old: NoteEntry) -> tuple[tuple[int, str], ...]:
    """Return the numbers of clozes that a note had and has no more, each with what it hid."""
    if not (old.clozes or old.gone):
        return ()
    live = {number for number, _ in note.clozes}
    lost = {**dict(old.gone), **dict(old.clozes)}
    return tuple((number, text) for number, text in sorted(lost.items()) if number not in live)
