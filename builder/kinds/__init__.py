"""The kinds of card: a folder each, found by being there."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from builder.kinds.editor import described
from builder.model import Kind

_FOLDER = Path(__file__).parent

COMMON_FIELDS = ("Context", "Hint", "Extra", "Accept", "As of", "Source", "Id", "Retired")
"""Fields that every note type has after its own, in this order; `Retired` is empty but in tombstones."""


class _Builtin(Mapping[str, Kind]):
    """Loads each kind when it is asked for: a deck uses some of them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self.loaded: dict[str, Kind] = {}

    def __getitem__(self, name: str) -> Kind:
        if name not in self.loaded:
            if name not in self.names:
                raise KeyError(name)
            self.loaded[name] = described(importlib.import_module(f"builder.kinds.{name}").KIND)
        return self.loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@functools.cache
def builtin_kinds() -> Mapping[str, Kind]:
    """Return the kinds that come with Deckwright, by name."""
    return _Builtin(sorted(path.parent.name for path in _FOLDER.glob("*/__init__.py")))
