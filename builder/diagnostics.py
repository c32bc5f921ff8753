"""What can be wrong in an author's files, with its place; and what messages of all rooms are made with."""

from __future__ import annotations

import difflib
import enum
import os
import shlex
from collections.abc import Iterable
from typing import NamedTuple


class Severity(enum.StrEnum):
    """How much a problem matters: an error stops the build, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Location(NamedTuple):
    """A place in a file: `path` as shown to the user, `line` and `column` from 1, `length` in characters."""

    path: str
    line: int
    column: int
    length: int = 1
    excerpt: str = ""
    """The source line that holds the place, without its newline; empty where there is none. Of a very long line it is
    the part around the place: a file of one line would be as many excerpts of its whole size as it has problems."""
    before: int = 0
    """How many characters of the line stand before the excerpt."""

    @property
    def position(self) -> str:
        """`path:line:column`, by which messages name a place and editors find it."""
        return f"{self.path}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One thing that an author can mend, at its place.

    `rule` reads as "allow …"; `message` is one sentence without a full stop; `hint` says what to do, or is empty.
    """

    location: Location
    severity: Severity
    rule: str
    message: str
    hint: str = ""

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: by place, then by rule and wording."""
        return (self.location.path, self.location.line, self.location.column, self.rule, self.message)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems stops a build."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """Return `did you mean "…"?` for what is known and nearest to what was written, or an empty string."""
    close = difflib.get_close_matches(written, list(known), n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else ""


_TURNING = (*range(0x2028, 0x202F), *range(0x2066, 0x206A))
_CONTROL = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), *_TURNING), "\ufffd")
_MOVING = _CONTROL | dict.fromkeys(map(ord, "\n\r"), " ")
"""The characters that move the cursor, begin a command for a terminal (ECMA-48), or turn the order of what is read."""


def printable(text: str, *, in_lines: bool = False) -> str:
    """Return text on one line, or in its lines, that a terminal and a log of CI show, and do not obey."""
    if text.isprintable():
        return text
    return "\n".join(line.translate(_MOVING) for line in text.split("\n")) if in_lines else text.translate(_MOVING)


def shell_word(text: str) -> str:
    """Return a word of a command as it is typed in a shell: in quotes where it has blanks or other signs."""
    quoted = shlex.quote(text)
    return f'"{text}"' if os.name == "nt" and quoted != text else quoted


def counted(number: int, noun: str) -> str:
    """Return `1 note`, `2 notes`, `1,000 notes`; for nouns that take an s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
