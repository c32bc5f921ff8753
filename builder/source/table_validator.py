"""Validates the rows of a table: what is said of a cell names its place, and what to do in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builder.diagnostics import counted, has_errors
from builder.schema import Key
from builder.source.cells import Row, row_end
from builder.source.table_columns import Column
from builder.source.table_rows import TableRows
from builder.source.validate import Validator
from builder.syntax import Map, Text

_MOST = 20
"""Rows with too many cells that are told each."""


class RowValidator(Validator):
    """Validates the mappings that were made of rows."""

    def __init__(self, table: TableRows) -> None:
        super().__init__(table.file, has_prose=False)
        self.table = table
        self.columns: Sequence[Column] = ()
        self._nameless: list[Text] = []
        """Where ids are missing: with a new table that is everywhere, and told once."""
        self._rows: dict[int, Row] = {}

    def has_errors(self) -> bool:
        """Tell whether anything that it has recorded stops a build."""
        return has_errors(self.problems)

    def _missing(self, key: Key, node: Map, subject: str, unknown: Iterable[str]) -> None:
        column = next((column for column in self.columns if column.key.name == key.name), None)
        if column is None:
            message = f'{subject} has no "{key.name}", and no column is named for it'
            self.error(node.items[0][0], "missing-key", message, f"name one under columns in deck.yaml: {key.name}: …")
            return
        at = self._empty_cell(node, column)
        if key.name == "id":
            self._nameless.append(at)
        else:
            self.error(at, "missing-key", f'{subject} has no "{key.name}"', "fill the cell, or delete the row")

    def _empty_cell(self, node: Map, column: Column) -> Text:
        if not self._rows:
            self._rows = {row[0].start: row for row in self.table.rows}
        row = self._rows[node.start]
        return row[column.place] if column.place < len(row) else row_end(self.file.text, row)

    def tell_nameless(self) -> None:
        """Record, once, the rows that have no id."""
        count = len(self._nameless)
        if count:
            message = "the row has no id" if count == 1 else f"{count:,} rows have no id, of which this is the first"
            hint = "`deckwright check --fix` makes one of the row's words"
            self.error(self._nameless[0], "missing-key", message, hint)

    def check_widths(self, width: int) -> None:
        """Record rows with cells behind the last column, and warn, once, of rows with less of them than columns."""
        long, short = [], []
        for row in self.table.rows:
            if len(row) < width:
                short.append(row)
            elif len(row) > width:
                long += [cell for cell in row[width:] if cell.value.strip()][:1]
        has = "the header" if self.table.header else '"columns"'
        for cell in long[:_MOST]:
            message = f"this row goes on behind the last column: {has} has {width}"
            hint = f'a text with "{self.table.separator}" in it stands in double quotes; a column has a header'
            self.error(cell, "table-cells", message.replace("\t", "a tab"), hint.replace("\t", "a tab"))
        if short:
            more = f", and so do {counted(len(short) - 1, 'row')} more" if len(short) > 1 else ""
            message = f"this row has {counted(len(short[0]), 'cell')}, and {has} has {width}{more}"
            hint = "an empty cell has its separator too; where one is missing, what follows it is in the wrong column"
            at = self.file.location(row_end(self.file.text, short[0]))
            self.problems.append(self.file.warning(at, "table-cells", message, hint))
