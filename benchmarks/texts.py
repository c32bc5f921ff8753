"""Times the check of texts that are made to be slow, as long as they may be, and prints the slowest of them.

`python -m benchmarks.texts` takes some minutes. The times are the processor's, in seconds.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import builder
from tests.hostile_texts import TEXTS
from tests.support import write_deck
from tests.test_growth import chapter, longest

LONG = 100_000
"""As many signs as a text may have."""
SHOWN = 20


def seconds(text: str) -> float:
    """Return the time for a check of a deck with one card, whose question and answer the text is."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DECKWRIGHT_CACHE"] = f"{folder}/cache"
        deck = write_deck(Path(folder), {"10-a.yaml": chapter("basic", text)})
        start = time.process_time()
        builder.check(deck)
        return time.process_time() - start


def main() -> None:
    """Print the slowest texts, with the greatest length at which each is read."""
    seconds("*loads* <b>all</b> \\* that is needed")
    times = [(seconds(text), len(text), name) for name, make in TEXTS.items() for text in (make(longest(make, LONG)),)]
    print(f"{'the text repeats':<40} {'signs':>10} {'seconds':>10}")
    for taken, signs, name in sorted(times, reverse=True)[:SHOWN]:
        print(f"{name:<40} {signs:>10,} {taken:>10.2f}")


if __name__ == "__main__":
    main()
