"""Bytes to text: files are UTF-8, and the place of the first byte that is not is a problem."""

from __future__ import annotations

from builder.problems import Location, Problem
from builder.syntax import SourceFile

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decode(path: str, data: bytes) -> tuple[SourceFile, tuple[Problem, ...]]:
    """Return a file's text; where it is not UTF-8 the text is empty and a problem says where it breaks off."""
    try:
        return SourceFile(path=path, text=data.decode("utf-8-sig")), ()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        excerpt = data.split(b"\n")[line - 1].decode("utf-8", "replace").rstrip("\r")
        empty = SourceFile(path=path, text="")
        if data[:2] in _UTF16_MARKS:
            line, column, excerpt = 1, 1, ""
        what = "the file is UTF-16" if data[:2] in _UTF16_MARKS else f"byte 0x{data[error.start]:02X} is not UTF-8"
        location = Location(path=path, line=line, column=column, excerpt=excerpt)
        return empty, (empty.error(location, "not-utf8", what, "save the file as UTF-8"),)
