"""Finds the pairs of cards whose questions are alike, without comparing each with each."""

from __future__ import annotations

import functools
import heapq
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from builder.lint.lint_cards import LintCard, LintDeck
from builder.lint.words import comparable_stems, cosine, trigrams
from builder.model import Trait

LEAST = 0.45
"""The similarity below which no rule asks for a pair."""
_RARE = 50
_RARE_SHARE = 0.02
"""A stem is rare that stands in at most 50 questions, or 2 % of them; a series that asks the same of one thing after
the other shares none of those."""
_LOOKED_AT = 40
"""The most earlier questions, those with the most stems in common, that are looked at for one."""
COMPARED = 8
"""The most of them, those with the highest Jaccard index, that are compared letter by letter."""
_LEAST_SHARED = (1.0, 0.2, 0.2, 0.2, 0.25, 0.3, 0.33, 0.36, 0.4)
"""By the number of stems: the Jaccard index below which letters do not lift a pair to a similarity of .45. In a short
question the stop words do much of that, in a long one little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a note asks, with the stems by which it is told from others."""

    card: LintCard
    text: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two notes whose questions are alike, as they come in the deck; `score` is from 0 to 1."""

    score: float
    earlier: Asked
    later: Asked


@functools.lru_cache(maxsize=1)  # several rules ask for the pairs of one deck
def look_alikes(deck: LintDeck) -> tuple[Pair, ...]:
    """Return the pairs of notes whose questions are at least `LEAST` alike, in the deck's order."""
    return tuple(alike(list(_questions(deck))))


def _questions(deck: LintDeck) -> Iterator[Asked]:
    """Yield one question a note: what its first card asks.

    What is spoken and the steps of a sequence are left out: those of one card share its frame, and are alike by that.
    """
    for card in deck.cards:
        if card.is_first and Trait.SPOKEN not in card.traits and "/" not in card.note.key:
            text = " ".join([part.text for part in card.asks]) if card.gap is None else card.gap.visible
            text = f"{card.context} {text}" if card.context else text
            yield Asked(card=card, text=text, stems=comparable_stems(text))


def alike(questions: Sequence[Asked]) -> Iterator[Pair]:
    """Yield the pairs that share enough stems, and are at least `LEAST` alike letter by letter.

    Of a series of like questions each is held against the few before it that share the most, which is enough to tell.
    """
    counts = Counter(stem for question in questions for stem in question.stems)
    most = max(_RARE, _RARE_SHARE * len(questions))
    stem_index = _StemIndex(frozenset(stem for stem, count in counts.items() if count <= most))
    for position, later in enumerate(questions):
        size = len(later.stems)
        least = _least_shared(size)
        candidates: list[tuple[float, int]] = []  # a Jaccard index, and the position of an earlier question
        for earlier in stem_index.nearest(later.stems):
            stems = questions[earlier].stems
            shared = len(later.stems & stems)
            total = size + len(stems) - shared
            if shared >= (least if len(stems) <= size else _least_shared(len(stems))) * total:
                candidates.append((shared / total, earlier))
        stem_index.add(later.stems, position)
        for earlier in sorted(earlier for _, earlier in heapq.nlargest(COMPARED, candidates)):
            score = similarity(questions[earlier], later)
            if score >= LEAST:
                yield Pair(score=score, earlier=questions[earlier], later=later)


def _least_shared(size: int) -> float:
    return _LEAST_SHARED[min(size, len(_LEAST_SHARED) - 1)]


class _StemIndex:
    """Where each stem stands: a number for each, whose bits are the positions of the questions that have it.

    How many stems a question shares with each earlier one is added up at all positions at once, bit by bit, as in a
    hardware adder: the first number of `sums` holds the ones, the second the twos, and so on.
    """

    def __init__(self, rare: AbstractSet[str]) -> None:
        self.rare = rare
        self.positions: dict[str, int] = {}

    def add(self, stems: AbstractSet[str], position: int) -> None:
        bit = 1 << position
        for stem in stems:
            self.positions[stem] = self.positions.get(stem, 0) | bit

    def nearest(self, stems: AbstractSet[str]) -> Iterator[int]:
        """Yield positions by how many stems they share, from the most, and one of the rare stems if there are any."""
        sums: list[int] = []
        wanted = 0
        own_rare = stems & self.rare
        for stem in stems:
            carry = self.positions.get(stem, 0)
            if stem in own_rare or not own_rare:
                wanted |= carry
            for level, value in enumerate(sums):
                sums[level], carry = value ^ carry, value & carry
            if carry:
                sums.append(carry)
        least = max(1 if own_rare or len(stems) < 2 else 2, math.ceil(_least_shared(len(stems)) * len(stems)))
        left = _LOOKED_AT
        for count in range(len(stems), least - 1, -1):
            # The positions that have exactly this count: each of its bits is set there, and no other one.
            matching = wanted if count >> len(sums) == 0 else 0
            for level, value in enumerate(sums):
                matching &= value if count >> level & 1 else ~value
            while matching and left:
                bit = matching & -matching  # the lowest one, the earliest question
                matching ^= bit
                left -= 1
                yield bit.bit_length() - 1


def similarity(left: Asked, right: Asked) -> float:
    """Return how alike two questions are: half their shared stems, half their shared runs of three letters."""
    if left.text == right.text:
        return 1.0
    shared = len(left.stems & right.stems)
    return 0.5 * shared / (len(left.stems) + len(right.stems) - shared) + 0.5 * cosine(
        trigrams(left.text), trigrams(right.text)
    )
