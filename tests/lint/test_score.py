"""What can be computed of the rubric."""

from __future__ import annotations

from pathlib import Path

from builder.lint.score import Point, scored
from tests.lint.decks import checked

CARDS = """\
- {id: a, kind: basic, front: Which gas do plants take in?, back: Carbon dioxide, teaches: [photosynthesis]}
- {id: b, kind: basic, front: Does water boil at 100 °C?, back: It does}
- {id: c, kind: basic, front: Which gas do leaves give off?, back: a b c, uses: [light]}
- {id: d, kind: basic, front: Who writes and who signs a lease?, back: The landlord, teaches: [light]}
"""


def test_a_deck_is_graded_by_what_the_rules_found(tmp_path: Path) -> None:
    (deck,) = checked(tmp_path, CARDS).decks
    score = scored(deck)
    assert score.name == "Demo"
    assert score.points == (
        Point(number=3, title="atomicity", grade="0", reason="75 % of 4 fact cards ask one thing with a short answer"),
        Point(number=5, title="retrieval effort", grade="½", reason="1 yes-no; a novice's try is not computed"),
        Point(
            number=9,
            title="order and load",
            grade="½",
            reason="1 order violation, 0 notes with too many siblings",
        ),
        Point(
            number=10,
            title="provenance and upkeep",
            grade="1",
            reason="100 % of 4 cards cite a source, 0 numbers have no fresh date, 0 % with an allow",
        ),
    )


def test_samples_are_the_same_every_time(tmp_path: Path) -> None:
    first, second = (scored(checked(tmp_path, CARDS).decks[0]).samples for _ in range(2))
    assert first == second
    assert [(sample.number, len(sample.cards)) for sample in first] == [(1, 4), (4, 4), (6, 0), (7, 0)]
    assert first[0].cards[0] == f"{tmp_path.as_posix()}/cards/demo/10-a.yaml:4:10 a"
