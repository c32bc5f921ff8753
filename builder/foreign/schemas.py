"""Note types and decks out of Anki's database: JSON in one row (schema 11), or tables with messages in them (18)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from builder.errors import FormError
from builder.files.databases import refuse_strange_tables
from builder.foreign.deck_values import ForeignDeck, ForeignField, ForeignTemplate, ForeignType
from builder.foreign.json_types import checked_type, type_from_json
from builder.foreign.json_values import integer, integer_of, mapping, parse, text, text_of
from builder.foreign.wire import Message

JSON_SCHEMA, TABLE_SCHEMA = 11, 18
"""The only ones in which Anki has ever exported (`SchemaVersion` in its storage/upgrades)."""
_CLOZE = 1
_FILTERED = 1
_OTHER = 255
"""The number of what Anki does not know of a note type or a deck, and keeps for whoever put it there, as JSON."""
_UNKNOWN = "what Anki keeps for others"


class Frame(NamedTuple):
    """What the notes of a collection hang on."""

    types: dict[int, ForeignType]
    """By id."""
    deck_names: dict[int, str]
    """Of all decks, by id."""
    decks: tuple[ForeignDeck, ...]
    """All but filtered ones, by name."""


def schema_of(connection: sqlite3.Connection) -> int:
    """Return the version of a collection's schema."""
    refuse_strange_tables(connection, ["col"])
    found = connection.execute("SELECT ver FROM col LIMIT 2").fetchall()
    if len(found) != 1:
        raise FormError("the collection says nothing of itself")
    return integer(found[0][0], "the version of the schema")


def read_frame(connection: sqlite3.Connection, schema: int) -> Frame:
    """Return the note types and decks of a collection; raise `FormError` or `sqlite3.Error` for a broken one.

    The numbers of the messages' fields are those of `Notetype.Config` and `Deck` in Anki's notetypes.proto and
    decks.proto.
    """
    return _from_json(connection) if schema == JSON_SCHEMA else _from_tables(connection)


def _from_json(connection: sqlite3.Connection) -> Frame:
    models, stored = connection.execute("SELECT models, decks FROM col").fetchone()
    decks = {}
    for key, value in mapping(
        parse(text(stored, "the list of decks"), "the list of decks"), "the list of decks"
    ).items():
        decks[integer(key, "the id of a deck")] = mapping(value, "a deck")
    names = {deck_id: text_of(deck, "name", "a deck") for deck_id, deck in decks.items()}
    plain = [
        ForeignDeck(names[deck_id], text_of(deck, "desc", "a deck", ""), text_of(deck, "crowdanki_uuid", "a deck", ""))
        for deck_id, deck in decks.items()
        if integer_of(deck, "dyn", "a deck") != _FILTERED
    ]
    types = {}
    for key, value in mapping(
        parse(text(models, "the list of note types"), "the list of note types"), "the list of note types"
    ).items():
        type_id = integer(key, "the id of a note type")
        types[type_id] = type_from_json(mapping(value, "a note type"), type_id, names)
    return Frame(types=dict(sorted(types.items())), deck_names=names, decks=tuple(sorted(plain)))


def _from_tables(connection: sqlite3.Connection) -> Frame:
    refuse_strange_tables(connection, ["decks", "notetypes", "fields", "templates"])
    names: dict[int, str] = {}
    plain: list[ForeignDeck] = []
    for deck_id, stored_name, common, kind in connection.execute("SELECT id, name, common, kind FROM decks"):
        name = text(stored_name, "the name of a deck").replace("\x1f", "::")
        names[integer(deck_id, "the id of a deck")] = name
        plain += [
            ForeignDeck(name, Message(normal).text(4), _uuid(_message(common))) for normal in _message(kind).parts(1)
        ]
    # Anki's newest exports keep rows of its own note types of which the note type itself has been left out.
    fields, templates = _parts_of_types(connection, "fields"), _parts_of_types(connection, "templates")
    types = {}
    for type_id, name, mod, config in connection.execute("SELECT id, name, mtime_secs, config FROM notetypes"):
        number = integer(type_id, "the id of a note type")
        message = _message(config)
        types[number] = checked_type(
            ForeignType(
                name=text(name, "the name of a note type"),
                id=number,
                uuid=_uuid(message),
                mod=integer(mod, "the time of a note type"),
                fields=tuple(_field(*part) for part in fields.get(number, ())),
                templates=tuple(_template(*part, names) for part in templates.get(number, ())),
                css=message.text(3),
                is_cloze=message.integer(1) == _CLOZE,
                sort_field=message.integer(2),
                latex_head=message.text(5),
                latex_foot=message.text(6),
                latex_svg=message.flag(7),
                stock_kind=message.integer(9),
            )
        )
    return Frame(types=dict(sorted(types.items())), deck_names=names, decks=tuple(sorted(plain)))


def _parts_of_types(connection: sqlite3.Connection, table: str) -> dict[int, list[tuple[str, Message]]]:
    """Return the names and messages of the fields or templates of each note type, in their order."""
    found = []
    for type_id, ordinal, name, config in connection.execute(f"SELECT ntid, ord, name, config FROM {table}"):  # noqa: S608
        place = integer(type_id, "the id of a note type"), integer(ordinal, "the place of a field or template")
        found.append((*place, text(name, "the name of a field or template"), config))
    parts: dict[int, list[tuple[str, Message]]] = {}
    for type_id, _, name, config in sorted(found, key=lambda row: row[:2]):
        parts.setdefault(type_id, []).append((name, _message(config)))
    return parts


def _uuid(message: Message) -> str:
    """Return CrowdAnki's UUID, which stands there."""
    other = message.text(_OTHER)
    return text_of(mapping(parse(other, _UNKNOWN), _UNKNOWN), "crowdanki_uuid", _UNKNOWN, "") if other else ""


def _message(data: object) -> Message:
    if not isinstance(data, bytes):
        raise FormError("a message is no bytes")
    return Message(data)


def _field(name: str, config: Message) -> ForeignField:
    """Return a field; the numbers are those of `Notetype.Field.Config` in Anki's notetypes.proto."""
    return ForeignField(
        name=name,
        id=config.optional(9),
        description=config.text(5),
        font=config.text(3),
        size=config.integer(4),
        rtl=config.flag(2),
        sticky=config.flag(1),
        plain_text=config.flag(6),
        collapsed=config.flag(7),
        exclude_from_search=config.flag(8),
        prevent_deletion=config.flag(11),
        tag=config.optional(10),
    )


def _template(name: str, config: Message, decks: Mapping[int, str]) -> ForeignTemplate:
    """Return a template; the numbers are those of `Notetype.Template.Config` in Anki's notetypes.proto."""
    return ForeignTemplate(
        name=name,
        id=config.optional(8),
        front=config.text(1),
        back=config.text(2),
        browser_front=config.text(3),
        browser_back=config.text(4),
        browser_font=config.text(6),
        browser_size=config.integer(7),
        deck=decks.get(config.integer(5), ""),
    )
