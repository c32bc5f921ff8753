"""A lock's text by its lines, so that a build reads and writes only those of the notes that it touches."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable

from builder.lock.stamp import Taken

_ESCAPED_KEY = re.compile(r'"(?:[^"\\]|\\.)*"')
_IDENTITY = re.compile(r'"guid":"((?:[^"\\]|\\.)*)","nid":(-?\d+)')
_NOTES = '"notes": {'
_UNSEEN = ('"retired":true', '"gone":{')
"""In an entry; inside a text the quotes would be escaped."""


class LockLines:
    """The lines of a lock that a build has written: a head, a line a note in the order of the keys, and an end."""

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        begin = lines.index(_NOTES) + 1
        self.head, self.notes, self.tail = lines[:begin], lines[begin:-2], lines[-2:]

    def find(self, key: str) -> str | None:
        """Return a note's line."""
        place = self._place(key)
        return self.notes[place] if place < len(self.notes) and _key(self.notes[place]) == key else None

    def part(self, lines: Iterable[str]) -> str:
        """Return a lock with only these of its notes."""
        return "\n".join([*self.head, *lines, *self.tail])

    def replaced(self, old: Iterable[str], part: str) -> LockLines:
        """Return the lock with the notes of another in the place of those with the keys `old`."""
        fresh = LockLines(part)
        made = LockLines.__new__(LockLines)
        made.head, made.tail, made.notes = fresh.head, fresh.tail, list(self.notes)
        # From the end, so that the places before stay.
        for key in sorted(old, reverse=True):
            place = made._place(key)
            if place < len(made.notes) and _key(made.notes[place]) == key:
                del made.notes[place]
        for line in reversed(fresh.notes):
            made.notes.insert(made._place(_key(line)), line)
        return made

    def unseen(self) -> dict[str, str]:
        """Return the lines of notes that are retired or have lost cloze numbers, by key."""
        return {_key(line): line for line in self.notes if _UNSEEN[0] in line or _UNSEEN[1] in line}

    def taken(self) -> Taken:
        """Return the GUIDs and note ids of all notes."""
        found = _IDENTITY.findall("\n".join(self.notes))
        return Taken(frozenset(json.loads(f'"{guid}"') for guid, _ in found), frozenset(int(nid) for _, nid in found))

    def text(self) -> str:
        """Return the whole lock."""
        return "\n".join([*self.head, *self.notes, *self.tail])

    def _place(self, key: str) -> int:
        return bisect_left(self.notes, key, key=_key)


def is_retired(line: str) -> bool:
    """Tell whether a line is that of a note that left the deck."""
    return _UNSEEN[0] in line


def _key(line: str) -> str:
    key = line[1 : line.index('"', 1)]
    if "\\" in key:
        found = _ESCAPED_KEY.match(line)
        key = json.loads(found[0]) if found else key
    return key
