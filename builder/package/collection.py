"""The collection inside a package: Anki's schema 11 as genanki has it, with decks, note types, notes and cards.

Its bytes hang on its contents alone. Every row is written once, in the order of the ids, into a fresh database in
memory: what is changed or deleted in one leaves traces on its pages. There are no indexes; Anki makes its own on
import, and phones download a third less. What SQLite puts into the header of a file (its version, a count of changes)
is not there in a database that was serialized from memory.

What is ours in it, beside the rows of notes and cards: in the one row of `col`, `models` has the ids that the ledger
keeps for note types, fields and templates; and `conf` has the key `deckwright`, the part of the ledger that the rows do
not show as the text of a lock, which `recover-lock` reads back, and `deckwrightVersion`, by which `verify` knows that a
newer Deckwright may show the same texts otherwise.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar, NamedTuple

from builder import __version__
from builder.kinds.editor import FieldLook
from builder.lock.ids import card_id, make_deck_id
from builder.lock.ledger import SlottedType, StampedNote, is_kept_field
from builder.package.lean_genanki import APKG_COL, APKG_SCHEMA, Deck, Model
from builder.package.study_order import study_order

# What is not given: usn -1 (never synced), flags 0; of cards also data empty, type and queue 0 (new), and all that the
# scheduler would know of them.
_ADD_NOTE = "INSERT INTO notes VALUES (?,?,?,?,-1,?,?,?,?,0,?)"
_ADD_CARD = "INSERT INTO cards VALUES (?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"
_Row = tuple[Any, ...]


class Collection(NamedTuple):
    """What a package's collection holds."""

    deck_name: str
    description: str
    """HTML, shown by Anki on the deck's page."""
    types: Mapping[str, SlottedType]
    notes: Sequence[StampedNote]
    """Chapter by chapter, in the order of the sources."""
    memory: str
    """The part of the ledger that the rows do not show, for `recover-lock`; empty for none."""


def write_collection(contents: Collection) -> bytes:
    """Return the database."""
    names = {contents.deck_name, *(stamped.note.deck for stamped in contents.notes)}
    decks = {name: make_deck_id(name) for name in _with_parents(names)}
    by_id = sorted(enumerate(study_order(contents.notes), 1), key=lambda numbered: numbered[1].entry.nid)
    with contextlib.closing(_begun(contents, decks)) as connection:
        connection.executemany(_ADD_NOTE, _note_rows(by_id, contents.types))
        connection.executemany(_ADD_CARD, _card_rows(by_id, decks))
        connection.commit()
        return connection.serialize()


def _note_rows(by_id: Iterable[tuple[int, StampedNote]], types: Mapping[str, SlottedType]) -> Iterator[_Row]:
    """Yield id, GUID, note type, mod, tags, fields, first field, checksum, data.

    Anki searches tags by the spaces around each, so the first and the last one have theirs. The checksum is that of the
    first field as plain text, by which it finds notes that have the same one. The data, which Anki has no use for, are
    hashes that the lock keeps: of the sources, and of what the note showed at its mod where that is not as now. A note
    of an adopted type has its key there too, which in ours is the field Id, and says whether its cards have own ids.
    """
    sha1 = hashlib.sha1
    for _, stamped in by_id:
        note, entry = stamped.note, stamped.entry
        tags, first = " ".join(note.tags), note.first
        checksum = int.from_bytes(sha1(first.encode(), usedforsecurity=False).digest()[:4], "big")
        fields = stamped.order.joined(note.joined)
        data = entry.source if entry.hash == stamped.shown else f"{entry.source} {entry.hash}"
        if types[entry.type].entry.adopted:
            data = f"{entry.source} {entry.hash} {note.key}{' cards' * bool(entry.cards)}"
        yield (
            entry.nid,
            entry.guid,
            types[entry.type].entry.id,
            entry.mod,
            tags and f" {tags} ",
            fields,
            first,
            checksum,
            data,
        )


def _card_rows(by_id: Iterable[tuple[int, StampedNote]], decks: Mapping[str, int]) -> Iterator[_Row]:
    """Yield id, note id, deck, ordinal, mod, and the place in the order of study, which is `due` for a new card."""
    for due, stamped in by_id:
        nid, mod, deck = stamped.entry.nid, stamped.entry.mod, decks[stamped.note.deck]
        ids = dict(stamped.entry.cards)
        for ordinal in sorted(stamped.ordinals):
            yield (ids.get(ordinal) or card_id(nid, ordinal), nid, deck, ordinal, mod, due)


