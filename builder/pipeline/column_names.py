"""Says of problems in tables in which column they are: by its header a cell is found in a spreadsheet."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from builder.diagnostics import Problem
from builder.errors import ReadError
from builder.model import Settings
from builder.project import chapter_paths, is_table_name, shown_path, table_name
from builder.source.read_source import given_source, read_source
from builder.source.settings import node_of
from builder.source.table_columns import headers_of
from builder.source.table_rows import read_table

_OF_ROWS = frozenset({"table-cells", "table-columns", "table-entry", "table-syntax", "table-twin"})
"""Problems that are of no cell, or name the column themselves."""


class _Cell(NamedTuple):
    line: int
    column: int
    header: str


def name_columns(
    problems: Iterable[Problem],
    decks: Iterable[tuple[Path, Settings]],
    unsaved: Mapping[Path, bytes],
) -> list[Problem]:
    """Return problems of decks, those in the cells of tables with the headers of their columns.

    Their tables are read once more for it: nothing else keeps their cells.
    """
    listed = list(problems)
    wanted = {problem.location.path for problem in listed}
    cells: dict[str, list[_Cell]] = {}
    for folder, settings in decks:
        for path in chapter_paths(folder) if settings.tables else ():
            if is_table_name(path.name) and shown_path(path) in wanted:
                cells[shown_path(path)] = list(_cells(path, folder, settings, unsaved.get(path)))
    return [_named(problem, cells.get(problem.location.path, [])) for problem in listed]


def _cells(path: Path, folder: Path, settings: Settings, data: bytes | None) -> Iterator[_Cell]:
    """Yield the cells of a table below its header; none of one that has none, or that is not read."""
    entry = settings.tables.get(table_name(path, folder))
    headers = headers_of(node_of(entry, "columns")) if entry else []
    try:
        file, _, unread = read_source(path, folder) if data is None else given_source(shown_path(path), data)
    except ReadError:
        return
    table, _ = read_table(file, headers, has_header=True) if headers and not unread else (None, None)
    for row in table.rows if table else ():
        for cell, header in zip(row, table.header if table else (), strict=False):
            yield _Cell(cell.line, cell.column, header.value.strip())


def _named(problem: Problem, cells: list[_Cell]) -> Problem:
    place = problem.location
    if problem.rule in _OF_ROWS or not cells or (place.line, place.column) < cells[0][:2]:
        return problem
    header = cells[bisect.bisect_right(cells, (place.line, place.column), key=lambda cell: cell[:2]) - 1].header
    mark = f'in the column "{header}": '
    is_named = not header or problem.message.startswith(mark)
    return problem if is_named else problem._replace(message=f"{mark}{problem.message}")
