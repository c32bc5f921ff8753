"""A deck as the folder that the add-on CrowdAnki imports: `deck.json`, and `media/` beside it.

CrowdAnki knows decks, options and note types by their UUIDs, and notes by their GUIDs (crowd_anki/representation). Of a
deck that its learners have by CrowdAnki the lock keeps the UUIDs; any other gets those that its uid gives, every time
the same. Fields and templates have all that Anki itself says of them: where CrowdAnki finds another value than the
learner has, it asks him what to make of his cards.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from builder.diagnostics import counted
from builder.exporting.exports import Export, ExportedText
from builder.lock.ledger import SlottedType, StampedNote
from builder.model import SEPARATOR, Settings
from builder.package.collection import model_json
from builder.package.description import describe
from builder.pipeline.deck_stamp import StampedDeck

_FIELD = {
    "collapsed": False,
    "description": "",
    "excludeFromSearch": False,
    "font": "Arial",
    "plainText": False,
    "preventDeletion": False,
    "rtl": False,
    "size": 20,
    "sticky": False,
    "tag": None,
}
_TEMPLATE = {"bafmt": "", "bfont": "", "bqfmt": "", "bsize": 0, "did": None}
"""What Anki has where nothing is said (`NoteFieldSchema11`, `CardTemplateSchema11` in its notetype/schema11.rs)."""
_GIVEN_ANEW = ("did", "id", "mod", "tags", "usn", "vers")
"""What of a note type is each learner's own, or is left from long ago."""


def crowdanki_folder(stamped: StampedDeck) -> Export:
    """Return a deck without errors as a folder of CrowdAnki."""
    update = stamped.update
    assert update is not None
    media = stamped.rendered.media.used
    deck = _Deck(stamped, update.notes)
    value = deck.json_of(deck.settings.name, deck.settings.name)
    value |= {
        "deck_configurations": list(deck.options.values()),
        "desc": describe(deck.settings),
        "media_files": sorted(media),
        "note_models": [deck.model_of(key) for key in sorted({note.entry.type for note in update.notes})],
    }
    text = json.dumps(value, ensure_ascii=False, indent=4, sort_keys=True) + "\n"
    return Export(
        texts=(ExportedText("deck.json", text, counted(len(update.notes), "note")),),
        media=tuple((name, file.path) for name, file in sorted(media.items())),
        told=(_told(stamped),),
    )


def _told(stamped: StampedDeck) -> str:
    if stamped.before.decks:
        return "learners who have it by CrowdAnki know it again"
    if any(entry.uuid for entry in stamped.before.types.values()):
        return "CrowdAnki knows its note types, and would make a second deck: only `import --uuids DIR` keeps its own"
    return "learners who have it by a package stay with packages: to CrowdAnki its note types are new"


class _Deck:
    """A deck, its subdecks and notes by deck, and the options that they have."""

    def __init__(self, stamped: StampedDeck, notes: Iterable[StampedNote]) -> None:
        self.settings: Settings = stamped.rendered.deck.settings
        self.types: Mapping[str, SlottedType] = stamped.types
        self.known = stamped.before.decks
        self.options: dict[str, dict[str, Any]] = {}
        """By UUID."""
        self.notes: dict[str, list[StampedNote]] = {}
        self.inner: dict[str, dict[str, str]] = {}
        """By whole name the decks in a deck: theirs, and how they are called in it."""
        for note in notes:
            self.notes.setdefault(note.note.deck, []).append(note)
        for name in self.notes:
            outer = self.settings.name
            for part in name.removeprefix(outer).split("::")[1:]:
                self.inner.setdefault(outer, {})[f"{outer}::{part}"] = part
                outer = f"{outer}::{part}"

    def json_of(self, name: str, shown: str) -> dict[str, Any]:
        """Return a deck with all in it; `shown` is what it is called in the one that it is in."""
        deck_uuid, options = self.known.get(name, ("", ""))
        options = options or self.known.get(self.settings.name, ("", ""))[1] or self._uuid("options", "")
        self.options.setdefault(
            options, {"__type__": "DeckConfig", "crowdanki_uuid": options, "name": self.settings.name}
        )
        return {
            "__type__": "Deck",
            "children": [self.json_of(*inner) for inner in sorted(self.inner.get(name, {}).items())],
            "crowdanki_uuid": deck_uuid or self._uuid("deck", name.removeprefix(self.settings.name)),
            "deck_config_uuid": options,
            "desc": "",
            "dyn": 0,
            "media_files": [],
            "name": shown,
            "notes": [self._note(note) for note in self.notes.get(name, ())],
        }

    def model_of(self, key: str) -> dict[str, Any]:
        """Return a note type."""
        model = model_json(self.types[key], 0)
        for part, usual in (("flds", _FIELD), ("tmpls", _TEMPLATE)):
            model[part] = [
                usual | {name: value for name, value in row.items() if name != "media"} for row in model[part]
            ]
        model = {name: value for name, value in model.items() if name not in _GIVEN_ANEW}
        return model | {"__type__": "NoteModel", "crowdanki_uuid": self._type_uuid(key)}

    def _note(self, stamped: StampedNote) -> dict[str, Any]:
        return {
            "__type__": "Note",
            "fields": stamped.order.joined(stamped.note.joined).split(SEPARATOR),
            "guid": stamped.entry.guid,
            "note_model_uuid": self._type_uuid(stamped.entry.type),
            "tags": list(stamped.note.tags),
        }

    def _type_uuid(self, key: str) -> str:
        return self.types[key].entry.uuid or self._uuid("note type", key)

    def _uuid(self, sort: str, key: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"deckwright:{self.settings.uid}/{sort}/{key}"))
