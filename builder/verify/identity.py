"""Whether reviews still belong to the fact that was reviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from builder.render.plain_text import plain_text
from builder.verify.arrival import named
from builder.verify.changes import Pair, Pairs, hidden
from builder.verify.imports import Update
from builder.verify.likeness import Found, Texts, alike
from builder.verify.origin import Told
from builder.verify.possession import cards_named
from builder.verify.rebirth import EDITED, asks_the_same, reborn
from builder.verify.snapshot import CardKey
from builder.verify.spoilt import is_garbled
from builder.verify.verdict import Loss

_MARGIN = 0.2
"""How much more a note must have of another's text than of its own to be taken for it."""
_REPLACED = 0.4
"""A note of whose text at most this much is left may be about something else."""
_UNLIKE = 0.5
"""Texts less alike than this have nothing to do with each other."""
_TURNED = 0.8
"""A side that is this much like what the other side was has changed places with it."""
_MOVED = 4
"""So many notes that have exactly the answers of others did not come by them one by one."""
_AUTHOR = "author: give each fact a GUID that stays with it, whatever its place and its text"


def identity_losses(update: Update, told: Told, pairs: Pairs, texts: Texts) -> Iterator[Loss]:
    """Yield notes and cards whose reviews are no longer those of what they ask; `texts` are those of before."""
    before = update.before
    yield Loss(
        kind="reborn",
        description="notes that came back under another identity: the learner has both, and the reviews are with the"
        " old one",
        items=named(before, reborn(update, told, texts)),
        advice=(_AUTHOR, "learners: search for the notes that are there twice, and delete the new ones"),
    )
    other = _taken_over(update, told, texts, pairs)
    turned = set(_exchanged(update, pairs.keys() - other, pairs))
    left = pairs.keys() - other - {key.guid for key in turned}
    other |= {guid for guid in left if _is_replaced(update, told, texts, guid, pairs)}
    cards = {CardKey(guid=guid, ordinal=ordinal) for guid in other for ordinal in pairs[guid]}
    cards |= set(_uncovered(update, pairs.keys() - other)) - turned
    yield Loss(
        kind="other-fact",
        description="cards that ask for another fact than the one that was reviewed",
        items=cards_named(before, cards),
        advice=(_AUTHOR,),
    )
    yield Loss(
        kind="moved-answers",
        description="cards that show the answer of another card: a column of answers has slipped",
        items=cards_named(before, set() if told.is_ours else _moved_answers(pairs) - cards - turned),
        advice=("author: look which package has them right; publish the newer one only if the older had slipped",),
    )
    yield Loss(
        kind="exchanged",
        description="cards that ask what another side or card of their note asked",
        items=cards_named(before, turned),
        advice=("author: keep numbers of clozes, fields and cards where they are, and give what is new a new one",),
    )


def _taken_over(update: Update, told: Told, texts: Texts, pairs: Pairs) -> set[str]:
    """Return the notes that have what another one had, which has it no more."""
    before, after = update.before.notes, update.after.notes
    moved = pairs.keys() | (before.keys() - update.alone.notes.keys())
    questions = Counter(pair.old.question for cards in pairs.values() for pair in cards.values())
    taken: dict[str, str] = {}
    for guid, cards in pairs.items():
        asks_on = (
            pair.old.question == pair.new.question for pair in cards.values() if questions[pair.old.question] == 1
        )
        if any(asks_on) or texts.is_mended(before[guid].values, after[guid].values):
            continue
        own = texts.share(guid, after[guid].values)
        for one in texts.nearest(after[guid].values):
            if one.share < max(EDITED, own + _MARGIN):
                break
            may_be = one.key != guid and one.key in moved and asks_the_same(update, told, one.key, after[guid].values)
            if may_be and not _has_kept(update, texts, one):
                taken[guid] = one.key
                break
    # What several have come near to is nobody's: where all texts are alike, any may be worded like another.
    claims = Counter(taken.values())
    return {guid for guid, of in taken.items() if claims[of] == 1}


def _has_kept(update: Update, texts: Texts, one: Found) -> bool:
    """Tell whether a note still says what it said, so that another one only has come to say the same."""
    return one.key in update.shared and texts.share(one.key, update.after.notes[one.key].values) >= one.share


