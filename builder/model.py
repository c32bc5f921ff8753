"""The values that pass between the rooms: what an author wrote, and the notes that come of it."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from builder.diagnostics import Location, Problem
from builder.schema import Entry, Key, Said
from builder.syntax import Node, SourceFile, Text

# Named tuples, for a dataclass takes half a millisecond to make, its module ten to load, and each value twice as much.


class CardSource(NamedTuple):
    """One entry of a chapter's `cards`, validated."""

    id: Text
    kind: str
    entry: Entry
    tags: tuple[str, ...]
    """The deck's, the chapter's and its own, sorted, without repeats."""
    source: Text | None
    """What it cites (`guide/verdict`), its own or its chapter's."""
    citation: str
    """The same as the learner reads it (`Guide, The verdict`)."""
    file: SourceFile
    deck: str = ""
    """The subdeck that it is in, its own or its chapter's, without the deck's name; empty for the deck itself."""
    said: Said = Said()


class Chapter(NamedTuple):
    """One chapter file: a subdeck, or the deck of its folder where `title` is empty."""

    file: SourceFile
    title: str
    entry: Entry
    cards: tuple[CardSource, ...]
    """Those that have all that their kinds cannot do without."""
    partial: tuple[Entry, ...] = ()
    """What there is of the others."""
    ids: tuple[Text, ...] = ()
    """The ids of all cards, also of those with problems."""
    within: str = ""
    """The deck of its folder, without the deck's name (`Part::Inner`); empty for the deck's own folder."""
    misread: frozenset[int] = frozenset()
    """Where in the file values start that YAML has made something else of, of which a problem tells already."""


class Citable(NamedTuple):
    """A declared source: its title, and the titles of its sections by name."""

    title: str
    sections: Mapping[str, str] = MappingProxyType({})


class Settings(NamedTuple):
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
    math: str = ""
    """`dollars` where math stands between dollars too."""
    tags: tuple[str, ...] = ()
    sources: Mapping[str, Citable] = MappingProxyType({})
    glossary: Mapping[str, str] = MappingProxyType({})
    feedback: str = ""
    """An address with `{id}` in it; empty for no link."""
    lint: Node | None = None
    tables: Mapping[str, Entry] = MappingProxyType({})
    """What it says of chapters that are tables, by their paths from the deck's folder without the ending."""


class Deck(NamedTuple):
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
    """Markdown from a file: where it stands, what to render (by default that), and phrases of it to be bold."""

    text: Text
    markdown: str = ""
    plain: bool = False
    """Show it as typed, with no Markdown."""
    keep: tuple[Text, ...] = ()


Piece = str | Prose
"""A part of a field: HTML that the kind wrote, or an author's text."""


class Note(NamedTuple):
    """A note before rendering: its key (`tpm`, or `pay-tpm/open` for one of several), and its fields by name.

    Ids have no slash (source/chapters.py sees to it), so what stands before one in a key is the id of the card source.
    """

    key: str
    type: str
    """Which of its kind's note types."""
    fields: Mapping[str, tuple[Piece, ...]]
    at: Text
    card: CardSource
    was: tuple[str, ...] = ()
    """Keys that it had before."""
    subdeck: str = ""
    """A subdeck of its own in place of the chapter's: words of the frame, which decks show in their language."""


class FieldSpec(NamedTuple):
    """A field of a note type; `was` names the field whose place it takes over, `doc` says in Anki what it is for."""

    name: str
    was: str = ""
    key: str = ""
    """What cards call it; empty where the kind does not say, for good, which key fills which field."""
    doc: str = ""
    look: tuple[tuple[str, str | int | bool], ...] = ()
    """Of an adopted note type: how Anki's editor shows it, by Anki's own names (`font`, `size`, `rtl`)."""


class TemplateSpec(NamedTuple):
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
    beside: tuple[str, ...] = ()
    """Those of `asks` that the front shows beside the question: a scene, an answer to mend, options."""
    browser: tuple[str, str] = ("", "")
    """Of an adopted note type: what Anki's browser shows for the two sides; empty for the sides themselves."""


