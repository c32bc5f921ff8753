"""What is typed is compared sign by sign: no reading stands above it, though the deck is in Japanese."""

from __future__ import annotations

from pathlib import Path

from tests.support import render_folder, write_deck

DECK = "name: Demo\nuid: demo\nlanguage: ja\n"
CARDS = """\
title: A
kind: basic
cards:
- {id: a, front: Medicine, back: "薬[くすり]"}
- {id: b, front: Medicine?, back: "薬[くすり]", type: true}
"""


def test_only_an_answer_that_is_not_typed_has_its_reading_above_it(tmp_path: Path) -> None:
    one, other = render_folder(write_deck(tmp_path, {"deck.yaml": DECK, "a.yaml": CARDS})).notes
    assert (one.fields[1], other.fields[1]) == ("<ruby>薬<rt>くすり</rt></ruby>", "薬[くすり]")
