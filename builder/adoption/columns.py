"""What the columns of a table are: which keys of which kind they fill."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from builder.diagnostics import did_you_mean, printable
from builder.errors import UsageError
from builder.foreign.text_values import TextRow, TextTable
from builder.kinds import builtin_kinds
from builder.schema import Key, Shape

BESIDE = ("context", "hint", "extra", "as_of", "tags", "deck", "id")
"""Keys that a column may fill whatever the kind; `deck` is none of a card, but where it goes."""
EXPORTED_START, EXPORTED_END = ("id",), ("tags", "deck")
"""The first and last columns of a table that `deckwright export` has written: the cells of such a one are Markdown."""
NOTHING = ("", "-")
"""What `--columns` has for a column that is left out."""
_OTHER_NAMES = {"back extra": "extra"}
"""What columns are called in exports of Anki's own note types."""
YES, NO = ("true", "yes", "y", "x", "1"), ("", "false", "no", "n", "0")
"""What a cell of a flag says."""
_TYPE = "type"
"""The name of a flag, and of a column that says `noun` or `verb` in many tables of words."""
_NO_TEXT = ("guid", "notetype", "deck", "tags")


class Layout(NamedTuple):
    """Which column fills which key."""

    kind: str
    """Empty where each row says it by its gaps: `basic`, or `cloze`."""
    places: tuple[tuple[str, int], ...]
    """Keys of the kind, and those of `BESIDE`, in the order of the columns."""
    names: tuple[str, ...]
    """Those of the columns that the table has; empty where it names none."""
    has_header: bool
    """Whether the first row is that of the names."""

    @property
    def is_exported(self) -> bool:
        """Whether the names are those of a table that `deckwright export` has written."""
        starts, ends = len(EXPORTED_START), len(EXPORTED_END)
        return self.has_header and self.names[:starts] == EXPORTED_START and self.names[-ends:] == EXPORTED_END


@functools.cache
def row_kinds() -> Mapping[str, tuple[Key, ...]]:
    """Return the kinds whose cards fit into rows, each with those of its keys that hold a text or a flag."""
    return {
        name: tuple(key for key in kind.keys if key.shape in (Shape.TEXT, Shape.FLAG))
        for name, kind in builtin_kinds().items()
        if all(key.shape is Shape.TEXT for key in kind.keys if key.required)
    }


def lay_out(table: TextTable, shown: str, kind: str, columns: str) -> Layout:
    """Return what the columns are: as said, or as the table names them, else the first two are the sides of a card.

    Raise `UsageError` for a kind or a key that there is not, and where there are too few columns.
    """
    check_kind(kind)
    if columns:
        named = read_columns(kind, columns)
        first = _keys(table.rows[0].cells) if table.rows else []
        return _named(kind, named, named, has_header=[*first] == [name for name in named if name not in NOTHING])
    for names, has_header in ((table.names, False), (table.rows[0].cells if table.rows else (), True)):
        keys = _keys(names)
        if _TYPE in keys and not _is_flag(table.rows[has_header:], keys.index(_TYPE)):
            keys[keys.index(_TYPE)] = NOTHING[0]
        if any(needed(name) <= set(keys) for name in ([kind] if kind else row_kinds())):
            return _named(kind, keys, names, has_header=has_header)
    return _by_place(table, shown, kind)


def check_kind(kind: str) -> None:
    """Raise `UsageError` for what is no kind, or one whose cards are no rows."""
    kinds = row_kinds()
    if kind in kinds or not kind:
        return
    if kind in builtin_kinds():
        raise UsageError(f"--kind: cards of the kind {kind} are more than a row holds; expected {_listed(kinds)}")
    hint = did_you_mean(kind, kinds) or f"expected {_listed(kinds)}"
    raise UsageError(f'--kind: there is no kind "{printable(kind)}"; {hint}')


def read_columns(kind: str, columns: str) -> list[str]:
    """Return the keys that `--columns` names; raise `UsageError` for one that no card of the kind has."""
    named = [name.strip().lower() for name in columns.split(",")]
    kinds = row_kinds()
    keys = [key.name for name in ([kind] if kind else kinds) for key in kinds[name]]
    for name in named:
        if name not in (*keys, *BESIDE, *NOTHING):
            hint = did_you_mean(name, (*keys, *BESIDE)) or f"expected {_listed((*keys, *BESIDE))}"
            raise UsageError(f'--columns: a {f"{kind} card".strip()} has no key "{printable(name)}"; {hint}')
        if name not in NOTHING and named.count(name) > 1:
            raise UsageError(f'--columns: "{name}" is named twice; write - for a column to leave out')
    return named


def kind_of(kind: str, named: Iterable[str]) -> str:
    """Return the first kind that has all it needs in these keys; raise `UsageError` where none has."""
    given = list(named)
    for name in [kind] if kind else row_kinds():
        if needed(name) <= set(given):
            return name
    wanted = " or ".join(
        f"{name} ({', '.join(sorted(needed(name)))})" for name in ([kind] if kind else ["basic", "cloze"])
    )
    raise UsageError(f"--columns: no card can be made of {_listed(given)}; expected the keys of {wanted}")


@functools.cache
def order_of(kind: str) -> tuple[str, ...]:
    """Return all keys that a column may fill, in the order in which a card has them."""
    return (*(key.name for key in row_kinds()[kind]), *BESIDE)


@functools.cache
def needed(kind: str) -> AbstractSet[str]:
    """Return the keys that a card of a kind cannot do without."""
    return {key.name for key in row_kinds()[kind] if key.required}


def _keys(names: Iterable[str]) -> list[str]:
    lowered = [name.strip().lower() for name in names]
    return [_OTHER_NAMES.get(name, name) for name in lowered]


def _is_flag(rows: Iterable[TextRow], at: int) -> bool:
    return all(row.cells[at].strip().lower() in (*YES, *NO) for row in rows if at < len(row.cells))


def _named(kind: str, keys: Sequence[str], names: Sequence[str], *, has_header: bool) -> Layout:
    chosen = kind_of(kind, keys)
    known = {key.name for key in row_kinds()[chosen]} | set(BESIDE)
    places = {key: at for at, key in reversed([*enumerate(keys)]) if key in known}
    kind = "" if chosen == "basic" and not kind else chosen
    return Layout(kind, tuple(sorted(places.items(), key=lambda place: place[1])), tuple(names), has_header=has_header)


def _by_place(table: TextTable, shown: str, kind: str) -> Layout:
    """Return the layout of a table that names no columns: in their order they are what a card needs."""
    width = usual_width(table)
    told = {table.columns[name] for name in _NO_TEXT if name in table.columns}
    free = [at for at in range(width) if at not in told]
    wanted = [key.name for key in row_kinds()[kind or "basic"] if key.required]
    wanted += ["extra"] if kind == "cloze" else []
    least = len(needed(kind or "basic"))
    if len(free) < least:
        has_one = (
            f"there is one column in it (separated by {called(table.separator)})" if free else "no column has a text"
        )
        way_out = f"say with --columns what they are; a {kind or 'basic'} card needs {', '.join(wanted[:least])}"
        raise UsageError(f"{shown}: {has_one}; {way_out}")
    return Layout(kind, tuple(zip(wanted, free, strict=False)), (), has_header=False)


def usual_width(table: TextTable) -> int:
    """Return the number of cells that most rows have."""
    counts = Counter(len(row.cells) for row in table.rows)
    return max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]


def called(separator: str) -> str:
    """Return what a separator is called."""
    names = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars", " ": "blanks", ":": "colons"}
    return names.get(separator, f'"{printable(separator)}"')


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
