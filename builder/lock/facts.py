"""Ids that have changed facts: numbered anew, exchanged, or taken again after their card was retired.

Reviews belong to an id. Where it comes to stand at another fact, the learner's history of the one counts for the other,
and nothing in Anki shows it. What the lock keeps of each note shows it: the start of its text, and the hash of its
sources. A text that was edited is no other fact; only one that another id had, or that a retired id never had, is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from builder.diagnostics import Problem, Severity
from builder.lock.guards import ALIKE, MARGIN, MOST_PAIRS, OTHER, alike, nearest
from builder.lock.ledger import NoteEntry
from builder.model import RenderedNote
from builder.render.source_hash import text_part
from builder.texts.straight import straight

OTHER_FACT = "other-fact"
_SHOWN = 5
"""Cards that are named each; of more, the first and how many."""

_LONG = 10
"""The fewest letters of a text that is told from another one by likeness: of shorter ones a letter changes half."""


class _Taken(NamedTuple):
    """A note that has taken over what another one was, or that is no more what it was."""

    note: RenderedNote
    own: str
    """What it asked before."""
    of: str = ""
    """The key that had its present text; empty where none had."""


def refuse_other_facts(known: Mapping[str, NoteEntry], notes: Sequence[RenderedNote], length: int) -> Iterator[Problem]:
    """Yield an error for each note whose id meant another fact until now, or one for all where there are many.

    `known` are the lock's entries by present keys, after renames; they keep `length` characters of a text.
    """
    found = [taken for taken in _taken(known, notes, length) if OTHER_FACT not in taken.note.allows]
    for taken in found[: len(found) if len(found) <= _SHOWN else 1]:
        yield _problem(taken, len(found) - 1 if len(found) > _SHOWN else 0)


def _taken(known: Mapping[str, NoteEntry], notes: Sequence[RenderedNote], length: int) -> Iterator[_Taken]:
    now = {note.key: note for note in notes}
    edited = [note for note in notes if note.key in known and _is_edited(note, known[note.key])]
    if not edited:
        return
    left = {
        key: entry
        for key, entry in known.items()
        if not entry.retired and (key not in now or _is_edited(now[key], entry))
    }
    """What is not what it was: only such can have been taken over by another one."""
    live = [entry for entry in known.values() if not entry.retired]
    by_source = _Former({(entry.type, text_part(entry.source)): key for key, entry in left.items() if entry.source})
    by_text = _Former({(entry.type, _plain(entry.text)): key for key, entry in left.items()})
    few = len(edited) * len(left) <= MOST_PAIRS
    near: list[_Taken] = []
    for note in edited:
        entry, text = known[note.key], note.first[:length]
        is_reworded = _plain(text) != _plain(entry.text)
        if entry.retired:
            if alike(text, entry.text) < OTHER:
                yield _Taken(note=note, own=entry.text)
            continue
        of = by_source.sole(
            (note.type, text_part(note.source)), lambda: ((old.type, text_part(old.source)) for old in live)
        )
        if of is not None and of not in now and not is_reworded:
            of = None  # of two that asked the same, one has left
        elif of is None and is_reworded:
            of = by_text.sole((note.type, _plain(text)), lambda: ((old.type, _plain(old.text)) for old in live))
            if of is None and few and len(text) >= _LONG:
                of = _nearly(note, text, left, now, length)
                if of is not None:
                    near.append(_Taken(note=note, own=entry.text, of=of))
                continue
            if of is not None and not _is_taken(text, entry, now.get(of), length):
                of = None
        if of is not None and of != note.key:
            yield _Taken(note=note, own=entry.text, of=of)
    # What several have come near to is nobody's: where all fronts are alike, any may be worded like another.
    claims = Counter(taken.of for taken in near)
    yield from (taken for taken in near if claims[taken.of] == 1)


def _is_taken(text: str, own: NoteEntry, holder: RenderedNote | None, length: int) -> bool:
    """Tell whether a text that another note had, now `holder` or gone, says that its fact has changed notes."""
    if not any(map(str.isalpha, text)):
        return False  # numbers that count, and have moved up
    if holder is None:  # of two about one fact one has left, and the other has its words
        return alike(text, own.text) < OTHER
    return _plain(holder.first[:length]) != _plain(text)  # else it still asks that, with another answer


def _is_edited(note: RenderedNote, entry: NoteEntry) -> bool:
    return entry.type == note.type and (not entry.source or text_part(entry.source) != text_part(note.source))


def _nearly(
    note: RenderedNote, text: str, left: Mapping[str, NoteEntry], now: Mapping[str, RenderedNote], length: int
) -> str | None:
    """Return the note that asked nearly what a note asks now, and does not ask it any more; None for none."""
    own = left[note.key].text if note.key in left else ""
    of = nearest(note.type, text, {key: entry for key, entry in left.items() if key != note.key})
    if of is None or alike(text, left[of].text) <= alike(text, own) + MARGIN:
        return None
    # One whose own text was but edited is still its own, however much like another it has become.
    holder = now.get(of)
    return None if holder is not None and alike(holder.first[:length], left[of].text) >= ALIKE else of


class _Former:
    """Which note had a text before: `keys` of notes by type and text, of those that have it no more."""

    def __init__(self, keys: Mapping[tuple[str, str], str]) -> None:
        self.keys = keys
        self.count: Counter[tuple[str, str]] | None = None

    def sole(self, text: tuple[str, str], all_texts: Callable[[], Iterable[tuple[str, str]]]) -> str | None:
        """Return the key of the only note that had a text; None where none or several had it."""
        key = self.keys.get(text)
        if key is None:
            return None
        if self.count is None:  # most edits take over nothing, and none needs to be counted
            self.count = Counter(all_texts())
        return key if self.count[text] == 1 else None


def _plain(text: str) -> str:
    return " ".join(straight(text).casefold().split())


def _problem(taken: _Taken, more: int) -> Problem:
    note, own = taken.note, taken.note.key.rpartition("/")[2]
    former = taken.of.rpartition("/")[2]
    others = f"; so do {more:,} more cards" if more else ""
    if taken.of:
        message = f'"{note.key}" asks what "{taken.of}" asked, and its reviews are those of "{taken.own}"{others}'
        hint = (
            f'give every card its own id again, and a new card a new one; if "{taken.of}" is to be called "{own}",'
            f" add `was: {former}` to it, and so to each that was renamed with it"
        )
    else:
        message = f'"{note.key}" was retired with "{taken.own}" and now asks "{note.first[:40]}"{others}'
        hint = "give the new card a new id: learners still have the old one, with its reviews"
    return Problem(
        location=note.location,
        severity=Severity.ERROR,
        rule=OTHER_FACT,
        message=message,
        hint=f"{hint}; if it is the same fact in other words: lint: {{allow: {{{OTHER_FACT}: the reason}}}}",
    )
