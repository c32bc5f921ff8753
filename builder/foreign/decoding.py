"""Files of text that others wrote: whichever of the usual encodings they are in."""

from __future__ import annotations

import codecs
from pathlib import Path

from builder.diagnostics import printable
from builder.errors import PackageError
from builder.files import SOURCE_LIMIT, read_bytes

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""What a file begins with that says its encoding itself (Unicode, 23.8)."""
_LOOKED_AT = 400
"""Bytes by which UTF-16 is told that does not say so: every second one is zero in texts of Western languages."""
_SAVE = "save it as UTF-8"


def read_text(path: Path) -> str:
    r"""Return a file's text, in UTF-8 or UTF-16, with `\\n` at the end of lines.

    Raise `PackageError` for another encoding, and for what is no text; `ReadError` where it cannot be read.
    """
    shown = printable(str(path))
    data = read_bytes(path, SOURCE_LIMIT)
    encoding = next((name for mark, name in _MARKED if data.startswith(mark)), "") or _unmarked(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        place = f"byte {error.start + 1} is {error.object[error.start]:#04x}"
        named = "UTF-16" if encoding.startswith("utf-16") else "UTF-8 or UTF-16"
        raise PackageError(shown, f"it is not in {named}: {place}", _SAVE) from error
    if "\0" in text:
        raise PackageError(shown, "it is no text", "name a table (.csv, .tsv, .txt), Markdown, or a package")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unmarked(data: bytes) -> str:
    start = data[:_LOOKED_AT]
    pairs = len(start) // 2
    if pairs > 1 and start[1::2].count(0) * 2 > pairs and not start[::2].count(0):
        return "utf-16-le"
    if pairs > 1 and start[::2].count(0) * 2 > pairs and not start[1::2].count(0):
        return "utf-16-be"
    return "utf-8"
