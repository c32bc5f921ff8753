"""What may stand in a file: one definition serves the validator, the JSON Schemas and the docs."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from builder.syntax import Map, Node, Seq, Text

_NODES = (Text, Map, Seq)


class Shape(enum.Enum):
    """What a key's value must be."""

    TEXT = "text"
    """Markdown or plain text."""
    FLAG = "true or false"
    TEXTS = "a list of texts"
    """A single text stands for a list of one."""
    ENTRIES = "a list of mappings"
    TABLE = "a mapping of names to texts"
    ANY = "anything"
    """Checked by the room that reads it."""


class Key(NamedTuple):
    """A key that a mapping may have."""

    name: str
    doc: str
    shape: Shape = Shape.TEXT
    required: bool = False
    keys: tuple[Key, ...] = ()
    """For `Shape.ENTRIES`: the keys of each entry."""
    least: int = 1
    """For lists: the fewest items."""
    words: tuple[str, ...] = ()
    """The only values allowed, where there are any."""
    label: bool = False
    """A name, a date or a setting, behind which a comment may stand in its line; what is none is a text to be read."""
    many: bool = False
    """Of a text: whether a list of texts may stand in its place."""
    html: bool = False
    """Whether a text may stand as `{html: …}`, which cards hold as it is."""

    @property
    def needed(self) -> tuple[str, ...]:
        """The keys beside its id that an entry cannot do without."""
        return tuple(key.name for key in self.keys if key.required and key.name != "id")

    @property
    def plain_key(self) -> str:
        """The key of which a plain text is the value, in the place of an entry; empty where an entry needs more.

        Such a text has no id yet, and `check --fix` gives it one.
        """
        return self.needed[0] if len(self.needed) == 1 and any(key.name == "id" for key in self.keys) else ""


class ByKey(NamedTuple):
    """What is said of the texts of a card: of those behind some keys, and of all others."""

    others: str = ""
    """Empty for nothing."""
    keys: Mapping[str, str] = MappingProxyType({})

    def of(self, key: str) -> str:
        """Return what is said of the text behind a key."""
        return self.keys.get(key, self.others)


class Said(NamedTuple):
    """What is said of a card's texts, by itself, its chapter or its deck, and what it plays."""

    language: ByKey = ByKey()
    speech: ByKey = ByKey()
    """The voices that speak them behind the answer; a voice for all `others` speaks what is answered."""
    audio: tuple[Text, ...] = ()
    """Files that it plays behind its answer."""
    by_name: bool = False
    """Whether it also plays the file that is called as it."""


Value = Text | bool | tuple["Text", ...] | tuple["Entry", ...] | Mapping[str, Text] | Node
"""A validated value, by the key's shape."""


class Entry(NamedTuple):
    """A validated mapping: its values by key, the keys' own places, and its node."""

    values: Mapping[str, Value]
    keys: Mapping[str, Text]
    at: Map

    def text(self, key: str) -> Text | None:
        """Return a text value, or None where the key is absent."""
        value = self.values.get(key)
        return value if isinstance(value, Text) else None

    def typed(self, key: str) -> str:
        """Return a text value as its author typed it; an empty text where the key is absent."""
        value = self.values.get(key)
        return value.value if isinstance(value, Text) else ""

    def need(self, key: str) -> Text:
        """Return a required text value."""
        value = self.values[key]
        if not isinstance(value, Text):
            raise TypeError(key)
        return value

    def flag(self, key: str) -> bool:
        """Return a flag; absent is False."""
        return self.values.get(key) is True

    def texts(self, key: str) -> tuple[Text, ...]:
        """Return a list of texts; absent is empty."""
        value = self.values.get(key)
        if value and isinstance(value, tuple) and not isinstance(value, _NODES):
            return tuple([text for text in value if isinstance(text, Text)])
        return ()

    def one_or_many(self, key: str) -> tuple[Text, ...]:
        """Return the texts of a key that holds one, or a list of them."""
        text = self.text(key)
        return (text,) if text is not None else self.texts(key)

    def entries(self, key: str) -> tuple[Entry, ...]:
        """Return a list of entries; absent is empty."""
        value = self.values.get(key)
        if value and isinstance(value, tuple) and not isinstance(value, _NODES):
            return tuple([entry for entry in value if isinstance(entry, Entry)])
        return ()

    def table(self, key: str) -> Mapping[str, Text]:
        """Return a table of texts; absent is empty."""
        value = self.values.get(key)
        return value if isinstance(value, Mapping) else {}
