"""Gives the rows of a table their ids (`check --fix`); all else in the file stays as it is, to the byte."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from builder.model import Kind
from builder.schema import Entry
from builder.source.autofix import Change, telling_text
from builder.source.cells import Row, row_end
from builder.source.edits import Splice, apply_splices
from builder.source.settings import node_of
from builder.source.slug import readable_id
from builder.source.spreadsheets import is_rewritten
from builder.source.table_columns import Column, ColumnReader, Named, headers_of, index_of, is_near, named_columns
from builder.source.table_nodes import card_node
from builder.source.table_rows import TableRows, read_table
from builder.source.taken_ids import TakenIds, text_of
from builder.source.validate import Validator
from builder.syntax import Map, SourceFile


class OpenTable(NamedTuple):
    """A table as far as ids are concerned."""

    rows: TableRows
    columns: tuple[Column, ...]
    nodes: tuple[Map, ...]
    """The rows as cards, those that have nothing for a card among them."""
    id_column: Named | None
    kind: Kind | None
    """That of its cards, unless a row says another."""


def open_table(file: SourceFile, entry: Entry, kinds: Mapping[str, Kind]) -> OpenTable | None:
    """Return a table; None where it cannot be read."""
    node = node_of(entry, "columns")
    rows, _ = read_table(file, headers_of(node), has_header=isinstance(node, Map))
    if rows is None or node is None:
        return None
    reader = ColumnReader(Validator(file), Validator(file), entry, node, kinds)
    columns = reader.columns(reader.form(), rows)
    return OpenTable(
        rows=rows,
        columns=columns,
        nodes=tuple(card_node(file.text, row, columns) for row in rows.rows),
        id_column=next((named for named in named_columns(node) if named.key.value == "id"), None),
        kind=reader.kind,
    )


def table_cards(file: SourceFile, entry: Entry, kinds: Mapping[str, Kind]) -> tuple[Map, ...]:
    """Return the rows of a table as cards; none where it cannot be read."""
    table = open_table(file, entry, kinds)
    return table.nodes if table is not None else ()


def fill_ids(
    file: SourceFile, entry: Entry, kinds: Mapping[str, Kind], taken: TakenIds
) -> tuple[str, tuple[Change, ...]]:
    """Return a table's text with an id in each row, and what was done.

    Where its header has all columns but theirs, and none that is called nearly so, that becomes the last one.
    """
    table = open_table(file, entry, kinds)
    if table is None or table.id_column is None:
        return file.text, ()
    header = table.rows.header
    index = index_of(table.id_column, header)
    splices: list[Splice] = []
    changes: list[Change] = []
    if index < 0:
        wanted = table.id_column.header.value.strip() if table.id_column.header else ""
        is_whole = len(table.columns) + 1 == len(named_columns(node_of(entry, "columns")))
        if not wanted or not is_whole or is_near(wanted, [cell.value.strip() for cell in header]):
            return file.text, ()
        index = len(header)
        splices.append(_cell(table, header, index, _written(wanted)))
        changes.append(Change(line=header[0].line, column=header[0].column, message=f'added the column "{wanted}"'))
    for row, node in zip(table.rows.rows, table.nodes, strict=True):
        has_id = index < len(row) and row[index].value.strip()
        if node.items and not has_id and _is_room(row, index, header):
            new_id = _new_id(node, table.kind, kinds, taken)
            splices.append(_cell(table, row, index, new_id))
            changes.append(Change(line=node.line, column=node.column, message=f'gave it the id "{new_id}"'))
    return apply_splices(file.text, splices), tuple(changes)


def _is_room(row: Row, index: int, header: Row) -> bool:
    """Tell whether a new cell would be below its header: not so in a row that is longer, of which a problem tells."""
    return index < len(row) or len(row) <= max(index, len(header))


def _new_id(node: Map, default: Kind | None, kinds: Mapping[str, Kind], taken: TakenIds) -> str:
    """Return an id of a row's words that no card has or had, and that no spreadsheet makes a date or number of."""
    stated = text_of(node, "kind")
    kind = kinds.get(stated.value, default) if stated else default
    name = kind.name if kind else "card"
    telling = telling_text(node, kind.keys if kind else ())
    if is_rewritten(readable_id(telling, name, ())):
        telling = f"{name} {telling}"
    return taken.new(telling, name)


def _cell(table: OpenTable, row: Row, index: int, text: str) -> Splice:
    """Return the splice that fills a cell, with the separators before it where the row is shorter."""
    if index < len(row):
        cell = row[index]
        edge = len(cell.style) // 2
        return Splice(start=cell.start + edge, end=cell.end - edge, text=text)
    end = row_end(table.rows.file.text, row).start
    return Splice(start=end, end=end, text=table.rows.separator * (index - len(row) + 1) + text)


def _written(header: str) -> str:
    plain = header.replace(" ", "").isalnum()
    return header if plain else '"' + header.replace('"', '""') + '"'
