"""What is wrong with the media files that a deck ships: their size, their bytes, their format; and which are unused."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator
from pathlib import Path

from builder.diagnostics import Location, Problem, Severity
from builder.files import MEDIA_LIMIT
from builder.package.media import FOLDER, MediaFile, MediaFolder
from builder.package.media_formats import FORMATS_BY_ENDING, LFS, PICTURES, is_picture
from builder.project import shown_path

MEGABYTE = 1_000_000
LARGE = 5 * MEGABYTE
"""A larger file takes a phone long to load, and AnkiDroid more memory than it may have."""
_TO_CONVERT = frozenset({"heic", "pdf", "tiff"})
"""What is seen, though not by browsers."""
_NOT_SHOWN = {
    **dict.fromkeys(("heic", "heif", "psd", "tif", "tiff"), "save it as .jpg, .png or .webp"),
    **dict.fromkeys(("aif", "aiff", "wma"), "save it as .mp3"),
    **dict.fromkeys(("avi", "flv", "mkv", "mov", "mpg", "wmv"), "save it as .mp4"),
}
"""Endings of what most phones neither show nor play, and what to do."""
_ALSO_MEDIA = frozenset({"3gp", "aac", "apng", "ico", "jfif", "mpeg", "spx"})
"""Endings of pictures, sounds and films beside those, which some phones show or play."""


_FONTS = ("otf", "ttf", "woff", "woff2")


def check_media(media: MediaFolder, *, all_read: bool, stems: Callable[[], Container[str]]) -> Iterator[Problem]:
    """Yield what is wrong with the files in use; and which are not in use, where all cards could be read.

    `stems` gives what recordings would be called that are found by the names of cards.
    """
    for file in sorted(media.used.values()):
        if file.name in media.published:  # its learners have it as it is
            continue
        yield from _check(file)
    if all_read:
        used = {os.fspath(file.path) for file in media.used.values()}
        unused = [name for name, place in media.places().items() if place not in used]
        called = stems() if unused else ()
        for name in unused:
            message, hint = "no card shows or plays this file", "delete it, or show it on a card"
            if name.rpartition(".")[0] in called and is_picture(name) is False:
                hint = "it is called as a card: `audio: true` in deck.yaml or in the chapter plays it; or delete it"
            yield _problem(media.folder / FOLDER / name, Severity.INFO, "unused-media", message, hint)


def _check(file: MediaFile) -> Iterator[Problem]:
    path = file.path
    ending = file.path.suffix.lower().lstrip(".")
    if file.size == 0:
        yield _problem(path, Severity.ERROR, "media-empty", "the file is empty", "put the picture or sound there")
        return
    if file.size > MEDIA_LIMIT:
        hint = "make it smaller: AnkiWeb takes files up to 100 MB, and would not sync it to other devices"
        yield _problem(path, Severity.ERROR, "media-size", f"the file has {file.size / MEGABYTE:,.0f} MB", hint)
        return
    if file.size > LARGE:
        hint = "make it smaller than 5 MB: phones load it slowly, or not at all"
        yield _problem(path, Severity.WARNING, "media-size", f"the file has {file.size / MEGABYTE:,.1f} MB", hint)
    if ending in _NOT_SHOWN:
        message = f"phones do not show or play .{ending} files"
        yield _problem(path, Severity.WARNING, "media-format", message, _NOT_SHOWN[ending])
    elif ending in FORMATS_BY_ENDING:
        yield from _check_bytes(file, FORMATS_BY_ENDING[ending], ending)
    elif file.name.startswith("_") and ending in _FONTS:  # which the style of an adopted kind loads
        return
    elif ending not in _ALSO_MEDIA and file.format not in FORMATS_BY_ENDING.values():
        called = "a PDF" if file.format == "pdf" else f"a .{ending} file" if ending else "this file"
        message = f"{called} is no picture, sound or film, and cards show none"
        yield _problem(path, Severity.ERROR, "media-format", message, "show a picture of it, saved as .png or .jpg")


def _check_bytes(file: MediaFile, named: str, ending: str) -> Iterator[Problem]:
    path, actual = file.path, file.format
    if actual == named:
        return
    if actual == LFS:
        message, hint = "the file is a pointer of Git LFS, and not what it points to", "run git lfs pull"
        yield _problem(path, Severity.ERROR, "media-bytes", message, hint)
        return
    says = f"its bytes are {actual.upper()}" if actual else "its bytes are of no format that is known"
    hint = f"give it the ending .{actual}" if actual else "save it once more from the program that made it"
    broken = named in PICTURES and actual not in PICTURES
    if broken and actual in _TO_CONVERT:
        hint = "save it as .jpg, .png or .webp"
    severity = Severity.ERROR if broken else Severity.WARNING
    yield _problem(path, severity, "media-bytes", f"the file is named .{ending}, and {says}", hint)


def _problem(path: Path, severity: Severity, rule: str, message: str, hint: str) -> Problem:
    location = Location(path=shown_path(path), line=1, column=1)
    return Problem(location=location, severity=severity, rule=rule, message=message, hint=hint)
