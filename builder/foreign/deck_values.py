"""What is in a deck that others made, as they published it, whatever form it came in.

All texts are to the letter those of the source; None stands for what a source does not say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from builder.diagnostics import printable
from builder.entities import unescape

Progress = Callable[[str, int, int], object]
"""What is told how far the reading is: what is done, how much of it, and of how much."""
_TAGS = re.compile(r"<[^<>]*>")
_SHOWN = 40
"""Characters of a note by which a message names it."""


class ForeignDeck(NamedTuple):
    """A deck; `name` is the whole one, with `::` between the names of nested decks."""

    name: str
    description: str
    uuid: str = ""
    """CrowdAnki's, or empty."""
    options: str = ""
    """CrowdAnki's UUID of the options that it is learned with, or empty."""


class ForeignField(NamedTuple):
    """A field of a note type, in its place; what follows its name is how Anki's editor and browser treat it."""

    name: str
    id: int | None
    """Any signed number of 64 bits."""
    description: str
    font: str
    size: int
    rtl: bool
    sticky: bool
    plain_text: bool
    collapsed: bool
    exclude_from_search: bool
    prevent_deletion: bool
    tag: int | None
    """Which field of Anki's own image occlusion it is."""


class ForeignTemplate(NamedTuple):
    """A card template of a note type, in its place; the browser's formats are empty where Anki shows the card."""

    name: str
    id: int | None
    """Any signed number of 64 bits."""
    front: str
    back: str
    browser_front: str
    browser_back: str
    browser_font: str
    browser_size: int
    deck: str
    """The deck that its new cards go to; empty for that of the note."""


class ForeignType(NamedTuple):
    """A note type."""

    name: str
    id: int | None
    uuid: str
    """CrowdAnki's, or empty."""
    mod: int | None
    """When it last changed, in seconds since 1970."""
    fields: tuple[ForeignField, ...]
    templates: tuple[ForeignTemplate, ...]
    css: str
    is_cloze: bool
    sort_field: int
    """The place of the field that Anki's browser sorts by."""
    latex_head: str
    latex_foot: str
    latex_svg: bool
    stock_kind: int
    """Which of Anki's own note types it was made from (`OriginalStockKind` in notetypes.proto); 0 for none."""


class ForeignCard(NamedTuple):
    """A card of a note."""

    id: int
    ordinal: int
    """Its template's place; of a cloze, its number less one."""
    deck: str
    """Its home, where a filtered deck has borrowed it."""
    position: int | None
    """Its place among new cards; None for a card that has been learned, and does not say."""


class ForeignNote(NamedTuple):
    """A note."""

    guid: str
    id: int | None
    mod: int | None
    """When it last changed, in seconds since 1970."""
    type: ForeignType
    fields: tuple[str, ...]
    """As many as its type has; their values are HTML."""
    tags: tuple[str, ...]
    """In the order of the source."""
    deck: str
    """That of its first card, or the first one that CrowdAnki keeps the note in; empty for a note without cards."""
    cards: tuple[ForeignCard, ...]
    """By ordinal, of which a damaged collection has some twice; empty where the source has no cards."""


class ForeignMedia(NamedTuple):
    """A media file: its published name, its size in bytes, and the part of the package, or the file, that holds it."""

    name: str
    size: int
    place: str


class ForeignCollection(NamedTuple):
    """All that is in a package or a folder."""

    path: Path
    """What was read: a package, or CrowdAnki's JSON."""
    form: str
    """`anki2`, `anki21`, `anki21b` or `crowdanki`."""
    decks: tuple[ForeignDeck, ...]
    """All but filtered ones, by name, also those without cards."""
    types: tuple[ForeignType, ...]
    """By id, or in the order of the source; also those without notes."""
    notes: tuple[ForeignNote, ...]
    """In the order of their ids, or of the source."""
    media: tuple[ForeignMedia, ...]
    """By name, each name once."""
    missing_media: tuple[str, ...] = ()
    """Files that CrowdAnki lists, and that are not in its folder."""

    @property
    def shown(self) -> str:
        """The path, as messages name it."""
        return printable(str(self.path))


def shown_note(fields: tuple[str, ...], guid: str) -> str:
    """Return what messages name a note by: the first words of its first field, or else its GUID."""
    words = " ".join(unescape(_TAGS.sub(" ", fields[0] if fields else "")).split())
    if not words:
        return f'note with the GUID "{printable(guid)}"'
    return f'note "{printable(words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…")}"'
