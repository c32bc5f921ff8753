"""Spoils a package: its bytes, its archive, its database, or what the texts in that say."""

from __future__ import annotations

import contextlib
import io
import json
import random
import sqlite3
import zipfile
from typing import Any

from tests.hostile import fragments

_ODD: tuple[object, ...] = (
    0,
    -1,
    1,
    2**31,
    2**53,
    2**63 - 1,
    -(2**63),
    1.5,
    float("inf"),
    None,
    "",
    "x",
    b"\xff\xfe",
    "[" * 99_999,
)
_SPOILT = (sqlite3.Error, ValueError, TypeError, IndexError, KeyError, AttributeError, RecursionError)
"""What comes of spoiling what is spoilt already."""
_NAMES = ("collection.anki2", "collection.anki21", "collection.anki21b", "media", "meta", "0", "../x", "/x", "a\0b", "")
_SCHEMA = (
    "CREATE TRIGGER t AFTER UPDATE ON col BEGIN DELETE FROM notes; END",
    "CREATE VIEW v AS SELECT * FROM notes",
    "CREATE TABLE more (x, y AS (x || x))",
    "CREATE INDEX i ON notes (length(flds))",
    "ALTER TABLE notes RENAME TO cards2",
    "DROP TABLE cards",
    "DELETE FROM col",
    "DELETE FROM cards",
    "INSERT INTO col SELECT id + 1, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags FROM col",
    "PRAGMA user_version = 99",
    "UPDATE col SET ver = 99",
    "DROP TABLE notes; CREATE VIEW notes AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c)"
    " SELECT i AS id, 'g' || i AS guid, 1 AS mid, 1 AS mod, -1 AS usn, '' AS tags, 'f' AS flds, 'f' AS sfld, 1 AS csum,"
    " 0 AS flags, '' AS data FROM c",
)


def spoil(dice: random.Random, package: bytes) -> bytes:
    """Return a package that somebody has tampered with."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        entries = [(info.filename, archive.read(info)) for info in archive.infolist()]
        comment = archive.comment
    deed = dice.random()
    if deed < 0.15:
        return _scratch(dice, package)
    if deed < 0.3:
        entries = _rearranged(dice, entries)
    else:
        entries = [
            (name, spoilt_database(dice, data) if name == "collection.anki2" else data) for name, data in entries
        ]
    return _archive(dice, entries, comment)


def _scratch(dice: random.Random, data: bytes) -> bytes:
    spoilt = bytearray(data)
    for _ in range(dice.choice((1, 2, 20))):
        at = dice.randrange(len(spoilt))
        if dice.random() < 0.2:
            del spoilt[at : at + dice.choice((1, 100, 10_000))]
        else:
            spoilt[at] = dice.randrange(256)
        spoilt = spoilt or bytearray(b"PK")
    return bytes(spoilt)


def _rearranged(dice: random.Random, entries: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Return the entries of an archive doubled, dropped, renamed, or with other contents."""
    changed = list(entries)
    at = dice.randrange(len(changed))
    name, data = changed[at]
    deed = dice.randrange(5)
    if deed == 0:
        changed.append((name, data[: dice.randrange(len(data) + 1)]))
    elif deed == 1:
        del changed[at]
    elif deed == 2:
        changed[at] = (dice.choice(_NAMES), data)
    elif deed == 3:
        lists = (
            '{"0": "../../x"}',
            '{"0": 5}',
            "[]",
            "[" * 99_999,
            '{"9": "a.png"}',
            '{"0": "a.png", "0": "b.png"}',
            "",
        )
        changed = [(name, dice.choice(lists).encode() if name == "media" else data) for name, data in changed]
    else:
        changed[at] = (name, _scratch(dice, data or b"x"))
    return changed


def _archive(dice: random.Random, entries: list[tuple[str, bytes]], comment: bytes) -> bytes:
    stream = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if dice.random() < 0.9 else dice.choice((0, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.comment = comment
        names: set[str] = set()
        for name, data in entries:
            if name in names:
                continue  # `zipfile` warns of doubled names; they are made by hand where they are wanted
            names.add(name)
            archive.writestr(zipfile.ZipInfo(name.replace("\0", "_")), data, method)
    made = stream.getvalue()
    return made.replace(b"media", b"collection.anki2"[:5]) if dice.random() < 0.02 else made


def spoilt_database(dice: random.Random, data: bytes) -> bytes:
    """Return a database with other rows, another schema, or other bytes."""
    if dice.random() < 0.15:
        return _scratch(dice, data)
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        if dice.random() < 0.25:  # alone, for what it makes of a table may never come to an end
            with contextlib.suppress(sqlite3.Error):
                connection.executescript(dice.choice(_SCHEMA))
            return connection.serialize()
        for _ in range(dice.choice((1, 1, 2, 4))):
            with contextlib.suppress(*_SPOILT):
                if dice.random() < 0.5:
                    _set_value(dice, connection)
                else:
                    _set_json(dice, connection)
        connection.commit()
        spoilt = connection.serialize()
    if dice.random() < 0.05:
        spoilt = spoilt[:18] + b"\2\2" + spoilt[20:]  # as a database has it that writes ahead
    return spoilt


def _set_value(dice: random.Random, connection: sqlite3.Connection) -> None:
    table = dice.choice(("notes", "cards", "col"))
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    column, odd = dice.choice(columns), dice.choice((*_ODD, fragments.text(dice).encode("utf-8", "replace").decode()))
    rows = [row[0] for row in connection.execute(f"SELECT rowid FROM {table}")]
    which = "" if dice.random() < 0.3 or not rows else f"WHERE rowid = {dice.choice(rows)}"
    if dice.random() < 0.2:
        connection.execute(f"UPDATE {table} SET {column} = CAST(x'ff41' AS TEXT) {which}")
    else:
        connection.execute(f"UPDATE {table} SET {column} = ? {which}", (odd,))


def _set_json(dice: random.Random, connection: sqlite3.Connection) -> None:
    """Bend what `conf`, `models`, `decks` or the lock in `conf` says."""
    column = dice.choice(("conf", "models", "decks", "dconf", "conf"))
    (text,) = connection.execute(f"SELECT {column} FROM col").fetchone()
    value = json.loads(text)
    if column == "conf" and "deckwright" in value and dice.random() < 0.7:
        lines = value["deckwright"].split("\n")
        lines[dice.randrange(len(lines))] = dice.choice(("", "x", '"a": {"guid": 1},', "[" * 99_999, '"": {}},'))
        value["deckwright"] = "\n".join(lines)
    else:
        _bend(dice, value)
    bent = "[" * 99_999 if dice.random() < 0.05 else json.dumps(value)
    connection.execute(f"UPDATE col SET {column} = ?", (bent,))


def _bend(dice: random.Random, value: Any) -> None:
    holder: Any = value
    while isinstance(holder, dict | list) and holder:
        key = dice.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        if not isinstance(holder[key], dict | list) or dice.random() < 0.3:
            holder[key] = dice.choice((None, 0, -1, 1e308, "x", [], {}, 2**70, [[]], "\ud800", True))
            return
        holder = holder[key]
