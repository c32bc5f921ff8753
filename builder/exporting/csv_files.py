"""The cards of a deck as CSV (RFC 4180), a file for each kind; `deckwright import` takes those of kinds of ours back.

The first row has the keys of the kind's cards, `id` before them and `tags` and `deck` behind, by which an import knows
that the cells are Markdown (adoption/columns.py). A cell is to the letter what the card has, also where a spreadsheet
would run it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from builder.adoption.columns import EXPORTED_END, EXPORTED_START
from builder.diagnostics import counted
from builder.exporting.card_texts import LEFT_OUT, count_html, keys_of, text_of, told_of_keys
from builder.exporting.exports import Export, ExportedText
from builder.model import CardSource, Deck, Kind
from builder.schema import Key, Shape
from builder.source.deck_names import name_in_deck

_RUN = ("=", "+", "-", "@")
"""What cells begin with that spreadsheets run (OWASP, CSV Injection)."""


class _Row(NamedTuple):
    card: CardSource
    deck: str
    """The whole name of the deck that it is in."""


def csv_files(deck: Deck, has_media: bool) -> Export:
    """Return a deck with its chapters as files of CSV, in the order in which kinds are first used."""
    name = deck.settings.name
    rows: dict[str, list[_Row]] = {}
    for chapter in deck.chapters:
        for card in chapter.cards:
            rows.setdefault(card.kind, []).append(_Row(card, name_in_deck(name, card.deck)))
    run: list[str] = []
    texts = []
    for kind, listed in rows.items():
        text, places = _table(deck.kinds[kind], listed)
        file = f"{kind}.csv"
        run += [f"{file}:{place}" for place in places]
        texts.append(ExportedText(file, text, counted(len(listed), "card")))
    cards = [row.card for listed in rows.values() for row in listed]
    own = {kind: {key.name for key in deck.kinds[kind].keys} for kind in rows}
    told = told_of_keys(Counter(key for card in cards for key in card.entry.values if key in LEFT_OUT - own[card.kind]))
    if run:
        told.append(
            f"{counted(len(run), 'cell')} with =, +, - or @ at the start, which spreadsheets run, are as in the cards:"
            f" {run[0]}" + (" and others" if len(run) > 1 else "")
        )
    html = count_html(cards)
    told += [f"as HTML, which an import would take for Markdown: {counted(html, 'text')}"] if html else []
    told += ["pictures and sounds are no part of a table: they are in the deck's folder media"] if has_media else []
    return Export(texts=tuple(texts), told=tuple(told))


def _table(kind: Kind, rows: Sequence[_Row]) -> tuple[str, list[str]]:
    """Return the text of a file, and the places of cells that spreadsheets run: the line, and the key in brackets."""
    own = {key.name for key in kind.keys if key.shape is not Shape.FLAG}
    keys = [key for key in keys_of(kind) if key.name in own or any(text_of(row.card, key) for row in rows)]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*EXPORTED_START, *(key.name for key in keys), *EXPORTED_END])
    places = []
    line = 2
    for row in rows:
        cells = _cells(row, keys)
        places += [f"{line} ({key.name})" for key, cell in zip(keys, cells[1:], strict=False) if cell.startswith(_RUN)]
        writer.writerow(cells)
        line += 1 + sum(cell.count("\n") for cell in cells)
    return stream.getvalue(), places


def _cells(row: _Row, keys: Sequence[Key]) -> list[str]:
    return [row.card.id.value, *(text_of(row.card, key) for key in keys), " ".join(row.card.tags), row.deck]
