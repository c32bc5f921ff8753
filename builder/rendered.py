"""Notes as Anki will hold them."""

from __future__ import annotations

from typing import NamedTuple

from builder.problems import Location

SEPARATOR = "\x1f"
"""What Anki has between the fields of a note."""


class RenderedNote(NamedTuple):
    """A note as Anki will hold it, but for what the ledger gives: GUID, ids and times."""

    location: Location
    key: str
    kind: str
    type: str
    joined: str
    """The fields, HTML, joined by `SEPARATOR`: one text, which takes half the room and passes between processes."""
    first: str
    """The first field as plain text."""
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

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in the order of the note type's declaration, the common ones after the kind's own."""
        return tuple(self.joined.split(SEPARATOR))
