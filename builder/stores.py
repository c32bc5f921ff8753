"""What a build may be given so that it need not do again what was done: stores of rendered chapters, and of texts."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from builder.model import RenderedChapter


class ChapterKey(NamedTuple):
    """What a rendered chapter hangs on, but for its media: hashes of the deck's head and of the file.

    `path`, as shown to the user, is for the places of its notes: a chapter under another name is rendered alike.
    """

    head: str
    digest: str
    path: str


class ChapterStore(Protocol):
    """Keeps rendered chapters for the next time; it may forget any of them."""

    def get(self, key: ChapterKey) -> RenderedChapter | None:
        """Return the chapter that was put in for this key; None where it is not there."""
        ...

    def put(self, key: ChapterKey, chapter: RenderedChapter) -> None:
        """Keep a chapter, or not."""
        ...


class TextStore(Protocol):
    """Keeps texts for the next time; it may forget any of them."""

    def recall(self, key: str) -> str | None:
        """Return the text that was kept last for this key; None where it is not there."""
        ...

    def keep(self, key: str, text: str) -> None:
        """Keep a text, or not."""
        ...
