"""Notes as Anki will hold them."""

from __future__ import annotations

from typing import NamedTuple

from builder.problems import Location


class RenderedNote(NamedTuple):
    """A note as Anki will hold it, but for what the ledger gives: GUID, ids and times.

    `fields` are HTML in the order of the note type's declaration, the common fields after the kind's own.
    """

    location: Location
    key: str
    kind: str
    type: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    ords: tuple[int, ...]
    """Ordinals of the templates (or cloze numbers less one) that make a card."""
    deck: str
    """Full deck name, `Sony PM vs TPM::Roles`."""
    was: tuple[str, ...] = ()
    clozes: tuple[tuple[int, str], ...] = ()
    """What each cloze number hides, as plain text."""
    media: tuple[str, ...] = ()
    """Files of the deck's folder that it shows or plays, as written."""
