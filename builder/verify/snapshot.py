"""What is in a collection, as values that can be compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from builder.render.plain_text import plain_text
from builder.verify.shown import file_names

if TYPE_CHECKING:
    from anki.collection import Collection

_RENAMED_MEDIA = re.compile(r"-[0-9a-f]{40}(?=\.)")
"""What Anki puts into the name of a media file where the learner has another file of that name."""
_FIELD = re.compile(r"{{(?:[^{}:#^/!]*:)*\s*([^{}:#^/!]+?)\s*}}")
"""A field that a template shows."""
_NAME_LENGTH = 60
"""How much of a note's first field names it."""
_AGAIN = "\x1f"
"""What stands between a GUID that several notes have and their number; Anki lets no GUID hold it."""
_Value = TypeVar("_Value")

# Named tuples built by keyword: a collection has notes and cards by the ten thousand.


class CardKey(NamedTuple):
    """A card for good: its note's GUID and its ordinal."""

    guid: str
    ordinal: int


class NoteState(NamedTuple):
    """A note as a learner has it."""

    id: int
    type_id: int
    values: tuple[str, ...]
    """Its fields as Anki keeps them, but for what an import puts into the names of media files."""
    tags: tuple[str, ...]
    mod: int
    """When it was last changed, in seconds since 1970."""
    media: tuple[str, ...]
    """The media files that its fields refer to, as they are called in the collection."""
    front: int = 0
    """The place of the field that its first card asks first."""

    @property
    def content(self) -> tuple[object, ...]:
        """Return all that an author can change."""
        return (self.values, self.tags)

    @property
    def name(self) -> str:
        """Return the first words of its front, for messages; of one that has none, what its first field is."""
        texts = (plain_text(value) for value in (*self.values[self.front :], *self.values))
        name: str = next((text for text in texts if text), next(filter(None, self.values), "(empty)"))
        return name[:_NAME_LENGTH]


class CardState(NamedTuple):
    """A card as a learner has it."""

    id: int
    deck: str
    """Its deck's whole name."""
    schedule: tuple[Any, ...]
    """The columns that an import must leave alone, the deck's id among them."""
    reviews: tuple[Any, ...]


class Template(NamedTuple):
    """What makes the two sides of a card."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeState:
    """A note type as a learner has it."""

    name: str
    is_cloze: bool
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    css: str
    latex: tuple[Any, ...]

    @property
    def look(self) -> tuple[object, ...]:
        """Return what decides how its cards look, which is not what its parts are called."""
        return ([(template.front, template.back) for template in self.templates], self.css, self.latex)

    def card_name(self, ordinal: int) -> str:
        """Return what messages call a card of it."""
        if self.is_cloze:
            return f"cloze {ordinal + 1}"
        return self.templates[ordinal].name if ordinal < len(self.templates) else f"card {ordinal + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A whole collection: notes by GUID, cards by note and ordinal, note types by id."""

    notes: Mapping[str, NoteState]
    cards: Mapping[CardKey, CardState]
    types: Mapping[int, TypeState]
    schema: int
    """When Anki last had to ask for a full sync."""
    doubled: frozenset[str]
    """GUIDs of notes that are there twice, or have a card twice."""
    blank: frozenset[CardKey]
    """Cards that Anki's Empty Cards would delete."""

    def type_of(self, guid: str) -> TypeState:
        """Return a note's type."""
        return self.types[self.notes[guid].type_id]

    def filled(self, guid: str) -> dict[str, str]:
        """Return a note's filled fields by their names."""
        note = self.notes[guid]
        named = zip(self.types[note.type_id].fields, note.values, strict=True)
        return {name: value for name, value in named if value}

    def cards_of(self, guids: AbstractSet[str]) -> list[CardKey]:
        """Return the cards of notes, in their order."""
        return sorted(key for key in self.cards if key.guid in guids)


