r"""The text of a lock, written and read; what an entry's line holds is in entries.py.

    {"deckwright": 2, "uid": "sony-pm-tpm", "name": "Sony PM vs TPM",
    "types": {
    "basic": {"id":…,"mod":…,"hash":"…","fields":[[id,"Name","former name"…]…],"templates":[…],"when":{"1":2},"gates":[[2,9]],"off":[1],"conditions":{"0":"…"}},
    "": {}},
    "notes": {
    "gate": {"type":"basic","guid":"…","nid":…,"mod":…,"hash":"…","source":"…","text":"…","deck":"Roles","edited":…,"before":…,"late":…,"clozes":{"1":"…"},"gone":{…},"ords":[0],"lost":[1],"was":["port"],"retired":1700000000,"marked":1700000000},
    "": {}}}

It is one JSON object, an entry a line, sorted by key; every entry ends in a comma, so that adding one touches no other
line and git merges two branches line by line. A merge may leave an entry twice, lines out of order, sections mixed, or
conflict markers: entries are told apart by what they hold, never by where they stand. What is empty is left out, but for
`deck`: an empty one is the deck itself.
"""  # noqa: E501 - a line of the format

from __future__ import annotations

import codecs
import json
import os
import re
from pathlib import Path
from typing import NamedTuple

from builder.diagnostics import shell_word
from builder.errors import LockError
from builder.files import LOCK_LIMIT, read_bytes
from builder.lock.entries import (
    BROKEN_LINE,
    deck_line,
    deck_of,
    media_line,
    media_of,
    note_line,
    quoted,
    read_line,
    type_line,
)
from builder.lock.ledger import Ledger, NoteEntry, TypeEntry
from builder.lock.merge import join_notes, join_types
from builder.lock.soundness import find_unsound
from builder.project import lock_path, shown_path

_PLAIN_FORMAT, _FORMAT = 2, 3
"""That of decks with no adopted note type, which older versions read, and that of others."""
_READ = (1, _PLAIN_FORMAT, _FORMAT)
"""The formats that can be read. In the first one a retired note had the time of its retirement as its mod, and what it
had before is not known; nor is which `was` was done, what the author wrote, and where cards stood."""
_LAST_FORMAT = 1000
"""A number from which no format can be one."""
_BLOCK = 1000
_TYPES, _NOTES, _LAST_TYPE, _LAST_NOTE = '"types": {', '"notes": {', '"": {}},', '"": {}}}'
_MEDIA, _LAST_FILE = '"media": {', '"": ""},'
_DECKS, _LAST_DECK = '"decks": {', '"": []},'
_FRAME = frozenset({_MEDIA, _LAST_FILE, _DECKS, _LAST_DECK, _TYPES, _LAST_TYPE, _NOTES, _LAST_NOTE})
"""The lines around the entries."""
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)", re.M)
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dump(ledger: Ledger) -> str:
    """Return the ledger's text."""
    name = f', "name": {_json(ledger.name)}' if ledger.name else ""
    version = _FORMAT if any(entry.adopted for entry in ledger.types.values()) else _PLAIN_FORMAT
    lines = [f'{{"deckwright": {version}, "uid": {_json(ledger.uid)}{name},']
    if ledger.media:
        lines += [_MEDIA, *(media_line(file, digest) for file, digest in sorted(ledger.media.items()))]
        lines += [_LAST_FILE]
    if ledger.decks:
        lines += [_DECKS, *(deck_line(deck, uuids) for deck, uuids in sorted(ledger.decks.items())), _LAST_DECK]
    lines += [_TYPES]
    lines += [type_line(key, entry) for key, entry in sorted(ledger.types.items())]
    lines += [_LAST_TYPE, _NOTES]
    named = {**ledger.notes, **{alias: ledger.notes[key] for alias, key in ledger.aliases.items()}}
    keys = sorted(named)
    # In blocks: a hundred thousand short texts take a third more memory than what they make.
    for start in range(0, len(keys), _BLOCK):
        lines.append("\n".join([note_line(key, named[key]) for key in keys[start : start + _BLOCK]]))
    lines += [_LAST_NOTE, ""]
    return "\n".join(lines)


