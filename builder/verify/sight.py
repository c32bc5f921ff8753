"""Whether a learner sees what he should: what a style hides, what a stray `<` makes a tag of, what is given away."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from builder.verify.changes import Pair, Pairs, hidden
from builder.verify.imports import Update
from builder.verify.possession import cards_named
from builder.verify.snapshot import CardKey
from builder.verify.verdict import Loss

_WORD = re.compile(r"\w+")
_BEGINNING = 3
"""Words of a side that say whether it asks or answers what it did; what stands behind them may be a remark."""


def sight_losses(update: Update, pairs: Pairs) -> Iterator[Loss]:
    """Yield cards that show something of what they asked or answered no more, for all that it is written."""
    yield Loss(
        kind="cut",
        description="cards that lose a part of their text in what is read as a tag",
        items=cards_named(update.before, (key for key, pair in _shown(pairs) if _gone(pair, pair.new.cut))),
        advice=("author: write &lt; for a sign that begins no tag, and close each tag",),
    )
    yield Loss(
        kind="hidden",
        description="cards that hide what they asked or answered",
        items=cards_named(update.before, _hiding(update, pairs)),
        advice=("author: look at the style, and at what hides the text, or gives it the colour of its ground",),
    )
    yield Loss(
        kind="given-away",
        description="cards whose question shows the answer",
        items=cards_named(update.before, _given_away(update, pairs)),
        advice=("author: take the answer's field out of the front",),
    )


def sight_warnings(update: Update, pairs: Pairs) -> Iterator[Loss]:
    """Yield cards that hide a part of what they showed, which may be meant so."""
    partly = {key for key, pair in _shown(pairs) if _gone(pair, pair.new.hidden)} - set(_hiding(update, pairs))
    yield Loss(
        kind="partly-hidden",
        description="cards that hide a part of what they showed",
        items=cards_named(update.before, partly),
        advice=("author: look whether the style hides more than it should",),
    )


def _shown(pairs: Pairs) -> Iterator[tuple[CardKey, Pair]]:
    """Yield cards that still show something on both sides; what the others lost is told as a whole."""
    for guid, cards in pairs.items():
        for ordinal, pair in cards.items():
            if (pair.new.question or not pair.old.question) and (pair.new.answer or not pair.old.answer):
                yield CardKey(guid=guid, ordinal=ordinal), pair


def _hiding(update: Update, pairs: Pairs) -> Iterator[CardKey]:
    for key, pair in _shown(pairs):
        asked = hidden(update.after.notes[key.guid].values) if update.after.type_of(key.guid).is_cloze else {}
        sides = (pair.old.question, pair.old.answer, asked.get(key.ordinal + 1, ""))
        unseen, seen = _phrase(_words(pair.new.hidden)), _phrase(_words(f"{pair.new.question} {pair.new.answer}"))
        beginnings = (_phrase(_words(side)[:_BEGINNING]) for side in sides)
        if any(words.strip() and words in unseen and words not in seen for words in beginnings):
            yield key


def _given_away(update: Update, pairs: Pairs) -> Iterator[CardKey]:
    """Yield cards of templates that show the answers of at least half of their cards beside the old questions."""
    by_template: dict[tuple[int, int], list[tuple[CardKey, bool]]] = defaultdict(list)
    for key, pair in _shown(pairs):
        note = update.after.notes[key.guid]
        if note.values == update.before.notes[key.guid].values and pair.new.is_still:
            ordinal = 0 if update.after.type_of(key.guid).is_cloze else key.ordinal
            by_template[note.type_id, ordinal].append((key, _shows_answer(pair)))
    for cards in by_template.values():
        found = [key for key, is_shown in cards if is_shown]
        if 2 * len(found) >= len(cards):
            yield from found


def _shows_answer(pair: Pair) -> bool:
    answer, old, new = (_phrase(_words(text)) for text in (pair.old.answer, pair.old.question, pair.new.question))
    return bool(answer.strip()) and answer in new and answer not in old and {*old.split()} < {*new.split()}


def _phrase(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _gone(pair: Pair, unseen: str) -> set[str]:
    """Return the words that were seen before, and are now in what is written and not seen."""
    if not unseen.strip():
        return set()
    old, new = (f"{sides.question} {sides.answer}" for sides in pair)
    return {*_words(old)} & {*_words(unseen)} - {*_words(new)}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
