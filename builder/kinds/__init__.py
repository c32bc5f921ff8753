"""The kinds of card: a folder each, found by being there."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from builder.deck import Kind

_FOLDER = Path(__file__).parent

COMMON_FIELDS = ("Context", "Hint", "Extra", "Accept", "As of", "Source", "Id", "Retired")
"""Fields that every note type has after its own."""


@functools.cache
def builtin_kinds() -> Mapping[str, Kind]:
    """Return the kinds that come with Deckwright, by name."""
    names = sorted(path.parent.name for path in _FOLDER.glob("*/__init__.py"))
    return MappingProxyType({name: importlib.import_module(f"builder.kinds.{name}").KIND for name in names})
