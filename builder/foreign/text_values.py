"""What is in forms of text that others wrote cards in: rows of a table, cards of notes in Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class TextRow(NamedTuple):
    """A row of a table that is not empty."""

    line: int
    """That of the file on which it begins."""
    cells: tuple[str, ...]


class TextTable(NamedTuple):
    """A table; columns are counted from 0, None is one that the file does not speak of."""

    path: Path
    separator: str
    is_html: bool
    """Whether the file says that its cells are HTML."""
    names: tuple[str, ...]
    """Those of the columns, as Anki's header has them; empty without."""
    columns: dict[str, int]
    """Those of which Anki's header says what they are: `guid`, `notetype`, `deck`, `tags`."""
    fixed: dict[str, str]
    """What holds for each row (`notetype`, `deck`, `tags`), as Anki's header says."""
    rows: tuple[TextRow, ...]
    remarks: int
    """Lines that begin with `#`, and that Anki takes for remarks."""
    odd_quotes: int
    """Rows with a cell that goes on behind its closing quote, which is out, as Anki reads it."""


class MarkdownCard(NamedTuple):
    """A card in Markdown."""

    kind: str
    """That of ours: `basic`, `cloze` or `choice`."""
    texts: tuple[tuple[str, str | tuple[str, ...]], ...]
    """The keys of the kind with their Markdown."""
    is_reversed: bool
    tags: tuple[str, ...]


class MarkdownNote(NamedTuple):
    """A file of Markdown."""

    path: Path
    title: str
    """As decks are called, `::` between the names of folders."""
    tags: tuple[str, ...]
    """Those of the whole note."""
    cards: tuple[MarkdownCard, ...]
    unread: int
    """Parts that look like cards, and make none."""


class MarkdownDeck(NamedTuple):
    """A note in Markdown, or a folder of them."""

    path: Path
    form: str
    """`signs` (`::`, `?`, `==gaps==`), `fields` (`Q:`, `A:`) or `headings` (`##`)."""
    notes: tuple[MarkdownNote, ...]
    """By path; also those without cards."""
