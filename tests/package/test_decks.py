"""The decks of a package: one in the other, and what stands on the page of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.learner import Learner
from tests.support import build_deck, write_deck

CHAPTERS = {
    "10-a.yaml": "title: A::Gates\ncards: [{id: a, kind: basic, front: q, back: a}]\n",
    "20-b.yaml": ("title: B\ncards: [{id: b, kind: script, situation: s, lines: [{id: c, cue: d, say: e}]}]\n"),
}
UPDATE = (
    ". To update, import the newer file over this deck with Anki's default options: every correction arrives, no review"
    " is lost, nothing is doubled. Mark cards with flags rather than with tags of your own, which an update of the same"
    " note replaces.</p>"
)


@pytest.mark.parametrize(
    ("name", "above"), [("Sony", []), ("Sony::PM", ["Sony"]), ("Work::Sony::PM", ["Work", "Work::Sony"])]
)
def test_a_deck_stands_in_those_of_its_name_and_its_page_alone_says_what_it_is(
    name: str, above: list[str], tmp_path: Path, learner: Learner
) -> None:
    write_deck(tmp_path, {"deck.yaml": f"name: {name}\nuid: demo\ndescription: All of it\n", **CHAPTERS})
    learner.take(build_deck(tmp_path).path)
    names = [deck.name for deck in learner.col.decks.all_names_and_ids(skip_empty_default=True)]
    subdecks = [f"{name}::{part}" for part in ("A", "A::Gates", "B", "Full runs")]
    assert names == [*above, name, *subdecks]
    pages = {deck["name"]: deck["desc"] for deck in learner.col.decks.all()}
    assert {deck: pages[deck] for deck in names} == {
        **dict.fromkeys([*above, *subdecks], ""),
        name: f"<p>All of it</p><p>{name}{UPDATE}",
    }
    assert {learner.col.decks.name(card.did) for card in learner.cards()} == {
        f"{name}::{part}" for part in ("A::Gates", "B", "Full runs")
    }
