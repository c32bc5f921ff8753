"""Which media file must have been meant by a name that is that of none: its path, case, folder or ending is another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from builder.diagnostics import did_you_mean
from builder.package.media_formats import is_picture

_ON_COMPUTER = re.compile(r"(?:[a-z]:|~)?[\\/]|[a-z]:", re.I)
"""How a path begins that leads from the top of a disk, or from somebody's own folder."""


class NearestMedia:
    """The names of a deck's media files, to be looked up by what may be wrong with a name."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_path: dict[str, str] = {}
        self._by_file: dict[str, str] = {}
        self._by_stem: dict[tuple[str, bool | None], str] = {}
        """By names without an ending, and what they are of; with None for names that have none."""
        for name in names:
            path = _plain(name)
            self._by_path.setdefault(path, name)
            self._by_file.setdefault(_file(path), name)
            for shown in (is_picture(path), None):
                self._by_stem.setdefault((_stem(path), shown), name)

    def hint(self, written: str, *, may_guess: bool) -> str:
        """Return what to write in the place of a name, or what to do; with `may_guess` also by a likeness of names."""
        path = _plain(written).replace("\\", "/").removeprefix("./")
        meant = (
            self._by_path.get(path.lstrip("/"))
            or self._by_file.get(_file(path))
            or self._by_stem.get((_stem(path), is_picture(path)) if "." in _file(path) else (_file(path), None))
        )
        if _ON_COMPUTER.match(written):
            way = (
                f"write {meant}"
                if meant
                else f"copy the file into the deck's media folder, and write {_named(written)}"
            )
            return f"that is a path on your computer: {way}"
        if "\\" in written:
            why = "folders are parted by a slash, and not by a backslash"
            return f"write {meant}: {why}" if meant else f"{why}; put the file into the deck's media folder"
        if meant and _plain(meant) != _plain(written):
            return f"write {meant}"
        if meant:
            return f"write {meant}: capitals count" if _composed(meant) != _composed(written) else ""
        return did_you_mean(written, self._like(path, _composed(written))) if may_guess else ""

    def _like(self, path: str, written: str) -> Iterable[str]:
        """Yield the names of files of the same sort as a path: a picture is not meant where a sound is named."""
        shown = is_picture(path)
        for other, name in self._by_path.items():
            if _composed(name) != written and (shown is None or is_picture(other) is shown):
                yield name


def _named(written: str) -> str:
    return re.split(r"[\\/]", written)[-1]


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _plain(name: str) -> str:
    return _composed(name).casefold()


def _file(path: str) -> str:
    return path.rpartition("/")[2]


def _stem(path: str) -> str:
    return _file(path).rpartition(".")[0]
