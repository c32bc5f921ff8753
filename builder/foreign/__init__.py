"""Decks that others made, read into plain values: Anki's packages, CrowdAnki's folders, tables, notes in Markdown."""

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
from builder.foreign.notebooks import read_notebook
from builder.foreign.reading import media_contents, read_foreign, source_form
from builder.foreign.table_text import read_table
from builder.foreign.text_values import MarkdownCard, MarkdownDeck, MarkdownNote, TextRow, TextTable

__all__ = [
    "ForeignCard",
    "ForeignCollection",
    "ForeignDeck",
    "ForeignField",
    "ForeignMedia",
    "ForeignNote",
    "ForeignTemplate",
    "ForeignType",
    "MarkdownCard",
    "MarkdownDeck",
    "MarkdownNote",
    "Progress",
    "TextRow",
    "TextTable",
    "media_contents",
    "read_foreign",
    "read_notebook",
    "read_table",
    "shown_note",
    "source_form",
]
