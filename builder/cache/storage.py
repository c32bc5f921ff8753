"""The cache folder: where it is, how files get into it whole, and how it stays small."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
from importlib.machinery import PathFinder
from pathlib import Path

import builder
from builder.files import digest_of

LIMIT = 500_000_000
"""Bytes that all files of the cache may take together; the ones unused for longest go first."""
_OURS = re.compile(r"[0-9a-f]{24,40}\.(build|chapter|text)\Z")
"""The names of the cache's files, which build_record.py and chapter_cache.py make: whatever else lies in the folder is
somebody else's, and stays."""
_LIBRARIES = ("genanki", "markdown", "nh3", "selectolax", "tinycss2", "yaml")


def cache_folder() -> Path | None:
    """Return where the cache is, a folder that is there: `DECKWRIGHT_CACHE`, or one in the user's cache folder.

    None where it is switched off, cannot be made, or can be written by others: what it holds is believed.
    """
    stated = os.environ.get("DECKWRIGHT_CACHE")
    if stated is not None:
        folder = stated
    else:
        base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
        home = os.path.expanduser("~")
        folder = "" if not base and home == "~" else os.path.join(base or os.path.join(home, ".cache"), "deckwright")
    return Path(folder) if folder and _is_private(folder) else None


def _is_private(folder: str) -> bool:
    """Tell whether a folder, made if it is not there yet, is ours alone to write to."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        status = os.stat(folder)
    except OSError:
        return False
    if not hasattr(os, "getuid"):  # on Windows it lies in the profile, which is the user's own
        return True
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def program_digest() -> str:
    """Return a hash of everything but the sources that could make other output: this program and its libraries.

    By the sizes and times of all files of the package, templates and styles too: reading them takes longer than a build
    with nothing to do.
    """
    parts = [sys.version, sys.platform]
    for folder, folders, names in os.walk(os.path.dirname(builder.__file__)):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        parts += [_mark(os.path.join(folder, name)) for name in sorted(names)]
    for library in _LIBRARIES:
        spec = PathFinder.find_spec(library)  # finds it without importing it
        if spec is not None and spec.origin:
            # An upgrade writes the package anew, and names its version beside it.
            beside = os.listdir(os.path.dirname(os.path.dirname(spec.origin)))
            named = sorted(name for name in beside if name.lower().startswith((f"{library}-", f"py{library}-")))
            parts += [_mark(spec.origin), *named]
    return digest_of("\0".join(parts).encode("utf-8", "surrogateescape"))


def _mark(path: str) -> str:
    status = os.stat(path)
    return f"{path} {status.st_size} {status.st_mtime_ns}"


def write(path: Path, data: bytes) -> None:
    """Write a file of the cache; where that fails it is not kept, which is no fault.

    Not by way of a second name, and without fsync: what a killed run or a power cut has left of a file, its hash shows.
    """
    with contextlib.suppress(OSError), open(path, "wb", buffering=0) as stream:
        stream.write(data)


def keep(path: Path, body: bytes) -> None:
    """Write a file of the cache with the SHA-256 of its contents before them, 32 bytes."""
    write(path, hashlib.sha256(body).digest() + body)


def recall(path: Path) -> bytes | None:
    """Return the contents of a file that `keep` wrote; None where it is not there, or not whole."""
    try:
        with open(path, "rb") as stream:
            digest, body = stream.read(32), stream.read()
        os.utime(path)  # the files unused for longest go first
    except OSError:
        return None
    return body if hashlib.sha256(body).digest() == digest else None


def shrink(cache: Path) -> None:
    """Delete the files that were used longest ago until the rest is within the limit."""
    files = []
    with contextlib.suppress(OSError):
        for entry in os.scandir(cache):
            if _OURS.match(entry.name):
                status = entry.stat()
                files.append((status.st_mtime_ns, status.st_size, entry.path))
    total = sum(size for _, size, _ in files)
    for _, size, path in sorted(files):
        if total <= LIMIT:
            return
        with contextlib.suppress(OSError):
            os.unlink(path)
            total -= size
