"""SQLite databases that anybody may have made: what is read of them is rows, and each of these once."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator, Sequence

from builder.errors import FormError

_BEGINNING = b"SQLite format 3\0"
_WORKS_OUT = re.compile(r"\b(as|check|generated|virtual)\b", re.I)
"""Words by which a table holds more than its rows."""


@contextlib.contextmanager
def opened_database(data: bytes) -> Iterator[sqlite3.Connection]:
    """Give a database that is never written to; raise `sqlite3.Error` for bytes that are none."""
    if not data.startswith(_BEGINNING):
        raise sqlite3.DatabaseError("this is no database")
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data)
        connection.create_collation("unicase", _compare)
        yield connection
    finally:
        connection.close()


def refuse_strange_tables(connection: sqlite3.Connection, tables: Sequence[str]) -> None:
    """Raise `FormError` where reading a table by its name may take for ever, and where there is none.

    That is so of what is worked out (a view, a column), and of pages that are there only once but belong to a table
    many times: SQLite's own check of a table (PRAGMA quick_check) looks at each page once.
    """
    for table in tables:
        parts = connection.execute("SELECT type, sql FROM sqlite_master WHERE lower(name) = ?", (table,)).fetchall()
        if [sort for sort, _ in parts] != ["table"] or works_out("table", str(parts[0][1])):
            raise FormError(f"{table} is no table of rows")
        if any(column[6] for column in connection.execute(f"PRAGMA table_xinfo({table})")):
            raise FormError(f"{table} has hidden columns")
        if connection.execute(f"PRAGMA quick_check({table})").fetchone() != ("ok",):
            raise FormError(f"{table} is damaged")


def _compare(first: str, second: str) -> int:
    """Compare as Anki does in its newer databases, or nearly: without it SQLite touches no table with such names."""
    left, right = first.casefold(), second.casefold()
    return (left > right) - (left < right)


def works_out(sort: str, sql: str) -> bool:
    """Tell whether a part of a database (`sort` is its type in sqlite_master) does more than hold rows."""
    on_expressions = sort == "index" and sql.count("(") > 1
    return sort not in ("table", "index") or on_expressions or _WORKS_OUT.search(sql) is not None
