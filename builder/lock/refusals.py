"""What cannot be lossless, found before it is built."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from builder.deck import RenderedNote
from builder.lock.ledger import NoteEntry
from builder.problems import Problem, Severity

if TYPE_CHECKING:
    from builder.lock.advance import StampedNote

_ALIKE = 0.8
"""Texts at least this alike (difflib's ratio) are taken for one card under two ids."""


def refuse_note(note: RenderedNote, old: NoteEntry) -> Iterator[Problem]:
    """Yield what forbids a note to change from its ledger entry to what it is now."""
    if old.type != note.type:
        yield Problem(
            location=note.location,
            severity=Severity.ERROR,
            rule="kind-changed",
            message=f'"{note.key}" was of the kind {old.type} and is now {note.type}',
            hint=f'give it a new id ("{note.key}-2", say): the old card is retired, with its reviews; Anki cannot turn'
            " one into the other",
        )
    elif old.clozes and note.clozes:
        yield from _swapped_clozes(note, dict(old.clozes))


def _swapped_clozes(note: RenderedNote, old: Mapping[int, str]) -> Iterator[Problem]:
    new = {number: text[:48] for number, text in note.clozes}
    for number, text in new.items():
        if old.get(number) == text:
            continue
        origin = next((n for n, other in old.items() if n != number and other == text and new.get(n) != other), None)
        if origin is not None:
            yield Problem(
                location=note.location,
                severity=Severity.ERROR,
                rule="cloze-renumbered",
                message=f'"{text}" was c{origin} and is now c{number}; each number is a card with its own reviews',
                hint=f"number it c{origin} again, and give new clozes numbers that were not used before",
            )


def likely_renames(
    gone: Mapping[str, NoteEntry], stamped: Sequence[StampedNote], new: frozenset[str]
) -> Iterator[Problem]:
    """Yield a warning for each new note that looks like one that has gone."""
    if not gone:
        return
    for one in stamped:
        if one.note.key not in new:
            continue
        key = _nearest(one.entry, gone)
        if key is None:
            continue
        old_id, _, old_own = key.partition("/")
        new_id = one.note.key.partition("/")[0]
        was = old_own if old_own and old_id == new_id else old_id
        yield Problem(
            location=one.note.location,
            severity=Severity.WARNING,
            rule="likely-rename",
            message=f'"{one.note.key}" is new, "{key}" is gone, and their texts are nearly the same',
            hint=f"if it is the same card, add `was: {was}` and its reviews stay with it",
        )


def _nearest(entry: NoteEntry, gone: Mapping[str, NoteEntry]) -> str | None:
    best, found = _ALIKE, None
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(entry.text)
    for key, old in gone.items():
        if old.type != entry.type:
            continue
        if old.hash == entry.hash or old.text == entry.text:
            return key
        matcher.set_seq1(old.text)
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best:
            ratio = matcher.ratio()
            if ratio >= best:
                best, found = ratio, key
    return found
