"""YAML as it stands in a file: nodes with their places, and the file that they stand in.

Values alone: what makes nodes of a text is source/yaml_nodes.py, and what may stand where is said in schema.py.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

from builder.diagnostics import Location, Problem, Severity
from builder.makers import maker

_make_location = maker(Location)

# Named tuples, not dataclasses: a deck has a million of them, and they cost a third.


class Text(NamedTuple):
    """A scalar as the author typed it; `line` and `column` count from 1, `start` and `end` index the file's text."""

    value: str
    line: int
    column: int
    start: int
    end: int
    style: str = ""
    """Empty for a plain scalar, else one of `'`, `"`, `|`, `>`, and `DOUBLED` for a quoted cell of a table."""
    is_html: bool = False
    """Whether it stands as `{html: …}`: HTML that cards hold as it is, and no Markdown."""


class Seq(NamedTuple):
    """A YAML sequence."""

    items: tuple[Node, ...]
    line: int
    column: int
    start: int
    end: int


class Map(NamedTuple):
    """A YAML mapping, in the author's order; duplicate keys are still there."""

    items: tuple[tuple[Text, Node], ...]
    line: int
    column: int
    start: int
    end: int


DOUBLED = '""'
"""The style of a cell in quotes, in which a quote is written twice."""
_AROUND = 300
"""Characters of a line that an excerpt has on either side of a place: more than are ever shown."""
FILE_START = Text(value="", line=1, column=1, start=0, end=0)
"""The place of what is wrong with a file as a whole."""
type_of_node = {Text: "text", Seq: "a list", Map: "a mapping"}
"""What messages call each node."""

Node = Text | Seq | Map


class SourceFile(NamedTuple):
    """One file's path as shown to the user, and its text."""

    path: str
    text: str

    def location(self, at: Node, length: int | None = None, *, whole: bool = False) -> Location:
        """Return the place of a node; `length` characters are marked, by default the node's first line.

        With `whole` the excerpt is the whole line, however long it is.
        """
        around = len(self.text) if whole else _AROUND
        low, high = max(0, at.start - around), min(len(self.text), at.start + around)
        newline = self.text.rfind("\n", low, at.start)
        begin = low if newline < 0 else newline + 1
        before = at.column - 1 - (at.start - begin) if newline < 0 and low else 0
        excerpt = self.text[begin : self._line_end(at.start, high)].rstrip("\r")
        marked = self._line_end(at.start, at.end if length is None else at.start + length) - at.start
        return _make_location(
            path=self.path,
            line=at.line,
            column=at.column,
            length=max(1, marked),
            excerpt=excerpt,
            before=max(0, before),
        )

    def _line_end(self, start: int, end: int) -> int:
        """Return where the line of an index ends, or `end` if that comes before."""
        newline = self.text.find("\n", start, end)
        end = min(end, len(self.text)) if newline < 0 else newline
        return end - 1 if self.text[end - 1 : end] == "\r" and end > start else end

    def within(self, at: Text, snippet: str, occurrence: int = 0) -> Location:
        """Return the place of `snippet` inside a value, the `occurrence`-th from 0; the value's own if not found."""
        start = at.start - 1
        for _ in range(occurrence + 1):
            start = self.text.find(snippet, start + 1, at.end)
            if start < 0:
                return self.location(at)
        line = self.text.count("\n", 0, start) + 1
        column = start - (self.text.rfind("\n", 0, start) + 1) + 1
        return self.location(Text(value=snippet, line=line, column=column, start=start, end=start + len(snippet)))

    def error(self, location: Location, rule: str, message: str, hint: str = "") -> Problem:
        """Return a problem that stops the build."""
        return Problem(location=location, severity=Severity.ERROR, rule=rule, message=message, hint=hint)

    def warning(self, location: Location, rule: str, message: str, hint: str = "") -> Problem:
        """Return a problem that the build survives."""
        return Problem(location=location, severity=Severity.WARNING, rule=rule, message=message, hint=hint)


_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_KEY_LENGTH = 10
"""Bytes at the start of a file in which UTF-16 has a zero beside each letter: of its first key or comment."""


def encode(text: str, like: bytes) -> bytes:
    """Return a text's bytes, with a byte order mark if those of `like` start with one, which `decode` leaves out."""
    return (codecs.BOM_UTF8 if like.startswith(codecs.BOM_UTF8) else b"") + text.encode()


def _is_utf16(data: bytes) -> bool:
    head = data[:_KEY_LENGTH]
    is_zeros = len(head) >= 4 and any({*head[start::2]} == {0} and all(head[1 - start :: 2]) for start in (0, 1))
    return is_zeros or head[:2] in _UTF16_MARKS


def decode(path: str, data: bytes) -> tuple[SourceFile, tuple[Problem, ...]]:
    """Return a file's text; where it is not UTF-8 the text is empty and a problem says where it breaks off."""
    empty = SourceFile(path=path, text="")
    if _is_utf16(data):
        location = Location(path=path, line=1, column=1)
        return empty, (empty.error(location, "not-utf8", "the file is UTF-16", "save the file as UTF-8"),)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return SourceFile(path=path, text=data.decode()), ()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        excerpt = data.split(b"\n")[line - 1].decode("utf-8", "replace").rstrip("\r")
        message = f"byte 0x{data[error.start]:02X} is not UTF-8"
        location = Location(path=path, line=line, column=column, excerpt=excerpt)
        return empty, (empty.error(location, "not-utf8", message, "save the file as UTF-8"),)
