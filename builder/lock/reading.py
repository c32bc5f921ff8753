"""Reads a lock's text, also one that a merge has left with doubled lines or with conflict markers."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from builder.lock.ledger import FORMAT, Ledger, LockError, NoteEntry, Slot, TypeEntry
from builder.lock.merge import join_notes, join_types

_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)", re.M)
_END = '"": {}}}'
_FRAME = ('"types": {', '"": {}},', '"notes": {', _END)
_LINE = re.compile(r'("(?:[^"\\]|\\.)*"): (\{.*\}),\Z')
_TEXT, _NUMBER = r'"([^"\\\x00-\x1f]*)"', "(?:0|[1-9][0-9]*)"
_MOSTLY = re.compile(
    rf'{_TEXT}: \{{"type":{_TEXT},"guid":{_TEXT},"nid":({_NUMBER}),"mod":({_NUMBER}),"hash":{_TEXT},"text":{_TEXT}'
    rf'(?:,"ords":\[({_NUMBER}(?:,{_NUMBER})*)\])?\}},\Z'
)
"""What most lines of notes are; read so they take a sixth of the time that JSON takes."""


def decode_lock(data: bytes, path: str) -> str:
    """Return a lock's text; raise `LockError` for bytes that no lock has. A mark at its start is passed over."""
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise damaged(path, data.count(b"\n", 0, error.start) + 1, "it is not UTF-8") from None
    if not text or text.isspace():
        raise damaged(path, 1, "it is empty")
    return text.replace("\r\n", "\n")


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
    return _read(text.split("\n"), path)[0]


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
    uid = _head(lines[first], path, first + 1)
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
            if _head(line, path, number) != uid:
                raise damaged(path, number, "it is the lock of two decks")
        else:
            try:
                _read_line(line, types, notes)
            except (ValueError, KeyError, TypeError, AttributeError, IndexError):
                raise damaged(path, number, "this line is not an entry") from None
    if last != _END:
        raise damaged(path, len(lines), "it breaks off")
    joined = join_notes(uid, notes)
    joined_types, choices = join_types(types)
    ledger = Ledger(uid=uid, types=joined_types, notes=joined.notes, aliases=joined.aliases)
    return ledger, (*choices, *joined.choices)


def _head(line: str, path: str, number: int) -> str:
    try:
        head = json.loads(line.strip().rstrip(",") + "}")
        version, uid = head["deckwright"], _text(head["uid"])
    except (ValueError, KeyError, TypeError):
        raise damaged(path, number, "its first line is not that of a lock") from None
    if version != FORMAT:
        raise LockError(
            f"{path}:{number}:1: the lock is of format {version}, this Deckwright reads {FORMAT};"
            " install a newer Deckwright"
        )
    return uid


def _read_line(line: str, types: list[tuple[str, TypeEntry]], notes: list[tuple[str, NoteEntry]]) -> None:
    # By its form, not by where it stands: a merge of two locks that were made apart mixes the sections.
    note = _MOSTLY.match(line)
    if note is not None:
        key, type_key, guid, nid, mod, digest, text, ords = note.groups()
        places = tuple(map(int, ords.split(","))) if ords else ()
        notes.append((key, NoteEntry(type_key, guid, int(nid), int(mod), digest, text, ords=places)))
        return
    matched = _LINE.match(line)
    if matched is None:
        raise ValueError(line)
    key, value = json.loads(matched[1]), json.loads(matched[2])
    if "guid" in value:
        notes.append((key, _note_entry(value)))
    else:
        types.append((key, _type_entry(value)))


def _note_entry(value: Mapping[str, Any]) -> NoteEntry:
    return NoteEntry(
        _text(value["type"]),
        _text(value["guid"]),
        _number(value["nid"]),
        _number(value["mod"]),
        _text(value["hash"]),
        _text(value["text"]),
        _numbered(value["clozes"]) if "clozes" in value else (),
        tuple(_number(place) for place in value["ords"]) if "ords" in value else (),
        _numbered(value["gone"]) if "gone" in value else (),
        value.get("retired", False) is True,
    )


def _type_entry(value: Mapping[str, Any]) -> TypeEntry:
    def slots(items: Iterable[list[Any]]) -> tuple[Slot, ...]:
        return tuple(Slot(_number(item[0]), _text(item[1]), tuple(map(_text, item[2:]))) for item in items)

    return TypeEntry(
        id=_number(value["id"]),
        mod=_number(value["mod"]),
        hash=_text(value["hash"]),
        fields=slots(value["fields"]),
        templates=slots(value["templates"]),
        when=tuple((int(place), _number(field)) for place, field in value.get("when", {}).items()),
    )


def _numbered(value: Mapping[str, Any]) -> tuple[tuple[int, str], ...]:
    return tuple((int(number), _text(text)) for number, text in value.items())


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def damaged(path: str, line: int, what: str) -> LockError:
    """Return the error for a lock that cannot be read, with the ways out."""
    return LockError(
        f"{path}:{line}:1: the lock is damaged: {what}; restore it with `git checkout -- {path}`,"
        f" or rebuild it from the last published package with `deckwright recover-lock FILE.apkg`"
    )
