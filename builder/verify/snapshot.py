"""What is in a collection, as values that can be compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from builder.render.plain_text import plain_text

if TYPE_CHECKING:
    from anki.collection import Collection

_RENAMED_MEDIA = re.compile(r"-[0-9a-f]{40}(?=\.)")
"""What Anki puts into the name of a media file where the learner has another file of that name."""
_NAME_LENGTH = 60


class CardKey(NamedTuple):
    """A card for good: its note's GUID and its ordinal."""

    guid: str
    ordinal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteState:
    """A note as a learner has it: the fields that are filled, by name, and its tags."""

    type: str
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    mod: int
    """When it was last changed, in seconds since 1970."""

    @property
    def content(self) -> tuple[object, ...]:
        """Return all that an author can change."""
        return (sorted(self.fields.items()), self.tags)

    @property
    def name(self) -> str:
        """Return the start of its first field, for messages."""
        return plain_text(next(iter(self.fields.values()), ""))[:_NAME_LENGTH]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A whole collection: notes by GUID, cards with what the scheduler knows and their reviews, note types by id."""

    notes: Mapping[str, NoteState]
    cards: Mapping[CardKey, tuple[Any, ...]]
    types: Mapping[int, str]
    schema: int
    """When Anki last had to ask for a full sync."""
    doubled: tuple[str, ...]
    """GUIDs of notes and cards that are there twice."""
    blank: frozenset[CardKey]
    """Cards that Anki's Empty Cards would delete."""


def take(collection: Collection) -> Snapshot:
    """Return what is in a collection."""
    assert collection.db is not None
    guids = {note_id: str(guid) for note_id, guid in collection.db.execute("select id, guid from notes")}
    keys = {
        card_id: CardKey(guid=guids[note_id], ordinal=ordinal)
        for card_id, note_id, ordinal in collection.db.execute("select id, nid, ord from cards")
    }
    doubled = {guid for guid, count in Counter(guids.values()).items() if count > 1}
    with_double_cards = collection.db.list("select nid from cards group by nid, ord having count(*) > 1")
    doubled |= {guids[note_id] for note_id in with_double_cards}
    return Snapshot(
        notes=_notes(collection),
        cards=_cards(collection, keys),
        types={model["id"]: model["name"] for model in collection.models.all()},
        schema=collection.db.scalar("select scm from col"),
        doubled=tuple(sorted(doubled)),
        blank=frozenset(keys[card_id] for note in collection.get_empty_cards().notes for card_id in note.card_ids),
    )


def _notes(collection: Collection) -> dict[str, NoteState]:
    assert collection.db is not None
    models = {model["id"]: model for model in collection.models.all()}
    notes = {}
    for guid, type_id, mod, tags, fields in collection.db.execute("select guid, mid, mod, tags, flds from notes"):
        names = [field["name"] for field in models[type_id]["flds"]]
        texts = _RENAMED_MEDIA.sub("", fields).split("\x1f")
        notes[guid] = NoteState(
            type=models[type_id]["name"],
            fields={name: text for name, text in zip(names, texts, strict=True) if text},
            tags=tuple(sorted(tags.split())),
            mod=mod,
        )
    return notes


def _cards(collection: Collection, keys: Mapping[int, CardKey]) -> dict[CardKey, tuple[Any, ...]]:
    """Return each card's columns that an import must leave alone, its own id among them, and its reviews."""
    assert collection.db is not None
    reviews: dict[int, list[Any]] = {}
    for card_id, *review in collection.db.execute(
        "select cid, id, ease, ivl, lastivl, factor, time, type from revlog order by id"
    ):
        reviews.setdefault(card_id, []).append(tuple(review))
    rows = collection.db.execute("select id, did, type, queue, due, ivl, factor, reps, lapses, flags from cards")
    return {keys[card_id]: (card_id, *columns, tuple(reviews.get(card_id, ()))) for card_id, *columns in rows}
