"""Failures of the world around the sources: what an author can mend in a file is a `Problem`, and is never raised."""

from __future__ import annotations

from collections.abc import Sequence

from builder.diagnostics import Problem, printable

_SHOWN = 20
"""Changes of a lock that a message lists."""


class DeckwrightError(Exception):
    """A failure outside the sources (a file, a folder, a collection); shown as one line, exit status 2."""


class UsageError(DeckwrightError):
    """The command was asked for something that is not there."""


class WriteError(DeckwrightError):
    """A file could not be written."""

    def __init__(self, path: object, reason: OSError, way_out: str = "make room or change the permissions") -> None:
        why = f"{printable(str(path))}: cannot write: {reason.strerror or reason}"
        super().__init__(f"{why}; {way_out}, then run it again")


class ReadError(DeckwrightError):
    """A file could not be read."""

    def __init__(self, path: object, reason: OSError) -> None:
        super().__init__(f"{printable(str(path))}: cannot read: {reason.strerror or reason}")


class UnsaidError(OSError):
    """What a command says cannot be written: no other failure of the system is told as this one."""


class LockError(DeckwrightError):
    """A lock that cannot be used as it is; the message says the way out."""


class LockedError(DeckwrightError):
    """`--locked` was given and the lock is behind the sources; `changes` are what would move, a line each."""

    def __init__(self, path: str, changes: Sequence[str]) -> None:
        lines = [*changes[:_SHOWN], *([f"and {len(changes) - _SHOWN} more"] if len(changes) > _SHOWN else [])]
        listed = "".join(f"\n  {line}" for line in lines) or "\n  the order or form of its lines"
        super().__init__(
            f"{path}: the lock would change, and --locked forbids it; build without --locked and commit it{listed}"
        )


class SlotError(Exception):
    """A change of a note type that Anki could not take without loss; says why and the way out.

    `part` (`field` or `card`) and `name` say which part of the note type it is about; both are empty for the whole.
    """

    def __init__(self, *, part: str, name: str, rule: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.part, self.name, self.rule, self.message, self.hint = part, name, rule, message, hint


class ChangedUnderneathError(DeckwrightError):
    """Files, by their paths as shown to the user, were written by somebody else between the reading and the writing."""

    def __init__(self, files: Sequence[str]) -> None:
        super().__init__(f"{', '.join(files)}: changed while being mended, and left alone; run this again")


class FormError(Exception):
    """What is in a file is not what it has to be; says what, and whoever knows the file says which."""


class PackageError(DeckwrightError):
    """A package, or a deck of others in another form, that cannot be read."""

    def __init__(self, path: str, fault: str, way_out: str) -> None:
        super().__init__(f"{path}: {fault}; {way_out}")


class BrokenDeckError(DeckwrightError):
    """A deck whose deck.yaml is missing or broken, for scripts that cannot go on without it; `problems` say why."""

    def __init__(self, folder: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(f"{folder}: the deck cannot be read: {first.location.position}: {first.message}")
