"""What a server that runs on remembers: results of pure steps, found again by what went into them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar

from builder.model import RenderedChapter
from builder.stores import ChapterKey

T = TypeVar("T")


class Recall(Protocol):
    """Returns what `make` gives, now or when it was last asked for by an equal key."""

    def __call__(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the result for a key."""
        ...


def afresh(key: Hashable, make: Callable[[], T]) -> T:
    """Make it anew, as a command does that runs once."""
    return make()


class Memo:
    """Remembers results, and chapters as a `ChapterStore`; what two sweeps find unused is forgotten."""

    def __init__(self) -> None:
        self._old: dict[Hashable, object] = {}
        self._used: dict[Hashable, object] = {}

    def recall(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gave for this key, or call it."""
        if key not in self._used:
            self._used[key] = self._old[key] if key in self._old else make()
        return self._used[key]  # type: ignore[return-value]

    def get(self, key: ChapterKey) -> RenderedChapter | None:
        """Return the chapter that was put in for this key; None for none."""
        chapter = self._used.get(key) or self._old.get(key)
        if chapter is None:
            return None
        self._used[key] = chapter
        return chapter  # type: ignore[return-value]

    def put(self, key: ChapterKey, chapter: RenderedChapter) -> None:
        """Keep a chapter."""
        self._used[key] = chapter

    def sweep(self) -> None:
        """Forget what has not been asked for since the last sweep."""
        self._old, self._used = self._used, {}
