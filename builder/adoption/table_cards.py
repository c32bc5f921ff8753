"""The rows of a table as new cards."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from builder.adoption.chosen import choose_name
from builder.adoption.columns import BESIDE, NO, YES, Layout, called, lay_out, needed, order_of, row_kinds, usual_width
from builder.adoption.new_cards import NewCard, NewDeck, told_of_repeats
from builder.adoption.values import Form
from builder.adoption.written_chapters import LEFT_OUT
from builder.cloze import find_clozes
from builder.diagnostics import Location, Problem, Severity, counted, printable
from builder.errors import UsageError
from builder.foreign.text_values import TextRow, TextTable
from builder.schema import Shape

_BOTH_WAYS = "Basic (and reversed card)"
_MAYBE_BOTH = "Basic (optional reversed card)"
"""Anki's own note types that ask both ways, the second one where its third field is filled (notetypes/stock.rs)."""
_SHOWN = 30
"""Characters of a cell by which a message names a row."""
_SOUND, _PICTURE = re.compile(r"\[sound:[^\[\]]+\]"), re.compile(r"<img\b", re.I)


class TableManner(NamedTuple):
    """What the command line says of a table."""

    kind: str
    columns: str
    is_html: bool
    deck: str
    """Which deck of it; empty for the only one."""


def cards_of_table(table: TextTable, manner: TableManner) -> NewDeck:
    """Return the rows of a table as a deck; raise `UsageError` where it cannot be told what its columns are."""
    shown = printable(str(table.path))
    if not table.rows:
        raise UsageError(f"{shown}: there are no cards in it; write a row for each")
    layout = lay_out(table, shown, manner.kind, manner.columns)
    reader = _Rows(table, layout, shown, is_html=manner.is_html or table.is_html)
    cards = [card for row in table.rows[layout.has_header :] if (card := reader.card(row)) is not None]
    if not cards and not reader.problems:
        raise UsageError(f"{shown}: there are no cards in it, only names of columns; write a row for each card")
    name = _deck_name(table, shown, cards, manner.deck)
    if not manner.deck:  # a row that names no deck is in the one that there is
        cards = [card if card.deck else card._replace(deck=name or table.path.stem) for card in cards]
    cards = [card for card in cards if not name or card.deck == name or card.deck.startswith(f"{name}::")]
    rows = len(table.rows) - layout.has_header
    is_markdown = layout.is_exported and not reader.is_html
    form = Form.HTML if reader.is_html else Form.MARKDOWN if is_markdown else Form.TEXT
    return NewDeck(
        shown=shown,
        what=f"{counted(rows, 'row')} of {form.value}, separated by {called(table.separator)}",
        name=name or table.path.stem,
        form=form,
        cards=tuple(cards),
        told=(*_told_layout(table, layout), *reader.told(), *told_of_repeats(cards)),
        problems=tuple(reader.problems),
    )


def _deck_name(table: TextTable, shown: str, cards: list[NewCard], wanted: str) -> str:
    """Return the name of the deck that the cards are in; empty where the table speaks of none."""
    held = Counter(card.deck for card in cards if card.deck)
    if held or wanted:
        if not held:
            raise UsageError(f"{shown}: it does not say which deck a card is in; leave out --deck")
        return choose_name(shown, held, wanted)
    return ""


def _told_layout(table: TextTable, layout: Layout) -> tuple[str, ...]:
    places = ", ".join(f"{key} from column {at + 1}" for key, at in layout.places)
    if layout.has_header:
        return (f"columns: {places}, by their names in the first row",)
    if table.names or table.columns:
        return (f"columns: {places}",)
    first = printable(next((cell.strip() for cell in table.rows[0].cells if cell.strip()), ""))
    shown = first if len(first) <= _SHOWN else f"{first[: _SHOWN - 1]}…"
    return f"columns: {places}", f'the first row is a card, "{shown}": delete it if it names the columns'


