"""Which sign stands between the cells of a table: of one that is imported, and of one that is a chapter."""

from __future__ import annotations

import csv
import io
from collections import Counter

SEPARATORS = "\t;,|"
"""Signs that are tried, the rarest in texts first."""
_SAMPLE = 100
"""Rows by which the separator is told."""


def usual_separator(name: str) -> str:
    """Return what stands between the cells of a file by its ending."""
    return "," if name.lower().endswith(".csv") else "\t"


def guess_separator(text: str, usual: str) -> str:
    """Return the separator that splits most of the first rows alike; the usual one where none does."""
    best, most = usual, 0.0
    for sign in SEPARATORS:
        counts: Counter[int] = Counter()
        try:
            for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=sign)):
                if number == _SAMPLE:
                    break
                if any(cells):
                    counts[len(cells)] += 1
        except csv.Error:
            continue
        width, rows = max(counts.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        share = rows / counts.total() if width > 1 else 0.0
        if share > most:
            best, most = sign, share
    return best
