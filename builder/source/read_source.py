"""Reads the files that an author writes; what is no file of the deck, or no file at all, is a problem at its place.

What a deck's files hold is published. So a link is followed only where it stays in the deck's folder: a file that is
read through one that leads elsewhere is one that nobody has looked at, in a pull request least of all.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from builder.diagnostics import Problem
from builder.errors import ReadError
from builder.files import SOURCE_LIMIT, leads_out, read_bytes, sort_of
from builder.project import shown_path
from builder.syntax import FILE_START, SourceFile, decode

_MEGABYTE = 1_000_000


class SourceRead(NamedTuple):
    """A file's text and bytes, both empty where a problem says why they are not read."""

    file: SourceFile
    data: bytes
    problems: tuple[Problem, ...]


def read_source(path: Path, deck: Path) -> SourceRead:
    """Return a file of the deck in a folder; raise `ReadError` where the system does not give it."""
    shown = shown_path(path)
    if leads_out(path, deck):
        message = "it is a link that leads out of the deck's folder, and is not followed"
        return _refused(shown, "foreign-file", message, "put the file itself there, or delete the link")
    try:
        status = os.stat(path)
    except OSError as error:
        raise ReadError(path, error) from error
    sort = sort_of(status.st_mode)
    if sort:
        hint = "give the folder another name" if stat.S_ISDIR(status.st_mode) else "delete it, or put a file there"
        return _refused(shown, "no-file", f"it is {sort}, and no file", hint)
    if status.st_size > SOURCE_LIMIT:
        return _too_large(shown, status.st_size)
    return given_source(shown, read_bytes(path))


def given_source(shown: str, data: bytes) -> SourceRead:
    """Return the file that has these bytes, as an editor has them."""
    if len(data) > SOURCE_LIMIT:
        return _too_large(shown, len(data))
    file, problems = decode(shown, data)
    return SourceRead(file=file, data=data, problems=problems)


def _too_large(shown: str, size: int) -> SourceRead:
    message = f"the file has {size / _MEGABYTE:,.0f} MB, and at most {SOURCE_LIMIT // _MEGABYTE} MB are read"
    return _refused(shown, "file-size", message, "make several files of it")


def _refused(shown: str, rule: str, message: str, hint: str) -> SourceRead:
    file = SourceFile(path=shown, text="")
    return SourceRead(file=file, data=b"", problems=(file.error(file.location(FILE_START), rule, message, hint),))
