"""The time of a check grows with the length of a text, whatever stands in it.

Nothing is said of how long it takes: the processor's time for a text is held against that for one four times as long.
A step that looks at all that follows for each sign would make it sixteen times as much. A text with too many marks to
be read is told as that, and held with as many as are read.
"""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import builder
from builder.render.mark_count import find_excess
from tests.hostile_texts import TEXTS
from tests.support import DECK, write_deck

LONG, TIMES_AS_LONG = 64_000, 4
"""Signs of the longer text, and how many times as long it is."""
SHORTEST = 1_000
MOST_TIMES_AS_SLOW = 10
LEAST = 0.03
"""Seconds that a check takes by itself; of less than them no ratio is worth anything."""
TRIES = 3


def block(indent: int, key: str, text: str) -> str:
    """Return a key of YAML, so far in, with a text as it is."""
    return f"{' ' * indent}{key}: |1\n{textwrap.indent(text, ' ' * (indent + 1))}\n"


def card(kind: str, text: str) -> str:
    """Return the keys of a card that holds a text."""
    if kind == "basic":
        return block(4, "front", text) + block(4, "back", text)
    if kind == "html":
        return "    front:\n" + block(6, "html", text) + "    back: b\n"
    if kind == "cloze":
        return block(4, "text", "{{c1::x}} " + text)
    return f"    situation: The first call.\n    lines:\n      - id: b\n        cue: Why?\n{block(8, 'say', text)}"


def chapter(kind: str, text: str) -> str:
    """Return a chapter with one card of a kind that holds a text."""
    of = "basic" if kind == "html" else kind
    return f"title: T\nsource: own\ncards:\n  - id: a\n    kind: {of}\n{card(kind, text)}"


def seconds(folder: Path, kind: str, text: str, monkeypatch: pytest.MonkeyPatch) -> float:
    """Return the processor's time for a check of a deck with one card, as it never was checked before."""
    files = {"10-a.yaml": chapter(kind, text)}
    if kind == "cloze":  # what is between dollars is text in the other decks
        files["deck.yaml"] = f"{DECK}math: dollars\n"
    deck = write_deck(folder, files)
    monkeypatch.setenv("DECKWRIGHT_CACHE", str(folder / "cache"))
    start = time.process_time()
    builder.check(deck)
    return time.process_time() - start


def longest(make: Callable[[int], str], length: int) -> int:
    """Return a length at which a text is read, at most this one; some are never as short."""
    while length > SHORTEST and find_excess(make(length)) is not None:
        length = length * 3 // 4
    return length


@pytest.mark.long
@pytest.mark.parametrize("kind", ["basic", "cloze", "script", "html"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_four_times_as_long_takes_no_more_than_four_times_as_long(
    name: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = TEXTS[name]
    length = LONG if kind == "html" else longest(make, LONG)  # HTML to the letter is not read as Markdown
    for attempt in range(TRIES):  # something else may take the processor's caches; three times in a row it does not
        short, long = (
            seconds(tmp_path / f"{attempt}-{signs}", kind, make(signs), monkeypatch)
            for signs in (length // TIMES_AS_LONG, length)
        )
        if long < MOST_TIMES_AS_SLOW * max(short, LEAST):
            return
    pytest.fail(f"{short:.2f} s, and {long:.2f} s for a text {TIMES_AS_LONG} times as long")


@pytest.mark.long
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_read_or_told_to_have_too_many_marks(name: str, tmp_path: Path) -> None:
    text = TEXTS[name](LONG).strip("\n")
    deck = write_deck(tmp_path, {"10-a.yaml": chapter("basic", text)})
    rules = {problem.rule for problem in builder.check(deck)}
    assert bool(rules & {"mark-count", "text-size"}) is (find_excess(text) is not None)
