"""A hash of what an author wrote for a note, whatever is made of it: by it a build tells an edit from a new rendering.

Eight hexadecimal digits are for the texts, and eight for tags and id, so that a retag can be told from an edit, and the
same texts be found under another id. Texts are the card's values as YAML gives them, so that neither comments nor the
style of quotes count, what it cites as the learner reads it, the media in it by their contents, and how an own
kind fills its fields. All notes of a card share the texts of the whole card.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from builder.model import CardSource, Kind
from builder.schema import Entry, Value
from builder.source.keys import YIELDING
from builder.syntax import Map, Seq, Text

_DIGITS = 8
"""Of each part: one in four billion edits goes unseen."""
_NOT_SEEN = frozenset({"was", "subdeck", "lint", "tags", "teaches", "uses", "pair"})
"""Keys that no import brings to who has the note; tags are counted apart, with those of chapter and deck."""


def written_text(card: CardSource, kind: Kind, said: Iterable[str] = ()) -> str:
    """Return what an author wrote for a card but for its id and tags, as one text; `said` is said of all its texts."""
    texts = [card.kind, card.citation, kind.filling, *said]
    values = card.entry.values
    own = {key.name for key in kind.keys}
    for key in sorted(values):
        if key != "id" and (key in own or key not in YIELDING):  # else it is in what is said
            _add(texts, key, values[key])
    return "\x1e".join(texts)


def source_hash(written: str, key: str, media: Iterable[str], tags: Iterable[str]) -> str:
    """Return the hash of one note of a card: `media` are the names of its media files inside the package."""
    texts = "\x1d".join((written, *media))
    return f"{_digest(texts)[:_DIGITS]}{_digest(' '.join((key, *tags)))[:_DIGITS]}"


def text_part(source: str) -> str:
    """Return the part of a hash that is of the texts alone."""
    return source[:_DIGITS]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _add(texts: list[str], key: str, value: Value) -> None:
    """Add a key and the texts of its value, and a mark where one of several ends."""
    if key not in _NOT_SEEN:
        texts.append(key)
        if isinstance(value, Text):
            texts.append(_written(value))
        else:
            _add_parts(texts, value)


def _written(text: Text) -> str:
    return f"\x1chtml\x1c{text.value}" if text.is_html else text.value


def _add_parts(texts: list[str], value: Value | Entry) -> None:
    if isinstance(value, Text):
        texts.append(_written(value))
        return
    if isinstance(value, bool):
        texts.append(str(value))
    elif isinstance(value, Entry):
        for key in sorted(value.values):
            _add(texts, key, value.values[key])
    elif isinstance(value, Map):
        for name, node in value.items:
            texts.append(name.value)
            _add_parts(texts, node)
    elif isinstance(value, Mapping):
        for label in sorted(value):
            texts += (label, value[label].value)
    else:
        for item in value.items if isinstance(value, Seq) else value:
            _add_parts(texts, item)
    texts.append("\x1f")
