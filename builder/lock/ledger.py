"""The ledger's values, and its text: one JSON object, one note a line, sorted, so that git merges it by line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring as _quoted
from types import MappingProxyType
from typing import Any, NamedTuple

from builder.failures import DeckwrightError

FORMAT = 1
_BLOCK = 1000
_SHOWN = 20
"""Changes of a lock that a message lists."""


_NONE: Mapping[str, Any] = MappingProxyType({})


class NoteEntry(NamedTuple):
    """What the ledger keeps of a note. `guid`, `nid` (milliseconds) and the key's first form are given once."""

    type: str
    guid: str
    nid: int
    mod: int
    """When what the learner sees last changed, in seconds."""
    hash: str
    """Of fields and tags as they stand in the package."""
    text: str
    """The start of the first field, for people and for spotting renames."""
    clozes: tuple[tuple[int, str], ...] = ()
    """The start of what each cloze number hides."""
    ords: tuple[int, ...] = ()
    """The slots whose templates make a card, where not all slots in use do."""
    gone: tuple[tuple[int, str], ...] = ()
    """Cloze numbers that it once had: learners may still have their cards, so none may come to mean another thing."""
    retired: bool = False


class Slot(NamedTuple):
    """A field's or template's permanent place: its id, its name now, and the names that it has had."""

    id: int
    name: str
    was: tuple[str, ...] = ()


class TypeEntry(NamedTuple):
    """What the ledger keeps of a note type; spare slots are those named `Spare …`."""

    id: int
    mod: int
    hash: str
    fields: tuple[Slot, ...]
    templates: tuple[Slot, ...]
    when: tuple[tuple[int, int], ...] = ()
    """Places of templates that make a card only where a field is filled, each with the place of that field."""


class Ledger(NamedTuple):
    """A deck's whole memory."""

    uid: str
    types: Mapping[str, TypeEntry] = _NONE
    notes: Mapping[str, NoteEntry] = _NONE
    aliases: Mapping[str, str] = _NONE
    """Second keys of notes, with their keys in `notes`: left by a merge where one branch renamed what another edited.

    The sources decide between the two at the next build.
    """


class LockError(DeckwrightError):
    """A lock that cannot be used as it is; the message says the way out."""


class LockedError(DeckwrightError):
    """`--locked` was given and the lock is behind the sources."""

    def __init__(self, path: str, moved: Sequence[str]) -> None:
        lines = [*moved[:_SHOWN], *([f"and {len(moved) - _SHOWN} more"] if len(moved) > _SHOWN else [])]
        listed = "".join(f"\n  {line}" for line in lines) or "\n  the order or form of its lines"
        super().__init__(
            f"{path}: the lock would change, and --locked forbids it; build without --locked and commit it{listed}"
        )


def dump(ledger: Ledger) -> str:
    """Return the ledger's text. Every entry ends in a comma, so that adding one touches no other line."""
    lines = [f'{{"deckwright": {FORMAT}, "uid": {_json(ledger.uid)},', '"types": {']
    lines += [f"{_json(key)}: {_json(_type_json(entry))}," for key, entry in sorted(ledger.types.items())]
    lines += ['"": {}},', '"notes": {']
    named = {**ledger.notes, **{alias: ledger.notes[key] for alias, key in ledger.aliases.items()}}
    keys = sorted(named)
    # In blocks: a hundred thousand short texts take a third more memory than what they make.
    for start in range(0, len(keys), _BLOCK):
        lines.append("\n".join([note_line(key, named[key]) for key in keys[start : start + _BLOCK]]))
    lines += ['"": {}}}', ""]
    return "\n".join(lines)


def unseen(ledger: Ledger) -> str:
    """Return what a package must say of a ledger beside its rows: retired notes, and cloze numbers that have gone."""
    notes = {key: entry for key, entry in ledger.notes.items() if entry.retired or entry.gone}
    return dump(Ledger(uid=ledger.uid, types=ledger.types, notes=notes))


def note_line(key: str, entry: NoteEntry) -> str:
    """Return a note's line, without its newline."""
    line = (
        f'{_quoted(key)}: {{"type":{_quoted(entry.type)},"guid":{_quoted(entry.guid)},"nid":{entry.nid},'
        f'"mod":{entry.mod},"hash":{_quoted(entry.hash)},"text":{_quoted(entry.text)}'
    )
    if entry.clozes:
        line += f',"clozes":{_json(dict(entry.clozes))}'
    if entry.gone:
        line += f',"gone":{_json(dict(entry.gone))}'
    if entry.ords:
        line += f',"ords":{_json(entry.ords)}'
    return f'{line},"retired":true}},' if entry.retired else f"{line}}},"


def _type_json(entry: TypeEntry) -> dict[str, Any]:
    def slots(items: Iterable[Slot]) -> list[list[Any]]:
        return [[slot.id, slot.name, *slot.was] for slot in items]

    values: dict[str, Any] = {
        "id": entry.id,
        "mod": entry.mod,
        "hash": entry.hash,
        "fields": slots(entry.fields),
        "templates": slots(entry.templates),
    }
    if entry.when:
        values["when"] = {str(place): field for place, field in entry.when}
    return values


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Returns a value as JSON."""
