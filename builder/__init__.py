"""Deckwright: flashcards as YAML, compiled into Anki decks that keep every learner's reviews.

Scripts use `load`, `check`, `build` and `preview`, which take a deck's folder; docs/api.md shows how. What else is in
the package may change from one version to the next.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"
__all__ = ["BuildResult", "__version__", "build", "check", "load", "preview"]


def __getattr__(name: str) -> Any:
    # Resolved when first used: else `deckwright --help`, which imports this too, would wait for all of it.
    # Type checkers read __init__.pyi instead.
    if name in __all__:
        return getattr(importlib.import_module("builder.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
