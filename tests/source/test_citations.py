"""What a learner reads of a card's source, and of the day when it was true."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.learner import Learner
from tests.support import build_deck, write_deck

SETTINGS = """\
name: Demo
uid: demo
sources:
  own: Our own wording
  guide: {title: The guide & more, sections: {verdict: The verdict, "§ 2": "Pay, and what <b>else</b>"}}
  plain: {title: A plain one}
"""


def shown(root: Path, learner: Learner, chapter: str, card: str) -> tuple[str, str]:
    """Return what a card shows of its source and its day."""
    cards = f"cards: [{{id: a, kind: basic, front: q, back: a{card}}}]\n"
    write_deck(root, {"deck.yaml": SETTINGS, "10-a.yaml": f"title: A\n{chapter}{cards}"})
    learner.take(build_deck(root).path)
    fields = learner.fields("a")
    return fields["Source"], fields["As of"]


@pytest.mark.parametrize(
    ("chapter", "card", "citation"),
    [
        ("", "", ""),
        ("source: own\n", "", "Our own wording"),
        ("source: guide/verdict\n", "", "The guide &amp; more, The verdict"),
        ("source: guide/verdict\n", ", source: own", "Our own wording"),
        ("source: own\n", ", source: guide/verdict", "The guide &amp; more, The verdict"),
        ("", ", source: guide", "The guide &amp; more"),
        ("", ", source: plain", "A plain one"),
        ("", ', source: "guide/§ 2"', "The guide &amp; more, Pay, and what &lt;b&gt;else&lt;/b&gt;"),
    ],
)
def test_a_source_is_read_by_its_title_and_that_of_its_section(
    chapter: str, card: str, citation: str, tmp_path: Path, learner: Learner
) -> None:
    assert shown(tmp_path, learner, chapter, card) == (citation, "")


@pytest.mark.parametrize(("as_of", "day"), [("2026-03", "2026-03"), ("2026", "2026"), ("n/a", ""), ("N/A", "")])
def test_a_fact_that_never_changes_shows_no_day(as_of: str, day: str, tmp_path: Path, learner: Learner) -> None:
    assert shown(tmp_path, learner, "", f", as_of: {as_of}") == ("", day)


def test_the_back_says_both(tmp_path: Path, learner: Learner) -> None:
    shown(tmp_path, learner, "", ", source: guide/verdict, as_of: 2026-03")
    (card,) = learner.cards()
    assert "The guide &amp; more, The verdict" in card.answer()
    assert "2026-03" in card.answer()
    assert "The guide" not in card.question()
