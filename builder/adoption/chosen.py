"""Which notes of a package or folder become a deck."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from builder.diagnostics import counted, printable
from builder.errors import UsageError
from builder.foreign.deck_values import ForeignCollection, ForeignMedia, ForeignNote, ForeignType

_OWN = "default"
"""The deck that every learner has for his own cards, in lower case."""
_LISTED = 10


class Chosen(NamedTuple):
    """A deck of a collection with all that belongs to it."""

    name: str
    """The whole name of the deck in Anki."""
    description: str
    types: tuple[ForeignType, ...]
    """Those of its notes."""
    notes: tuple[ForeignNote, ...]
    """In the order in which new ones are learned."""
    media: tuple[ForeignMedia, ...]
    is_whole: bool
    """Whether it is all of the collection."""


def choose(collection: ForeignCollection, wanted: str) -> Chosen:
    """Return the deck called `wanted`, with its subdecks; by default the only one.

    Raise `UsageError` where there is none, or more than one to choose from.
    """
    held = Counter(note.deck for note in collection.notes if note.deck)
    if not held:
        raise UsageError(f"{collection.shown}: there are no cards in it")
    name = choose_name(collection.shown, held, wanted)
    notes = [note for note in collection.notes if note.deck == name or note.deck.startswith(f"{name}::")]
    is_whole = len(notes) == len(collection.notes)
    if not wanted and not is_whole:  # notes without cards belong nowhere else
        notes = list(collection.notes)
        is_whole = True
    used = {id(note.type) for note in notes}
    return Chosen(
        name=name,
        description=next((deck.description for deck in collection.decks if deck.name == name), ""),
        types=tuple(note_type for note_type in collection.types if id(note_type) in used),
        notes=tuple(sorted(notes, key=_order)),
        media=collection.media,
        is_whole=is_whole,
    )


def choose_name(shown: str, held: Counter[str], wanted: str) -> str:
    """Return the whole name of the deck called `wanted`, by default of the only one; `held` counts notes by deck.

    Raise `UsageError` where there is none, or more than one to choose from.
    """
    return _named(shown, held, wanted) if wanted else _only_one(shown, held)


def is_everybodys(name: str) -> bool:
    """Tell whether a deck is the one that every learner has already."""
    return name.partition("::")[0].strip().lower() == _OWN


def _order(note: ForeignNote) -> tuple[bool, int, int]:
    positions = [card.position for card in note.cards if card.position is not None]
    return (not positions, min(positions, default=0), note.id or 0)


def _only_one(shown: str, held: Counter[str]) -> str:
    roots = sorted({deck.partition("::")[0] for deck in held})
    if len(roots) > 1:
        sizes = {root: sum(n for deck, n in held.items() if deck.partition("::")[0] == root) for root in roots}
        raise UsageError(f"{shown}: there are {len(roots)} decks in it; choose one with --deck: {_listed(sizes)}")
    return roots[0]


def _named(shown: str, held: Counter[str], wanted: str) -> str:
    known: dict[str, str] = {}
    for deck in held:
        parts = deck.split("::")
        known |= {"::".join(parts[:depth]).lower(): "::".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    name = known.get(wanted.strip().lower())
    if name is None:
        raise UsageError(f'{shown}: there is no deck "{printable(wanted)}" in it; it has: {_listed(held)}')
    return name


def _listed(sizes: Counter[str] | dict[str, int]) -> str:
    shown = [f'"{printable(name)}" ({counted(count, "note")})' for name, count in sorted(sizes.items())[:_LISTED]]
    return ", ".join(shown) + (" …" if len(sizes) > _LISTED else "")
