"""What is in a package, read with nothing but zip and SQL."""

from __future__ import annotations

import html
import json
import sqlite3
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class PackedNote:
    """A note of a package; `fields` are those that are filled."""

    guid: str
    type: str
    fields: dict[str, str]
    tags: tuple[str, ...]
    cards: tuple[int, ...]

    @property
    def content(self) -> tuple[object, ...]:
        """Return all that an author can change in it."""
        return (sorted(self.fields.items()), self.tags)


@dataclass(frozen=True, slots=True)
class PackedType:
    """A note type: the names of its fields, its templates (name, front, back), and its style."""

    fields: tuple[str, ...]
    templates: tuple[tuple[str, str, str], ...]
    css: str


def as_type(model: Any) -> PackedType:
    """Return a note type as a package or a collection holds it."""
    templates = tuple((template["name"], template["qfmt"], template["afmt"]) for template in model["tmpls"])
    return PackedType(tuple(field["name"] for field in model["flds"]), templates, model["css"])


def read_package(path: Path) -> tuple[dict[str, PackedNote], dict[str, PackedType]]:
    """Return the notes of a package by GUID, and its note types by name."""
    connection = sqlite3.connect(":memory:")
    with zipfile.ZipFile(path) as archive:
        connection.deserialize(archive.read("collection.anki2"))
    (stored,) = connection.execute("select models from col").fetchone()
    models: dict[str, Any] = json.loads(stored)
    cards: dict[int, list[int]] = {}
    for nid, ordinal in connection.execute("select nid, ord from cards order by nid, ord"):
        cards.setdefault(nid, []).append(ordinal)
    notes = {}
    for nid, guid, type_id, tags, fields in connection.execute("select id, guid, mid, tags, flds from notes"):
        model = models[str(type_id)]
        names = [field["name"] for field in model["flds"]]
        filled = {name: value for name, value in zip(names, fields.split("\x1f"), strict=True) if value}
        filled["Id"] = html.unescape(filled["Id"])
        notes[guid] = PackedNote(guid, model["name"], filled, tuple(sorted(tags.split())), tuple(cards[nid]))
    connection.close()
    return notes, {model["name"]: as_type(model) for model in models.values()}
