"""What cannot be undercut: the same bytes read and written by the fastest tools, with nothing done in between.

`python floor.py cold PROJECT OUTPUT` reads every chapter with libyaml and writes a row a note with one `executemany`,
compressed once. `python floor.py warm PROJECT OUTPUT` does what a rebuild after one edit cannot avoid: reads the
database of the last build, the lock and one chapter, compresses the database once, and writes package and lock.
"""

from __future__ import annotations

import itertools
import sqlite3
import sys
import zipfile
import zlib
from pathlib import Path

import yaml

LARGE = 4_000_000
"""Deckwright's own rule: what is larger is compressed at level 1 instead of 6."""


def _scalars(path: Path) -> list[str]:
    loader = yaml.CSafeLoader(path.read_text("utf-8"))
    values = []
    while True:
        event = loader.get_event()
        if type(event) is yaml.ScalarEvent:
            values.append(event.value)
        elif type(event) is yaml.StreamEndEvent:
            return values


def _packed(database: bytes) -> bytes:
    return zlib.compress(database, 6 if len(database) <= LARGE else 1)


def _cold(folder: Path, output: Path) -> None:
    rows: list[tuple[int, str]] = []
    for path in sorted(folder.glob("[0-9]*.yaml")):
        values = _scalars(path)
        starts = [place for place, value in enumerate(values) if value == "id"] + [len(values)]
        rows += [
            (len(rows) + n, "\x1f".join(values[a:b]) + "\x1f" * 12)
            for n, (a, b) in enumerate(itertools.pairwise(starts))
        ]
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE notes (id integer primary key, flds text)")
    connection.execute("CREATE TABLE cards (id integer primary key, nid integer)")
    connection.executemany("INSERT INTO notes VALUES (?, ?)", rows)
    connection.executemany("INSERT INTO cards VALUES (?, ?)", [(n, n) for n, _ in rows])
    connection.commit()
    (output / f"{folder.name}.floor").write_bytes(_packed(connection.serialize()))


def _warm(folder: Path, output: Path) -> None:
    database = (output / f"{folder.name}.db").read_bytes()
    lock = (folder / "deck.lock").read_bytes()
    chapters = sorted(folder.glob("[0-9]*.yaml"))
    _scalars(chapters[len(chapters) // 2])
    (output / f"{folder.name}.floor").write_bytes(_packed(database))
    (output / "lock.floor").write_bytes(lock)
    (output / "db.floor").write_bytes(database)


def prepare(folder: Path, package: Path, output: Path) -> None:
    """Lay the database of a built package ready for the warm floor."""
    with zipfile.ZipFile(package) as archive:
        (output / f"{folder.name}.db").write_bytes(archive.read("collection.anki2"))


if __name__ == "__main__":
    work = {"cold": _cold, "warm": _warm}[sys.argv[1]]
    Path(sys.argv[3]).mkdir(exist_ok=True)
    for deck in sorted((Path(sys.argv[2]) / "cards").iterdir()):
        work(deck, Path(sys.argv[3]))
