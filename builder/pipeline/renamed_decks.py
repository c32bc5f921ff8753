"""Which subdecks go by another name: learners rename them in Anki, since no import moves cards that are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

_Pair = tuple[str, str]
"""Names of subdecks before and now, without the deck's own."""


def renamed_decks(
    moved: Counter[_Pair], before: AbstractSet[str | None], after: AbstractSet[str | None]
) -> Mapping[_Pair, _Pair]:
    """Return those moves of notes, from one subdeck to another, that a learner makes by renaming a deck, and which one.

    That is the subdeck itself, or one around it with all that is in it. Each subdeck is in one move at most. `before`
    and `after` are the subdecks that had and have notes.
    """
    pairs: dict[_Pair, None] = {}
    olds: set[str] = set()
    news: set[str] = set()
    for (old, present), _ in moved.most_common():
        is_gone, is_new = old and old not in after, present and present not in before
        if is_gone and is_new and old not in olds and present not in news:
            pairs[old, present] = None
            olds.add(old)
            news.add(present)
    outer = _renamed_around(moved, _with_outer(before), _with_outer(after))
    return {pair: _outermost(*pair, outer) for pair in pairs}


def _renamed_around(moved: Iterable[_Pair], before: AbstractSet[str], after: AbstractSet[str]) -> Mapping[str, str]:
    """Return the decks around subdecks of which all notes moved into one other deck, in subdecks of the same names."""
    targets: dict[str, set[str]] = {}
    for old, present in moved:
        for around in _outer(old):
            inner = old[len(around) :]
            targets.setdefault(around, set()).add(present.removesuffix(inner) if present.endswith(inner) else "")
    return {
        around: target
        for around, found in targets.items()
        for target in found
        if len(found) == 1 and target and around not in after and target not in before
    }


def _outermost(old: str, present: str, outer: Mapping[str, str]) -> _Pair:
    """Return the first of the decks around a subdeck that goes by another name with all that is in it."""
    for around in reversed([*_outer(old)]):
        inner = old[len(around) :]
        if around in outer and f"{outer[around]}{inner}" == present:
            return around, outer[around]
    return old, present


def _outer(name: str) -> Iterator[str]:
    """Yield the decks around a subdeck, the innermost first."""
    while "::" in name:
        name = name.rpartition("::")[0]
        yield name


def _with_outer(names: Iterable[str | None]) -> set[str]:
    """Return subdecks and all that are around them."""
    return {around for name in names if name for around in (name, *_outer(name))}
