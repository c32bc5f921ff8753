"""The ledger's values, and its text: one JSON object, one note a line, sorted, so that git merges it by line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from builder.problems import DeckwrightError

FORMAT = 1
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)", re.M)
_LINE = re.compile(r'("(?:[^"\\]|\\.)*"): (\{.*\}),\Z')


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
    ords: tuple[int, ...] = ()
    """Which templates make a card, where not all do."""
    retired: bool = False


class Slot(NamedTuple):
    """A field's or template's permanent place: its id, its name now, and the names that it has had."""

    id: int
    name: str
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeEntry:
    """What the ledger keeps of a note type; spare slots are those named `Spare …`."""

    id: int
    mod: int
    hash: str
    fields: tuple[Slot, ...]
    templates: tuple[Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A deck's whole memory."""

    uid: str
    types: Mapping[str, TypeEntry] = field(default_factory=dict)
    notes: Mapping[str, NoteEntry] = field(default_factory=dict)


class LockError(DeckwrightError):
    """A lock that cannot be used as it is; the message says the way out."""


def dump(ledger: Ledger) -> str:
    """Return the ledger's text. Every entry ends in a comma, so that adding one touches no other line."""
    lines = [f'{{"deckwright": {FORMAT}, "uid": {_json(ledger.uid)},', '"types": {']
    lines += [f"{_json(key)}: {_json(_type_json(entry))}," for key, entry in sorted(ledger.types.items())]
    lines += ['"": {}},', '"notes": {']
    lines += [note_line(key, entry) for key, entry in sorted(ledger.notes.items())]
    lines += ['"": {}}}', ""]
    return "\n".join(lines)


def note_line(key: str, entry: NoteEntry) -> str:
    """Return a note's line, without its newline."""
    fields: dict[str, Any] = {
        "type": entry.type,
        "guid": entry.guid,
        "nid": entry.nid,
        "mod": entry.mod,
        "hash": entry.hash,
        "text": entry.text,
    }
    if entry.clozes:
        fields["clozes"] = {str(number): text for number, text in entry.clozes}
    if entry.ords:
        fields["ords"] = entry.ords
    if entry.retired:
        fields["retired"] = True
    return f"{_json(key)}: {_json(fields)},"


