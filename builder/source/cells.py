"""The cells of a table (CSV, TSV), each as a text with its place in the file.

Python's `csv` gives no places. What is a cell is as spreadsheets read it (RFC 4180): a quote opens one only as its
first sign, stands for itself in the middle of a cell, and is doubled in a quoted one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from builder.makers import maker
from builder.syntax import DOUBLED, Text

Row = tuple[Text, ...]
"""The cells of a row, as typed: blanks are there, and of two quotes in a quoted cell there is one.

`start` and `end` are those of the whole cell, with its quotes; its style is then `DOUBLED`.
"""

_make_text = maker(Text)
_QUOTED = re.compile('"[^"]*(?:""[^"]*)*"')
_SPACED_QUOTE = re.compile('[ \t]+"[^"]*"[ \t]*\\Z')


class CellError(Exception):
    """What keeps a table from being read further: where, what was found, and what to do."""

    def __init__(self, at: Text, message: str, hint: str) -> None:
        super().__init__(message)
        self.at, self.message, self.hint = at, message, hint


@functools.cache
def _cell_of(separator: str) -> re.Pattern[str]:
    sign = re.escape(separator)
    return re.compile(f'"([^"]*(?:""[^"]*)*)"(?=[{sign}\r\n]|\\Z)|[^{sign}\r\n]*')


def read_rows(text: str, separator: str, start: int = 0, line: int = 1) -> Iterator[Row]:
    """Yield the rows of a table from an index, at which a line of this number starts; blank ones are rows too.

    Raise `CellError` at the first cell that is none.
    """
    find, at, line_start, size = _cell_of(separator).match, start, start, len(text)
    row: list[Text] = []
    while at < size:
        found = find(text, at)
        assert found is not None, "an empty cell is one"
        end, typed = found.end(), found[1]
        column = at - line_start + 1
        if typed is None:
            cell = _make_text(value=found[0], line=line, column=column, start=at, end=end)
            if '"' in cell.value:
                _refuse_quotes(text, cell)
        else:
            value = typed.replace('""', '"') if '"' in typed else typed
            cell = _make_text(value=value, line=line, column=column, start=at, end=end, style=DOUBLED)
            breaks = typed.count("\n")
            if breaks:
                line += breaks
                line_start = text.rfind("\n", at, end) + 1
        row.append(cell)
        sign = text[end : end + 1]
        if sign == separator:
            at = end + 1
            if at == size:  # the last cell of the file, which is empty
                row.append(_make_text(value="", line=line, column=at - line_start + 1, start=at, end=at))
            continue
        yield tuple(row)
        row = []
        if sign == "\r" and not text.startswith("\r\n", end):
            raise CellError(
                _make_text(value="", line=line, column=end - line_start + 1, start=end, end=end + 1),
                "a line ends with the sign CR alone, as on Macs of the last century",
                "save the file as CSV in UTF-8",
            )
        at = end + (2 if sign == "\r" else 1)
        line += 1
        line_start = at
    if row:
        yield tuple(row)


def _refuse_quotes(text: str, cell: Text) -> None:
    """Raise `CellError` for a cell whose quotes spreadsheets would read otherwise than its author."""
    if cell.value.startswith('"'):
        whole = _QUOTED.match(text, cell.start)
        if whole is None:
            raise CellError(cell, "a quote opens here and nothing closes it", 'write a quote in a text as ""')
        hint = 'a quote in a quoted cell is written twice: "she said ""hello"""'
        raise CellError(cell, "this cell goes on behind its closing quote", hint)
    if _SPACED_QUOTE.match(cell.value):
        raise CellError(cell, "a blank stands before the quote, so that it opens no cell", "take the blank away")


def part_of(text: str, cell: Text, begin: int, end: int) -> Text:
    """Return a part of a cell of a file's text, from one index of its value to another, as a text with its place."""
    if cell.style:
        doubled = cell.value.count('"', 0, begin)
        start = cell.start + 1 + begin + doubled
        stop = start + end - begin + cell.value.count('"', begin, end)
    else:
        start, stop = cell.start + begin, cell.start + end
    line = cell.line + text.count("\n", cell.start, start)
    last = text.rfind("\n", cell.start, start)
    column = start - last if last >= 0 else cell.column + start - cell.start
    return _make_text(value=cell.value[begin:end], line=line, column=column, start=start, end=stop)


def row_end(text: str, row: Row) -> Text:
    """Return the place behind the last cell of a row, where nothing stands."""
    last = row[-1]
    line = last.line + text.count("\n", last.start, last.end)
    newline = text.rfind("\n", last.start, last.end)
    column = last.end - newline if newline >= 0 else last.column + last.end - last.start
    return _make_text(value="", line=line, column=column, start=last.end, end=last.end)
