"""Notes and cards out of Anki's database, whose two tables have been the same in all schemas."""

from __future__ import annotations

import re
import sqlite3

from builder.errors import FormError, PackageError
from builder.files.databases import refuse_strange_tables
from builder.foreign.deck_values import ForeignCard, ForeignNote, ForeignType, Progress, shown_note
from builder.foreign.note_checks import MEND, check_fields
from builder.foreign.schemas import Frame
from builder.makers import maker

_SEPARATOR = "\x1f"
_NEW = 0
_STEP = 1_000
"""Notes after which the progress is told."""
_POSITION = re.compile(r'"pos":(\d{1,18})\b')
"""Where a card that has been learned keeps its place among the new ones (`CardData` in Anki's storage/card/data.rs)."""
_NOTES = "SELECT id, guid, mid, mod, tags, flds FROM notes"
_NOTE = (int, str, int, int, str, str)
_CARDS = "SELECT id, nid, ord, did, odid, type, due, odue, data FROM cards"
_CARD = (int, int, int, int, int)

_make_note = maker(ForeignNote)
_make_card = maker(ForeignCard)


def read_notes(connection: sqlite3.Connection, frame: Frame, path: str, progress: Progress) -> list[ForeignNote]:
    """Return all notes, by id.

    Raise `PackageError` for what does not fit together, `FormError` or `sqlite3.Error` for broken rows.
    """
    refuse_strange_tables(connection, ["notes", "cards"])
    cards = _cards(connection, frame.deck_names, path)
    (total,) = connection.execute("SELECT count() FROM notes").fetchone()
    notes, split_tags = [], {}
    for done, row in enumerate(connection.execute(_NOTES)):
        if tuple(map(type, row)) != _NOTE:
            raise FormError("a note has values of the wrong sort")
        note_id, guid, type_id, mod, tags, joined = row
        fields = tuple(joined.split(_SEPARATOR))
        note_type = frame.types.get(type_id)
        if note_type is None:
            raise PackageError(path, f"{shown_note(fields, guid)} is of a note type that is not there", MEND)
        check_fields(fields, guid, note_type, path)
        if tags not in split_tags:
            split_tags[tags] = tuple(tags.split())
        own = _own_cards(cards.pop(note_id, []), note_type, fields, guid, path)
        notes.append(
            _make_note(
                guid=guid,
                id=note_id,
                mod=mod,
                type=note_type,
                fields=fields,
                tags=split_tags[tags],
                deck=own[0].deck if own else "",
                cards=own,
            )
        )
        if done % _STEP == 0:
            progress("reading notes", done, total)
    if cards:
        raise PackageError(path, f"a card ({next(iter(cards.values()))[0].id}) is of a note that is not there", MEND)
    progress("reading notes", total, total)
    return notes


def _cards(connection: sqlite3.Connection, decks: dict[int, str], path: str) -> dict[int, list[ForeignCard]]:
    """Return the cards of each note by its id."""
    cards: dict[int, list[ForeignCard]] = {}
    for row in connection.execute(_CARDS):
        card_id, note_id, ordinal, deck_id, home_id, sort, due, home_due, data = row
        if tuple(map(type, row[:5])) != _CARD:
            raise FormError("a card has values of the wrong sort")
        deck = decks.get(home_id or deck_id)
        if deck is None:
            raise PackageError(path, f"a card ({card_id}) is in a deck that is not there", MEND)
        position = home_due if home_id else due
        if sort != _NEW:
            kept = _POSITION.search(data) if isinstance(data, str) else None
            position = int(kept[1]) if kept else None
        card = _make_card(
            id=card_id,
            ordinal=ordinal,
            deck=deck,
            position=position if isinstance(position, int) else None,
        )
        cards.setdefault(note_id, []).append(card)
    return cards


def _own_cards(
    cards: list[ForeignCard], note_type: ForeignType, fields: tuple[str, ...], guid: str, path: str
) -> tuple[ForeignCard, ...]:
    """Return a note's cards by ordinal; raise `PackageError` for one of which its type knows nothing."""
    if len(cards) > 1:
        cards.sort(key=lambda card: (card.ordinal, card.id))
    for card in cards:
        if card.ordinal < 0 or (not note_type.is_cloze and card.ordinal >= len(note_type.templates)):
            fault = f"{shown_note(fields, guid)} has a card ({card.id}) of a template that is not there"
            raise PackageError(path, fault, MEND)
    return tuple(cards)
