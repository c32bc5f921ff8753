"""The values that pass between the rooms: what an author wrote, and the notes that come of it."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from builder.problems import Location, Problem, Severity

# ---- YAML nodes. Named tuples, not dataclasses: a deck has a million of them, and they cost a third.


class Text(NamedTuple):
    """A scalar as the author typed it; `line` and `column` count from 1, `start` and `end` index the file's text."""

    value: str
    line: int
    column: int
    start: int
    end: int
    style: str = ""
    """Empty for a plain scalar, else one of `'`, `"`, `|` and `>`."""


class Seq(NamedTuple):
    """A YAML sequence."""

    items: tuple[Node, ...]
    line: int
    column: int
    start: int
    end: int


class Map(NamedTuple):
    """A YAML mapping, in the author's order; duplicate keys are still there."""

    items: tuple[tuple[Text, Node], ...]
    line: int
    column: int
    start: int
    end: int


type_of_node = {Text: "text", Seq: "a list", Map: "a mapping"}
"""What messages call each node."""

Node = Text | Seq | Map


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file's path as shown to the user, and its text."""

    path: str
    text: str

    def location(self, at: Node, length: int | None = None) -> Location:
        """Return the place of a node; `length` characters are marked, by default the node's first line."""
        begin = self.text.rfind("\n", 0, at.start) + 1
        finish = self.text.find("\n", at.start)
        finish = len(self.text) if finish < 0 else finish
        excerpt = self.text[begin:finish].rstrip("\r")
        room = len(excerpt) - (at.column - 1)
        wanted = at.end - at.start if length is None else length
        return Location(
            path=self.path, line=at.line, column=at.column, length=max(1, min(wanted, room)), excerpt=excerpt
        )

    def within(self, at: Text, snippet: str, occurrence: int = 0) -> Location:
        """Return the place of `snippet` inside a value, the `occurrence`-th from 0; the value's own if not found."""
        start = at.start - 1
        for _ in range(occurrence + 1):
            start = self.text.find(snippet, start + 1, at.end)
            if start < 0:
                return self.location(at)
        line = self.text.count("\n", 0, start) + 1
        column = start - (self.text.rfind("\n", 0, start) + 1) + 1
        return self.location(Text(snippet, line, column, start, start + len(snippet)))

    def error(self, location: Location, rule: str, message: str, hint: str = "") -> Problem:
        """Return a problem that stops the build."""
        return Problem(location=location, severity=Severity.ERROR, rule=rule, message=message, hint=hint)

    def warning(self, location: Location, rule: str, message: str, hint: str = "") -> Problem:
        """Return a problem that the build survives."""
        return Problem(location=location, severity=Severity.WARNING, rule=rule, message=message, hint=hint)


# ---- What may stand in a file. One definition serves the validator, the JSON Schemas and the docs.


class Shape(enum.Enum):
    """What a key's value must be."""

    TEXT = "text"
    """Markdown or plain text."""
    FLAG = "true or false"
    TEXTS = "a list of texts"
    """A single text stands for a list of one."""
    ENTRIES = "a list of mappings"
    TABLE = "a mapping of names to texts"
    ANY = "anything"
    """Checked by the room that reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key that a mapping may have."""

    name: str
    doc: str
    shape: Shape = Shape.TEXT
    required: bool = False
    keys: tuple[Key, ...] = ()
    """For `Shape.ENTRIES`: the keys of each entry."""
    least: int = 1
    """For lists: the fewest items."""
    words: tuple[str, ...] = ()
    """The only values allowed, where there are any."""


Value = Text | bool | tuple["Text", ...] | tuple["Entry", ...] | Mapping[str, Text] | Node
"""A validated value, by the key's shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A validated mapping: its values by key, the keys' own places, and its node."""

    values: Mapping[str, Value]
    keys: Mapping[str, Text]
    at: Map

    def text(self, key: str) -> Text | None:
        """Return a text value, or None where the key is absent."""
        value = self.values.get(key)
        return value if isinstance(value, Text) else None

    def need(self, key: str) -> Text:
        """Return a required text value."""
        value = self.values[key]
        if not isinstance(value, Text):
            raise TypeError(key)
        return value

    def flag(self, key: str) -> bool:
        """Return a flag; absent is False."""
        return self.values.get(key) is True

    def texts(self, key: str) -> tuple[Text, ...]:
        """Return a list of texts; absent is empty."""
        value = self.values.get(key, ())
        if isinstance(value, tuple) and not isinstance(value, Text | Map | Seq):
            return tuple(item for item in value if isinstance(item, Text))
        return ()

    def entries(self, key: str) -> tuple[Entry, ...]:
        """Return a list of entries; absent is empty."""
        value = self.values.get(key, ())
        if isinstance(value, tuple) and not isinstance(value, Text | Map | Seq):
            return tuple(item for item in value if isinstance(item, Entry))
        return ()

    def table(self, key: str) -> Mapping[str, Text]:
        """Return a table of texts; absent is empty."""
        value = self.values.get(key)
        return value if isinstance(value, Mapping) else {}


