"""Whether tools have spoilt texts on their way: cut at one length, read in another encoding, escaped once too often."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from builder.verify.arrival import named
from builder.verify.changes import Pairs
from builder.verify.imports import Update
from builder.verify.possession import cards_named
from builder.verify.snapshot import CardKey
from builder.verify.verdict import Loss

_MANY = 3
"""So many texts that end after the same number of letters were not shortened one by one."""
_LENGTH = 8
"""What is cut at less than this may have been a word and a remark."""
_ENCODINGS = ("latin-1", "cp1252", "cp437", "mac-roman")
"""What programs take UTF-8 for where they are not told."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\xa0\xad]")
"""What gets lost of garbled texts: Anki keeps no control characters."""
_UNKNOWN = "\ufffd"
"""What stands for bytes that are no letter."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MARK = re.compile(r"&(?:#\d+|[a-z]{2,8});|<br ?/?>|<(?:img|span|font) [^<>]*>|\[[\u3040-\u30ff]+\]", re.I)
"""What shows as it is typed only by mistake: entities, tags that are layout, readings of Japanese."""
_TAG = re.compile(r"<(?!br\b|img\b|span\b|font\b)[a-z][a-z0-9]*>", re.I)
"""What may have been meant to show as it is typed, in decks of code."""
_RAW = "cards that show marks as they are typed, which were none to a reader before"


def spoilt_losses(update: Update, pairs: Pairs) -> Iterator[Loss]:
    """Yield notes and cards whose texts nobody wrote so."""
    before = update.before
    yield Loss(
        kind="truncated",
        description="notes with a text that ends at the same length as others, within a word",
        items=named(before, _truncated(update)),
        advice=("author: look what cuts the texts: a column of a table or of a database may hold no more",),
    )
    yield Loss(
        kind="garbled",
        description="notes whose letters were read in another encoding",
        items=named(
            before,
            (guid for guid in update.updated if is_garbled(before.notes[guid].values, update.after.notes[guid].values)),
        ),
        advice=("author: read and write all files as UTF-8",),
    )
    yield Loss(
        kind="raw-marks",
        description=_RAW,
        items=cards_named(before, _raw(update, pairs, _MARK)),
        advice=(
            "author: escape each text once (&lt; and not &amp;lt;), and keep filters such as furigana: in templates",
        ),
    )


def spoilt_warnings(update: Update, pairs: Pairs) -> Iterator[Loss]:
    """Yield cards that may be spoilt, or mended."""
    yield Loss(
        kind="raw-marks",
        description=_RAW,
        items=cards_named(update.before, _raw(update, pairs, _TAG) - _raw(update, pairs, _MARK)),
        advice=("author: look whether these tags are to be read, or were escaped by mistake",),
    )


def _truncated(update: Update) -> AbstractSet[str]:
    """Return the notes of which a field is as long as the longest, and went on; some of them within a word."""
    before, after = update.before.notes, update.after.notes
    lengths: dict[tuple[int, int], int] = defaultdict(int)
    for note in update.alone.notes.values():
        for place, value in enumerate(note.values):
            lengths[note.type_id, place] = max(lengths[note.type_id, place], len(value))
    cut: dict[tuple[int, int], set[str]] = defaultdict(set)
    for guid in update.updated:
        for place, (old, new) in enumerate(zip(before[guid].values, after[guid].values, strict=False)):
            length = lengths[after[guid].type_id, place]
            if _LENGTH <= length == len(new) < len(old) and old.startswith(new):
                cut[after[guid].type_id, place].add(guid)
    found: set[str] = set()
    for (type_id, place), guids in cut.items():
        length = lengths[type_id, place]
        in_word = [guid for guid in guids if before[guid].values[place][length - 1 : length + 1].isalnum()]
        if len(guids) >= _MANY and 10 * len(in_word) >= len(guids):
            found |= guids
    return found


def is_garbled(before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether a field shows what comes of reading or writing it in a wrong encoding."""
    fields = zip(before, after, strict=False)
    return any(old != new and not old.isascii() and _has_become(old, new) for old, new in fields)


def _has_become(old: str, new: str) -> bool:
    if new in (_NOT_ASCII.sub("?", old), _NOT_ASCII.sub(_UNKNOWN, old)):
        return True
    left = _CONTROL.sub("", new.replace(_UNKNOWN, ""))
    return any(left == _CONTROL.sub("", old.encode().decode(encoding, "ignore")) for encoding in _ENCODINGS)


def _raw(update: Update, pairs: Pairs, mark: re.Pattern[str]) -> AbstractSet[CardKey]:
    """Return the cards, if they are of half of the notes that have such marks: else an author has mended a few."""
    before = update.before.notes
    found = set()
    for guid, cards in pairs.items():
        marks = set(mark.findall("\n".join(before[guid].values)))
        for ordinal, pair in cards.items() if marks else ():
            old, new = (set(mark.findall(" ".join(sides.seen))) for sides in pair)
            if marks & new - old:
                found.add(CardKey(guid=guid, ordinal=ordinal))
    holders = sum(any(map(mark.search, note.values)) for note in before.values()) if found else 0
    hit = len({key.guid for key in found})
    return found if hit > 1 and 2 * hit >= holders else frozenset()
