"""Failures of the world around the sources; apart from problems, for builds with nothing to do, which load little."""

from __future__ import annotations

from collections.abc import Sequence

_SHOWN = 20
"""Changes of a lock that a message lists."""


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
