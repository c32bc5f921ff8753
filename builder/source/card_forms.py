"""What cards of a kind may hold, and which kind a card was meant for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from builder.model import Kind
from builder.schema import Entry, Key, Shape
from builder.source import keys
from builder.source.said_of_texts import said_texts


def is_complete(entry: Entry, allowed: Iterable[Key]) -> bool:
    """Tell whether a card has all that its kind cannot do without; other problems do not hide those of its texts."""
    return all(
        (not key.required or key.name in entry.values)
        and all(is_complete(child, key.keys) for child in entry.entries(key.name))
        for key in allowed
    )


class Form(NamedTuple):
    """What a card of a kind may hold, worked out once a chapter."""

    subject: str
    """What messages call the card."""
    keys: tuple[Key, ...]
    """One tuple for all cards of the kind: the validator finds by it what it has prepared for the first."""
    names: frozenset[str]
    texts: frozenset[str]
    """The keys of texts of which a language may be said; empty for kinds whose cards stay as they are."""
    entries: tuple[str, ...]
    """Keys of lines and steps, whose ids end in links and in Anki's searches as those of cards do."""


def form_of(kind: Kind) -> Form:
    """Return what cards of a kind may hold."""
    article = "an" if kind.name[0] in "aeiou" else "a"
    entries = tuple(key.name for key in kind.keys if key.shape is Shape.ENTRIES)
    all_keys = keys.with_html((*keys.common_keys(kind), *kind.keys))
    names = frozenset(key.name for key in all_keys)
    subject, texts = f"{article} {kind.name} card", said_texts(kind)
    return Form(subject=subject, keys=all_keys, names=names, texts=texts, entries=entries)


CALLED = {"question": "front", "q": "front", "prompt": "front", "answer": "back", "a": "back", "definition": "back"}
"""What other tools and kinds call the sides of a plain card."""


def fitting_kinds(written: Collection[str], kinds: Iterable[Kind]) -> list[str]:
    """Return the names of the kinds all of whose needed keys a card has."""
    needed = ((kind.name, [key.name for key in kind.keys if key.required]) for kind in kinds)
    return [name for name, names in needed if names and all(key in written for key in names)]