def unseen(ledger: Ledger) -> str:
    """Return what a package must say of a ledger beside its rows: retired notes, and what others once had."""
    kept = {
        key: entry
        for key, entry in ledger.notes.items()
        if entry.retired
        or entry.gone
        or entry.was
        or entry.lost
        or entry.edited
        or entry.before
        or entry.late
        or entry.unsafe
    }
    return dump(ledger._replace(notes=kept, aliases={}))


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
    if not os.path.exists(path):
        if path.is_symlink():
            raise LockError(
                f"{shown}: the lock is a link to {path.readlink()}, which is not there; restore that, or delete the"
                " link and rebuild the lock from the last published package with `deckwright recover-lock FILE.apkg`"
            )
        return None
    text = decode_lock(read_bytes(path, LOCK_LIMIT), shown)
    ledger = parse(text, shown)
    refuse_unsound(ledger, text, shown)
    return LockFile(ledger=ledger, text=text)


def published_media(folder: Path) -> dict[str, str]:
    """Return the media files that an adopted deck was published with, by the lock of its folder alone.

    Raise `LockError` as `read_lock` does.
    """
    path = lock_path(folder)
    if not os.path.exists(path):
        return {}
    text = decode_lock(read_bytes(path, LOCK_LIMIT), shown_path(path))
    _, begun, rest = text.partition(f"\n{_MEDIA}\n")
    lines = rest.partition(f"\n{_LAST_FILE}\n")[0].split("\n") if begun else ()
    try:
        return dict(filter(None, map(media_of, lines)))
    except BROKEN_LINE:
        return {}  # the lock is read whole before anything is built, and told to be damaged


def refuse_unsound(ledger: Ledger, text: str, path: str) -> None:
    """Raise `LockError` for a ledger, that of a lock's text, whose entries contradict each other."""
    unsound = find_unsound(ledger)
    if unsound is not None:
        start = f"{quoted(unsound.key)}: "
        lines = enumerate(text.split("\n"), 1)
        raise _damaged(path, next((number for number, line in lines if line.startswith(start)), 1), unsound.fault)


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
    uid, name = _read_head(lines[first], path, first + 1)
    types: list[tuple[str, TypeEntry]] = []
    notes: list[tuple[str, NoteEntry]] = []
    media: dict[str, str] = {}
    decks: dict[str, tuple[str, str]] = {}
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
            if _read_head(line, path, number)[0] != uid:
                raise _damaged(path, number, "it is the lock of two decks")
            continue
        try:
            file = media_of(line)
            if file is not None:
                media[file[0]] = file[1]
                continue
            deck = deck_of(line)
            if deck is not None:
                decks[deck[0]] = deck[1]
                continue
            key, entry = read_line(line)
        except BROKEN_LINE:
            raise _damaged(path, number, "this line is not an entry") from None
        if isinstance(entry, NoteEntry):
            notes.append((key, entry))
        else:
            types.append((key, entry))
    if last != _LAST_NOTE:
        raise _damaged(path, len(lines), "it breaks off")
    joined = join_notes(uid, notes)
    joined_types, choices = join_types(types)
    ledger = Ledger(uid=uid, name=name, types=joined_types, notes=joined.notes, aliases=joined.aliases)
    ledger = ledger._replace(media=media, decks=decks)
    return ledger, (*choices, *joined.choices)


def _read_head(line: str, path: str, number: int) -> tuple[str, str]:
    """Return the uid and the name of the deck that a lock's first line gives."""
    try:
        head = json.loads(line.strip().rstrip(",") + "}")
        version, uid, name = head["deckwright"], _text(head["uid"]), _text(head.get("name", ""))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _damaged(path, number, "its first line is not that of a lock") from None
    if type(version) is not int or not 0 < version < _LAST_FORMAT:
        raise _damaged(path, number, "its first line is not that of a lock")
    if version not in _READ:
        raise LockError(
            f"{path}:{number}:1: the lock is of format {version}, this Deckwright reads up to {_FORMAT};"
            " install a newer Deckwright"
        )
    return uid, name


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()  # half a character can be written as an escape
    return value


def _damaged(path: str, line: int, fault: str) -> LockError:
    """Return the error for a lock that cannot be read, with the ways out."""
    return LockError(
        f"{path}:{line}:1: the lock is damaged: {fault}; restore it with `git checkout -- {shell_word(path)}`,"
        f" or rebuild it from the last published package with `deckwright recover-lock FILE.apkg`"
    )
