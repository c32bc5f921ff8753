"""Packages as genanki writes them, and what can be done to them: other entries, other rows, the newer form."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import genanki

from builder.errors import DeckwrightError
from builder.foreign import ForeignCollection, read_foreign

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MODEL, DECK, NOW = 1_607_392_319, 2_059_400_110, 1_700_000_000
QUOTED = 'Say "it"'
SCHEMA_18 = """
    UPDATE col SET ver = 18, models = '', decks = '';
    CREATE TABLE decks (id integer PRIMARY KEY, name text COLLATE unicase, mtime_secs, usn, common blob, kind blob);
    CREATE TABLE notetypes (id integer PRIMARY KEY, name text COLLATE unicase, mtime_secs integer, usn, config blob);
    CREATE TABLE fields (ntid, ord, name COLLATE unicase, config blob, PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
    CREATE TABLE templates (ntid, ord, name COLLATE unicase, mtime_secs, usn, config blob,
        PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
    CREATE UNIQUE INDEX idx_decks ON decks (name);
    INSERT INTO decks VALUES (2059400110, 'Small' || char(31) || 'One', 0, 0, x'', x'0A00');
    INSERT INTO notetypes VALUES (1607392319, 'Simple', 7, 0, x'');
    INSERT INTO fields VALUES (1607392319, 0, 'Front', x''), (1607392319, 1, 'Back', x''), (5, 0, 'Of none', x'');
    INSERT INTO templates VALUES (1607392319, 0, 'Card 1', 0, 0, x'0A097B7B46726F6E747D7D');
"""
"""The tables in which Anki's newest exports keep what a row of JSON has held before; its own have more columns."""


def made(folder: Path, notes: int = 2, media: Mapping[str, bytes] | None = None) -> Path:
    """Return a package that genanki has written."""
    model = genanki.Model(
        MODEL,
        "Simple",
        fields=[{"name": QUOTED}, {"name": "Back", "font": "Noto", "rtl": True}],
        templates=[{"name": "Card 1", "qfmt": "{{Back}}", "afmt": "{{FrontSide}}", "bqfmt": "{{Back}}!"}],
        css=".card {}",
        sort_field_index=1,
    )
    deck = genanki.Deck(DECK, "Small::One", "What it is")
    for number in range(1, notes + 1):
        deck.add_note(genanki.Note(model, [f"<b>n</b> {number}", f"b {number}"], tags=["t", "a"], guid=f"g{number}"))
    package = genanki.Package(deck)
    for name, data in (media or {}).items():
        (folder / name).write_bytes(data)
        package.media_files.append(str(folder / name))
    package.write_to_file(str(folder / "small.apkg"), timestamp=NOW)
    return folder / "small.apkg"


def parts(package: Path) -> dict[str, bytes]:
    """Return what is in a package."""
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def put(package: Path, entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a package."""
    with zipfile.ZipFile(package, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return package


def changed(database: bytes, script: str) -> bytes:
    """Return a database after some statements."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        connection.create_collation("unicase", lambda first, second: (first > second) - (first < second))
        connection.executescript(script)
        connection.commit()
        return connection.serialize()


def newer(database: bytes, media: bytes = b"") -> dict[str, bytes]:
    """Return the entries of a package in the newest form."""
    return {
        "meta": b"\x08\x03",
        "collection.anki21b": zstd.compress(database),
        "collection.anki2": b"Please update to the latest Anki version",
        "media": zstd.compress(media),
    }


def packed(data: bytes) -> bytes:
    return zstd.compress(data)


def read(package: Path) -> ForeignCollection:
    return read_foreign(package, lambda *_: None)


def refusal(package: Path) -> str:
    """Return why a package is refused, without its path."""
    try:
        found: Any = read(package)
    except DeckwrightError as error:
        path, _, reason = str(error).partition(": ")
        assert path == str(package)
        assert "\n" not in reason
        return reason
    raise AssertionError(found)
