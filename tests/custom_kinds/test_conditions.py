"""Own cards that may have nothing to ask: Anki counts the deck's name on a front as a filled field, and deals them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.learner import Imported, Learner
from tests.support import NOW, build_deck, check_text, write_deck

KIND = """\
doc: a drill
fields:
- {{name: Ask, doc: it, required: true}}
- {{name: Tip, doc: it}}
- {{name: Clue, doc: it}}
templates:
- {{name: Fore, asks: Ask, answers: Ask}}
- {{name: Aft, asks: Tip, answers: Ask{when}}}
"""
CARDS = """\
title: A
kind: drill
cards:
- {id: a, ask: What?, tip: That}
- {id: b, ask: Who?}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project's folder to stand in, so that messages show short paths."""
    monkeypatch.chdir(tmp_path)
    return Path()


def deck(front: str, cards: str = CARDS, when: str = "") -> dict[str, str]:
    return {
        "kinds/drill/kind.yaml": KIND.format(when=when),
        "kinds/drill/fore.front.html": "{{Ask}}",
        "kinds/drill/fore.back.html": "{{Ask}}",
        "kinds/drill/aft.front.html": front,
        "kinds/drill/aft.back.html": "{{Ask}}",
        "10-a.yaml": cards,
    }


def test_a_card_that_asks_one_optional_field_is_made_only_where_that_is_filled(here: Path, learner: Learner) -> None:
    write_deck(here, deck("<p>{{Tip}}</p>"))
    package = build_deck(here).path
    assert learner.take(package) == Imported(new=2)
    cards = learner.schedule()
    assert len(cards) == 3
    learner.col.tags.bulk_add(list(learner.col.find_notes("")), "mine")
    learner.col.fix_integrity()
    assert learner.schedule() == cards
    write_deck(here, deck("<p>{{Tip}}!</p>"))
    assert learner.take(build_deck(here, 1_800_000_000).path) == Imported(duplicate=2)
    assert learner.schedule() == cards


@pytest.mark.parametrize(("front", "when"), [("{{Tip}}{{Clue}}", ""), ("{{Clue}}", ", when: Tip")])
def test_a_card_that_would_be_dealt_blank_is_refused_at_its_note(here: Path, front: str, when: str) -> None:
    cards = CARDS.replace("tip: That", "tip: That, clue: It").replace(
        "ask: Who?", "ask: Who?" if not when else "ask: Who?, tip: She"
    )
    write_deck(here, deck(front, cards, when))
    assert check_text(here) == (
        "cards/demo/10-a.yaml:5:8: error[blank-card]:"
        ' the card "Aft" of "b" asks nothing, and Anki would make it all the same\n'
        + "  5 | " + cards.splitlines()[4] + "\n    |        ^\n"
        "  hint: fill a field that its front shows, or say in kind.yaml which one it needs (when:)\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "{{#Tags}}{{Ask}}{{/Tags}}"),
        ("{{#Clue}}{{Clue}}{{/Clue}}", "{{Ask}}{{Clue}}"),
    ],
    ids=["by tags", "of which a former field was only a part"],
)
def test_a_front_that_comes_to_hang_on_less_deals_no_card_by_itself(
    here: Path, learner: Learner, before: str | None, after: str
) -> None:
    cards = CARDS.replace("ask: Who?", "ask: Who?, tip: She, tags: [t]").replace("tip: That", "tip: That, tags: [t]")
    bare = "frame: false\n" + KIND.format(when="")
    first = deck(before or "", cards, ", when: Tip")
    first["kinds/drill/kind.yaml"] = "frame: false\n" + KIND.format(when=", when: Tip")
    if before is None:
        first = {name: text for name, text in first.items() if "aft" not in name}
        first["kinds/drill/kind.yaml"] = bare.replace("- {name: Aft, asks: Tip, answers: Ask}\n", "")
    write_deck(here, first)
    learner.take(build_deck(here).path)
    second = {**deck(after, cards), "kinds/drill/kind.yaml": bare}
    write_deck(here, second)
    package = build_deck(here, NOW + 86_400).path
    learner.take(package)
    fresh = Learner(here / "fresh")
    fresh.take(package)
    made = [row[:3] for row in fresh.schedule()]
    fresh.close()
    assert [row[:3] for row in learner.schedule()] == made
    assert len(made) == 4
