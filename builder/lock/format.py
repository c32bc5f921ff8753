r"""The text of a lock, written and read: the only module that knows its form.

    {"deckwright": 2, "uid": "sony-pm-tpm",
    "types": {
    "basic": {"id":…,"mod":…,"hash":"…","fields":[[id,"Name","former name"…]…],"templates":[…],"when":{"1":2}},
    "": {}},
    "notes": {
    "gate": {"type":"basic","guid":"…","nid":…,"mod":…,"hash":"…","text":"…","clozes":{"1":"…"},"gone":{…},"ords":[0],"was":["port"],"retired":1700000000,"marked":true},
    "": {}}}

It is one JSON object, an entry a line, sorted by key; every entry ends in a comma, so that adding one touches no other
line and git merges two branches line by line. A merge may leave an entry twice, lines out of order, sections mixed, or
conflict markers: entries are told apart by what they hold, never by where they stand. What is empty is left out:
`clozes`, `gone`, `ords`, `was`, `retired`, `marked`, `when`.
"""  # noqa: E501 - a line of the format

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring as _quoted
from pathlib import Path
from typing import Any, NamedTuple

from builder.errors import LockError
from builder.files import read_bytes
from builder.lock.ledger import Ledger, NoteEntry, Slot, TypeEntry
from builder.lock.merge import join_notes, join_types
from builder.makers import maker
from builder.project import lock_path, shown_path

_make_note_entry = maker(NoteEntry)
_FORMAT = 2
_READ = (1, _FORMAT)
"""The formats that can be read. In the first one a retired note had the time of its retirement as its mod, and what it
had before is not known; nor is which `was` was done."""
_BLOCK = 1000
_TYPES, _NOTES, _LAST_TYPE, _LAST_NOTE = '"types": {', '"notes": {', '"": {}},', '"": {}}}'
_FRAME = frozenset({_TYPES, _LAST_TYPE, _NOTES, _LAST_NOTE})
"""The lines around the entries."""
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)", re.M)
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_value_at = json.JSONDecoder().raw_decode


def dump(ledger: Ledger) -> str:
    """Return the ledger's text."""
    lines = [f'{{"deckwright": {_FORMAT}, "uid": {_json(ledger.uid)},', _TYPES]
    lines += [f"{_json(key)}: {_type_json(entry)}," for key, entry in sorted(ledger.types.items())]
    lines += [_LAST_TYPE, _NOTES]
    named = {**ledger.notes, **{alias: ledger.notes[key] for alias, key in ledger.aliases.items()}}
    keys = sorted(named)
    # In blocks: a hundred thousand short texts take a third more memory than what they make.
    for start in range(0, len(keys), _BLOCK):
        lines.append("\n".join([f"{_quoted(key)}: {_note_json(named[key])}," for key in keys[start : start + _BLOCK]]))
    lines += [_LAST_NOTE, ""]
    return "\n".join(lines)


def unseen(ledger: Ledger) -> str:
    """Return what a package must say of a ledger beside its rows: retired notes, and what others once had."""
    notes = {key: entry for key, entry in ledger.notes.items() if entry.retired or entry.gone or entry.was}
    return dump(Ledger(uid=ledger.uid, types=ledger.types, notes=notes))


def _note_json(entry: NoteEntry) -> str:
    # By hand for the sake of time: a lock has one for every note, and each build writes them all.
    text = (
        f'{{"type":{_quoted(entry.type)},"guid":{_quoted(entry.guid)},"nid":{entry.nid},"mod":{entry.mod},'
        f'"hash":{_quoted(entry.hash)},"text":{_quoted(entry.text)}'
    )
    if entry.clozes:
        text += f',"clozes":{_json(dict(entry.clozes))}'
    if entry.gone:
        text += f',"gone":{_json(dict(entry.gone))}'
    if entry.ords:
        text += f',"ords":[{",".join(map(str, entry.ords))}]'
    if entry.was:
        text += f',"was":{_json(entry.was)}'
    if entry.retired:
        text += f',"retired":{entry.retired}'
    return f'{text},"marked":true}}' if entry.marked else f"{text}}}"


def _type_json(entry: TypeEntry) -> str:
    def rows(slots: Iterable[Slot]) -> list[list[Any]]:
        return [[slot.id, slot.name, *slot.was] for slot in slots]

    values: dict[str, Any] = {
        "id": entry.id,
        "mod": entry.mod,
        "hash": entry.hash,
        "fields": rows(entry.fields),
        "templates": rows(entry.templates),
    }
    if entry.when:
        values["when"] = {str(template): field for template, field in entry.when}
    return _json(values)


def decode_lock(data: bytes, path: str) -> str:
    """Return a lock's text; raise `LockError` for bytes that no lock has. A mark at its start is passed over."""
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise _damaged(path, data.count(b"\n", 0, error.start) + 1, "it is not UTF-8") from None
    if not text or text.isspace():
        raise _damaged(path, 1, "it is empty")
    return text.replace("\r\n", "\n")


class LockFile(NamedTuple):
    """A lock as it lies on the disk: what it holds, and its text."""

    ledger: Ledger
    text: str


def read_lock(folder: Path) -> LockFile | None:
    """Return the lock of a deck's folder; None where there is none.

    Raise `LockError` for one that is damaged or in conflict, and for a link to nothing: every note would be new.
    """
    path = lock_path(folder)
    shown = shown_path(path)
    if not path.exists():
        if path.is_symlink():
            raise LockError(
                f"{shown}: the lock is a link to {path.readlink()}, which is not there; restore that, or delete the"
                " link and rebuild the lock from the last published package with `deckwright recover-lock FILE.apkg`"
            )
        return None
    text = decode_lock(read_bytes(path), shown)
    return LockFile(ledger=parse(text, shown), text=text)


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
    ledger, _ = _read(text.split("\n"), path)
    return ledger


