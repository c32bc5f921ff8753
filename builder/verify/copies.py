"""Notes that a package has twice: word for word, or a whole deck of them, each edited a little."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import zip_longest

from builder.render.plain_text import plain_text
from builder.verify.arrival import named
from builder.verify.imports import Update
from builder.verify.likeness import Texts, alike, words_of
from builder.verify.snapshot import Snapshot
from builder.verify.verdict import Loss

_EDITED = 0.85
"""Fields at least this much alike are one, edited."""
_MANY = 4
"""So many notes that are like others, or half of a deck, were not written anew one by one."""
_NAME = re.compile(r"(?<=\s)[^\W\d_a-z]\w*|\d+")
"""A name or a number, in which notes of one pattern differ."""


def copies(update: Update, texts: Texts) -> Iterator[Loss]:
    """Yield the notes that stay and have a twin among the new ones, with the same cards; `texts` are the old ones."""
    twins = set(_exact(update))
    edited = set(_edited(update, texts, twins))
    yield Loss(
        kind="copied",
        description="notes that the package has twice, once under a new GUID",
        items=named(update.after, twins | edited),
        advice=(
            "author: put notes that are there already into the package once, under the GUID that they had",
            "learners: search for the notes that are there twice, and delete the new ones",
        ),
    )


def _added(update: Update) -> list[str]:
    return [guid for guid in update.alone.notes if guid not in update.before.notes]


def _exact(update: Update) -> Iterator[str]:
    before, alone = update.before, update.alone
    contents = {_content(alone, guid) for guid in _added(update)}
    for guid in update.shared:
        content = _content(alone, guid)
        if content in contents and before.notes[guid].values == alone.notes[guid].values:
            yield guid


def _content(snapshot: Snapshot, guid: str) -> tuple[object, ...]:
    note = snapshot.notes[guid]
    return note.values, snapshot.types[note.type_id].templates


def _edited(update: Update, texts: Texts, exact: AbstractSet[str]) -> AbstractSet[str]:
    """Return the notes of which a copy was edited, if there are many: one alone may be a question of its own."""
    notes, added = update.alone.notes, _added(update)
    kept = {guid for guid in update.shared - exact if update.before.notes[guid].values == notes[guid].values}
    counts = Counter(field for guid in kept for field in _fields(notes[guid].values))
    holders = {field: guid for guid in kept for field in _fields(notes[guid].values) if counts[field] == 1}
    twins = set()
    for guid in added:
        values = notes[guid].values
        by_field = {holders[field] for field in _fields(values) if field in holders}
        near = {one.key for one in texts.nearest(values) if one.key in kept}
        for twin in by_field | near:
            is_alike = texts.is_mended(notes[twin].values, values) or (
                twin in by_field and _alike(notes[twin].values, values)
            )
            has_same_cards = update.alone.type_of(twin).templates == update.alone.type_of(guid).templates
            if is_alike and has_same_cards and _names(notes[twin].values) == _names(values):
                twins.add(twin)
    are_many = len(twins) >= _MANY or 2 * len(twins) >= max(_MANY, len(update.shared))
    return twins if are_many and 2 * len(twins) >= len(added) else frozenset()


def _fields(values: Sequence[str]) -> set[str]:
    return set(filter(None, map(words_of, values)))


def _alike(values: Sequence[str], others: Sequence[str]) -> bool:
    texts = zip_longest(map(plain_text, values), map(plain_text, others), fillvalue="")
    return all(old == new or alike(old, new) >= _EDITED for old, new in texts)


def _names(values: Sequence[str]) -> list[str]:
    return [name for value in values for name in _NAME.findall(plain_text(value))]
