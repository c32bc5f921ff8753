"""What a build may be given so that it need not do again what was done: stores of chapters, texts and media."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from builder.model import RenderedChapter


class ChapterKey(NamedTuple):
    """What a rendered chapter hangs on, but for its media: hashes of the deck's head and of the file, and its folder.

    `path`, as shown to the user, is for the places of its notes: a chapter under another name is rendered alike.
    """

    head: str
    digest: str
    path: str
    within: str = ""
    """The deck of its folder (`Chapter.within`)."""


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


class MediaFacts(NamedTuple):
    """What a build has to know of a media file before it packs it."""

    digest: str
    """The SHA-256 of its bytes, in hexadecimal."""
    size: int
    """In bytes."""
    format: str
    """What its bytes are (`package/media_formats.py`); empty for what is not known there."""


class MediaStore(Protocol):
    """Keeps what is known of files for the next time; it may forget any of it."""

    def facts(self, path: Path, read: Callable[[], MediaFacts]) -> MediaFacts:
        """Return what `read` gives of a file, or gave when the file was what it is now."""
        ...

    def last_package(self) -> bytes:
        """Return the package that the last build has left, of media by the same names; empty where it is not known."""
        ...
