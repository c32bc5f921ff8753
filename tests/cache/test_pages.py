"""Rows changed in place leave the bytes of a database that was written anew, or are not changed."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.cache.pages import PAGE, Table, UnusualPageError, changed_pages


def written(texts: list[str], first: int = 7) -> tuple[bytes, int]:
    """Return a database with a table of these texts, by ids that are 7 apart, and the number of its first page."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript("PRAGMA page_size = 4096; PRAGMA secure_delete = ON; CREATE TABLE other (a)")
        connection.execute("CREATE TABLE notes (id integer primary key, text text, length integer)")
        rows = [(first + 7 * n, text, len(text)) for n, text in enumerate(texts)]
        connection.executemany("INSERT INTO notes VALUES (?, ?, ?)", rows)
        connection.commit()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'notes'").fetchone()
        return connection.serialize(), root


def patched(before: list[str], after: list[str], first: int = 7) -> bytes:
    """Return the database of `before` with the pages changed that differ in `after`."""
    old, root = written(before, first)
    new, _ = written(after, first)
    table, fresh = Table(old, root), Table(new, root)
    rows: dict[int, dict[int, bytes]] = {}
    for n, (was, now) in enumerate(zip(before, after, strict=True)):
        if was != now:
            ((leaf, name, _),) = table.rows(first + 7 * n, first + 7 * n + 1)
            ((_, _, row),) = fresh.rows(first + 7 * n, first + 7 * n + 1)
            rows.setdefault(leaf, {})[name] = row
    data = bytearray(old)
    for start, page in changed_pages(table, rows).items():
        data[start : start + PAGE] = page
    return bytes(data)


@given(
    st.lists(st.integers(0, 900), min_size=1, max_size=120),
    st.dictionaries(st.integers(0, 119), st.integers(-12, 12), min_size=1, max_size=6),
    st.sampled_from([1, 1_700_000_000_000, -300, -(2**63), 2**63 - 2000]),
)
@settings(max_examples=300, deadline=None)
def test_what_is_changed_in_place_is_as_if_it_had_been_written_anew(
    lengths: list[int], edits: dict[int, int], first: int
) -> None:
    before = ["x" * length for length in lengths]
    after = ["y" * max(0, length + edits.get(n, 0)) if n in edits else "x" * length for n, length in enumerate(lengths)]
    try:
        data = patched(before, after, first)
    except UnusualPageError:
        return
    assert data == written(after, first)[0]


@pytest.mark.parametrize("count", [3, 40, 5000])
def test_a_small_edit_is_made_in_place(count: int) -> None:
    before = ["x" * 100] * count
    after = [*before]
    after[count // 2] = "y" * 100
    assert patched(before, after) == written(after)[0]


@pytest.mark.parametrize("length", [0, 300, 3000, 9000])
def test_an_edit_that_moves_other_rows_is_not(length: int) -> None:
    before = ["x" * 400] * 100
    after = [*before]
    after[50] = "y" * length
    with pytest.raises(UnusualPageError):
        patched(before, after)


def test_a_row_that_takes_more_than_a_page_is_left_alone() -> None:
    before = ["x" * 400] * 10 + ["x" * 9000] + ["x" * 400] * 10
    after = [*before]
    after[10] = "y" * 9000
    with pytest.raises(UnusualPageError):
        patched(before, after)


def test_the_rows_of_a_range_of_ids_are_found_on_all_their_pages() -> None:
    database, root = written(["x" * 400] * 100)
    found = list(Table(database, root).rows(70, 7 * 40))
    assert [name for _, name, _ in found] == list(range(70, 7 * 40, 7))
    assert len({leaf for leaf, _, _ in found}) > 2
