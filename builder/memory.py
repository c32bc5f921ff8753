"""What a run may keep for the next one: results of pure steps, found again by what went into them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Recall(Protocol):
    """Returns what `make` gives, now or when it was last asked for by an equal key."""

    def __call__(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the result for a key."""
        ...


def afresh(key: Hashable, make: Callable[[], T]) -> T:
    """Make it anew, as a command does that runs once."""
    return make()


class Memory:
    """Remembers in a server that runs on; what two sweeps find unused is forgotten."""

    def __init__(self) -> None:
        self._old: dict[Hashable, object] = {}
        self._used: dict[Hashable, object] = {}

    def recall(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gave for this key, or call it."""
        if key not in self._used:
            self._used[key] = self._old[key] if key in self._old else make()
        return self._used[key]  # type: ignore[return-value]

    def sweep(self) -> None:
        """Forget what has not been asked for since the last sweep."""
        self._old, self._used = self._used, {}