def resolve(text: str, path: str) -> tuple[Ledger, tuple[str, ...]]:
    """Return the ledger of a text with conflict markers or doubled lines, and what was chosen, a line each."""
    kept: list[str] = []
    in_base = False
    for line in text.split("\n"):
        marker = _CONFLICT.match(line)
        if marker:
            # git's diff3 style shows the common ancestor too, whose entries both sides have left behind.
            in_base = marker[1].startswith("|")
        # A blank line in the place of one that is left out keeps the numbers that messages give.
        kept.append("" if marker or in_base else line)
    return _read(kept, path)


def _read(lines: list[str], path: str) -> tuple[Ledger, tuple[str, ...]]:
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    uid = _read_uid(lines[first], path, first + 1)
    types: list[tuple[str, TypeEntry]] = []
    notes: list[tuple[str, NoteEntry]] = []
    last = ""
    for number, line in enumerate(lines[first + 1 :], first + 2):
        line = line.strip()
        if not line:
            continue
        last = line
        if line in _FRAME:
            continue
        if line.startswith('{"deckwright"'):
            # Both branches made the lock: their first lines stand side by side.
            if _read_uid(line, path, number) != uid:
                raise _damaged(path, number, "it is the lock of two decks")
            continue
        try:
            key, value = _entry(line)
            if "guid" in value:
                notes.append((key, _note_entry(value)))
            else:
                types.append((key, _type_entry(value)))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            raise _damaged(path, number, "this line is not an entry") from None
    if last != _LAST_NOTE:
        raise _damaged(path, len(lines), "it breaks off")
    joined = join_notes(uid, notes)
    joined_types, choices = join_types(types)
    ledger = Ledger(uid=uid, types=joined_types, notes=joined.notes, aliases=joined.aliases)
    return ledger, (*choices, *joined.choices)


def _read_uid(line: str, path: str, number: int) -> str:
    """Return the uid that a lock's first line names."""
    try:
        head = json.loads(line.strip().rstrip(",") + "}")
        version, uid = head["deckwright"], _text(head["uid"])
    except (ValueError, KeyError, TypeError):
        raise _damaged(path, number, "its first line is not that of a lock") from None
    if version not in _READ:
        raise LockError(
            f"{path}:{number}:1: the lock is of format {version}, this Deckwright reads up to {_FORMAT};"
            " install a newer Deckwright"
        )
    return uid


def _entry(line: str) -> tuple[str, Mapping[str, Any]]:
    """Return the key and the object of a line `"key": {…},`; raise `ValueError` for any other."""
    key, key_end = _value_at(line)
    value, value_end = _value_at(line, key_end + 2)
    is_form = line[key_end : key_end + 2] == ": " and line[value_end:] == ","
    if not is_form or type(key) is not str or type(value) is not dict:
        raise ValueError(line)
    return key, value


def _note_entry(value: Mapping[str, Any]) -> NoteEntry:
    entry = _make_note_entry(
        type=value["type"],
        guid=value["guid"],
        nid=value["nid"],
        mod=value["mod"],
        hash=value["hash"],
        text=value["text"],
        clozes=_numbered(value["clozes"]) if "clozes" in value else (),
        ords=tuple([_number(slot) for slot in value["ords"]]) if "ords" in value else (),
        gone=_numbered(value["gone"]) if "gone" in value else (),
        was=tuple([_text(key) for key in value["was"]]) if "was" in value else (),
        retired=_retired(value) if "retired" in value else 0,
        # Of a note that the first format calls retired nobody knows whether it was marked: as if it had been.
        marked=value.get("marked", False) is True or value.get("retired", False) is True,
    )
    are_texts = type(entry.type) is type(entry.guid) is type(entry.hash) is type(entry.text) is str
    are_numbers = type(entry.nid) is type(entry.mod) is int
    if not (are_texts and are_numbers):
        raise TypeError(value)
    return entry


def _retired(value: Mapping[str, Any]) -> int:
    if value["retired"] is True:  # as the first format has it
        return _number(value["mod"])
    return _number(value["retired"])


def _type_entry(value: Mapping[str, Any]) -> TypeEntry:
    def slots(rows: Iterable[list[Any]]) -> tuple[Slot, ...]:
        return tuple(
            Slot(id=_number(slot_id), name=_text(name), was=tuple(map(_text, was))) for slot_id, name, *was in rows
        )

    return TypeEntry(
        id=_number(value["id"]),
        mod=_number(value["mod"]),
        hash=_text(value["hash"]),
        fields=slots(value["fields"]),
        templates=slots(value["templates"]),
        when=tuple((int(template), _number(field)) for template, field in value.get("when", {}).items()),
    )


def _numbered(value: Mapping[str, Any]) -> tuple[tuple[int, str], ...]:
    return tuple([(int(number), _text(text)) for number, text in value.items()])


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(value)
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def _damaged(path: str, line: int, fault: str) -> LockError:
    """Return the error for a lock that cannot be read, with the ways out."""
    return LockError(
        f"{path}:{line}:1: the lock is damaged: {fault}; restore it with `git checkout -- {path}`,"
        f" or rebuild it from the last published package with `deckwright recover-lock FILE.apkg`"
    )
