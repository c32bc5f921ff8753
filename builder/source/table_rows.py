"""A file as a table: which sign parts its cells, what its columns are called, and its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from builder.diagnostics import Problem
from builder.files.separators import SEPARATORS, guess_separator, usual_separator
from builder.source.cells import CellError, Row, read_rows
from builder.source.yaml_errors import conflict_marker
from builder.syntax import FILE_START, SourceFile, Text

_SEP_LINE = re.compile("sep=(.)\r?\n", re.I)
"""The first line by which Excel is told the separator."""
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What may stand in no file of YAML either, of which the rooms behind this one know nothing."""
_MOST_CELLS = 1_000_000
_MOST_SIGNS = 100_000
"""The same limits as for YAML (yaml_nodes.py)."""


class TableRows(NamedTuple):
    """What a file holds, before anybody says what the columns are."""

    file: SourceFile
    separator: str
    header: Row
    """Empty where the file has none."""
    rows: tuple[Row, ...]
    """All but the header, and but for blank ones."""


def read_table(
    file: SourceFile, headers: Sequence[str], *, has_header: bool
) -> tuple[TableRows | None, Problem | None]:
    """Return a file's rows, or the problem that keeps it from being read; `headers` are those that it should have."""
    text = file.text
    if not text.strip():
        hint = "write a row, or delete the file"
        return None, file.error(file.location(FILE_START), "empty-file", "the file is empty, expected a table", hint)
    unreadable = _unreadable(file)
    if unreadable is not None:
        return None, unreadable
    separator, start, line = separator_of(file, headers)
    rows: list[Row] = []
    count = 0
    try:
        for row in read_rows(text, separator, start, line):
            count += len(row)
            _refuse_large(row, count)
            if any(cell.value and not cell.value.isspace() for cell in row):
                rows.append(row)
    except CellError as error:
        at = file.location(error.at, whole=True)
        return None, file.error(at, "table-syntax", error.message, error.hint)
    except _TooLargeError as error:
        return None, file.error(file.location(error.at), error.rule, str(error), error.hint)
    header = rows.pop(0) if has_header and rows else ()
    return TableRows(file=file, separator=separator, header=header, rows=tuple(rows)), None


def separator_of(file: SourceFile, headers: Sequence[str]) -> tuple[str, int, int]:
    """Return what parts the cells of a table, and the index and number of the line with its first row.

    It is what finds most of these headers in the first row, else what splits most rows alike.
    """
    told = _SEP_LINE.match(file.text)
    if told:
        return told[1], told.end(), 2
    usual = usual_separator(file.path)
    wanted = {header.strip().casefold() for header in headers}
    found = {
        sign: len(wanted & {cell.value.strip().casefold() for cell in _first_row(file.text, sign)})
        for sign in ((usual, *SEPARATORS) if wanted else ())
    }
    best = max(found, key=lambda sign: found[sign], default=usual)
    return best if found.get(best) else guess_separator(file.text, usual), 0, 1


def _first_row(text: str, sign: str) -> Row:
    try:
        return next(_filled(read_rows(text, sign)), ())
    except CellError:
        return ()


def _filled(rows: Iterator[Row]) -> Iterator[Row]:
    return (row for row in rows if any(cell.value.strip() for cell in row))


class _TooLargeError(Exception):
    """More than is read."""

    def __init__(self, at: Text, rule: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.at, self.rule, self.hint = at, rule, hint


def _refuse_large(row: Row, count: int) -> None:
    if count > _MOST_CELLS:
        message = f"the file has more than {_MOST_CELLS:,} cells"
        raise _TooLargeError(row[0], "file-size", message, "make several files of it")
    for cell in row:
        if len(cell.value) > _MOST_SIGNS:
            message = f"a text has {len(cell.value):,} characters, and at most {_MOST_SIGNS:,} are read"
            raise _TooLargeError(cell, "text-size", message, "no card shows as much: make several of it")


def _unreadable(file: SourceFile) -> Problem | None:
    """Return a problem at what stands in the file and is neither text nor a break between lines."""
    for problem in conflict_marker(file):
        return problem._replace(rule="table-syntax")
    found = _UNPRINTABLE.search(file.text)
    if found is None:
        return None
    line = file.text.count("\n", 0, found.start()) + 1
    column = found.start() - file.text.rfind("\n", 0, found.start())
    at = Text(value=found[0], line=line, column=column, start=found.start(), end=found.end())
    message = f"the character U+{ord(found[0]):04X} may not stand in a file"
    return file.error(file.location(at, length=1), "table-syntax", message, "delete it")
