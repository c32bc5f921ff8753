"""What cards of a kind may hold, and which kind a card was meant for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from builder.model import Kind
from builder.schema import Entry, Key, Shape
from builder.source import keys


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
    spoken: frozenset[str]
    """Those of them that are no lists, which may have a voice."""
    own: frozenset[str]
    """Keys of the kind's own that would mean something else if it had them not (`keys.YIELDING`)."""
    entries: tuple[str, ...]
    """Keys of lines and steps, whose ids end in links and in Anki's searches as those of cards do."""


def form_of(kind: Kind) -> Form:
    """Return what cards of a kind may hold."""
    article = "an" if kind.name[0] in "aeiou" else "a"
    entries = tuple(key.name for key in kind.keys if key.shape is Shape.ENTRIES)
    all_keys = keys.with_html((*keys.common_keys(kind), *kind.keys))
    names = frozenset(key.name for key in all_keys)
    return Form(
        subject=f"{article} {kind.name} card",
        keys=all_keys,
        names=names,
        texts=said_texts(kind),
        spoken=spoken_texts(kind),
        own=keys.YIELDING.intersection(key.name for key in kind.keys),
        entries=entries,
    )


def said_texts(kind: Kind) -> frozenset[str]:
    """Return the keys of texts of which a language may be said; none for a kind whose cards stay as they are."""
    return frozenset(key.name for key in _texts(keys.with_html((*keys.common_keys(kind), *kind.keys)), kind))


def spoken_texts(kind: Kind) -> frozenset[str]:
    """Return those of them that are single texts, which may have a voice."""
    known = keys.with_html((*keys.common_keys(kind), *kind.keys))
    return frozenset(key.name for key in _texts(known, kind) if key.shape is Shape.TEXT)


def _texts(known: Iterable[Key], kind: Kind) -> Iterator[Key]:
    for key in known if not kind.is_adopted else ():
        yield from _texts(key.keys, kind)
        if key.html:
            yield key


CALLED = {"question": "front", "q": "front", "prompt": "front", "answer": "back", "a": "back", "definition": "back"}
"""What other tools and kinds call the sides of a plain card."""


def fitting_kinds(written: Collection[str], kinds: Iterable[Kind]) -> list[str]:
    """Return the names of the kinds all of whose needed keys a card has."""
    needed = ((kind.name, [key.name for key in kind.keys if key.required]) for kind in kinds)
    return [name for name, names in needed if names and all(key in written for key in names)]
