"""Where a text plays a sound: `[sound:gate.mp3]`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_OPENING = "[sound:"
_END = re.compile(r"[\]\n]")


def sounds_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where sounds start and end, each on one line, in order."""
    end = 0
    while (start := text.find(_OPENING, end)) >= 0:
        found = _END.search(text, start)
        if found is None:
            return
        end = found.end()  # a line that ends first has the end of no other sound, either
        if found[0] == "]" and end - start > len(_OPENING) + 1:
            yield start, end


def replace_sounds(text: str, by: Callable[[str], str]) -> str:
    """Return a text with something else for each sound, given the name of its file."""
    parts: list[str] = []
    copied = 0
    for start, end in sounds_in(text):
        parts += [text[copied:start], by(text[start + len(_OPENING) : end - 1])]
        copied = end
    return "".join([*parts, text[copied:]]) if parts else text
