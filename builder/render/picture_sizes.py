"""The size of a picture as authors write it: behind a bar, `|300`, as Obsidian has it, or in braces, `{width=50%}`."""

from __future__ import annotations

import re

_BEHIND_BAR = re.compile(r"(?:(?P<width>\d{1,4})(?:x(?P<height>\d{1,4}))?|(?P<share>[1-9]\d{0,2}%))\Z")
_LENGTH = r"(?:[1-9]\d{0,3}(?:px)?|[1-9]\d{0,2}%)"
_SIDE = rf"(?:width|height)[ \t]*=[ \t]*(?:\"{_LENGTH}\"|'{_LENGTH}'|{_LENGTH})"
_BRACES = re.compile(rf"\{{[ \t]*{_SIDE}(?:[ \t]*[ \t,][ \t]*{_SIDE})?[ \t]*\}}\Z", re.I)
_VALUE = re.compile(r"(width|height)[ \t]*=[ \t]*[\"']?(\d+%?)")


def size_behind_bar(written: str) -> dict[str, str]:
    """Return the size behind Obsidian's bar: `300` or `300x200` in pixels, `50%`; empty where it is none."""
    sized = _BEHIND_BAR.match(written.strip())
    sides = {"width": sized["share"] or sized["width"], "height": sized["height"]} if sized else {}
    return {side: length for side, length in sides.items() if length}


def size_in_braces(written: str) -> dict[str, str]:
    """Return the size that stands in braces, in pixels, the width in percent as well; empty where it is none.

    A height alone is none: it would change nothing, for cards keep the shape of a picture.
    """
    sides = dict(_VALUE.findall(written.lower())) if _BRACES.match(written) else {}
    is_size = "width" in sides and "%" not in sides.get("height", "")
    return {side: sides[side] for side in ("width", "height") if side in sides} if is_size else {}