class NoteType(NamedTuple):
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
    adopted: bool = False
    """Whether it is that of a deck which was published before: it has the fields and templates that its learners have,
    and nothing of ours is added."""
    sort: int = 0
    """The field by which Anki's browser sorts; of an adopted one it may be another than the first."""
    latex: tuple[str, str] = ("", "")
    """Of an adopted one: what stands before and behind LaTeX; empty for what Anki has."""
    stock: int = 0
    """Of an adopted one: which of Anki's own note types it was made from (`OriginalStockKind`), by which Anki opens its
    editor of occlusions; 0 for none."""
    svg: bool = False
    """Of an adopted one: whether LaTeX becomes pictures in SVG."""


class Trait(enum.StrEnum):
    """What a kind is, for the rules that judge its cards; some say under which keys its texts stand."""

    FACT = "fact"
    """It asks for one fact."""
    TERM = "term"
    """It asks what a term means."""
    OPTIONS = "options"
    """The front shows `options`, and `answer` is the right one."""
    GAPS = "gaps"
    """It asks for what is hidden in a sentence, as the kinds with a cloze note type do."""
    STEPS = "steps"
    """It asks for `steps` in their order."""
    SPOKEN = "spoken"
    """A reply is said aloud: `say` is what counts, and `cue` what calls for it."""
    CONTRAST = "contrast"
    """A `bad` answer stands against a `good` one; `why` says what tells them apart."""
    RUBRIC = "rubric"
    """The learner's own answer is judged by the points of `rubric`."""
    FIXED_CARDS = "fixed-cards"
    """How many cards a note has is the kind's choice, and not that of the note's author."""


class Kind(NamedTuple):
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
    declared_at: Mapping[tuple[str, str], Location] = MappingProxyType({})
    """Where an own kind declares its parts (`field`, `card`), by part and name, and itself, by two empty texts."""
    files: tuple[SourceFile, ...] = ()
    """The files that an own kind was read from."""
    traits: frozenset[Trait] = frozenset()
    filling: str = ""
    """How an own kind makes fields of a card's values, for the hash of what the author wrote."""

    @property
    def is_adopted(self) -> bool:
        """Whether its cards are those of a deck that was published before (`NoteType.adopted`)."""
        return any(note_type.adopted for note_type in self.note_types)


# ---- Notes as Anki will hold them.

SEPARATOR = "\x1f"
"""What Anki has between the fields of a note."""


class RenderedNote(NamedTuple):
    """A note as Anki will hold it, but for what the ledger gives: GUID, ids and times."""

    location: Location
    key: str
    kind: str
    type: str
    joined: str
    """The fields, HTML, joined by `SEPARATOR`: one text takes half the memory, and is what a package holds."""
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
    source: str = ""
    """Hash of what the author wrote for it (render/source_hash.py)."""
    allows: tuple[str, ...] = ()
    """Rules about the lock that its card may break, with a reason."""
    unsafe: tuple[str, ...] = ()
    """What of an adopted note runs or loads, sorted: a name and a digest of each; what was published may stay."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in the order of the note type's declaration, the common ones after the kind's own."""
        return tuple(self.joined.split(SEPARATOR))


class RenderedChapter(NamedTuple):
    """A chapter whose notes are HTML: all that the way from here to the package needs of it."""

    path: str
    """The file, as shown to the user."""
    title: Text | None
    ids: tuple[Text, ...]
    """The ids of all its cards, also of those with problems."""
    notes: tuple[RenderedNote, ...] = ()
    media: tuple[tuple[str, str | None], ...] = ()
    """The media files that it names, as written, and their names inside the package; None for missing ones."""
    problems: tuple[Problem, ...] = ()
    within: str = ""
    """The deck of its folder (`Chapter.within`)."""
    source: Chapter | None = None
    """What the author wrote; None where the caller needs none, so that a large deck does not stay in memory."""