# ---- What an author wrote.


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSource:
    """One entry of a chapter's `cards`, validated."""

    id: Text
    kind: str
    entry: Entry
    tags: tuple[str, ...] = ()
    """The deck's, the chapter's and its own, sorted, without repeats."""
    source: Text | None = None
    """What it cites (`guide/verdict`), its own or its chapter's."""
    citation: str = ""
    """The same as the learner reads it (`Guide, The verdict`)."""
    file: SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One chapter file: a subdeck, or the deck itself where `title` is empty."""

    file: SourceFile
    title: str
    entry: Entry
    cards: tuple[CardSource, ...]
    """Those without problems."""
    ids: tuple[Text, ...] = ()
    """The ids of all cards, also of those with problems."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citable:
    """A declared source: its title, and the titles of its sections by name."""

    title: str
    sections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`deck.yaml`, validated."""

    file: SourceFile
    entry: Entry
    folder: str
    """The deck's folder name, which also names its package."""
    name: str
    uid: str
    version: str = ""
    description: str = ""
    language: str = "en"
    speech: str = ""
    """The voice that speaks script lines, as Anki names it (`en_US`); empty for silence."""
    tags: tuple[str, ...] = ()
    sources: Mapping[str, Citable] = field(default_factory=dict)
    glossary: Mapping[str, str] = field(default_factory=dict)
    feedback: str = ""
    """An address with `{id}` in it; empty for no link."""
    lint: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """A whole deck: its settings, its chapters in order, and the kinds that it may use."""

    settings: Settings
    chapters: tuple[Chapter, ...]
    kinds: Mapping[str, Kind]

    @property
    def cards(self) -> Iterator[CardSource]:
        """Yield the card sources of all chapters in order."""
        for chapter in self.chapters:
            yield from chapter.cards


# ---- Kinds and what they make.


class Prose(NamedTuple):
    """Markdown from a file: `text` says where it stands, `markdown` what to render (by default the text itself)."""

    text: Text
    markdown: str = ""
    plain: bool = False
    """Show it as typed, with no Markdown."""


Piece = str | Prose
"""A part of a field: HTML that the kind wrote, or an author's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note before rendering: its key (`tpm`, or `pay-tpm/open` for one of several), and its fields by name."""

    key: str
    type: str
    """Which of its kind's note types."""
    fields: Mapping[str, tuple[Piece, ...]]
    was: tuple[str, ...] = ()
    """Keys that it had before."""
    subdeck: str = ""
    """A subdeck of its own in place of the chapter's."""
    at: Text
    card: CardSource


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """A field of a note type; `was` names the field whose place it takes over."""

    name: str
    was: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSpec:
    """A card template: HTML of both sides without the frame that all cards share.

    `asks` and `answers` name the fields that the learner is asked and graded on, for the linter.
    """

    name: str
    front: str
    back: str
    asks: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    when: str = ""
    """The field that must be filled for this card to be made; empty for always."""
    was: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteType:
    """A note type as its kind declares it; field 0 is the sort field and never changes."""

    key: str
    name: str
    fields: tuple[FieldSpec, ...]
    templates: tuple[TemplateSpec, ...]
    css: str = ""
    head: str = ""
    """HTML beside the chapter's name, at the top of every card."""
    cloze: bool = False
    frame: bool = True
    """Whether the head, foot and style that all cards share are around its templates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The shape of a card source: its keys, its note types, and how one becomes notes."""

    name: str
    doc: str
    keys: tuple[Key, ...]
    note_types: tuple[NoteType, ...]
    expand: Callable[[CardSource], Iterator[Note]]
    check: Callable[[CardSource], Iterator[Problem]] = lambda card: iter(())
    """Yields the problems that keys and shapes alone do not show."""
    example: str = ""
    """A card source of this kind, as YAML, for `init`, `new` and the docs."""
    places: Mapping[tuple[str, str], Location] = field(default_factory=dict)
    """Where an own kind declares its parts, by sort (`field`, `card`) and name, and itself, by two empty texts."""
    files: tuple[SourceFile, ...] = ()
    """The files that an own kind was read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedNote:
    """A note as Anki will hold it, but for what the ledger gives: GUID, ids and times.

    `fields` are HTML in the order of the note type's declaration, the common fields after the kind's own.
    """

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
    location: Location
