"""What the lock keeps of a note's past, worked out anew where the note changes."""

from __future__ import annotations

from collections.abc import Iterable

from builder.lock.guards import CLOZE_LENGTH
from builder.lock.ledger import NoteEntry
from builder.model import SEPARATOR, RenderedNote
from builder.render.plain_text import hidden_in, plain_text
from builder.render.source_hash import text_part
from builder.texts.straight import straight

TEXT_LENGTH = 80
"""How much of a note's first field the lock keeps."""


def edited_at(present: str, old: NoteEntry, mod: int) -> int:
    """Return when a note's text last changed; 0 for its mod. `present` is the hash of its sources."""
    if mod == old.mod:
        return old.edited
    before = old.edited or old.mod
    return before if text_part(old.source) == text_part(present) and before < mod else 0


def as_locked(note: RenderedNote, old: NoteEntry) -> RenderedNote:
    """Return a note with the texts of its entry, where that is of a time when readings above words were text as well.

    So no lock changes by it: one that has such texts keeps them until the note is edited.
    """
    if "<rt" not in note.joined:
        return note
    fields = note.joined.split(SEPARATOR)
    first = straight(plain_text(fields[0], readings=True))
    clozes = hidden_in(fields, readings=True) if note.clozes else ()
    return note._replace(
        first=first if old.text == first[:TEXT_LENGTH] else note.first,
        clozes=clozes if old.clozes == kept_clozes(clozes) else note.clozes,
    )


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
