"""In which order a learner first sees the notes of a deck."""

from __future__ import annotations

from pathlib import Path

from builder.package.study_order import study_order
from tests.support import build_deck, write_deck


def order_of(root: Path) -> list[str]:
    """Return the keys of a deck's notes in the order of their first showing."""
    update = build_deck(root).stamped.update
    assert update is not None
    return [stamped.note.key for stamped in study_order(update.notes)]


def script(name: str, lines: int) -> str:
    """Return a script of some lines."""
    said = ", ".join(f"{{id: l{n}, cue: {name} {n}?, say: Yes}}" for n in range(1, lines + 1))
    return f"  - {{id: {name}, kind: script, situation: s, lines: [{said}]}}\n"


def test_plain_cards_come_in_the_order_of_the_sources(tmp_path: Path) -> None:
    card = "  - {{id: {0}, kind: basic, front: q, back: a}}\n"
    write_deck(
        tmp_path,
        {
            "10-a.yaml": "title: A\ncards:\n" + card.format("z") + card.format("y"),
            "20-b.yaml": "title: B\ncards:\n" + card.format("b") + card.format("a"),
        },
    )
    assert order_of(tmp_path) == ["z", "y", "b", "a"]


def test_long_scripts_come_in_parts_and_full_runs_after_everything(tmp_path: Path) -> None:
    write_deck(
        tmp_path,
        {
            "10-a.yaml": "title: A\ncards:\n" + script("one", 5) + script("two", 2) + script("three", 4),
            "20-b.yaml": "title: B\ncards:\n  - {id: last, kind: basic, front: q, back: a}\n",
        },
    )
    assert order_of(tmp_path) == [
        *("one/l1", "one/l2", "one/l3", "two/l1", "two/l2", "three/l1", "three/l2", "three/l3"),
        *("one/l4", "one/l5", "three/l4", "last", "one", "two", "three"),
    ]
