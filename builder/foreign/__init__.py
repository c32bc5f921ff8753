"""Decks that others made, read into plain values: Anki's packages in all their forms, and CrowdAnki's folders."""

from builder.foreign.deck_values import (
    ForeignCard,
    ForeignCollection,
    ForeignDeck,
    ForeignField,
    ForeignMedia,
    ForeignNote,
    ForeignTemplate,
    ForeignType,
    Progress,
    shown_note,
)
from builder.foreign.reading import media_contents, read_foreign

__all__ = [
    "ForeignCard",
    "ForeignCollection",
    "ForeignDeck",
    "ForeignField",
    "ForeignMedia",
    "ForeignNote",
    "ForeignTemplate",
    "ForeignType",
    "Progress",
    "media_contents",
    "read_foreign",
    "shown_note",
]
