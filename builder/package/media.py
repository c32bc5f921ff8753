"""A deck's media files, named by their content so that a changed picture is a new file to Anki."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from builder.files import MEDIA_LIMIT, digest_of, files_below, inner_path, read_bytes, sort_at
from builder.package.media_formats import format_of, is_picture
from builder.package.nearest_media import NearestMedia
from builder.stores import MediaFacts, MediaStore

FOLDER = "media"
_STEM_LENGTH = 48
_HASH_LENGTH = 12
_SUFFIX_LENGTH = 12
_SUGGESTIONS = 50
"""For how many missing files a likely name is looked for: it takes long where thousands are missing."""
_SOURCES = (".lock", ".yaml", ".yml")
MEDIA_ENDINGS = (
    *(".avif", ".bmp", ".gif", ".heic", ".heif", ".jpeg", ".jpg", ".png", ".psd", ".svg", ".tif", ".tiff", ".webp"),
    *(".aac", ".aif", ".aiff", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".wma"),
    *(".3gp", ".avi", ".flv", ".m4v", ".mkv", ".mov", ".mp4", ".mpg", ".ogv", ".webm", ".wmv"),
)
"""What may lie beside the chapters as well: nothing else of a deck's folder is meant for learners."""
_ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}\Z(?<!\.md)")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


class MediaFile(NamedTuple):
    """A file of the deck's folder, its name inside the package, its size in bytes, and its format by its bytes."""

    path: Path
    name: str
    size: int
    format: str


