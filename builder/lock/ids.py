"""GUIDs and ids: derived once, then kept in the ledger."""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Container, Iterator, Sequence

NOTE_ID_STEP = 512
"""Milliseconds between note ids: card ids follow their note's (id + 1 + ordinal), and a cloze may have 500 cards."""
_WINDOW = 2 * 365 * 24 * 3600 * 1000 // NOTE_ID_STEP
"""New note ids spread over two years before the build, by hash: two branches that add notes do not meet."""
SPARE_FIELDS = 3
SPARE_TEMPLATES = 2


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode()).digest()


Birth = tuple[str, int]
"""What a note is born with, if nobody else has it: its GUID, and the place of its id in the window."""


Births = tuple[str, bytes]
"""Those of many notes in a row, in little room: the GUIDs, and the places as unsigned numbers of four bytes."""


def make_births(uid: str, keys: Sequence[str]) -> Births:
    """Return what notes are born with under these keys."""
    guids = base64.b85encode(b"".join([_digest("note", uid, key, "0")[:8] for key in keys])).decode()
    return guids, struct.pack(f"<{len(keys)}I", *[_place(uid, guid) for guid in _parted(guids)])


def each_birth(births: Births) -> Iterator[Birth]:
    """Yield the births of each of the notes."""
    guids, places = births
    return zip(_parted(guids), struct.unpack(f"<{len(places) // 4}I", places), strict=True)


def _parted(guids: str) -> list[str]:
    return [guids[at : at + 10] for at in range(0, len(guids), 10)]


def _place(uid: str, guid: str) -> int:
    return int.from_bytes(_digest("nid", uid, guid)[:8], "big") % _WINDOW


def make_birth(uid: str, key: str, taken: Container[str]) -> Birth:
    """Return what a note is born with under `key`; never a GUID that is taken, as after a rename."""
    attempt = 0
    while True:
        guid = base64.b85encode(_digest("note", uid, key, str(attempt))[:8]).decode()
        if guid not in taken:
            return guid, _place(uid, guid)
        attempt += 1


def make_guid(uid: str, key: str, taken: Container[str]) -> str:
    """Return the GUID of a note born under `key`; never one that is taken."""
    return make_birth(uid, key, taken)[0]


def make_note_id(uid: str, guid: str, now: int, taken: Container[int]) -> int:
    """Return a note id for a GUID, as `free_note_id` does."""
    return free_note_id(_place(uid, guid), now, taken)


def free_note_id(place: int, now: int, taken: Container[int]) -> int:
    """Return a note id in milliseconds, before `now` (seconds) and a multiple of the step; never one that is taken."""
    latest = now * 1000 // NOTE_ID_STEP - 1
    while (latest - place) * NOTE_ID_STEP in taken:
        place = (place + 1) % _WINDOW
    return (latest - place) * NOTE_ID_STEP


def card_id(note_id: int, ordinal: int) -> int:
    """Return the id of a note's card."""
    return note_id + 1 + ordinal


def make_type_id(uid: str, key: str) -> int:
    """Return a note type's id, as large as a time in milliseconds of our days."""
    return 1_400_000_000_000 + int.from_bytes(_digest("type", uid, key)[:5], "big") % 300_000_000_000


def make_slot_id(uid: str, type_key: str, sort: str, place: int) -> int:
    """Return a field's or template's permanent id, of 52 bits."""
    return int.from_bytes(_digest("slot", uid, type_key, sort, str(place))[:7], "big") >> 4 | 1


def make_deck_id(name: str) -> int:
    """Return a deck's id inside its package; Anki matches decks by name and gives its own."""
    return 1_400_000_000_000 + int.from_bytes(_digest("deck", name)[:5], "big") % 300_000_000_000


def content_hash(fields: str, tags: str) -> str:
    """Return the hash of a note's fields (joined by U+001F) and tags as the package holds them."""
    return hashlib.sha256(f"{fields}\x1e{tags}".encode()).hexdigest()[:16]
