"""HTML without its tags, however many of them have no end: time grows as the text does.

A pattern such as `<[^>]*>` looks for the end of a tag up to the end of the text, anew at each start.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_START = re.compile(r"<(?:(?P<comment>!--)|(?P<style>style)|(?P<script>script))?", re.I)
_ENDS = {
    "comment": re.compile("-->"),
    "style": re.compile("</style>", re.I),
    "script": re.compile("</script>", re.I),
}


def substituted(tags: re.Pattern[str], by: str, text: str) -> str:
    """Return a text with something for each match of a pattern, all of whose matches end in `>`."""
    end = text.rfind(">") + 1
    return tags.sub(by, text[:end]) + text[end:]


def without_markup(text: str) -> str:
    """Return HTML without what Anki takes for markup when it strips a text: comments, styles, scripts and tags."""
    last_tag = text.rfind(">")
    last = {name: max((end.start() for end in ends.finditer(text)), default=-1) for name, ends in _ENDS.items()}
    parts: list[str] = []
    copied = 0
    while 0 <= (start := text.find("<", copied)) < last_tag:
        parts.append(text[copied:start])
        copied = _end_of_markup(text, start, last)
    return "".join([*parts, text[copied:]])


def _end_of_markup(text: str, start: int, last: Mapping[str, int]) -> int:
    """Return where the markup ends that starts at a `<` with a `>` behind it; `last` says where its ends are last."""
    found = _START.match(text, start)
    assert found is not None
    name = found.lastgroup or ""
    inner = found.end() if name in ("", "comment") else text.find(">", found.end()) + 1
    if name and 0 < inner <= last[name]:
        end = _ENDS[name].search(text, inner)
        assert end is not None
        return end.end()
    return text.find(">", start) + 1
