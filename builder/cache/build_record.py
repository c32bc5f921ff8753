"""Whether a deck's files have changed since its package was made, so that a build can have nothing to do.

A record is a file `HASH.build`, named by a hash of the deck's folder and the output folder. It holds one line of JSON,
and in a second one the SHA-256 of the first, in hexadecimal:

    {"program": "…", "history": "…", "uid": "…", "name": "…", "inputs": FILES, "outputs": FILES, "report": {…}}

with the fields of `BuildRecord` and `BuildReport` by name, and FILES as {"path": ["SHA-256", [size, modified, changed,
inode] or null] or null}. What does not read like that was written by another version, and is as good as not there.

A file counts as unchanged if its size, times and inode are as they were and the times were old enough to be proof;
otherwise its bytes are hashed.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from builder.cache.file_stats import FileStat, stat_of
from builder.cache.storage import write
from builder.errors import ReadError
from builder.files import PACKAGE_LIMIT, digest_of, digest_of_file, files_below, read_bytes
from builder.project import LOCK_NAME


class FileState(NamedTuple):
    """What a file was: its content's hash, and its stat where that was old enough to be proof."""

    digest: str
    stat: FileStat | None = None


Files = Mapping[str, FileState | None]
"""Files by path; None for one that is not there."""


class BuildRecord(NamedTuple):
    """What a deck's files were when its package was made, and what was said of that."""

    program: str
    """The digest of the program that made it."""
    history: str
    """The digest of the history that the deck had in git; empty for none."""
    uid: str
    name: str
    inputs: Files
    """All files below the deck's folder, by path from there, but for hidden ones and the lock; and the media in use."""
    outputs: Files
    """The package, the lock and the lists of retired notes, by their whole paths."""
    report: Mapping[str, Any]
    """The report of the build, but for what moved then."""


class DeckWatch:
    """A deck's files around a build: what the last build left, and what they are before this one reads them.

    So it must be made before anything of the deck is read.
    """

    def __init__(self, cache: Path, folder: Path, output: Path) -> None:
        name = f"{os.path.realpath(folder)}\0{os.path.realpath(output)}"
        self.path = cache / f"{digest_of(name.encode('utf-8', 'surrogateescape'))[:24]}.build"
        self.folder = folder
        self.home = os.path.join(os.path.realpath(folder), "")
        self.record = _read(self.path)
        self.stats = dict(_stats(folder))

    def is_current(self, program: str, history: str) -> bool:
        """Tell whether the last build has left what a build would make now.

        That is a build by the program with this digest, of a deck with the history of this one.
        """
        record = self.record
        if (
            record is None
            or (record.program, record.history) != (program, history)
            or self.stats.keys() - record.inputs.keys()
        ):
            return False
        inputs = _look_again(record.inputs, self.folder, self.stats)
        outputs = _look_again(record.outputs, Path(), {})
        if not (_same(inputs, record.inputs) and _same(outputs, record.outputs)):
            return False
        fresh = record._replace(inputs=inputs, outputs=outputs)
        if fresh != record:  # some were too fresh to be known by their stats, and now are
            _write(self.path, fresh)
        return True

    def last_package(self, package: Path, program: str) -> bytes:
        """Return the package that the last build has left.

        Empty where that was not by the program with this digest, or where the package, or the lock, which says how
        adopted decks call their media, are not as it left them.
        """
        if self.record is None or self.record.program != program:
            return b""
        data = b""
        for path, state in self.record.outputs.items():
            try:
                found = read_bytes(Path(path), PACKAGE_LIMIT) if os.path.lexists(path) else None
            except ReadError:
                return b""
            if (None if found is None else digest_of(found)) != _digest(state):
                return b""
            if path == os.path.abspath(package):
                data = found or b""
        return data

    def save(self, record: BuildRecord, media: Iterable[Path]) -> None:
        """Keep a record of the build that has just ended; its inputs are taken now, with the media that it used.

        If a file has changed since the watch began, what the build has read is not known, and there is no record.
        """
        present = dict(_stats(self.folder))
        if present != self.stats:
            self.forget()
            return
        before = self.record.inputs if self.record is not None else {}
        names = {**self.stats, **{os.fspath(path).removeprefix(self.home): None for path in media}}
        inputs = _look_again({name: before.get(name) for name in names}, self.folder, present)
        _write(self.path, record._replace(inputs=inputs))

    def forget(self) -> None:
        """Drop the record: what it says is no longer so."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)


def written(files: Mapping[Path, bytes | None]) -> Files:
    """Return files that a build has just written, too fresh to be known by their stats; None for what it deleted."""
    return {
        os.path.abspath(path): None if data is None else FileState(digest=digest_of(data))
        for path, data in files.items()
    }


def _stats(folder: Path) -> Iterator[tuple[str, FileStat | None]]:
    """Yield the stats of all files below a folder, by path from there, but for hidden ones and the lock."""
    home = os.path.join(folder, "")
    for path in files_below(folder):
        if path != LOCK_NAME:
            yield path, stat_of(home + path)


def _look_again(files: Files, folder: Path, stats: Mapping[str, FileStat | None]) -> dict[str, FileState | None]:
    """Return what files are now; one whose stat is proof that it is as before is not read.

    `stats` has those that were taken just now.
    """
    now: dict[str, FileState | None] = {}
    for name, before in files.items():
        present = stats[name] if name in stats else stat_of(os.path.join(folder, name))
        if present is None:
            now[name] = None
        elif before is not None and before.stat == present:
            now[name] = before
        else:
            settled = present.is_settled  # before it is read
            digest = _digest_of(os.path.join(folder, name), present)
            now[name] = FileState(digest=digest, stat=present if settled else None)
    return now


def _digest_of(path: str, present: FileStat) -> str:
    """Return the digest of what is at a path; of what no build reads it says no more than what that is."""
    try:
        if os.path.islink(path) and os.path.isdir(path):
            return f"a link to {os.readlink(path)}"
        return digest_of_file(Path(path))
    except (OSError, ReadError):  # a pipe, or a file that is too large for all that a build reads and writes
        return f"{present.size} bytes of {present.modified}"


def _same(now: Files, before: Files) -> bool:
    return all(_digest(now[name]) == _digest(state) for name, state in before.items())


def _digest(state: FileState | None) -> str | None:
    return None if state is None else state.digest


def _read(path: Path) -> BuildRecord | None:
    """Return a record; None where there is none, or where a byte of it is not as it was written."""
    try:
        text, _, digest = path.read_text("utf-8").rpartition("\n")
        if digest_of(text.encode()) != digest:
            return None
        values = json.loads(text)
        for part in ("inputs", "outputs"):
            files = values[part].items()
            values[part] = {name: _state(*state) if state else None for name, state in files}
        return BuildRecord(**values)
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None


def _state(digest: str, stat: list[int] | None) -> FileState:
    return FileState(digest=digest, stat=FileStat._make(stat) if stat else None)


def _write(path: Path, record: BuildRecord) -> None:
    text = json.dumps(record._asdict(), separators=(",", ":"))
    write(path, f"{text}\n{digest_of(text.encode())}".encode())
