"""What a learner sees of an update, and what he loses by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Item(NamedTuple):
    """Something that is hit: a note by its first words (or a note type, or a deck), and which card or file of it."""

    note: str
    card: str = ""
    file: str = ""
    other: str = ""
    """Another note that has come into it, by its first words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that an update takes from a learner, or that he should know of it."""

    kind: str
    """A word for programs, which stays as it is."""
    description: str
    items: tuple[Item, ...]
    """All that it hits."""
    advice: tuple[str, ...] = ()
    """What the author and a learner can do, each in a sentence; empty where nothing can be done."""

    @property
    def count(self) -> int:
        """Return how many things it hits; of files, each counts once, however many notes show it."""
        return len({item.file or item for item in self.items})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the import of a package over an older one does, in notes, cards and reviews."""

    old: str
    new: str
    anki: str
    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: int
    retired: tuple[str, ...]
    conflicts: int
    forks: tuple[str, ...]
    new_cards: int
    blank: tuple[str, ...]
    """Notes with a card that was withdrawn and shows nothing any more, as after a cloze is taken out."""
    reviewed: int
    """Cards of the older package, each of which the learner has reviewed."""
    kept: int
    """Those of them whose reviews and schedule are as they were."""
    losses: tuple[Loss, ...]
    warnings: tuple[Loss, ...]
    """What takes nothing that was promised, and what a learner or an author should know."""
