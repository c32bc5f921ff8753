"""A deck's media files, named by their content so that a changed picture is a new file to Anki."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from builder.files import digest_of, read_bytes

_STEM_LENGTH = 48
_HASH_LENGTH = 12
_SUFFIX_LENGTH = 12


class MediaFile(NamedTuple):
    """A file of the deck's folder and its name inside the package."""

    path: Path
    name: str


class MediaFolder:
    """Finds the files that cards name; a name is relative to the deck's `media` folder, or to the deck's own."""

    def __init__(self, folder: Path, known: dict[str, MediaFile | None] | None = None) -> None:
        self.folder = folder
        self.used: dict[str, MediaFile] = {}
        """The files that were asked for, by their names inside the package: those that a package takes along."""
        self._known = {} if known is None else known

    def resolve(self, written: str) -> str | None:
        """Return the name inside the package for a file as the author wrote it; None where there is none."""
        if written not in self._known:
            self._known[written] = self._find(written)
        file = self._known[written]
        if file is not None:
            self.used[file.name] = file
        return file.name if file else None

    def has(self, media: Iterable[tuple[str, str | None]]) -> bool:
        """Tell whether files, as written, have these names inside the package (None for missing ones) still."""
        return all(self.resolve(written) == name for written, name in media)

    def names(self) -> list[str]:
        """Return all that could be named, for "did you mean"."""
        media = self.folder / "media"
        return sorted(path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file())

    def _find(self, written: str) -> MediaFile | None:
        for base in (self.folder / "media", self.folder):
            try:
                path = (base / written).resolve()
                inside = path.is_relative_to(self.folder.resolve()) and path.is_file()
            except (OSError, ValueError):
                continue
            if inside and _exact_case(path):
                return MediaFile(path=path, name=_package_name(path))
        return None


def _exact_case(path: Path) -> bool:
    """Refuse a name that differs in case, which only some file systems find."""
    return path.name in {entry.name for entry in path.parent.iterdir()}


def _package_name(path: Path) -> str:
    """Return `stem-hash.ext` in lower-case ASCII, at most 80 bytes."""
    digest = digest_of(read_bytes(path))[:_HASH_LENGTH]
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_STEM_LENGTH].rstrip("-") or "media"
    suffix = re.sub(r"[^a-z0-9.]", "", path.suffix.lower())[:_SUFFIX_LENGTH]
    return f"{stem}-{digest}{suffix}"