class _Rows:
    """Makes cards of rows, and keeps what is wrong with them."""

    def __init__(self, table: TextTable, layout: Layout, shown: str, *, is_html: bool) -> None:
        self.table, self.layout, self.shown, self.is_html = table, layout, shown, is_html
        self.problems: list[Problem] = []
        self._unused: Counter[int] = Counter()
        self._files = 0
        self._width = len(layout.names) if layout.has_header else usual_width(table)
        self._flags = {key.name for keys in row_kinds().values() for key in keys if key.shape is Shape.FLAG}
        known = [table.columns[name] for name in ("guid", "notetype", "deck", "tags") if name in table.columns]
        self._used = {*known, *(at for _, at in layout.places)}

    def card(self, row: TextRow) -> NewCard | None:
        """Return the card of a row; None where it has a problem."""
        cells = row.cells
        width = max(self._width, *(at + 1 for _, at in self.layout.places))
        if any(cell.strip() for cell in cells[width:]):
            fault = f"this row has {len(cells)} cells, and the others have {self._width}"
            sign = called(self.table.separator)
            self._fail(row, "wrong-type", fault, f"put a text with {sign} in it into double quotes")
            return None
        values = {key: cells[at].strip() if at < len(cells) else "" for key, at in self.layout.places}
        kind = self.layout.kind
        if not kind and find_clozes(values["front"]):
            kind = "cloze"
            more = [text for text in (values["back"], values.get("extra", "")) if text]
            both = ("<br>" if self.is_html else "\n").join(more)
            values = {**_beside(values), "text": values["front"], "extra": both}
        kind = kind or "basic"
        missing = [key for key in values if key in needed(kind) and not values[key]]
        if missing:
            others = [cell.strip() for cell in cells if cell.strip()]
            named = f' beside "{printable(others[0][:_SHOWN])}"' if others else ""
            hint = "fill the cell, or delete the row"
            self._fail(row, "missing-key", f'there is no "{missing[0]}"{named}', hint)
            return None
        texts = self._texts(row, kind, values)
        if texts is None:
            return None
        used = {*self._used, self._switch(row)}
        self._unused.update(at for at, cell in enumerate(cells) if at not in used and cell.strip())
        self._files += any(map(self._has_file, values.values()))
        return NewCard(
            kind=kind,
            texts=texts,
            tags=self._tags(row, values.get("tags", "")),
            deck=values.get("deck", "") or self._told_by_header(row, "deck"),
            id=values.get("id", ""),
        )

    def _has_file(self, value: str) -> bool:
        return _SOUND.search(value) is not None or (self.is_html and _PICTURE.search(value) is not None)

    def told(self) -> tuple[str, ...]:
        """Return what the plan says of columns and lines that are in no card, and of files that are not there."""
        names = dict(enumerate(self.layout.names))
        lines = []
        for at, count in sorted(self._unused.items()):
            named = f' "{printable(names[at])}"' if names.get(at) else ""
            lines.append(f"left out: column {at + 1}{named} of {counted(count, 'row')}; --columns says what each is")
        remarks = self.table.remarks
        lines += (
            [f"left out: {counted(remarks, 'line')} beginning with #, which Anki takes for remarks"] if remarks else []
        )
        odd = self.table.odd_quotes
        lines += (
            [f"read as Anki does: {counted(odd, 'row')} with a cell that goes on behind its closing quote"]
            if odd
            else []
        )
        if self._files:
            lines.append(
                f"pictures and sounds of {counted(self._files, 'card')} are not in a text: put them into media/"
            )
        return tuple(lines)

    def _texts(
        self, row: TextRow, kind: str, values: dict[str, str]
    ) -> tuple[tuple[str, str | bool | tuple[str, ...]], ...] | None:
        texts: dict[str, str | bool | tuple[str, ...]] = {}
        for key in order_of(kind):
            if key not in values:
                continue
            value = values[key]
            if key in self._flags:
                if value.lower() not in (*YES, *NO):
                    fault = f'"{key}" is "{printable(value[:_SHOWN])}", expected yes or no'
                    self._fail(row, "wrong-type", fault, "write yes, or leave the cell empty")
                    return None
                texts[key] = value.lower() in YES
            elif value and key not in ("tags", "deck", "id"):
                texts[key] = value
        if kind == "basic" and "reverse" not in texts and self._is_reversed(row):
            texts["reverse"] = True
        return tuple(texts.items())

    def _is_reversed(self, row: TextRow) -> bool:
        note_type = self._told_by_header(row, "notetype")
        switch = self._switch(row)
        return note_type == _BOTH_WAYS or (switch is not None and bool(row.cells[switch].strip()))

    def _switch(self, row: TextRow) -> int | None:
        """Return the column that asks for the other way, of a note type that leaves it to the note."""
        if self._told_by_header(row, "notetype") != _MAYBE_BOTH:
            return None
        return next((at for at in range(len(row.cells)) if at not in self._used), None)

    def _tags(self, row: TextRow, own: str) -> tuple[str, ...]:
        listed = f"{own} {self._told_by_header(row, 'tags') if 'tags' not in dict(self.layout.places) else ''}"
        words = f"{listed} {self.table.fixed.get('tags', '')}".replace(",", " ").replace(";", " ").split()
        return tuple(dict.fromkeys(word for word in words if word.lower() not in LEFT_OUT))

    def _told_by_header(self, row: TextRow, name: str) -> str:
        """Return what Anki's header says of a row: by a column, or of all rows."""
        at = self.table.columns.get(name)
        if at is None:
            return self.table.fixed.get(name, "")
        return row.cells[at].strip() if at < len(row.cells) else ""

    def _fail(self, row: TextRow, rule: str, fault: str, hint: str) -> None:
        self.problems.append(Problem(Location(self.shown, row.line, 1), Severity.ERROR, rule, fault, hint))


def _beside(values: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in values.items() if key in BESIDE}