def _type_json(entry: TypeEntry) -> dict[str, Any]:
    def slots(items: Iterable[Slot]) -> list[list[Any]]:
        return [[slot.id, slot.name, *slot.was] for slot in items]

    return {
        "id": entry.id,
        "mod": entry.mod,
        "hash": entry.hash,
        "fields": slots(entry.fields),
        "templates": slots(entry.templates),
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def parse(text: str, path: str) -> Ledger:
    """Return the ledger that a lock's text holds; raise `LockError` for one that is damaged or in conflict.

    Lines that a merge has doubled are one note again: the entry with the latest mod wins.
    """
    marker = _CONFLICT.search(text)
    if marker:
        line = text.count("\n", 0, marker.start()) + 1
        raise LockError(
            f"{path}:{line}:1: git conflict markers stand in the lock; run `deckwright lock --resolve`,"
            " which keeps the latest entry of each note, then build"
        )
    return read_lines(text, path)


def read_lines(text: str, path: str) -> Ledger:
    """Return the ledger in a text without conflict markers."""
    lines = text.split("\n")
    try:
        head = json.loads(lines[0].rstrip().rstrip(",") + "}")
        version, uid = head["deckwright"], head["uid"]
    except (ValueError, KeyError, TypeError, IndexError):
        raise _damaged(path, 1, "its first line is not that of a lock") from None
    if version != FORMAT:
        raise LockError(
            f"{path}:1:1: the lock is of format {version}, this Deckwright reads {FORMAT}; install a newer Deckwright"
        )
    types: dict[str, TypeEntry] = {}
    notes: dict[str, NoteEntry] = {}
    section = ""
    closed = False
    for number, line in enumerate(lines[1:], 2):
        line = line.strip()
        if not line:
            continue
        if line in ('"types": {', '"notes": {'):
            section = line[1:6]
        elif line == '"": {}},':
            section = ""
        elif line == '"": {}}}':
            closed = True
        else:
            try:
                _read_line(line, section, types, notes)
            except (ValueError, KeyError, TypeError, AttributeError):
                raise _damaged(path, number, "this line is not an entry") from None
    if not closed:
        raise _damaged(path, len(lines), "it breaks off")
    return Ledger(uid=uid, types=types, notes=_settle(notes))


def _read_line(line: str, section: str, types: dict[str, TypeEntry], notes: dict[str, NoteEntry]) -> None:
    matched = _LINE.match(line)
    if matched is None:
        raise ValueError(line)
    key, value = json.loads(matched[1]), json.loads(matched[2])
    if section == "notes":
        entry = _note_entry(value)
        known = notes.get(key)
        if known is None:
            notes[key] = entry
        elif known.guid == entry.guid:
            notes[key] = latest(known, entry)
        else:
            notes[key], notes[f"{key}#{min(known, entry, key=_age).guid}"] = _newer_first(known, entry)
    elif section == "types":
        other = types.get(key)
        found = _type_entry(value)
        types[key] = found if other is None else merge_types(other, found)
    else:
        raise ValueError(section)


def _age(entry: NoteEntry) -> tuple[bool, int, str]:
    return (not entry.retired, entry.mod, entry.guid)


def _newer_first(one: NoteEntry, other: NoteEntry) -> tuple[NoteEntry, NoteEntry]:
    newer, older = (one, other) if _age(one) > _age(other) else (other, one)
    return newer, older._replace(retired=True)


def latest(one: NoteEntry, other: NoteEntry) -> NoteEntry:
    """Return the entry of the same note that was written last; the order of the two does not matter."""
    return max(one, other, key=lambda entry: (entry.mod, entry.hash, entry.retired))


def merge_types(one: TypeEntry, other: TypeEntry) -> TypeEntry:
    """Return the newer of two entries of a note type."""
    return max(one, other, key=lambda entry: (entry.mod, entry.hash))


def _note_entry(value: Mapping[str, Any]) -> NoteEntry:
    return NoteEntry(
        _text(value["type"]),
        _text(value["guid"]),
        _number(value["nid"]),
        _number(value["mod"]),
        _text(value["hash"]),
        _text(value["text"]),
        tuple((int(number), _text(text)) for number, text in value.get("clozes", {}).items()),
        tuple(value.get("ords", ())),
        value.get("retired", False) is True,
    )


def _type_entry(value: Mapping[str, Any]) -> TypeEntry:
    def slots(items: Iterable[list[Any]]) -> tuple[Slot, ...]:
        return tuple(Slot(_number(item[0]), _text(item[1]), tuple(item[2:])) for item in items)

    return TypeEntry(
        id=_number(value["id"]),
        mod=_number(value["mod"]),
        hash=_text(value["hash"]),
        fields=slots(value["fields"]),
        templates=slots(value["templates"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def _settle(notes: dict[str, NoteEntry]) -> dict[str, NoteEntry]:
    """Make one note of two keys with the same GUID, as when one branch renamed what the other edited."""
    by_guid: dict[str, str] = {}
    for key in sorted(notes, key=lambda k: (not notes[k].retired, notes[k].mod, k)):
        by_guid[notes[key].guid] = key
    if len(by_guid) == len(notes):
        return notes
    kept = set(by_guid.values())
    return {key: entry for key, entry in notes.items() if key in kept}


def _damaged(path: str, line: int, what: str) -> LockError:
    return LockError(
        f"{path}:{line}:1: the lock is damaged: {what}; restore it with `git checkout -- {path}`,"
        f" or rebuild it from the last published package with `deckwright recover-lock FILE.apkg`"
    )
