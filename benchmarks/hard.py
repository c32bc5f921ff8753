"""Decks with much in them that is looked up or told: a sound on each note, a file missing on each, a fault on each.

What is linear stays a matter of seconds; what looks at all files for each note, or at all problems for each problem, is
minutes at a few thousand notes.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.contenders import HERE, Contender
from benchmarks.decks import CHAPTER

SOUNDS, MISSING, FAULTS = "a sound each", "a missing file each", "a fault each"
SIZES = {SOUNDS: (1_000, 2_000, 4_000), MISSING: (250, 500, 1_000), FAULTS: (2_000, 4_000, 8_000)}
"""Notes of the decks, each twice those before: twice the time is linear."""
_BYTES = 12_000
"""Of a sound: a spoken word of a second, as which it cannot be compressed any more."""
_REFUSED = 1
"""The exit status of a build and a check that find errors."""


def contenders(home: Path, sort: str, size: int) -> list[Contender]:
    """Lay out a deck of a sort, and return what is done with it."""
    deck = write_deck(home / "project", sort, size)
    environment = {"DECKWRIGHT_CACHE": str(home / "cache"), "PYTHONPATH": str(HERE.parent)}

    def contender(name: str, command: str, prepare: Callable[[int], None]) -> Contender:
        return Contender(
            name=name,
            command=[sys.executable, "-m", "builder", command],
            folder=home / "project",
            environment=environment,
            prepare=prepare,
            statuses=(0, _REFUSED),  # a made-up deck is no good deck
        )

    def fresh(number: int) -> None:
        for made in (home / "cache", deck.parents[1] / "build"):
            shutil.rmtree(made, ignore_errors=True)
        (deck / "deck.lock").unlink(missing_ok=True)

    def edit(number: int) -> None:
        path = deck / "00000.yaml"
        path.write_text(f"{path.read_text('utf-8').rstrip()}\n  # {number}\n", "utf-8")

    cold, check = contender("build, cold", "build", fresh), contender("check", "check", lambda number: None)
    return [cold, check, *([contender("build, one card edited", "build", edit)] if sort == SOUNDS else [])]


def write_deck(root: Path, sort: str, size: int) -> Path:
    """Write a project with one deck of a sort; return the deck's folder."""
    deck = root / "cards" / "deck-0000"
    (deck / "media").mkdir(parents=True)
    (deck / "deck.yaml").write_text("name: Deck\nuid: deck\nsources: {own: Ours}\n", "utf-8")
    for start in range(0, size, CHAPTER):
        notes = "".join(_note(sort, number) for number in range(start, min(size, start + CHAPTER)))
        text = f"title: Chapter {start // CHAPTER:05}\nsource: own\nkind: basic\ncards:\n{notes}"
        (deck / f"{start // CHAPTER:05}.yaml").write_text(text, "utf-8")
    for number in range(size if sort == SOUNDS else 0):
        (deck / "media" / f"word-{number:05}.mp3").write_bytes(b"ID3" + random.Random(number).randbytes(_BYTES))  # noqa: S311
    return deck


def _note(sort: str, number: int) -> str:
    front = f"What is called by the number {number}?"
    back = {
        SOUNDS: f"    back: 'It is said so: [sound:word-{number:05}.mp3]'\n",
        MISSING: f"    back: '![](word-{number:05}.png)'\n",
        FAULTS: "",
    }[sort]
    return f"  - id: word-{number:05}\n    front: {front}\n{back}"
