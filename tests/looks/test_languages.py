"""Texts in other languages, and readings above their words, laid out by Chromium in the pages of Anki's clients."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.learner import Learner
from tests.looks.clients import CLIENTS, Client, page
from tests.looks.test_looks import Sides, findings, sides_of
from tests.support import write_deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHAPTER = """\
title: Words
language: {front: ja, text: ja}
cards:
  - {id: a, kind: basic, front: "お 母[かあ]さんは 薬[くすり]を 飲[の]む", back: takes medicine, reverse: true}
  - {id: b, kind: cloze, text: "{{c1::薬[くすり]}}を **飲[の]む**"}
  - {id: c, kind: basic, language: ja, front: 薬, back: "- 錠剤[じょうざい]\\n- 目薬[めぐすり]"}
"""
SEEN = """() => [...document.querySelectorAll("[data-card]")].map((card) => [
    card.dataset.card,
    [...card.querySelectorAll("ruby")].map((ruby) => {
        const above = ruby.querySelector("rt").getBoundingClientRect(), whole = ruby.getBoundingClientRect();
        return above.bottom <= whole.bottom && above.top < whole.top + whole.height / 2 && above.height > 0;
    }),
    [...new Set([...card.querySelectorAll(".dw :lang(ja)")].map((one) => getComputedStyle(one).fontFamily.split(",").at(-1)))],
])"""  # noqa: E501


@pytest.fixture
def sides(tmp_path: Path, learner: Learner) -> Sides:
    """Return the sides of a deck in English with Japanese texts."""
    write_deck(tmp_path, {"deck.yaml": "name: D\nuid: d\n", "10-a.yaml": CHAPTER})
    return sides_of(tmp_path, learner)


@pytest.mark.parametrize("client", [CLIENTS[0], CLIENTS[1]], ids=["desktop", "phone"])
def test_texts_with_readings_hold_in_the_light_and_at_night(sides: Sides, browser: Browser, client: Client) -> None:
    tab = browser.new_page()
    assert findings(tab, client, sides) == []
    tab.close()


def test_readings_stand_above_their_words_and_japanese_has_no_serif(sides: Sides, browser: Browser) -> None:
    tab = browser.new_page(viewport={"width": 390, "height": 760})
    seen: dict[str, tuple[list[bool], list[str]]] = {}
    for css, shown in sides.items():
        tab.set_content(page(CLIENTS[1], css, shown))
        seen |= {name: (above, faces) for name, above, faces in tab.evaluate(SEEN)}
    tab.close()
    assert {name: len(above) for name, (above, _) in seen.items()} == {
        "a Front to back q": 3,
        "a Front to back a": 3,
        "a Back to front q": 0,
        "a Back to front a": 3,
        "b Cloze q": 1,
        "b Cloze a": 2,
        "c Front to back q": 0,
        "c Front to back a": 2,
    }
    assert all(all(above) for above, _ in seen.values())
    assert {face.strip() for _, faces in seen.values() for face in faces} == {"sans-serif"}
