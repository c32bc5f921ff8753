"""Cells of a table are what a program has written, each at its place in the file."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.source.cells import CellError, part_of, read_rows
from builder.syntax import Text

SIGNS = [*"ab \"',;|\t#é猫", "\n", "\r\n", "\U0001f600"]
CELLS = st.lists(st.sampled_from(SIGNS), max_size=8).map("".join)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6)
SEPARATOR = st.sampled_from([",", ";", "\t", "|"])


def is_at(text: str, part: Text) -> bool:
    """Tell whether line and column of a part are those of its index."""
    line = text.count("\n", 0, part.start) + 1
    return (part.line, part.column) == (line, part.start - text.rfind("\n", 0, part.start))


@settings(deadline=None)
@given(ROWS, SEPARATOR, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]), st.booleans())
def test_rows_that_a_program_wrote_are_read_as_typed_at_their_places(
    rows: list[list[str]], separator: str, quoting: int, is_windows: bool
) -> None:
    stream = io.StringIO()
    line_end = "\r\n" if is_windows else "\n"
    csv.writer(stream, delimiter=separator, quoting=quoting, lineterminator=line_end).writerows(rows)  # type: ignore[arg-type]
    text = stream.getvalue()
    read = list(read_rows(text, separator))
    assert [[cell.value for cell in row] for row in read] == rows
    for cell in (cell for row in read for cell in row):
        source = text[cell.start : cell.end]
        assert is_at(text, cell)
        assert cell.value == (source[1:-1].replace('""', '"') if cell.style else source)
        for at, sign in enumerate(cell.value):
            part = part_of(text, cell, at, at + 1)
            assert (part.value, is_at(text, part)) == (sign, True)
            assert text[part.start : part.end] == (sign if sign != '"' or not cell.style else '""')


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('a,b\nc,"d', 2, 3, "a quote opens here and nothing closes it"),
        ('a,b\nc,"d"e', 2, 3, "this cell goes on behind its closing quote"),
        ('a, "b"\n', 1, 3, "a blank stands before the quote, so that it opens no cell"),
        ("a,b\rc,d\r", 1, 4, "a line ends with the sign CR alone, as on Macs of the last century"),
    ],
)
def test_what_is_no_cell_is_refused_at_its_place(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(CellError) as caught:
        list(read_rows(text, ","))
    at = caught.value.at
    assert (at.line, at.column, caught.value.message) == (line, column, message)


def test_quotes_in_the_middle_of_a_cell_are_text() -> None:
    assert [[cell.value for cell in row] for row in read_rows('5" disk,it\'s "so"\n', ",")] == [
        ['5" disk', 'it\'s "so"']
    ]