def take(collection: Collection) -> Snapshot:
    """Return what is in a collection; one that has just been imported into is opened anew before."""
    assert collection.db is not None
    guids = _guids(collection)
    keys = {
        card_id: CardKey(guid=guids[note_id], ordinal=ordinal)
        for card_id, note_id, ordinal in collection.db.execute("select id, nid, ord from cards")
    }
    types = {model["id"]: _type_state(model) for model in collection.models.all()}
    return Snapshot(
        notes=_notes(collection, guids, types),
        cards=_cards(collection, keys),
        types=types,
        schema=collection.db.scalar("select scm from col"),
        doubled=frozenset(
            _repeated(guid.partition(_AGAIN)[0] for guid in guids.values())
            | {key.guid for key in _repeated(keys.values())}
        ),
        blank=frozenset(keys[card_id] for note in collection.get_empty_cards().notes for card_id in note.card_ids),
    )


def _guids(collection: Collection) -> dict[int, str]:
    """Return the GUIDs of notes by ids; where several notes have one, all but the first have a number behind it."""
    assert collection.db is not None
    seen: Counter[str] = Counter()
    guids = {}
    for note_id, guid in collection.db.execute("select id, guid from notes order by id"):
        number = seen[str(guid)]
        guids[note_id] = f"{guid}{_AGAIN}{number}" if number else str(guid)
        seen[str(guid)] += 1
    return guids


def note_ids(collection: Collection) -> dict[str, int]:
    """Return the ids of all notes."""
    return {guid: note_id for note_id, guid in _guids(collection).items()}


def card_ids(collection: Collection) -> dict[CardKey, int]:
    """Return the ids of all cards."""
    assert collection.db is not None
    guids = _guids(collection)
    rows = collection.db.execute("select nid, ord, id from cards")
    return {CardKey(guid=guids[note_id], ordinal=ordinal): card_id for note_id, ordinal, card_id in rows}


def _repeated(values: Iterable[_Value]) -> set[_Value]:
    return {value for value, count in Counter(values).items() if count > 1}


def _type_state(model: Any) -> TypeState:
    return TypeState(
        name=model["name"],
        is_cloze=model["type"] == 1,
        fields=tuple(field["name"] for field in model["flds"]),
        templates=tuple(
            Template(name=template["name"], front=_lines(template["qfmt"]), back=_lines(template["afmt"]))
            for template in model["tmpls"]
        ),
        css=_lines(model["css"]),
        latex=(model.get("latexPre"), model.get("latexPost"), model.get("latexsvg")),
    )


def _lines(text: str) -> str:
    """Return a text with the ends of lines that a browser reads."""
    return text.replace("\r\n", "\n")


def _front(kind: TypeState) -> int:
    """Return the place of the field that the first card of a note type asks first; 0 where it shows that one too."""
    shown = [name for name in _FIELD.findall(kind.templates[0].front) if name in kind.fields]
    return kind.fields.index(shown[0]) if shown and kind.fields[0] not in shown else 0


def _notes(collection: Collection, guids: Mapping[int, str], types: Mapping[int, TypeState]) -> dict[str, NoteState]:
    assert collection.db is not None
    fronts = {type_id: _front(kind) for type_id, kind in types.items()}
    rows = collection.db.execute("select id, mid, mod, tags, flds from notes")
    return {
        guids[note_id]: NoteState(
            id=note_id,
            type_id=type_id,
            values=tuple(_RENAMED_MEDIA.sub("", fields).split("\x1f")),
            tags=tuple(sorted(tags.split())),
            mod=mod,
            media=file_names(fields),
            front=fronts[type_id],
        )
        for note_id, type_id, mod, tags, fields in rows
    }


def _cards(collection: Collection, keys: Mapping[int, CardKey]) -> dict[CardKey, CardState]:
    assert collection.db is not None
    reviews: dict[int, list[Any]] = {}
    for card_id, *review in collection.db.execute(
        "select cid, id, ease, ivl, lastivl, factor, time, type from revlog order by id"
    ):
        reviews.setdefault(card_id, []).append(tuple(review))
    decks = {deck.id: deck.name for deck in collection.decks.all_names_and_ids()}
    rows = collection.db.execute("select id, did, type, queue, due, ivl, factor, reps, lapses, flags from cards")
    return {
        keys[card_id]: CardState(
            id=card_id,
            deck=decks.get(deck_id, ""),
            schedule=(deck_id, *schedule),
            reviews=tuple(reviews.get(card_id, ())),
        )
        for card_id, deck_id, *schedule in rows
    }
