"""Which column of a table fills which key of its cards, as deck.yaml says it (`columns`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from builder.diagnostics import Problem, did_you_mean
from builder.model import Kind
from builder.schema import Entry, Key, Shape
from builder.source import keys
from builder.source.cells import Row
from builder.source.quotes import single_quoted
from builder.source.table_rows import TableRows
from builder.source.validate import Validator
from builder.syntax import Map, Node, Seq, SourceFile, Text, type_of_node

LEFT_OUT = ("", "-")
"""What a list of keys has for a column that is left out."""


class Named(NamedTuple):
    """A key of cards, as `columns` has it, and what it says of the column: its header, or its place in a list."""

    key: Text
    header: Text | None
    place: int = -1


class Column(NamedTuple):
    """A column that fills a key: its place in a row from 0, and what messages call it."""

    key: Key
    place: int
    name: str


def named_columns(node: Node | None) -> tuple[Named, ...]:
    """Return what `columns` names, as far as it can be read."""
    if isinstance(node, Map):
        return tuple(Named(key=key, header=child) for key, child in node.items if isinstance(child, Text))
    items = node.items if isinstance(node, Seq) else ()
    return tuple(
        Named(key=item, header=None, place=place)
        for place, item in enumerate(items)
        if isinstance(item, Text) and item.value.strip() not in LEFT_OUT
    )


def headers_of(node: Node | None) -> list[str]:
    """Return the headers that a table should have."""
    return [named.header.value for named in named_columns(node) if named.header is not None]


def index_of(named: Named, header: Row) -> int:
    """Return the place of a column in the rows: the one that is called so, else so but for the case; -1 for none."""
    if named.header is None:
        return named.place
    wanted = named.header.value.strip()
    names = [cell.value.strip() for cell in header]
    if wanted in names:
        return names.index(wanted)
    folded = [name.casefold() for name in names]
    return folded.index(wanted.casefold()) if wanted.casefold() in folded else -1


class ColumnReader:
    """Holds `columns` against the kinds of the deck and against the file, and records what is wrong with either."""

    def __init__(
        self, head: Validator, reader: Validator, entry: Entry, node: Node | None, kinds: Mapping[str, Kind]
    ) -> None:
        """`head` records what deck.yaml has wrong, and `reader` what the file has; `node` is `columns`."""
        self.head, self.reader, self.entry, self.node, self.kinds = head, reader, entry, node, kinds
        stated = entry.text("kind")
        self.kind = kinds.get(stated.value) if stated else None
        self.stated = stated.value if stated else ""

    def form(self) -> tuple[Named, ...]:
        """Return what `columns` names; record what is no column, no key, or too much for a cell."""
        node, found = self.node, []
        if not isinstance(node, Map | Seq):
            if node is not None:
                hint = "write columns: {id: Id, front: Word, back: Meaning}, each key with the header of its column"
                what = type_of_node[type(node)]
                message = f'"columns" is {what}, expected a mapping of keys to headers, or a list of keys'
                self.head.error(node, "wrong-type", message, hint)
            return ()
        for item in [child for _, child in node.items] if isinstance(node, Map) else node.items:
            if not isinstance(item, Text) or (isinstance(node, Map) and not item.value.strip()):
                hint = "write the header of a column" if isinstance(node, Map) else "write a key, or - for no key"
                self.head.error(item, "wrong-type", f'"columns" holds {_what(item)}, expected text', hint)
        allowed = self._allowed(named.key.value for named in named_columns(node))
        seen: set[str] = set()
        for named in named_columns(node):
            name = named.key.value
            if name in seen:
                message = f'"{name}" stands twice in "columns"'
                self.head.error(named.key, "duplicate-key", message, "keep one of the two")
            elif name not in allowed:
                hint = did_you_mean(name, allowed) or f"a cell may fill: {', '.join(allowed)}"
                self.head.error(named.key, "unknown-key", f'{self._subject()} has no key "{name}"', hint)
            elif reason := self._too_much(allowed[name]):
                message = f'"{name}" is more than a cell holds: {reason}'
                self.head.error(
                    named.key, "table-columns", message, "write these cards in YAML, in a chapter beside it"
                )
            else:
                found.append(named)
            seen.add(name)
        self._check_needed(seen)
        return tuple(found)

    def columns(self, named: Iterable[Named], table: TableRows) -> tuple[Column, ...]:
        """Return the columns as the file has them; record those that it has not, has twice, or has for nobody."""
        allowed = self._allowed(one.key.value for one in named)
        columns = []
        for one in named:
            index = index_of(one, table.header)
            if index >= 0:
                name = table.header[index].value.strip() if one.header is not None else ""
                columns.append(Column(key=allowed[one.key.value], place=index, name=name))
            elif one.header is not None:
                self._missing(one, one.header, table)
        if table.header:
            self._check_header(table, {column.place for column in columns})
        return tuple(columns)

    def _allowed(self, named: Iterable[str]) -> dict[str, Key]:
        """Return the keys that cells may name: those of the table's kind, or of all where a column says the kind."""
        kinds = [self.kind] if self.kind and "kind" not in set(named) else list(self.kinds.values())
        shared = keys.ADOPTED_CARD if any(kind.is_adopted for kind in kinds) else keys.CARD
        # A kind's own key stands behind, and so takes the place of one that it has in common.
        return {key.name: key for key in (*shared, *(key for kind in kinds for key in kind.keys))}

    def _subject(self) -> str:
        return f"a card of the kind {self.kind.name}" if self.kind else "a card"

    def _too_much(self, key: Key) -> str:
        """Return why a cell cannot hold what stands under a key; empty where it can."""
        if key.shape is Shape.ENTRIES:
            return "a list of entries with keys of their own"
        if key.shape is Shape.TEXTS and key not in keys.CARD:
            return "a list of texts, each as long as it likes"
        return "a mapping" if key.shape is Shape.ANY else ""

    def _check_needed(self, seen: set[str]) -> None:
        """Record the keys without a column that no card can do without."""
        at = self.entry.keys["columns"]
        needed = (
            ["id", *(key.name for key in self.kind.keys if key.required and "kind" not in seen)]
            if self.kind
            else ["id"]
        )
        for name in needed:
            if name not in seen:
                hint = f"add {name}: with the header of its column"
                if name == "id":
                    hint = "add id: Id, which `deckwright check --fix` makes a column of and fills"
                self.head.error(at, "table-columns", f'no column is named for "{name}"', hint)
        if not self.stated and "kind" not in seen:
            at = self.entry.at.items[0][0] if self.entry.at.items else at
            self.head.error(at, "missing-key", 'the table has no "kind"', "add kind: basic, or what its cards are")

    def _missing(self, named: Named, header: Text, table: TableRows) -> None:
        names = [cell.value.strip() for cell in table.header if cell.value.strip()]
        shown = table.file.path
        hint = did_you_mean(header.value, names) or f"its columns are: {', '.join(names)}"
        if named.key.value == "id" and not is_near(header.value, names):
            hint = "`deckwright check --fix` adds the column, with an id for each row"
        self.head.error(header, "table-columns", f'{shown} has no column "{header.value}"', hint)

    def _check_header(self, table: TableRows, used: set[int]) -> None:
        names = [cell.value.strip() for cell in table.header]
        for index in used:
            twins = [other for other, name in enumerate(names) if name == names[index]]
            if len(twins) > 1:
                message = f'"{names[index]}" is the header of {len(twins)} columns, and deck.yaml names one of them'
                hint = "give each a header of its own"
                self.reader.error(table.header[twins[1]], "table-columns", message, hint)
        skipped = self._skipped(table, names)
        filled = _filled_columns(table.rows)
        for index, cell in enumerate(table.header):
            if index not in used and names[index] not in skipped and index in filled:
                self.reader.problems.append(_unused(self.reader.file, cell))

    def _skipped(self, table: TableRows, names: Sequence[str]) -> set[str]:
        """Return the headers that are to be passed over; warn of those that are none."""
        skipped = set()
        for header in self.entry.texts("skip"):
            skipped.add(header.value.strip())
            if header.value.strip() not in names:
                file = self.head.file
                message = f'{table.file.path} has no column "{header.value}"'
                hint = did_you_mean(header.value, names) or "take it out of skip"
                self.head.problems.append(file.warning(file.location(header), "table-columns", message, hint))
        return skipped


def is_near(header: str, names: Iterable[str]) -> bool:
    """Tell whether a file has a column that is called nearly so."""
    return did_you_mean(header.casefold(), [name.casefold() for name in names]) != ""


def _what(node: Node) -> str:
    return "an empty text" if isinstance(node, Text) else type_of_node[type(node)]


def _filled_columns(rows: Iterable[Row]) -> set[int]:
    return {index for row in rows for index, cell in enumerate(row) if cell.value and not cell.value.isspace()}


def _unused(file: SourceFile, cell: Text) -> Problem:
    name = cell.value.strip()
    message = f'no key takes the column "{name}", and its cells are on no card'
    quoted = name if name.replace(" ", "").isalnum() else single_quoted(name)
    hint = f"name it under columns in deck.yaml, or leave it out: skip: [{quoted}]"
    if not name:
        message, hint = "a column has cells and no header, and they are on no card", "give it a header, or empty it"
    return file.warning(file.location(cell), "table-columns", message, hint)
