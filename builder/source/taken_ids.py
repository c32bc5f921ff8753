"""The ids of a deck that no new card may have, and how they are read of a chapter's nodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from builder.source.slug import readable_id
from builder.source.yaml_nodes import compose
from builder.syntax import Map, Node, Seq, SourceFile, Text

_ANY_ID = re.compile(r"\b(?:id|was)[\"']?\s*:\s*[\"']?([\w.-]+)")


@dataclass(slots=True, kw_only=True)
class TakenIds:
    """The ids of a deck, in lower case: those in its files, and the keys that its lock remembers."""

    locked: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)
    types: Mapping[str, str] = field(default_factory=dict)
    """The note types of what the lock remembers."""
    parts: dict[str, set[str]] = field(default_factory=dict)
    """The ids of lines and steps that the lock remembers, by their card."""

    def __post_init__(self) -> None:
        """Sort what the lock remembers into cards and their parts."""
        for key in self.locked:
            card, slash, part = key.partition("/")
            self.used.add(card)
            if slash:
                self.parts.setdefault(card, set()).add(part)

    def add_file(self, file: SourceFile) -> None:
        """Take in a file's ids; of one that is not valid YAML, whatever looks like an id."""
        node, problems = compose(file)
        if problems:
            self.used.update(id_text.lower() for id_text in _ANY_ID.findall(file.text))
        self.add(cards_of(node))

    def add(self, cards: Iterable[Map]) -> None:
        """Take in the ids of cards, and those that they had."""
        for card in cards:
            self.used.update(ids_of(card))

    def new(self, text: str, fallback: str) -> str:
        """Return an id that no card has or had, and remember it."""
        new_id = readable_id(text, fallback, self.used)
        self.used.add(new_id)
        return new_id


def cards_of(node: Node | None) -> Iterator[Map]:
    """Yield the mappings in a chapter's `cards`."""
    for key, value in node.items if isinstance(node, Map) else ():
        if key.value == "cards" and isinstance(value, Seq):
            yield from (card for card in value.items if isinstance(card, Map))


def value_of(entry: Map, name: str) -> Node | None:
    """Return the value of a key of a mapping; None where it has none."""
    return next((value for key, value in entry.items if key.value == name), None)


def text_of(entry: Map, name: str) -> Text | None:
    """Return the text of a key of a mapping; None where it has none."""
    value = value_of(entry, name)
    return value if isinstance(value, Text) else None


def ids_of(entry: Map | Text) -> Iterator[str]:
    """Yield the id of a card, line or step and those that it had, in lower case."""
    for name in ("id", "was"):
        value = value_of(entry, name) if isinstance(entry, Map) else None
        items = value.items if isinstance(value, Seq) else (value,)
        yield from (item.value.lower() for item in items if isinstance(item, Text) and item.value)
