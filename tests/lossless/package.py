"""What is in a package, read with nothing but zip and SQL."""

from __future__ import annotations

import html
import json
import re
import sqlite3
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.kinds.editor import FieldLook
from builder.lock.ledger import SlottedType
from tests.lossless.pictures import digest

_FILE = re.compile(r'<img\b[^<>]*?\bsrc="([^"]*)"|\[sound:([^\]]*)\]')


@dataclass(frozen=True, slots=True)
class PackedNote:
    """A note of a package."""

    guid: str
    id: int
    type: int
    values: tuple[str, ...]
    """All fields in their order."""
    fields: Mapping[str, str]
    """Those that are filled, by name."""
    tags: tuple[str, ...]
    cards: Mapping[int, int]
    """Card ids by ordinal."""
    files: Mapping[str, str]
    """The digests of the media that its fields name, by name."""


@dataclass(frozen=True, slots=True)
class PackedType:
    """A note type: its name, the names of its fields, its templates (name, front, back), its style, and what Anki's
    editor makes of each field (its description, whether it is closed)."""

    name: str
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str, str], ...]
    css: str
    looks: tuple[tuple[str, bool], ...]


def as_type(model: Any) -> PackedType:
    """Return a note type as a package or a collection holds it."""
    templates = tuple((template["name"], template["qfmt"], template["afmt"]) for template in model["tmpls"])
    looks = tuple((field["description"], field["collapsed"]) for field in model["flds"])
    return PackedType(model["name"], tuple(field["name"] for field in model["flds"]), templates, model["css"], looks)


def stated_type(slotted: SlottedType) -> PackedType:
    """Return a note type as the lock states it, whether the package has it or not."""
    templates = tuple((template.name, template.front, template.back) for template in slotted.templates)
    names = tuple(slot.name for slot in slotted.entry.fields)
    looks = tuple(look[:2] for look in slotted.looks or (FieldLook(is_closed=False),) * len(names))
    return PackedType(slotted.name, names, templates, slotted.css, looks)


def files_in(text: str) -> list[str]:
    """Return the media that a text names, as they are called inside the package."""
    return [html.unescape(picture or sound) for picture, sound in _FILE.findall(text)]


def read_package(path: Path, *, is_whole: bool = True) -> tuple[dict[str, PackedNote], dict[int, PackedType]]:
    """Return the notes of a package by GUID, and its note types by id; check that it has the files it needs.

    One that is not whole marks notes as retired: it has no files, though the beginning of a text may name a sound.
    """
    connection = sqlite3.connect(":memory:")
    with zipfile.ZipFile(path) as archive:
        connection.deserialize(archive.read("collection.anki2"))
        packed = json.loads(archive.read("media"))
        media = {name: digest(archive.read(number)) for number, name in packed.items()}
    (stored,) = connection.execute("select models from col").fetchone()
    models: dict[str, Any] = json.loads(stored)
    cards: dict[int, dict[int, int]] = {}
    for nid, ordinal, card in connection.execute("select nid, ord, id from cards order by nid, ord"):
        cards.setdefault(nid, {})[ordinal] = card
    notes = {}
    for nid, guid, type_id, tags, joined in connection.execute("select id, guid, mid, tags, flds from notes"):
        names = [field["name"] for field in models[str(type_id)]["flds"]]
        values = tuple(joined.split("\x1f"))
        filled = {name: value for name, value in zip(names, values, strict=True) if value}
        filled["Id"] = html.unescape(filled["Id"])
        files = {name: media[name] for name in files_in(joined) if is_whole}
        notes[guid] = PackedNote(guid, nid, type_id, values, filled, tuple(sorted(tags.split())), cards[nid], files)
    connection.close()
    assert {name for note in notes.values() for name in note.files} == media.keys(), "files that no note names"
    return notes, {int(key): as_type(model) for key, model in models.items()}
