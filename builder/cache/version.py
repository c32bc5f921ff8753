"""What the output hangs on besides the sources: this program, Python, and the libraries."""

from __future__ import annotations

import hashlib
import os
import sys
import zlib
from importlib.machinery import PathFinder
from pathlib import Path

import builder

_LIBRARIES = ("genanki", "markdown", "nh3", "yaml")


def fingerprint() -> str:
    """Return a hash of everything that could make other output of the same sources; costs no import."""
    import sqlite3

    parts = [sys.version, zlib.ZLIB_RUNTIME_VERSION, sqlite3.sqlite_version, sys.platform]
    root = os.path.dirname(builder.__file__)
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        parts += [_stamp(os.path.join(folder, name)) for name in sorted(names)]
    for library in _LIBRARIES:
        spec = PathFinder.find_spec(library)
        origin = Path(spec.origin) if spec and spec.origin else None
        if origin is not None:
            # An upgrade writes these files anew, and names its version beside them.
            named = sorted(
                name for name in os.listdir(origin.parent.parent)
                if name.lower().startswith(f"{library}-") or name.lower().startswith(f"py{library}-")
            )  # fmt: skip
            parts += [_stamp(str(origin)), *named]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _stamp(path: str) -> str:
    found = os.stat(path)
    return f"{path} {found.st_size} {found.st_mtime_ns}"
