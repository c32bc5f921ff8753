"""The lock of a deck that others published: who each note, card and note type is, as its learners have them.

What counts as unchanged keeps its time, so that nobody is told of an update that is none: a note whose fields render to
the same tree as the published ones, but for tags that are a learner's own. Of any other note the lock has a hash that
its text does not have, and the next build makes it newer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from builder.adoption.kinds import AdoptedKind
from builder.adoption.written_chapters import tags_of
from builder.foreign.deck_values import ForeignCollection, ForeignNote
from builder.inverse.same_dom import same_dom
from builder.lock.adopted import keep_slots
from builder.lock.ids import content_hash, make_guid, make_note_id, make_slot_id, make_type_id
from builder.lock.ledger import Ledger, NoteEntry, Slot, TypeEntry
from builder.lock.mods import Moment
from builder.lock.note_memory import TEXT_LENGTH, kept_clozes
from builder.model import RenderedNote
from builder.pipeline.loop import RenderedDeck, note_types
from builder.texts.straight import straight

_IMPORTED = "imported"
"""In the place of the hash of the sources, of a note that is not as it was published: no sources have it."""
DIGITS = 16
"""Of the digest of a media file that the lock keeps."""


class Uuids(NamedTuple):
    """What CrowdAnki knows a deck by."""

    types: Mapping[str, str]
    """By the name of the note type."""
    decks: Mapping[str, tuple[str, str]]
    """As `Ledger.decks`."""


def uuids_of(collection: ForeignCollection, deck: str) -> Uuids:
    """Return what CrowdAnki knows a deck of a collection by, with those in it."""
    inner = [
        part for part in collection.decks if part.uuid and (part.name == deck or part.name.startswith(f"{deck}::"))
    ]
    return Uuids(
        types={note_type.name: note_type.uuid for note_type in collection.types if note_type.uuid},
        decks={part.name: (part.uuid, part.options) for part in inner},
    )


class Identities(NamedTuple):
    """A ledger, and the ids of the notes that learners will see as updated."""

    ledger: Ledger
    changed: tuple[str, ...]
    more_cards: tuple[str, ...]
    """The ids of notes that make cards which their package did not have."""


def identities(
    rendered: RenderedDeck,
    kinds: Iterable[AdoptedKind],
    known: Mapping[str, ForeignNote],
    media: Mapping[str, str],
    uuids: Uuids,
    now: int,
) -> Identities:
    """Return the lock of a deck that was written from others' notes, by id.

    `media` are digests by published name.
    """
    settings = rendered.deck.settings
    types = _types(rendered, kinds, uuids.types, now)
    taken = {note.id for note in known.values() if note.id is not None}
    notes: dict[str, NoteEntry] = {}
    changed, more_cards = [], []
    for note in rendered.notes:
        foreign = known[note.key]
        entry = _entry(note, foreign, types[note.type], settings.uid, len(settings.name) + 2, taken, now)
        if entry.source != note.source:
            changed.append(note.key)
        if foreign.cards and {*note.ords} - {card.ordinal for card in foreign.cards}:
            more_cards.append(note.key)
        notes[note.key] = entry
    ledger = Ledger(uid=settings.uid, name=settings.name, types=types, notes=notes, media=media, decks=uuids.decks)
    return Identities(ledger=ledger, changed=tuple(changed), more_cards=tuple(more_cards))


def _types(
    rendered: RenderedDeck, kinds: Iterable[AdoptedKind], uuids: Mapping[str, str], now: int
) -> dict[str, TypeEntry]:
    uid = rendered.deck.settings.uid
    own = {kind.name: kind for kind in kinds}
    types = {}
    for key, rendered_type in note_types(rendered).items():
        foreign = own[key].type
        fields = [Slot(_slot_id(uid, key, "field", n, part.id), part.name) for n, part in enumerate(foreign.fields)]
        cards = [
            Slot(_slot_id(uid, key, "template", n, part.id), part.name) for n, part in enumerate(foreign.templates)
        ]
        # Ids that the package had not are new to learners, and come with a newer note type alone.
        has_ids = None not in [*(part.id for part in foreign.fields), *(part.id for part in foreign.templates)]
        mod = foreign.mod or 0
        known = TypeEntry(
            id=foreign.id or make_type_id(uid, key),
            mod=mod if has_ids else max(now, mod + 1),
            hash="",
            fields=tuple(fields),
            templates=tuple(cards),
            adopted=True,
            uuid=uuids.get(foreign.name, ""),
        )
        entry = keep_slots(rendered_type.spec, rendered_type.framed, known, Moment(now=now, latest=now)).entry
        types[key] = entry._replace(mod=known.mod, before=0, late=0)
    return types


def _slot_id(uid: str, key: str, part: str, index: int, known: int | None) -> int:
    return make_slot_id(uid, key, part, index) if known is None else known


def _entry(
    note: RenderedNote,
    foreign: ForeignNote,
    note_type: TypeEntry,
    uid: str,
    subdeck_start: int,
    taken: set[int],
    now: int,
) -> NoteEntry:
    tags = " ".join(note.tags)
    is_same = sorted(tags_of(foreign)) == sorted(note.tags) and all(
        ours == theirs or same_dom(ours, theirs) or straight(ours) == straight(theirs)
        for ours, theirs in zip(note.fields, foreign.fields, strict=True)
    )
    nid = foreign.id
    if nid is None:
        nid = make_note_id(uid, foreign.guid or make_guid(uid, note.key, ()), now, taken)
        taken.add(nid)
    in_use = tuple(range(len(note_type.templates)))
    cards = {card.ordinal: card.id for card in foreign.cards}
    is_cloze = bool(note.clozes)
    return NoteEntry(
        type=note.type,
        guid=foreign.guid,
        nid=nid,
        mod=foreign.mod or now,
        hash=content_hash(note.joined, tags) if is_same else _published_hash(foreign),
        text=note.first[:TEXT_LENGTH],
        clozes=kept_clozes(note.clozes),
        ords=() if is_cloze or note.ords == in_use else note.ords,
        lost=() if is_cloze else tuple(sorted({*cards} - {*note.ords} & {*in_use})),
        source=note.source if is_same else _IMPORTED,
        deck=note.deck[subdeck_start:],
        cards=tuple(sorted(cards.items())),
        unsafe=note.unsafe,
    )


def _published_hash(foreign: ForeignNote) -> str:
    return content_hash("\x1f".join(foreign.fields), " ".join(foreign.tags))


def digest_of_media(data: bytes) -> str:
    """Return what the lock keeps of a media file."""
    return hashlib.sha256(data).hexdigest()[:DIGITS]
