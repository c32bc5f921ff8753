"""Texts on the disk by a name of their own: what was read of the history of a lock, which takes long in a long history.

A file `HASH.text`, named by a hash of its key, holds the SHA-256 of what follows (32 bytes), and a text as UTF-8.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from builder.cache.storage import cache_folder, keep, recall
from builder.files import digest_of


class TextCache:
    """A `TextStore` in a folder."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache

    def recall(self, key: str) -> str | None:
        """Return the text that was kept last for this key; None where it is not there, or not whole."""
        body = recall(self._path(key))
        return None if body is None else body.decode()

    def keep(self, key: str, text: str) -> None:
        """Keep a text."""
        keep(self._path(key), text.encode("utf-8", "replace"))

    def _path(self, key: str) -> Path:
        return self.cache / f"{digest_of(key.encode('utf-8', 'surrogateescape'))[:40]}.text"


def text_cache(tell: Callable[[str], object] = str) -> TextCache | None:
    """Return the user's cache of texts; None where there is no cache. `tell` is as that of `cache_folder`."""
    folder = cache_folder(tell)
    return None if folder is None else TextCache(folder)
