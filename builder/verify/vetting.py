"""Looks at a package before Anki does: one that was made to harm takes Anki's engine, and all memory, with it.

A package in the older form is an archive with a database that can be looked at here. In the newer form all is packed
twice, and only Anki unpacks that: so Anki first does so in a process of its own, which may take only so much.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from builder.diagnostics import printable
from builder.errors import PackageError
from builder.files import PACKAGE_LIMIT, opened
from builder.files.databases import works_out
from builder.files.unpacking import FACTOR, LEAVE, most_unpacked, opened_archive, refuse_bombs, refuse_encrypted

_SECONDS, _BYTES_A_SECOND = 4, 250_000
"""Processor time of a trial: so much, and a second for so many bytes of the package; an import takes a twentieth."""
_PATIENCE = 20
"""How many times longer than that a trial may take by the clock, on a machine that does much else."""
_MEMORY = 1_000_000_000
"""Bytes that a trial may take: ten times what Anki's engine takes for a deck."""
_TRIAL = """
import sys, tempfile
package, seconds, size, memory = sys.argv[1], *map(int, sys.argv[2:])
try:
    import resource
except ImportError:  # Windows
    pass
else:
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # which Python ignores, so that Anki would go on with half a file
    for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, size), (resource.RLIMIT_DATA, memory)):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
from anki.collection import Collection, ImportAnkiPackageRequest
with tempfile.TemporaryDirectory(prefix="deckwright-") as folder:
    collection = Collection(folder + "/collection.anki2")
    options = collection._backend.get_import_anki_package_presets()
    try:
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=options))
    except Exception:
        pass  # what Anki refuses is told when it is imported
"""


def vet(package: Path) -> None:
    """Raise `PackageError` for a package that would take more than its size allows, and `ReadError` for none at all."""
    shown = printable(str(package))
    with opened(package, PACKAGE_LIMIT) as stream:
        size = os.fstat(stream.fileno()).st_size
        with opened_archive(stream, shown) as archive:
            refuse_encrypted(archive, shown)
            names = set(archive.namelist())
            is_plain = "collection.anki21b" not in names
            if is_plain:
                refuse_bombs(archive, most_unpacked(size), shown)
                databases = sorted(names & {"collection.anki2", "collection.anki21"})
                is_plain = all(_has_rows_alone(archive, name) for name in databases)
    if not is_plain:
        _try(package, size, shown)


def _has_rows_alone(archive: zipfile.ZipFile, name: str) -> bool:
    """Tell whether a database does nothing by itself when it is read or written to, as far as it can be read."""
    with tempfile.TemporaryDirectory(prefix="deckwright-") as folder:
        path = Path(folder) / "collection"
        with archive.open(name) as entry, open(path, "wb") as copy:
            shutil.copyfileobj(entry, copy)
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            try:
                parts = connection.execute("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
            except sqlite3.Error:
                return True  # Anki says what is wrong with it
    return not any(works_out(sort, str(sql)) for sort, sql in parts)


def _try(package: Path, size: int, shown: str) -> None:
    """Raise `PackageError` where Anki does not come to an end with a package, or takes more than it may."""
    seconds = _SECONDS + size // _BYTES_A_SECOND
    limits = (seconds, most_unpacked(size), _MEMORY + FACTOR * size)
    command = [sys.executable, "-c", _TRIAL, str(package), *map(str, limits)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds * _PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode != 0:
        raise PackageError(shown, "Anki takes more time or memory for it than for any deck, or breaks down", LEAVE)