def _begun(contents: Collection, decks: Mapping[str, int]) -> sqlite3.Connection:
    """Return a database with tables, settings, decks and note types, as if they had been written once.

    genanki begins a collection by changing rows that it has written. So that is done in another database, whose tables
    and single row are then copied.
    """
    used = {stamped.entry.type for stamped in contents.notes}
    types = [slotted for key, slotted in contents.types.items() if key in used]
    with contextlib.closing(_genanki_collection()) as scratch:
        stored_decks, conf = scratch.execute("SELECT decks, conf FROM col").fetchone()
        ours = {"deckwright": contents.memory, "deckwrightVersion": __version__} if contents.memory else {}
        conf = _dump(json.loads(conf) | ours)
        home = decks[contents.deck_name.partition("::")[0]]  # what Anki suggests for new notes
        models = {str(slotted.entry.id): model_json(slotted, home) for slotted in types}
        scratch.execute(
            "UPDATE col SET decks = ?, models = ?, conf = ?",
            (_decks_json(stored_decks, contents, decks), _dump(models), conf),
        )
        tables = [
            sql for (sql,) in scratch.execute("SELECT sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
        ]
        row = scratch.execute("SELECT * FROM col").fetchone()
    connection = sqlite3.connect(":memory:")
    connection.executescript("PRAGMA page_size = 4096; PRAGMA secure_delete = ON;")
    for sql in tables:
        connection.execute(sql)
    connection.execute(f"INSERT INTO col VALUES ({','.join('?' * len(row))})", row)  # noqa: S608 - question marks
    return connection


def _genanki_collection() -> sqlite3.Connection:
    """Return an empty collection in memory, as genanki begins it, without indexes."""
    connection = sqlite3.connect(":memory:")
    connection.executescript("".join(part + ";" for part in APKG_SCHEMA.split(";") if " INDEX " not in part.upper()))
    connection.executescript(APKG_COL)
    return connection


def _with_parents(names: AbstractSet[str]) -> set[str]:
    """Return the names of decks and of those that hold them."""
    paths = [name.split("::") for name in names]
    return {"::".join(path[:depth]) for path in paths for depth in range(1, len(path) + 1)}


def _decks_json(stored: str, contents: Collection, decks: Mapping[str, int]) -> str:
    """Return all decks as a collection has them; the deck itself has the description."""
    rows: dict[str, Any] = json.loads(stored)
    for name, deck_id in sorted(decks.items()):
        description = contents.description if name == contents.deck_name else ""
        rows[str(deck_id)] = Deck(deck_id=deck_id, name=name, description=description).to_json()
    return _dump(rows)


class _SlotModel(Model):  # type: ignore[misc]
    # What genanki works out here fails on templates that never make a card; Anki works it out anew.
    _req: ClassVar[list[Any]] = []


def model_json(slotted: SlottedType, deck_id: int) -> dict[str, Any]:
    """Return a note type as a collection has it, which calls it a model."""
    looks = slotted.looks or (FieldLook(is_closed=False),) * len(slotted.entry.fields)
    fields = [
        {"name": slot.name, "id": slot.id, "description": look.description, "collapsed": look.is_closed}
        | ({"excludeFromSearch": True} if is_kept_field(slot.name) else {})
        | dict(look.more)
        for slot, look in zip(slotted.entry.fields, looks, strict=True)
    ]
    templates = [
        {"name": slot.name, "id": slot.id, "qfmt": template.front, "afmt": template.back}
        | ({"bqfmt": template.browser[0], "bafmt": template.browser[1]} if any(template.browser) else {})
        for slot, template in zip(slotted.entry.templates, slotted.templates, strict=True)
    ]
    model = _SlotModel(
        slotted.entry.id,
        slotted.name,
        fields=fields,
        templates=templates,
        css=slotted.css,
        model_type=Model.CLOZE if slotted.cloze else Model.FRONT_BACK,
        sort_field_index=slotted.sort,
        **({"latex_pre": slotted.latex[0], "latex_post": slotted.latex[1]} if any(slotted.latex) else {}),
    )
    row: dict[str, Any] = model.to_json(slotted.entry.mod, deck_id)
    row |= {"latexsvg": True} if slotted.svg else {}
    return row | ({"originalStockKind": slotted.stock} if slotted.stock else {})


def _dump(value: object) -> str:
    return json.dumps(value, sort_keys=True)
