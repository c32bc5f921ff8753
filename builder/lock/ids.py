"""GUIDs and ids: derived once from names, then kept in the ledger, so that a rename changes none of them.

`card_id` and `content_hash` are not kept but worked out at every build: they must give the same for ever.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Container, Iterable, Sequence

_NOTE_ID_STEP = 512
"""Milliseconds between note ids: card ids follow their note's (id + 1 + ordinal), and a cloze may have 500 cards."""
_WINDOW = 2 * 365 * 24 * 3600 * 1000 // _NOTE_ID_STEP
"""New note ids spread over two years before the build, by hash: two branches that add notes do not meet."""


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode()).digest()


def born_guids(uid: str, keys: Sequence[str]) -> dict[str, str]:
    """Return the GUIDs of notes born under these keys, as `make_guid` gives them where none is taken.

    Encoded all at once: one by one, that is a fifth of what it takes to give a new note its identity.
    """
    # Base 85 makes five letters of every four bytes, so eight bytes of a digest are ten letters wherever they stand.
    text = base64.b85encode(b"".join([_digest("note", uid, key, "0")[:8] for key in keys])).decode()
    return {key: text[start : start + 10] for key, start in zip(keys, range(0, len(text), 10), strict=True)}


def make_guid(uid: str, key: str, taken: Container[str]) -> str:
    """Return the GUID of a note born under `key`; never one that is taken, as after a rename."""
    attempt = 0
    while True:
        guid = base64.b85encode(_digest("note", uid, key, str(attempt))[:8]).decode()
        if guid not in taken:
            return guid
        attempt += 1


def make_note_id(uid: str, guid: str, now: int, taken: Container[int]) -> int:
    """Return a note id in milliseconds, before `now` (seconds) and a multiple of the step; never one that is taken."""
    latest = now * 1000 // _NOTE_ID_STEP - 1
    back = int.from_bytes(_digest("nid", uid, guid)[:8], "big") % _WINDOW
    while (latest - back) * _NOTE_ID_STEP in taken:
        back = (back + 1) % _WINDOW
    return (latest - back) * _NOTE_ID_STEP


def card_id(note_id: int, ordinal: int) -> int:
    """Return the id of a note's card."""
    return note_id + 1 + ordinal


def room_of(card: int) -> int:
    """Return the note id among whose cards one with this id would be: no note may have it."""
    return card // _NOTE_ID_STEP * _NOTE_ID_STEP


def more_card_ids(
    uid: str, guid: str, now: int, taken: Container[int], ordinals: Iterable[int]
) -> tuple[tuple[int, int], ...]:
    """Return ids for cards that an adopted note did not have, by ordinal: in a room that no note of the deck has.

    Behind the id of an adopted note there is none: those of other tools follow each other.
    """
    room = make_note_id(uid, f"cards of {guid}", now, taken)
    return tuple((ordinal, card_id(room, ordinal)) for ordinal in ordinals)


def next_mod(now: int, mod: int) -> int:
    """Return the mod, in seconds, of what has changed since `mod`: Anki passes over what is not newer than its own.

    So it moves on even where the clock stood still or went back.
    """
    return max(now, mod + 1)


def make_type_id(uid: str, key: str) -> int:
    """Return a note type's id, as large as a time in milliseconds of our days."""
    return 1_400_000_000_000 + int.from_bytes(_digest("type", uid, key)[:5], "big") % 300_000_000_000


def make_slot_id(uid: str, type_key: str, part: str, index: int) -> int:
    """Return the permanent id, of 52 bits, of a `field` or `template`, which is the part that `index` counts."""
    return int.from_bytes(_digest("slot", uid, type_key, part, str(index))[:7], "big") >> 4 | 1


def make_deck_id(name: str) -> int:
    """Return a deck's id inside its package; Anki matches decks by name and gives its own."""
    return 1_400_000_000_000 + int.from_bytes(_digest("deck", name)[:5], "big") % 300_000_000_000


def content_hash(fields: str, tags: str) -> str:
    """Return the hash of a note's fields (joined by U+001F) and tags as the package holds them."""
    return hashlib.sha256(f"{fields}\x1e{tags}".encode()).hexdigest()[:16]