def _is_replaced(update: Update, told: Told, texts: Texts, guid: str, pairs: Pairs) -> bool:
    """Tell whether nothing of a note, or nothing on its cards, has to do with what was there."""
    before, after = update.before.notes[guid].values, update.after.notes[guid].values
    if told.is_ours and told.is_known_as(guid, update.before.filled(guid).get("Id", "")):
        return False
    if is_garbled(before, after) or is_garbled(after, before):
        return False
    if before == after:  # its cards come of other templates
        return bool(pairs[guid]) and all(
            texts.are_unrelated(pair.old.seen, pair.new.seen) for pair in pairs[guid].values()
        )
    hid, hides = hidden(before), hidden(after)
    if any(alike(hid[number], hides[number]) >= _UNLIKE for number in hid.keys() & hides.keys()):
        return False
    return texts.share(guid, after) <= _REPLACED and texts.are_unrelated(before, after)


def _exchanged(update: Update, guids: AbstractSet[str], pairs: Pairs) -> Iterator[CardKey]:
    for guid in guids:
        moved = {ordinal: pair for ordinal, pair in pairs[guid].items() if pair.old.question != pair.new.question}
        before = {ordinal: pair.old.question for ordinal, pair in moved.items()}
        turned = _has_exchanged_fields(update, guid)
        exchanged = {
            ordinal
            for ordinal, pair in moved.items()
            if turned
            or pair.new.question in {question for other, question in before.items() if other != ordinal}
            or _asks_its_answer(pair)
        }
        if update.before.type_of(guid).is_cloze:
            exchanged |= {number - 1 for number in _renumbered(update, guid)}
        for ordinal in exchanged:
            yield CardKey(guid=guid, ordinal=ordinal)


def _moved_answers(pairs: Pairs) -> set[CardKey]:
    """Return the cards that ask what they asked, if all of them that have a new answer have one of the others' own.

    At the end of a column that slipped one answer may be new, and one gone. Few cards may have been mixed up before.
    In our decks an answer stands with its question, and only lists of steps move.
    """
    edited = {
        CardKey(guid=guid, ordinal=ordinal): pair
        for guid, cards in pairs.items()
        for ordinal, pair in cards.items()
        if pair.old.question == pair.new.question and pair.old.answer != pair.new.answer
    }
    answers = Counter(pair.old.answer for pair in edited.values())
    moved = {key for key, pair in edited.items() if answers[pair.new.answer]}
    alone = sum(answers[edited[key].new.answer] == 1 for key in moved)
    return moved if len(moved) >= max(_MOVED, len(edited) - 1) and 2 * alone >= len(moved) else set()


def _has_exchanged_fields(update: Update, guid: str) -> bool:
    before, after = update.before.notes[guid].values, update.after.notes[guid].values
    former = {value: place for place, value in enumerate(before[: len(after)]) if value}
    exchanged = [
        (place, former[value]) for place, value in enumerate(after[: len(before)]) if former.get(value, place) != place
    ]
    return any(before[place] and after[place] != before[place] == after[other] for place, other in exchanged)


def _asks_its_answer(pair: Pair) -> bool:
    """Tell whether a card asks what it answered, and answers what it asked."""
    old, new = pair
    if not (old.answer and new.answer) or alike(old.question, new.question) >= _UNLIKE:
        return False
    return alike(old.question, new.answer) >= _TURNED and alike(old.answer, new.question) >= _TURNED


def _renumbered(update: Update, guid: str) -> Iterator[int]:
    """Yield the numbers of clozes that hide what another hid, which hides it no more, or have lost theirs to one."""
    before, after = (hidden(snapshot.notes[guid].values) for snapshot in (update.before, update.after))
    for number in before.keys() & after.keys():
        old, new = before[number], after[number]
        has_come = any(before[other] == new != after.get(other) for other in before)
        has_gone = any(after[other] == old != before.get(other) for other in after)
        if old != new and (has_come or has_gone):
            yield number


def _uncovered(update: Update, guids: AbstractSet[str]) -> Iterator[CardKey]:
    """Yield cards of clozes that hide another thing, while what they hid stands elsewhere in the note."""
    for guid in guids:
        if not update.before.type_of(guid).is_cloze:
            continue
        after = update.after.notes[guid].values
        before, hides = hidden(update.before.notes[guid].values), hidden(after)
        shown = " ".join(map(plain_text, after))
        for number in before.keys() & hides.keys():
            old, new = before[number], hides[number]
            if old and old not in new and alike(old, new) < _UNLIKE and old in shown:
                yield CardKey(guid=guid, ordinal=number - 1)
