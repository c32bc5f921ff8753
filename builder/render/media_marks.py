"""What is wrong with marks of media: pictures that are played, sounds that are shown, and marks that are mistyped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from builder.entities import unescape
from builder.render.faults import Fault
from builder.render.sounds import replace_sounds
from builder.texts.code_places import blanked, code_elements

_IN_USE = re.compile(r'<(?P<tag>img|audio|video)\b[^>]*? src="(?P<source>[^"]*)"|\[sound:(?P<played>[^\]]*)\]')
_ENDINGS = "mp3|ogg|oga|opus|wav|m4a|flac|spx|3gp|aac|mp4|m4v|mov|webm|mkv|avi|ogv"
_MISTYPED = re.compile(
    r"<[^<>]*>|(?-i:\[sound:[^\[\]]*\]|&#91;sound:)"
    r"|(?P<written>(?:&#91;|[\[［【({（]) ?sound ?[:：] ?"
    rf"(?P<file>[^\[\]［］【】(){{}}（）<\n]{{1,200}}?\.(?:{_ENDINGS})) ?[\]］】)}}）])",
    re.S | re.I,
)


_SOURCE = re.compile(r'(<(?:audio|img|source|video)(?: [a-z]+="[^"]*")*? src=")([^"]*)(")')
"""Where a tag names a media file: what stands before the name, the name, and after it."""


class Media(Protocol):
    """The media files of a deck."""

    def resolve(self, written: str) -> str | None:
        """Return the name inside the package for a file as the author wrote it; None where there is no such file."""
        ...

    def why_missing(self, written: str, *, is_played: bool) -> str:
        """Return what to do about a file that is not found; `is_played` is whether it is to be a sound."""
        ...

    def is_picture(self, written: str) -> bool | None:
        """Tell whether a file that was found is a picture, or else a sound or film; None where that is not known."""
        ...


def missing(written: str, text: str, media: Media) -> Fault:
    """Return the fault of a file that a text names and the deck has not."""
    hint = media.why_missing(written, is_played=f"[sound:{written}]" in text)
    return Fault(written, "missing-media", f'there is no media file "{written}"', hint)


def exchanged(body: str, media: Media) -> Iterator[Fault]:
    """Yield the sounds that HTML shows as pictures, and the pictures that it plays; names are as they were written."""
    for mark in _IN_USE.finditer(body):
        written = unescape(mark["source"] or mark["played"])
        shows = mark["tag"] == "img"
        if media.is_picture(written) is not (not shows):
            continue
        if shows:
            message, hint = f'"{written}" is a sound or film, and no picture', f"write [sound:{written}]"
            yield Fault(written, "media-mark", message, hint)
        else:
            message, hint = f'"{written}" is a picture, which is not played', f"write {_picture(written)}"
            yield Fault(written, "media-mark", message, hint)


def _picture(file: str) -> str:
    return f'<img src="{html.escape(file)}">' if re.search(r"[()\s]", file) else f"![]({file})"


def may_be_mistyped(text: str) -> bool:
    """Tell, for little time, whether a text may hold a mistyped mark of a sound."""
    return any(part in text for part in ("ound:", "ound：", "OUND", "ound ", "［s", "［S"))


def mistyped(body: str) -> Iterator[Fault]:
    """Yield the marks of sounds in HTML that Anki does not know, so that they show as they were typed."""
    for mark in _MISTYPED.finditer(blanked(body, code_elements(body))):
        if mark["written"]:
            written, file = (unescape(mark[name]) for name in ("written", "file"))
            message, hint = f'"{written}" plays nothing, and shows as typed', f"write [sound:{file.strip()}]"
            yield Fault(written, "media-mark", message, f"{hint}; to show it as text, put it in backticks")


def with_names(body: str, names: Mapping[str, str | None]) -> str:
    """Return HTML in which media have their names inside the package."""

    def name_of(written: str) -> str:
        return names.get(unescape(written)) or written

    body = _SOURCE.sub(lambda tag: f"{tag[1]}{name_of(tag[2])}{tag[3]}", body)
    return replace_sounds(body, lambda written: f"[sound:{name_of(written)}]")
