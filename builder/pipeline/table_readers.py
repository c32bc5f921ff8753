"""All that reads and mends tables, in one place to be loaded from (`table_files.readers`)."""

from __future__ import annotations

from builder.pipeline.column_names import name_columns
from builder.source.table_chapters import load_table
from builder.source.table_ids import fill_ids, table_cards

__all__ = ["fill_ids", "load_table", "name_columns", "table_cards"]
