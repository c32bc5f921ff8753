"""A hash of what an author wrote for a note, whatever is made of it: by it a build tells an edit from a new rendering.

Eight hexadecimal digits are for the texts, and four for tags and id, so that a retag can be told from an edit, and the
same texts be found under another id. Texts are the card's values as YAML gives them, so that neither comments nor the
style of quotes count, what it cites as the learner reads it, the media in it by their contents, and how an own
kind fills its fields. All notes of a card share the texts of the whole card.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from builder.model import CardSource, Kind
from builder.schema import Entry, Value
from builder.syntax import Map, Seq, Text

_TEXT_DIGITS, _TAG_DIGITS = 8, 4
_NOT_SEEN = frozenset({"was", "lint", "tags", "teaches", "uses", "pair"})
"""Keys that no learner sees; tags are counted apart, with those of chapter and deck."""


def written_text(card: CardSource, kind: Kind) -> str:
    """Return what an author wrote for a card but for its id and tags, as one text."""
    values = {key: value for key, value in card.entry.values.items() if key != "id"}
    return "\x1e".join((card.kind, card.citation, kind.filling, *_of_values(values)))


def source_hash(written: str, key: str, media: Iterable[str], tags: Iterable[str]) -> str:
    """Return the hash of one note of a card: `media` are the names of its media files inside the package."""
    texts = "\x1d".join((written, *media))
    return f"{_digest(texts)[:_TEXT_DIGITS]}{_digest(' '.join((key, *tags)))[:_TAG_DIGITS]}"


def text_part(source: str) -> str:
    """Return the part of a hash that is of the texts alone."""
    return source[:_TEXT_DIGITS]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _of_values(values: Mapping[str, Value]) -> Iterator[str]:
    for key in sorted(values):
        if key not in _NOT_SEEN:
            yield key
            yield from _of_value(values[key])


def _of_value(value: Value | Entry) -> Iterator[str]:
    """Yield the texts of a value, and a mark where one of several ends."""
    if isinstance(value, Text):
        yield value.value
        return
    if isinstance(value, bool):
        yield str(value)
        return
    if isinstance(value, Entry):
        yield from _of_values(value.values)
    elif isinstance(value, Map):
        for key, node in value.items:
            yield key.value
            yield from _of_value(node)
    elif isinstance(value, Mapping):
        for name in sorted(value):
            yield name
            yield from _of_value(value[name])
    else:
        for item in value.items if isinstance(value, Seq) else value:
            yield from _of_value(item)
    yield "\x1f"
