"""Notes that came back under another identity: Anki takes them for others, and their reviews stay with the old ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from builder.render.plain_text import plain_text
from builder.verify.imports import Update
from builder.verify.likeness import Texts, alike, words_of
from builder.verify.origin import Told

_SAME_FIELDS = 0.5
"""A new note that shares its first field, or this part of its filled fields, with one that is gone is the same fact."""
EDITED = 0.7
"""A note of whose text at least this much is found in another one is the same fact, edited."""
_SAME_QUESTION = 0.8
"""First fields at least this much alike ask the same."""
_SAME_WORDS = 0.5
"""A question that shares this part of its words with another one may be it, reworded."""
_RESPELT = 0.75
"""Words at least this alike are one word, spelt otherwise."""
_COMPARED = 60
"""Words of a question that are compared."""


def asks_the_same(update: Update, told: Told, guid: str, values: Sequence[str]) -> bool:
    """Tell whether a note of some fields may be one of the older package's by what it asks.

    In our decks that is the first field; others may repeat what stands in other notes (steps do).
    """
    asked, asks = plain_text(update.before.notes[guid].values[0]), plain_text(values[0])
    return not told.is_ours or alike(asked, asks) >= _SAME_QUESTION


def reborn(update: Update, told: Told, texts: Texts) -> set[str]:
    """Return the GUIDs of notes that are gone and have a near twin among the new ones.

    That is what becomes of an edited note where GUIDs are made from the fields, as genanki does, or at random: Anki
    takes it for another note.
    """
    before, alone = update.before.notes, update.alone.notes
    gone = before.keys() - alone.keys()
    # What several notes of the old package share (a title, a source) does not tell which of them one is.
    counts = Counter(value for note in before.values() for value in set(note.values))
    holders: dict[str, list[str]] = {}
    added = [guid for guid in alone if guid not in before]
    found = set()
    for guid in added:
        for value in set(alone[guid].values):
            holders.setdefault(value, []).append(guid)
        near = [one for one in texts.nearest(alone[guid].values) if one.key in gone]
        if not (told.is_ours and update.shared):  # else a note's first field tells what it asks
            found |= {one.key for one in near if texts.is_within(one.key, alone[guid].values)}
        nearest = near[0] if near else None
        is_near = nearest is not None and nearest.share >= EDITED
        if nearest is None or not is_near or _asks_of_another(before[nearest.key].values[0], alone[guid].values[0]):
            continue
        if asks_the_same(update, told, nearest.key, alone[guid].values):
            found.add(nearest.key)
    spelt = {tuple(map(words_of, alone[guid].values)) for guid in added}
    for guid in gone - found:
        if any(map(words_of, before[guid].values)) and tuple(map(words_of, before[guid].values)) in spelt:
            found.add(guid)
            continue
        unique = [value for value in before[guid].values if value and counts[value] == 1]
        if not unique:
            continue
        twins = (twin for value in unique for twin in holders.get(value, ()))
        shared = Counter(twin for twin in twins if asks_the_same(update, told, guid, alone[twin].values))
        enough = {twin for twin, count in shared.items() if count >= _SAME_FIELDS * len(unique)}
        first = next(filter(None, before[guid].values))
        has_first = unique[0] == first and first in holders
        if has_first or any(shared[twin] > 1 or _asks_alike(first, alone[twin].values[0]) for twin in enough):
            found.add(guid)
    return found


def _asks_alike(old: str, new: str) -> bool:
    """Tell whether two questions with the same answer may be one, reworded."""
    asked, asks = _question(old), _question(new)
    common = sum(block.size for block in _matcher(asked, asks).get_matching_blocks())
    is_alike = common >= _SAME_WORDS * min(len(asked), len(asks)) or alike(" ".join(asked), " ".join(asks)) >= _RESPELT
    return is_alike and not _asks_of_another(old, new)


def _asks_of_another(old: str, new: str) -> bool:
    """Tell whether all in which two questions differ is what they ask about, as those of one pattern do."""
    asked, asks = _question(old), _question(new)
    changes = [change for change in _matcher(asked, asks).get_opcodes() if change[0] != "equal"]
    if len(changes) != 1 or changes[0][0] != "replace":
        return False
    _, start, end, first, last = changes[0]
    return _is_subject(asked, start, end) and alike(" ".join(asked[start:end]), " ".join(asks[first:last])) < _RESPELT


def _question(text: str) -> list[str]:
    return plain_text(text).split()[:_COMPARED]


def _matcher(asked: Sequence[str], asks: Sequence[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(a=list(map(words_of, asked)), b=list(map(words_of, asks)), autojunk=False)


def _is_subject(words: Sequence[str], start: int, end: int) -> bool:
    """Tell whether a run of words is what a question is about: it is at its end, or has a name or a number in it."""
    return end == len(words) or any(word[0].isdigit() or (word[0].isupper() and start) for word in words[start:end])
