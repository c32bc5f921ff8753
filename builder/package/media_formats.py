"""What a media file is, by the bytes that it begins with and by its name."""

from __future__ import annotations

import re

LFS = "lfs"
"""What stands for a file in a checkout without Git LFS: a pointer to it."""
_HEAD_LENGTH = 1024
"""Bytes of a file that show its format."""
_SIGNATURES = {
    "png": rb"\x89PNG",
    "jpeg": rb"\xff\xd8\xff",
    "gif": rb"GIF8",
    "webp": rb"RIFF.{4}WEBP",
    "svg": rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE svg|svg\b).*",
    "bmp": rb"BM",
    "avif": rb".{4}ftyp(?:avif|avis)",
    "heic": rb".{4}ftyp(?:hei|hev|mif1|msf1)",
    "tiff": rb"II\*\0|MM\0\*",
    "mp3": rb"ID3|\xff[\xe2-\xff]",
    "ogg": rb"OggS",
    "wav": rb"(?:RIFF|RF64).{4}WAVE",
    "flac": rb"fLaC",
    "mp4": rb".{4}(?:ftyp|moov|mdat|free|wide)",
    "webm": rb"\x1aE\xdf\xa3",
    "pdf": rb"%PDF",
    LFS: rb"version https://git-lfs",
}
_FORMATS = tuple((name, re.compile(pattern, re.S | re.I)) for name, pattern in _SIGNATURES.items())
"""How files of a format begin; the first that matches counts."""
FORMATS_BY_ENDING = {
    **{name: name for name in ("avif", "bmp", "flac", "gif", "mp3", "mp4", "ogg", "png", "svg", "wav", "webm", "webp")},
    **dict.fromkeys(("jpeg", "jpg"), "jpeg"),
    **dict.fromkeys(("oga", "ogv", "opus"), "ogg"),
    **dict.fromkeys(("m4a", "m4v"), "mp4"),
}
"""The format that a file has by its name."""
PICTURES = frozenset({"avif", "bmp", "gif", "jpeg", "png", "svg", "webp"})
"""What browsers show as a picture, by its bytes, whatever its name is."""
_PLAYED = frozenset(
    {
        *("mp3", "ogg", "wav", "flac", "mp4", "webm"),
        *("aac", "aif", "aiff", "wma", "spx"),
        *("3gp", "avi", "flv", "mkv", "mov", "mpg", "wmv"),
    }
)
_SHOWN = PICTURES | {"heic", "heif", "psd", "tif", "tiff"}
"""Formats, and endings of names, of what is played, and of what a picture mark is meant for."""


def format_of(data: bytes) -> str:
    """Return the format of a file by the bytes that it begins with; empty for one that is not known here."""
    head = data[:_HEAD_LENGTH]
    return next((name for name, pattern in _FORMATS if pattern.match(head)), "")


def is_picture(name: str, bytes_are: str = "") -> bool | None:
    """Tell whether a file is a picture, or else a sound or film; None where its name and its bytes do not agree.

    `bytes_are` is its format by its bytes; empty where that is not known.
    """
    ending = name.rpartition(".")[2].lower()
    said = {FORMATS_BY_ENDING.get(ending, ending), bytes_are} - {""}
    kinds = {one in _SHOWN for one in said if one in _SHOWN or one in _PLAYED}
    return kinds.pop() if len(kinds) == 1 else None
