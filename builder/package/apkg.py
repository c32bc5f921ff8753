"""Writes a package: genanki gives schema, note types and decks; rows go in bulk; every byte is fixed."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from builder.lock.advance import StampedNote
from builder.lock.identity import card_id, make_deck_id
from builder.lock.slots import SlottedType, is_spare_field
from builder.package.media import MediaFile
from builder.package.order import study_order
from builder.render.text import plain_text

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that goes into a package, in its order."""

    deck_name: str
    description: str
    """HTML, shown by Anki on the deck's page."""
    types: Mapping[str, SlottedType]
    notes: Sequence[StampedNote]
    media: Sequence[MediaFile]
    memory: str
    """The part of the ledger that the rows do not show, for `recover-lock`; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A finished package: its bytes, and a digest of its contents that does not depend on zlib."""

    data: bytes
    digest: str


def assemble(contents: Contents) -> Package:
    """Return the package; the same contents give the same bytes wherever zlib is the same."""
    database = _database(contents)
    media = sorted(contents.media, key=lambda file: file.name)
    names = json.dumps({str(number): file.name for number, file in enumerate(media)}, sort_keys=True).encode()
    digest = hashlib.sha256(database + names).hexdigest()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _add(archive, "collection.anki2", database)
        _add(archive, "media", names)
        for number, file in enumerate(media):
            _add(archive, str(number), file.path.read_bytes())
    return Package(data=buffer.getvalue(), digest=digest)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.external_attr = 0o644 << 16
    info.create_system = 3
    archive.writestr(info, data, zipfile.ZIP_DEFLATED, _LEVEL)


def _database(contents: Contents) -> bytes:
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript("PRAGMA page_size = 4096; PRAGMA secure_delete = ON;")
        # Anki builds its own indexes on import; without them the package is a third smaller.
        connection.executescript(
            "".join(part + ";" for part in APKG_SCHEMA.split(";") if " INDEX " not in part.upper())
        )
        connection.executescript(APKG_COL)
        deck_ids = _decks(connection, contents)
        _models(connection, contents, next(iter(deck_ids.values())))
        connection.executemany("INSERT INTO notes VALUES (?,?,?,?,-1,?,?,?,?,0,'')", _note_rows(contents))
        connection.executemany(
            "INSERT INTO cards VALUES (?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')", _card_rows(contents, deck_ids)
        )
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def deck_names(contents: Contents) -> list[str]:
    """Return the names of all decks of a package, each after its parents."""
    names = {contents.deck_name, *(one.note.deck for one in contents.notes)}
    for name in names:
        parts = name.split("::")
        names.update("::".join(parts[:depth]) for depth in range(1, len(parts)))
    return sorted(names)


def _decks(connection: sqlite3.Connection, contents: Contents) -> dict[str, int]:
    from genanki.deck import Deck

    (stored,) = connection.execute("SELECT decks FROM col").fetchone()
    decks: dict[str, Any] = json.loads(stored)
    ids = {}
    for name in deck_names(contents):
        description = contents.description if name == contents.deck_name else ""
        deck = Deck(make_deck_id(name), name, description)
        decks[str(deck.deck_id)] = deck.to_json()
        ids[name] = deck.deck_id
    connection.execute("UPDATE col SET decks = ?", (json.dumps(decks, sort_keys=True),))
    return ids


def _models(connection: sqlite3.Connection, contents: Contents, deck_id: int) -> None:
    used = {one.entry.type for one in contents.notes}
    models = {str(t.entry.id): _model(t, deck_id) for key, t in contents.types.items() if key in used}
    (stored,) = connection.execute("SELECT conf FROM col").fetchone()
    conf = json.loads(stored) | ({"deckwright": contents.memory} if contents.memory else {})
    connection.execute(
        "UPDATE col SET models = ?, conf = ?", (json.dumps(models, sort_keys=True), json.dumps(conf, sort_keys=True))
    )


def _model(slotted: SlottedType, deck_id: int) -> dict[str, Any]:
    from genanki.model import Model

    class SlotModel(Model):  # type: ignore[misc]
        # What genanki works out here fails on templates that never make a card; Anki works it out anew.
        _req: ClassVar[list[Any]] = []

    fields = [
        {"name": slot.name, "id": slot.id}
        | ({"collapsed": True, "excludeFromSearch": True} if is_spare_field(slot.name) else {})
        for slot in slotted.entry.fields
    ]
    templates = [
        {"name": slot.name, "id": slot.id, "qfmt": template.front, "afmt": template.back}
        for slot, template in zip(slotted.entry.templates, slotted.templates, strict=True)
    ]
    model = SlotModel(
        slotted.entry.id,
        slotted.name,
        fields=fields,
        templates=templates,
        css=slotted.css,
        model_type=Model.CLOZE if slotted.cloze else Model.FRONT_BACK,
    )
    made: dict[str, Any] = model.to_json(slotted.entry.mod, deck_id)
    return made


def _note_rows(contents: Contents) -> Iterator[tuple[Any, ...]]:
    type_ids = {key: slotted.entry.id for key, slotted in contents.types.items()}
    for one in sorted(contents.notes, key=lambda one: one.entry.nid):
        entry = one.entry
        first = plain_text(one.fields.partition("\x1f")[0])
        tags = f" {one.tags} " if one.tags else ""
        checksum = int(hashlib.sha1(first.encode(), usedforsecurity=False).hexdigest()[:8], 16)
        yield (entry.nid, entry.guid, type_ids[entry.type], entry.mod, tags, one.fields, first, checksum)


def _card_rows(contents: Contents, deck_ids: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
    dues = {note.key: due for due, note in enumerate(study_order(one.note for one in contents.notes), 1)}
    rows = []
    for one in contents.notes:
        nid, deck, mod, due = one.entry.nid, deck_ids[one.note.deck], one.entry.mod, dues[one.note.key]
        rows += [(card_id(nid, place), nid, deck, place, mod, due) for place in one.places]
    yield from sorted(rows)
