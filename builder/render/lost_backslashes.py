r"""Backslashes that Markdown takes and nobody meant to give: `\d+\.\d`, `grep 'a\|b'`, `rm {} \;`, `¯\_(ツ)_/¯`.

Before punctuation a backslash says that a sign is text. Told is only one before a sign that is text anyway, since who
escapes `*`, `[` or the dot of `1.` knows why; and a script may escape each pipe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LOST = re.compile(r"""(?<!\\)(?:\\\\)*(\\)(?:[.,;'"/?@]|(?P<pipe>\|)|(?<=¯\\)_)""")
_NUMBER = re.compile(r"[ \t>]*(?:[-*+] +)?\d{1,9}\Z")
"""What stands before a dot that would make an item of a line."""
_OF_PATTERN = re.compile(r"\b(?:e?grep|sed|regexp?|vim|emacs|find|expr)\b|:%?s/")
"""What stands in a line with a pattern of a search, in which `\\|` is a sign of its own."""
_LEFT, _RIGHT = re.compile(r"(?:(?!\{\{|\}\}|::)\S)*\Z"), re.compile(r"(?:(?!\{\{|\}\}|::)\S)*")
_AROUND = 60
"""Characters around a backslash that are looked at."""


def lost_backslashes(line: str, *, is_table: bool) -> Iterator[str]:
    """Yield each word of a line, without code and formulas, that loses a backslash."""
    has_pattern = not is_table and _OF_PATTERN.search(line) is not None
    done = 0
    for lost in _LOST.finditer(line):
        place = lost.start(1)
        is_numbered = line[place + 1] == "." and place < _AROUND and _NUMBER.match(line[:place]) is not None
        # A pipe between blanks is one of a shell, escaped as text; in a pattern there are none around it.
        is_pipe_of_text = lost["pipe"] and not (
            has_pattern and line[place - 1 : place].strip() and line[place + 2 :][:1].strip()
        )
        if place < done or is_numbered or is_pipe_of_text:
            continue
        left = _LEFT.search(line[max(0, place - _AROUND) : place])
        right = _RIGHT.match(line[place : place + _AROUND])
        assert left is not None
        assert right is not None
        done = place + len(right[0])
        yield left[0] + right[0]
