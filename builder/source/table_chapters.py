"""A table as a chapter: its rows are cards, and what stands above the cards in YAML is in deck.yaml (`tables`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from builder.diagnostics import Problem, has_errors
from builder.model import Chapter, Kind, Settings
from builder.source.chapters import CardReader, card_ids
from builder.source.deck_names import check_deck_name
from builder.source.settings import node_of
from builder.source.spreadsheets import suspect_cells
from builder.source.table_columns import ColumnReader, headers_of
from builder.source.table_entry import undeclared
from builder.source.table_nodes import card_node
from builder.source.table_rows import read_table
from builder.source.table_validator import RowValidator
from builder.source.validate import Validator
from builder.syntax import FILE_START, Map, Seq, SourceFile


def load_table(
    file: SourceFile,
    name: str,
    settings: Settings,
    kinds: Mapping[str, Kind],
    broken: Collection[str] = (),
    within: str = "",
) -> tuple[Chapter | None, tuple[Problem, ...]]:
    """Read a table by its entry in deck.yaml, which has this name, as `load_chapter` reads a chapter in YAML."""
    entry = settings.tables.get(name)
    if entry is None:
        node = node_of(settings.entry, "tables")
        is_told = isinstance(node, Map) and any(key.value == name for key, _ in node.items)
        return None, () if is_told else (undeclared(file, name, settings),)
    head, node, title = Validator(settings.file), node_of(entry, "columns"), entry.text("title")
    if title is None or node is None or entry.typed("kind") in broken:
        return None, ()  # which is told where deck.yaml, or the kind, is read
    check_deck_name(head, title, within)
    table, problem = read_table(file, headers_of(node), has_header=isinstance(node, Map))
    if table is None:
        return None, (*head.problems, *([problem] if problem else ()))
    reader = RowValidator(table)
    by_column = ColumnReader(head, reader, entry, node, kinds)
    reader.columns = by_column.columns(by_column.form(), table)
    cards = CardReader(reader, settings, kinds, broken, entry, within, head)
    if has_errors([*head.problems, *reader.problems]):
        return None, (*head.problems, *reader.problems)
    if not table.rows:
        message = "the table has no rows below its header" if table.header else "the table has no rows"
        reader.error(FILE_START, "empty-value", message, "write a row, or delete the file")
    reader.check_widths(len(table.header) or (len(node.items) if isinstance(node, Seq) else 0))
    reader.problems += suspect_cells(file, table.rows, reader.columns)
    nodes = [card_node(file.text, row, reader.columns) for row in table.rows]
    nodes = [row for row in nodes if row.items]
    chapter = Chapter(
        file=file,
        title=title.value.strip(),
        entry=entry,
        cards=cards.read(nodes),
        ids=tuple(card_ids(nodes)),
        within=within,
    )
    reader.tell_nameless()
    return chapter._replace(partial=tuple(cards.partial)), (*head.problems, *reader.problems)
