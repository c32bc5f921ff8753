"""A second process that reads the chapters that have changed, started before anybody knows which.

An author builds after an edit, and mostly there is something to read. What it takes to read chapters and what it takes
to write a package are different modules; to load them is half of such a build, and goes on side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from builder.beside import PreparedHelper, can_help

# Both processes need these; what is loaded before they part is loaded once.
from builder.files import read_bytes  # noqa: F401
from builder.passing import ReadChapter  # noqa: F401

Task = tuple[Path, tuple[Path, ...], str]
"""A deck's folder, chapters of it to read, and the hash of its deck.yaml."""


class Reader(PreparedHelper):
    """Reads chapters of decks as `read_again` does."""

    def __init__(self) -> None:
        super().__init__(_load, _read_all)

    def read(self, tasks: Sequence[Task], root: Path) -> Iterator[Any]:
        """Begin to read; what comes is to be taken later, a value for each task."""
        self.ask((str(root), [(str(folder), list(map(str, paths)), settings) for folder, paths, settings in tasks]))
        return self.results()


def may_read(output: Path, cache: str | None) -> bool:
    """Tell whether a reader can be had, and whether there may be a state to go on from."""
    return cache != "" and output.is_dir() and can_help()


def _load() -> None:
    import builder.chapterwise  # noqa: F401


def _read_all(question: Any) -> Iterator[Any]:
    from builder.chapterwise import read_again

    root, tasks = question
    for folder, paths, settings in tasks:
        yield read_again(Path(folder), Path(root), list(map(Path, paths)), settings)
