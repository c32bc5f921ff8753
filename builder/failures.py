"""Failures of the world around the sources; apart from problems, for builds with nothing to do, which load little."""

from __future__ import annotations


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
