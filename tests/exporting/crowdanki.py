"""A learner of CrowdAnki: real Anki, given a folder in the steps of the add-on (crowd_anki/representation).

The add-on itself runs in Anki's window alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from anki.collection import Collection
from anki.decks import DeckId
from anki.notes import Note

_UUID = "crowdanki_uuid"


def take(col: Collection, folder: Path) -> list[str]:
    """Import a folder, and return the note types for which the learner is asked what to make of his cards."""
    root = json.loads((folder / "deck.json").read_text("utf-8"))
    options = {value[_UUID]: _options(col, _bare(value)) for value in root["deck_configurations"]}
    asked: list[str] = []
    types = {value[_UUID]: _model(col, _bare(value), asked) for value in root["note_models"]}
    _deck(col, root, "", options, types)
    return asked


def _bare(value: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in value.items() if key != "__type__"}


def _found(values: Iterable[Any], uuid: str) -> Any:
    return next((value for value in values if value.get(_UUID) == uuid), None)


def _options(col: Collection, value: dict[str, Any]) -> int:
    found = _found(col.decks.all_config(), value[_UUID]) or col.decks.add_config(value["name"])
    found.update(value)
    col.decks.update_config(found)
    return int(found["id"])


def _model(col: Collection, value: dict[str, Any], asked: list[str]) -> int:
    old = _found(col.models.all(), value[_UUID]) or col.models.new(value["name"])
    new = {**old, **value}
    if old["id"] == 0:
        return int(col.models.add(new).id)
    col.models.update_dict(new)
    asked += [f"{old['name']}: {part}" for part in ("flds", "tmpls") if old[part] != new[part]]
    return int(new["id"])


def _deck(col: Collection, value: dict[str, Any], outer: str, options: dict[str, int], types: dict[str, int]) -> None:
    name = f"{outer}::{value['name']}" if outer else value["name"]
    found = _found(col.decks.all(), value[_UUID])
    taken = col.decks.id(name, create=False)
    if taken and (not found or found["id"] != taken):
        name += "_2"
    if not found:
        made = col.decks.id(name)
        assert made is not None
        found = col.decks.get(made)
    kept = ("note_models", "deck_configurations", "children", "media_files", "notes", "deck_config_uuid", "__type__")
    found.update({key: part for key, part in value.items() if key not in kept})
    found["name"] = name
    found["conf"] = options[value["deck_config_uuid"]]
    col.decks.save(found)
    for inner in value["children"]:
        _deck(col, inner, name, options, types)
    for note in value["notes"]:
        _note(col, note, found["id"], types[note["note_model_uuid"]])


def _note(col: Collection, value: dict[str, Any], deck: int, type_id: int) -> None:
    assert col.db is not None
    known = col.db.scalar("select id from notes where guid = ?", value["guid"])
    model = col.models.get(type_id)  # type: ignore[arg-type]
    note = Note(col, id=known) if known else Note(col, model)
    assert known is None or note.mid == type_id, "the add-on would ask what to make of the note"
    note.__dict__.update(value)
    if known:
        col.update_note(note)
        col.set_deck(note.card_ids(), deck)
    else:
        col.add_note(note, DeckId(deck))
