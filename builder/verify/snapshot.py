"""What is in a collection, as values that can be compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from builder.render.plain_text import plain_text

if TYPE_CHECKING:
    from anki.collection import Collection

_RENAMED_MEDIA = re.compile(r"-[0-9a-f]{40}(?=\.)")
_NAME_LENGTH = 60

CardKey = tuple[str, int]
"""A card for good: its note's GUID and its ordinal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteState:
    """A note as a learner has it: the fields that are filled, by name, and its tags."""

    type: str
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    mod: int

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
    types = {model["id"]: model for model in collection.models.all()}
    names = {type_id: [field["name"] for field in model["flds"]] for type_id, model in types.items()}
    notes: dict[str, NoteState] = {}
    guids: dict[int, str] = {}
    for nid, guid, type_id, mod, tags, fields in collection.db.execute(
        "select id, guid, mid, mod, tags, flds from notes"
    ):
        values = zip(names[type_id], _RENAMED_MEDIA.sub("", fields).split("\x1f"), strict=True)
        filled = {name: value for name, value in values if value}
        notes[guid] = NoteState(type=types[type_id]["name"], fields=filled, tags=tuple(sorted(tags.split())), mod=mod)
        guids[nid] = guid
    reviews: dict[int, list[Any]] = {}
    for cid, *review in collection.db.execute(
        "select cid, id, ease, ivl, lastivl, factor, time, type from revlog order by id"
    ):
        reviews.setdefault(cid, []).append(tuple(review))
    rows = collection.db.all("select id, nid, ord, did, type, queue, due, ivl, factor, reps, lapses, flags from cards")
    cards = {(guids[nid], place): (cid, *rest, tuple(reviews.get(cid, ()))) for cid, nid, place, *rest in rows}
    doubled = [guid for guid, count in Counter(guids.values()).items() if count > 1]
    doubled += [guids[nid] for (nid, _), count in Counter((row[1], row[2]) for row in rows).items() if count > 1]
    places = {row[0]: (guids[row[1]], row[2]) for row in rows}
    empty = collection.get_empty_cards().notes
    return Snapshot(
        notes=notes,
        cards=cards,
        types={type_id: model["name"] for type_id, model in types.items()},
        schema=collection.db.scalar("select scm from col"),
        doubled=tuple(sorted(set(doubled))),
        blank=frozenset(places[card] for note in empty for card in note.card_ids),
    )
