"""The cache folder: where it is, how files get into it whole, and how it stays small."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import sys
import time
import zlib
from collections.abc import Callable
from importlib.machinery import PathFinder
from pathlib import Path

import builder
from builder.files import digest_of

LIMIT = 500_000_000
"""Bytes that all files of the cache may take together; the ones unused for longest go first."""
_OURS = re.compile(r"[0-9a-f]{24,40}\.(build|chapter|media|text)(\.\d+-\d+\.tmp)?\Z")
"""The names of the cache's files, which the modules beside this one make, and of those that a killed run has left half
written: whatever else lies in the folder is somebody else's, and stays."""
_OTHERS = 0o022
"""The rights of the group and of everybody to write."""
_LIBRARIES = ("genanki", "markdown", "nh3", "selectolax", "tinycss2", "yaml")


def cache_folder(tell: Callable[[str], object] = str) -> Path | None:
    """Return where the cache is, a folder that is there: `DECKWRIGHT_CACHE`, or one in the user's cache folder.

    None where it is switched off, and where it cannot be used: what it holds is believed, so it must be the user's
    alone. `tell` is given a line that says why it cannot.
    """
    stated = os.environ.get("DECKWRIGHT_CACHE")
    if stated is not None:
        folder = stated
    else:
        base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
        home = os.path.expanduser("~")
        folder = "" if not base and home == "~" else os.path.join(base or os.path.join(home, ".cache"), "deckwright")
    fault = _fault(folder) if folder else ""
    if fault:
        tell(f"{folder}: the cache is not used: {fault}; DECKWRIGHT_CACHE names another folder, or none if it is empty")
    return Path(folder) if folder and not fault else None


def _fault(folder: str) -> str:
    """Return why a folder, made if it is not there yet, is not the user's alone to read and write; empty if it is."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        status = os.stat(folder)
        above = [(path, path.stat()) for path in Path(os.path.realpath(folder)).parents]
    except OSError as error:
        return str(error.strerror or error)
    if hasattr(os, "getuid"):  # on Windows it lies in the profile, which is the user's own
        if status.st_uid != os.getuid():
            return "it belongs to another user"
        if status.st_mode & _OTHERS:
            return f"others can write to it (chmod go-w {folder})"
        for path, parent in above:
            if _may_rename(parent):
                return f"others can put another in its place, for they can write to {path}"
    return "" if os.access(folder, os.R_OK | os.W_OK | os.X_OK) else "it cannot be read and written"


def _may_rename(folder: os.stat_result) -> bool:
    """Tell whether others can rename what is in a folder that they do not own.

    Not where it is sticky, as /tmp is, nor by the rights of a group that is the user's own, as home folders have them.
    """
    others = folder.st_mode & (_OTHERS if folder.st_gid != os.getgid() else stat.S_IWOTH)
    return bool(others) and not folder.st_mode & stat.S_ISVTX


def program_digest() -> str:
    """Return a hash of everything but the sources that could make other output: this program and its libraries.

    By the sizes and times of all files of the package, templates and styles too: reading them takes longer than a build
    with nothing to do.
    """
    parts = [sys.version, sys.platform, zlib.ZLIB_RUNTIME_VERSION]
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
    """Write a file of the cache whole, under a name that was not there before; where that fails it is not kept.

    That is no fault. Nor is there an fsync: what a power cut has left of a file, its hash shows.
    """
    temporary = f"{path}.{os.getpid()}-{time.time_ns()}.tmp"
    try:
        with open(temporary, "xb") as stream:
            stream.write(data)
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


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
    with contextlib.suppress(OSError), os.scandir(cache) as entries:
        for entry in entries:
            if _OURS.match(entry.name) and entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                files.append((status.st_mtime_ns, status.st_size, entry.path))
    total = sum(size for _, size, _ in files)
    for _, size, path in sorted(files):
        if total <= LIMIT:
            return
        with contextlib.suppress(OSError):
            os.unlink(path)
            total -= size
