"""The rows of a table as the nodes of cards, as YAML would have given them: what reads cards knows no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from builder.makers import maker
from builder.schema import Shape
from builder.source.cells import Row, part_of
from builder.source.table_columns import Column
from builder.syntax import Map, Node, Seq, Text

_make_text, _make_map = maker(Text), maker(Map)
_YES, _NO = frozenset({"true", "yes", "y", "x", "1"}), frozenset({"false", "no", "n", "0"})
_TAG = re.compile(r"[^\s,;]+")
_ITEM = re.compile(r"[^;\n]+")
"""An item of a list ends with its line, or at a semicolon."""


def card_node(text: str, row: Row, columns: Sequence[Column]) -> Map:
    """Return the mapping of a row's cells that are not empty, by the keys that their columns fill.

    Its keys stand where their cells do. Blanks around a text are no part of it, and its lines end as those of YAML.
    """
    items: list[tuple[Text, Node]] = []
    for column in columns:
        cell = row[column.place] if column.place < len(row) else None
        if cell is None or not cell.value or cell.value.isspace():
            continue
        node = _node(text, cell, column)
        if node is not None:
            key = _make_text(value=column.key.name, line=cell.line, column=cell.column, start=cell.start, end=cell.end)
            items.append((key, node))
    first = row[0]
    return _make_map(items=tuple(items), line=first.line, column=first.column, start=first.start, end=row[-1].end)


def _node(text: str, cell: Text, column: Column) -> Node | None:
    shape = column.key.shape
    if shape is Shape.TEXTS:
        items = tuple(_items(text, cell, _TAG if column.key.name == "tags" else _ITEM))
        if not items:
            return None
        return Seq(items=items, line=cell.line, column=cell.column, start=cell.start, end=cell.end)
    value = stripped(cell)
    if shape is Shape.FLAG:
        word = value.value.lower()
        return value._replace(value="true" if word in _YES else "false" if word in _NO else value.value)
    return value


def stripped(cell: Text) -> Text:
    """Return the text of a cell without blanks around it, at its place: with its quotes where it has some."""
    value = cell.value
    bare = value.strip()
    if cell.style:
        bare = bare.replace("\r\n", "\n").replace("\r", "\n") if "\r" in bare else bare
        return cell if bare == value else cell._replace(value=bare)
    if len(bare) == len(value):
        return cell
    before = len(value) - len(value.lstrip())
    start = cell.start + before
    return cell._replace(value=bare, column=cell.column + before, start=start, end=start + len(bare))


def _items(text: str, cell: Text, item: re.Pattern[str]) -> Iterator[Text]:
    for found in item.finditer(cell.value):
        whole = found[0]
        bare = whole.strip()
        if bare:
            begin = found.start() + len(whole) - len(whole.lstrip())
            yield part_of(text, cell, begin, begin + len(bare))
