"""The values of a card as its author wrote them, as texts by key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from builder.model import CardSource, Kind
from builder.schema import Entry, Key, Shape
from builder.source.keys import ADOPTED_CARD, CARD
from builder.syntax import Text

LEFT_OUT = frozenset({"lint", "language", "speech", "audio"})
"""Keys that are in no table: settings of cards, and no texts of theirs."""
APART = frozenset({"id", "kind", "subdeck", "tags"}) | LEFT_OUT
"""Keys that every export has by other means, or that only `check` reads."""


def keys_of(kind: Kind) -> tuple[Key, ...]:
    """Return the keys that hold texts of a kind's cards: its own, then those that cards of all kinds have."""
    return (*kind.keys, *(key for key in (ADOPTED_CARD if kind.is_adopted else CARD) if key.name not in APART))


def text_of(card: CardSource, key: Key) -> str:
    """Return the value of a key as one text, empty where there is none: a list has a line for each item."""
    if key.name == "source":
        return card.source.value if card.source is not None else ""
    return _text(card.entry, key)


def _text(entry: Entry, key: Key) -> str:
    if key.shape is Shape.FLAG:
        return "yes" if entry.flag(key.name) else ""
    if key.shape is Shape.TEXTS:
        return "\n".join(map(typed, entry.texts(key.name)))
    if key.shape is Shape.ENTRIES:
        return "\n\n".join("\n".join(_lines(inner, key.keys)) for inner in entry.entries(key.name))
    return "\n".join(map(typed, entry.one_or_many(key.name)))


def _lines(entry: Entry, keys: Iterable[Key]) -> Iterator[str]:
    for key in keys:
        text = _text(entry, key)
        if text:
            yield f"{key.name}: {text}"


def typed(text: Text) -> str:
    """Return a text without the line ends that blocks of YAML have at their end."""
    return text.value.rstrip("\n")


def count_html(cards: Iterable[CardSource]) -> int:
    """Return how many texts stand as HTML, which is no Markdown."""
    return sum(text.is_html for card in cards for text in _texts(card.entry))


def _texts(entry: Entry) -> Iterator[Text]:
    for key in entry.values:
        yield from entry.one_or_many(key)
        for inner in entry.entries(key):
            yield from _texts(inner)


def told_of_keys(counts: Counter[str]) -> list[str]:
    """Return what the plan says of keys that do not come along; `counts` are the cards that have each."""
    return [f"left out: {key} of {count:,} card{'s' * (count != 1)}" for key, count in sorted(counts.items())]
