"""Tables of cards: CSV, TSV, and Anki's own text export with its header lines (rslib/src/import_export/text/csv)."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from builder.diagnostics import printable
from builder.entities import read_number
from builder.errors import PackageError
from builder.files import SOURCE_LIMIT
from builder.files.separators import guess_separator, usual_separator
from builder.foreign.deck_values import Progress
from builder.foreign.decoding import read_text
from builder.foreign.text_values import TextRow, TextTable

TABLES = (".csv", ".tsv", ".tab", ".txt")
"""Endings of files that hold tables."""
_HEADER = re.compile(r"#([a-z ]+?) *: *(.*)")
_COLUMN = re.compile(r"(guid|notetype|deck|tags) column")
_NAMED = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
_STEP = 5_000


def read_table(path: Path, progress: Progress) -> TextTable:
    """Return the rows of a table; whether its first one is a header is for the caller to say.

    Raise `PackageError` for what is no table, and for quotes that do not fit; `ReadError` for what cannot be read.
    """
    csv.field_size_limit(SOURCE_LIMIT)
    text = read_text(path)
    if not text.strip():
        raise PackageError(printable(str(path)), "it is empty", "name a file with cards in it")
    head, body, line = _split_header(text)
    has_remarks = bool(head.keys() - {"sep"}) or path.suffix.lower() == ".txt"
    separator = head.get("separator") or head.get("sep", "")
    separator = _NAMED.get(separator.lower(), separator) or guess_separator(body, usual_separator(path.name))
    if separator == "\\t":
        separator = "\t"
    if len(separator) != 1 or separator == '"':
        shown = printable(str(path))
        raise PackageError(shown, f'the separator "{printable(separator)}" is none', "write #separator:tab")
    lines = _Lines(body, has_remarks=has_remarks)
    rows = tuple(_rows(lines, separator, line, path, progress))
    columns = {}
    for name, value in head.items():
        found = _COLUMN.fullmatch(name)
        if found and value.isascii() and value.isdigit() and read_number(value) > 0:
            columns[found[1]] = read_number(value) - 1
    names = next(csv.reader([head["columns"]], delimiter=separator), []) if "columns" in head else []
    return TextTable(
        path=path,
        separator=separator,
        is_html=head.get("html", "").lower() == "true",
        names=tuple(names),
        columns=columns,
        fixed={name: head[name] for name in ("notetype", "deck", "tags") if head.get(name)},
        rows=rows,
        remarks=lines.remarks,
        odd_quotes=lines.odd_quotes,
    )


def _split_header(text: str) -> tuple[dict[str, str], str, int]:
    """Return Anki's header lines by name, what follows, and on which line; Excel's `sep=;` is read as well."""
    head: dict[str, str] = {}
    at, line = 0, 1
    while text.startswith("#", at) or text[at : at + 4].lower() == "sep=":
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        written = text[at:end]
        found = _HEADER.match(written)
        if written[:1] != "#":
            head["sep"] = written[4:5]
        elif found is None or not _is_known(found[1]):
            break
        else:
            head[found[1]] = found[2] if found[1] == "columns" else found[2].strip()
        at, line = min(end + 1, len(text)), line + 1
    return head, text[at:], line


def _is_known(name: str) -> bool:
    known = ("separator", "html", "tags", "columns", "notetype", "deck", "if matches", "match scope")
    return name in known or _COLUMN.fullmatch(name) is not None


class _Lines:
    """Gives a reader of CSV its lines, but for remarks, which only begin where a row would."""

    def __init__(self, text: str, *, has_remarks: bool) -> None:
        self.given = 0
        """Lines that were read so far, remarks too."""
        self.remarks = 0
        self.odd_quotes = 0
        """Rows with a cell that goes on behind its closing quote."""
        self.row: list[str] = []
        """The lines of the row that is read, so far."""
        self.start = 0
        """The line on which the row begins that is read."""
        self.is_at_row = True
        self._stream = io.StringIO(text)
        self._has_remarks = has_remarks

    def __iter__(self) -> Iterator[str]:
        for line in self._stream:
            self.given += 1
            if self.is_at_row and self._has_remarks and line.startswith("#"):
                self.remarks += 1
                continue
            if self.is_at_row:
                self.start = self.given
                self.row.clear()
            self.is_at_row = False
            self.row.append(line)
            yield line


def _rows(lines: _Lines, separator: str, first: int, path: Path, progress: Progress) -> Iterator[TextRow]:
    given = iter(lines)
    reader = csv.reader(given, delimiter=separator, strict=True)
    while True:
        lines.is_at_row = True
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if "end of data" in str(error):
                place = f"{printable(str(path))}:{first + lines.start - 1}:1"
                fault = "a quote opens here and nothing closes it"
                raise PackageError(place, fault, 'write a quote in a text as ""') from error
            lines.odd_quotes += 1  # Anki reads on as well
            cells = next(csv.reader(itertools.chain([*lines.row], given), delimiter=separator), None)
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield TextRow(line=first + lines.start - 1, cells=tuple(cells))
        if lines.given % _STEP == 0:
            progress("reading rows", lines.given, lines.given)
