"""Names of media files that would be written somewhere else than they seem, or as something else."""

from __future__ import annotations

import re

from builder.diagnostics import printable

_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\..*)?", re.I | re.S)
"""What Windows takes for a device, whatever ending it has (Microsoft, Naming Files, Paths, and Namespaces)."""
_LENGTH = 255
"""Bytes of a name that all usual file systems take."""


def fault_of_name(name: str) -> str:
    """Return what is wrong with a media file's name, as a message says it; empty for a good one."""
    shown = printable(name[:60])
    if not name or name in (".", ".."):
        return f'a media file has the name "{shown}"'
    if any(sign in name for sign in "/\\:"):
        return f'the name of the media file "{shown}" is a path'
    if any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in name) or printable(name) != name:
        return f'the name of the media file "{shown}" has control characters'
    if _DEVICE.fullmatch(name):
        return f'the name of the media file "{shown}" is a device of Windows'
    if name[-1] in ". ":
        return f'the name of the media file "{shown}" ends as Windows lets no name end'
    return f'the name of the media file "{shown}…" is too long' if len(name.encode()) > _LENGTH else ""
