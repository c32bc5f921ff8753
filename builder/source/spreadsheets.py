"""What spreadsheets do to texts: they run, shorten and rewrite them, and save what has become of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from builder.diagnostics import Problem
from builder.source.cells import Row
from builder.source.table_columns import Column
from builder.source.table_nodes import stripped
from builder.syntax import SourceFile, Text

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_SUSPECT = re.compile(
    r"(?P<error>#(?:REF!|NAME\?|VALUE!|DIV/0!|N/A|NULL!|NUM!|SPILL!|CALC!|BLOCKED!|ERROR!)|Err:\d{3})\Z"
    r"|(?P<formula>(?:[=@] ?|\+)[\w('\"$])"
    r"|(?P<cut>\d(?:[.,]\d+)?E\+\d{2,3}\Z)"
    r"|(?P<power>\d+(?:[.,]\d+)?[eE][+-]?\d{1,3}\Z)"
    rf"|(?P<date>(?:\d{{1,2}}-(?:{_MONTHS})|(?:{_MONTHS})-\d{{2}})\Z|\d{{4}}-\d\d-\d\d 00:00:00\Z)"
)
_FIRST = frozenset("#E=+@0123456789JFMASOND")
"""Signs that any of these begins with."""
_MOST = 50
"""Cells of a table that are told each."""
_ZEROS = re.compile(r"0\d+\Z")
_LEAST = 3
"""Numbers with zeros before them, of one length, by which a column is one of such numbers."""
_CHANGED = re.compile(
    r"\d+(?:[-./]\d+)*\Z|\d+e\d+\Z|true\Z|false\Z|(?:\d+-)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"(?:-\d+)*\Z"
)


def is_rewritten(card_id: str) -> bool:
    """Tell whether a spreadsheet would make a date or a number of an id."""
    return _CHANGED.match(card_id) is not None


def suspect_cells(file: SourceFile, rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[Problem]:
    """Yield a warning for each cell that a spreadsheet has rewritten, or will; of many, one for all that follow."""
    count, last = 0, None
    for row in rows:
        for column in columns:
            cell = row[column.place] if column.place < len(row) else None
            if cell is None or cell.value[:1] not in _FIRST:
                continue
            found = _SUSPECT.match(cell.value.strip())
            if found is None:
                continue
            count, last = count + 1, cell
            if count <= _MOST:
                yield _told(file, stripped(cell), *_words(str(found.lastgroup), found[0], cell.value.strip()))
    if last is not None and count > _MOST:
        message = f"{count - _MOST:,} more cells are such that spreadsheets rewrite them, and this is the last"
        yield _told(file, stripped(last), message, "mend those that are told, and check again")
    for column in columns:
        yield from _lost_zeros(file, [row[column.place] for row in rows if column.place < len(row)])


def _words(group: str, found: str, value: str) -> tuple[str, str]:
    if group == "error":
        return f'"{found}" is what a spreadsheet writes for a formula that fails', "write the text that was meant"
    if group == "formula":
        message = f'the cell begins with "{value[0]}", and spreadsheets run it as a formula'
        if value[0] == "@":
            return message, "if it is text, put it in backticks, or a word before it"
        return message, f"write \\{value[0]} if it is text: the backslash is on no card"
    if group == "cut":
        return f'"{value}" is what a spreadsheet makes of a long number', "write its digits, in a column that is text"
    if group == "power":
        return (
            f'"{value}" is a number to spreadsheets, which write it otherwise',
            f"write its digits; if it is text, put it in backticks: `{value}`",
        )
    hint = "write what was meant, in a column that is text; a date that is meant has its month in a word of its own"
    return f'"{value}" is what a spreadsheet makes of dates, and of what it takes for one', hint


def _lost_zeros(file: SourceFile, cells: Sequence[Text]) -> Iterator[Problem]:
    """Yield a warning at the first number of a column that is shorter than those that begin with zeros."""
    numbers = [cell for cell in cells if cell.value.strip().isdecimal()]
    widths = Counter(len(cell.value.strip()) for cell in numbers if _ZEROS.match(cell.value.strip()))
    if len(widths) != 1 or widths.total() < _LEAST:
        return
    (width,) = widths
    short = next((cell for cell in numbers if len(cell.value.strip()) < width), None)
    if short is not None:
        message = f'"{short.value.strip()}" is shorter than the numbers that begin with zeros, which spreadsheets drop'
        yield _told(file, stripped(short), message, f"write {short.value.strip().zfill(width)}, if that was meant")


def _told(file: SourceFile, at: Text, message: str, hint: str) -> Problem:
    return file.warning(file.location(at), "spreadsheet", message, hint)
