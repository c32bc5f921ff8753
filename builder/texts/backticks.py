"""Which runs of backticks hold code: one of as many as the run that opens it closes it, as in CommonMark."""

from __future__ import annotations

import re
from collections import defaultdict, deque

_TICKS = re.compile(r"`+")


class CodeEnds:
    """Finds where the code of a text ends, in a time that grows with the text; is asked from its start to its end."""

    def __init__(self, text: str) -> None:
        self.ends: defaultdict[int, deque[int]] = defaultdict(deque)
        """Where the runs of each length end, in order."""
        for run in _TICKS.finditer(text):
            self.ends[len(run[0])].append(run.end())

    def end_of(self, length: int, place: int) -> int | None:
        """Return where the code ends that a run of backticks opens, which itself ends at a place; None without end."""
        later = self.ends[length]
        while later and later[0] <= place:
            later.popleft()
        return later[0] if later else None
