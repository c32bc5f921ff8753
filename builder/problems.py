"""What can be wrong: problems in an author's files, and failures of the world around them."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class Severity(enum.StrEnum):
    """How much a problem matters: an error stops the build, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Location:
    """A place in a file: `path` as shown to the user, `line` and `column` from 1, `length` in characters."""

    path: str
    line: int
    column: int
    length: int = 1
    excerpt: str = ""
    """The source line that holds the place, without its newline; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
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


class DeckwrightError(Exception):
    """A failure outside the sources (a file, a folder, a collection); shown as one line, exit status 2."""


class UsageError(DeckwrightError):
    """The command was asked for something that is not there."""


class WriteError(DeckwrightError):
    """A file could not be written."""

    def __init__(self, path: object, reason: OSError) -> None:
        super().__init__(
            f"{path}: cannot write: {reason.strerror or reason}; make room or change the permissions, then run it again"
        )


class ReadError(DeckwrightError):
    """A file could not be read."""

    def __init__(self, path: object, reason: OSError) -> None:
        super().__init__(f"{path}: cannot read: {reason.strerror or reason}")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean "…"?` for the known word nearest to `word`, or an empty string."""
    import difflib

    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else ""


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems stops a build."""
    return any(problem.severity is Severity.ERROR for problem in problems)