class MediaFolder:
    """Finds the files that cards name; a name is relative to the deck's `media` folder, or to the deck's own."""

    def __init__(
        self,
        folder: Path,
        known: dict[str, MediaFile | None] | None = None,
        store: MediaStore | None = None,
    ) -> None:
        """`known` has the files that were found before, and is added to; `store` what was read of files."""
        self.folder = folder
        self.store = store
        self.used: dict[str, MediaFile] = {}
        """The files that were asked for, by their names inside the package: those that a package takes along."""
        self.published: Mapping[str, str] = {}
        """Names under which an adopted deck was published with files, each with the start of its digest."""
        self._known = {} if known is None else known
        self._home = os.path.realpath(folder)
        self._listed: dict[str, dict[str, str]] = {}
        self._links: set[str] = set()
        """Those of the paths in listed folders that are links."""
        self._files: set[str] = set()
        """Those that are files, and no links."""
        self._placed: dict[str, str | None] = {}
        self._places: dict[str, str] | None = None
        self._nearest: NearestMedia | None = None
        self._suggested = 0

    def resolve(self, written: str) -> str | None:
        """Return the name inside the package for a file as the author wrote it; None where there is none."""
        if written not in self._known:
            path = self._find(written)
            self._known[written] = None if path is None else self._media_file(path)
        file = self._known[written]
        if file is not None:
            self.used[file.name] = file
        return file.name if file else None

    def is_picture(self, written: str) -> bool | None:
        """Tell whether a file that was found is a picture, or else a sound or film; None where that is not known."""
        file = self._known.get(written)
        return None if file is None else is_picture(file.name, file.format)

    def has(self, media: Iterable[tuple[str, str | None]]) -> bool:
        """Tell whether files, as written, have these names inside the package (None for missing ones) still."""
        return all(self.resolve(written) == name for written, name in media)

    def places(self) -> Mapping[str, str]:
        """Return all files of the media folder that could be named, in order, and for each the file that it is."""
        if self._places is None:
            self._places = {}
            for path in sorted(files_below(self.folder / FOLDER)):
                name = path.replace(os.sep, "/")
                place = self._place(f"{FOLDER}/{name}")
                if place is not None:
                    self._places[name] = place
        return self._places

    def why_missing(self, written: str, *, is_played: bool) -> str:
        """Return what to do about a file that is not found; `is_played` is whether it is to be a sound."""
        for name in self._candidates(written):
            found = self._look_up(name)
            if found is None:
                continue
            path = self.folder / found
            if self._target(found) is None:
                return "it is a link that leads out of the deck: put the file itself into the deck's media folder"
            if os.path.isfile(path):
                return "only pictures, sounds and films go into a package: put one into the deck's media folder"
            if sort := sort_at(path):
                return f"it is {sort}, and no file: put a file into the deck's media folder"
        self._suggested += 1
        if self._nearest is None:
            self._nearest = NearestMedia([*self.places(), *self._beside_chapters()])
        has_ending = _ENDING.search(written) is not None
        hint = self._nearest.hint(written, may_guess=has_ending and self._suggested <= _SUGGESTIONS)
        if is_played and not has_ending:
            ending = "a file has an ending in its name, and a sound one such as .mp3"
            return f"{hint} if that is it; {ending}" if hint else f"{ending}; put it into the deck's media folder"
        if not hint and not has_ending:
            return "a note cannot be embedded: write on the card what it says; the name of a file has an ending"
        return hint or "put the file into the deck's media folder"

    def _beside_chapters(self) -> Iterator[str]:
        """Yield the files outside of the media folder that could be named, in order."""
        for path in sorted(files_below(self.folder)):
            name = path.replace(os.sep, "/")
            if not name.startswith(f"{FOLDER}/") and self._place(name) is not None:
                yield name

    def _find(self, written: str) -> Path | None:
        for name in self._candidates(written):
            found = self._look_up(name)
            place = None if found is None else self._place(found)
            if place is not None:
                return Path(place)
        return None

    def _media_file(self, path: Path) -> MediaFile:
        def read() -> MediaFacts:
            return _read_facts(path)

        facts = read() if self.store is None else self.store.facts(path, read)
        own = unicodedata.normalize("NFC", path.name)
        is_as_published = own in self.published and facts.digest.startswith(self.published[own])
        # Of an adopted deck, whose templates show files by names that begin so; Anki takes no other that no note shows.
        mark = "_" if self.published and own.startswith("_") else ""
        name = own if is_as_published else mark + _package_name(path, facts.digest)
        return MediaFile(path=path, name=name, size=facts.size, format=facts.format)

    def _candidates(self, written: str) -> Iterator[str]:
        """Yield the paths from the deck's folder that a name can mean, none of which leaves it."""
        for name in (written, _PERCENT.sub(_unquoted, written)) if "%" in written else (written,):
            if name and "\0" not in name and not os.path.isabs(name):
                for path in (f"{FOLDER}/{name}", name):
                    inner = os.path.normpath(path)
                    if inner.split(os.sep)[0] != "..":
                        yield inner.replace(os.sep, "/")

    def _look_up(self, name: str) -> str | None:
        """Return a path as the disk has it: in the same case, in whichever Unicode form; None where it has none."""
        path = ""
        for part in name.split("/"):
            actual = self._list(path).get(part) or self._list(path).get(unicodedata.normalize("NFC", part))
            if actual is None:
                return None
            path = f"{path}/{actual}" if path else actual
        return path

    def _list(self, folder: str) -> dict[str, str]:
        """Return the names in a folder by themselves and by their composed form, read once."""
        if folder not in self._listed:
            names = []
            with contextlib.suppress(OSError), os.scandir(self.folder / folder) as entries:
                for entry in entries:
                    names.append(entry.name)
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    if entry.is_symlink():
                        self._links.add(path)
                    elif entry.is_file():
                        self._files.add(path)
            composed = {unicodedata.normalize("NFC", name): name for name in names}
            self._listed[folder] = {**composed, **{name: name for name in names}}
        return self._listed[folder]

    def _may_go(self, name: str) -> bool:
        """Tell whether a file, by its path from the deck's folder, may be given to learners."""
        parts = name.split("/")
        suffix = os.path.splitext(name)[1].lower()
        if any(part.startswith(".") for part in parts) or suffix in _SOURCES:
            return False
        return parts[0] == FOLDER or suffix in MEDIA_ENDINGS

    def _place(self, found: str) -> str | None:
        """Return the file that a path of the deck's folder leads to; None where that may not go, or is no file."""
        if found not in self._placed:
            target = self._target(found) if self._may_go(found) else None
            place = None if target is None else os.path.join(self._home, target)
            may_go = target == found or (target is not None and self._may_go(target))
            is_file = place is not None and (target in self._files or os.path.isfile(place))
            self._placed[found] = place if may_go and is_file else None
        return self._placed[found]

    def _target(self, found: str) -> str | None:
        """Return the path in the deck's folder that a path there leads to; None where that is elsewhere, or hidden.

        Only where a part of it is a link is the system asked for each of its parts.
        """
        parts = found.split("/")
        heads = ["/".join(parts[:depth]) for depth in range(len(parts))]
        for head in heads:
            self._list(head)
        is_linked = any(path in self._links for path in (*heads[1:], found))
        return inner_path(self.folder / found, self.folder) if is_linked else found


def _unquoted(signs: re.Match[str]) -> str:
    return bytes.fromhex(signs[0].replace("%", "")).decode("utf-8", "replace")


def _read_facts(path: Path) -> MediaFacts:
    size = os.stat(path).st_size
    data = read_bytes(path, MEDIA_LIMIT) if size <= MEDIA_LIMIT else b""  # else it goes into no package
    return MediaFacts(digest=digest_of(data), size=len(data) or size, format=format_of(data))


def _package_name(path: Path, digest: str) -> str:
    """Return `stem-hash.ext` in lower-case ASCII, at most 80 bytes."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_STEM_LENGTH].rstrip("-") or "media"
    suffix = re.sub(r"[^a-z0-9.]", "", path.suffix.lower())[:_SUFFIX_LENGTH]
    return f"{stem}-{digest[:_HASH_LENGTH]}{suffix}"
