"""Every card of the real deck and of hard cases, laid out by Chromium in the pages of Anki's clients, and measured."""

from __future__ import annotations

import base64
import importlib.util
import itertools
import mimetypes
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.report.problems_text import as_text
from tests.conftest import require
from tests.learner import Learner
from tests.looks.clients import CLIENTS, Client, as_shown, page
from tests.looks.hard import FOREIGN, foreign_deck, hard_deck
from tests.support import build_decks, write_deck

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (320, 390, 768, 1280)
"""Two phones, a tablet, a desktop; 320 is also a desktop of 1280 at 400 % zoom (WCAG 2.2, 1.4.10)."""
LIMITS = {"text": 18, "quiet": 16, "contrast": 4.5, "tap": 44}
MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")
CARDS = Path(__file__).parents[2] / "cards"

Sides = dict[str, list[tuple[str, str]]]
"""HTML of sides by their style: (`key card q|a`, HTML)."""


def sides_of(root: Path, learner: Learner) -> Sides:
    """Build a project's decks, import them, and return all sides as Anki renders them, by style."""
    result = build_decks(root)
    assert result.decks, as_text(result.problems)
    for built in result.decks:
        learner.take(built.path)
    sides: Sides = {}
    media = {path.name: data_address(path) for path in Path(learner.col.media.dir()).iterdir()}
    for card in learner.cards():
        css = card.note_type()["css"]
        name = f"{card.note()['Id']} {card.template()['name']}"
        for side, html in (("q", card.question()), ("a", card.answer())):
            body = html.partition("</style>")[2]
            body = re.sub(r'src="([^"]+)"', lambda m: f'src="{media.get(m[1], m[1])}"', body)
            sides.setdefault(css, []).append((f"{name} {side}", as_shown(body, question=side == "q")))
    return sides


def data_address(path: Path) -> str:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


@pytest.fixture(scope="module")
def tab(chromium: str) -> Iterator[Page]:
    """Return a page of a browser without network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(offline=True, viewport={"width": 390, "height": 760})
        yield context.new_page()
        browser.close()


def learner_in(folder: Path) -> Learner:
    require(importlib.util.find_spec("anki"), "the anki package: pip install 'deckwright[anki]'")
    return Learner(folder)


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Sides:
    """Return the sides of the project's own decks, and of hard cases in several languages."""
    root = tmp_path_factory.mktemp("looks")
    shutil.copytree(CARDS, root / "cards", ignore=shutil.ignore_patterns("deck.lock"))
    write_deck(root, hard_deck(), "hard")
    for language in FOREIGN:
        write_deck(root, foreign_deck(language), f"hard-{language}")
    learner = learner_in(root / "learner")
    sides = sides_of(root, learner)
    learner.close()
    return sides


def turn(tab: Page, client: Client, *, night: bool) -> None:
    """Switch the theme as the client does: by classes."""
    tab.evaluate(
        """([names, html, on]) => {
            for (const name of names) document.body.classList.toggle(name, on);
            if (html) document.documentElement.classList.toggle(html, on);
        }""",
        [client.night.split(), client.html_night, night],
    )


INSIDE = "details *, .hint, .hint *"
OPEN = """(open) => {
    for (const one of document.querySelectorAll("details")) one.open = open;
    for (const one of document.querySelectorAll("div.hint")) one.style.display = open ? "block" : "none";
}"""


def findings(tab: Page, client: Client, sides: Sides) -> list[str]:
    """Return what is wrong with sides in one client, at all widths, in both themes, hints closed and open."""
    faults = []
    for css, shown in sides.items():
        tab.set_content(page(client, css, shown))
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 760})
            for night, opened in itertools.product((False, True), repeat=2):
                turn(tab, client, night=night)
                tab.evaluate(OPEN, opened)
                # A theme is colours alone, so boxes are measured by day; what opens moves nothing but itself.
                limits = {**LIMITS, "tap": 0 if night else LIMITS["tap"], "within": INSIDE if opened else "*"}
                measured: list[str] = tab.evaluate(MEASURE, limits)
                theme = "night" if night else "light"
                faults += [
                    f"{client.name}, {width}, {theme}{', open' if opened else ''}: {fault}" for fault in measured
                ]
    return faults


@pytest.mark.parametrize("client", CLIENTS, ids=[client.name for client in CLIENTS])
def test_every_card_holds_in_every_client(tab: Page, sides: Sides, client: Client) -> None:
    assert sum(map(len, sides.values())) > 800
    assert findings(tab, client, sides) == []


FAULTS = {
    "wide": ('<p style="width: 500px">x</p>', "<p> from 0 to 500"),
    "left": ('<p style="margin-left: -9px">x</p>', "<p> from -9 to"),
    "small": ('<p style="font-size: 17px">x</p>', "text of 17 in <p>: x"),
    "quiet": ('<p class="dw-label" style="font-size: 15px">x</p>', 'text of 15 in <p class="dw-label">: x'),
    "pale": ('<p style="color: #777; background: #eee">x</p>', "contrast of 3.9 in <p>: x"),
    "glass": ('<p style="opacity: 0.3">x</p>', "contrast of 1.9 in <p>: x"),
    "low": ('<a style="display: block; line-height: 20px; padding: 0" href="#">link</a>', "tap of 20 high on <a>"),
    "thin": ('<a style="display: inline-block; height: 50px; width: 20px" href="#">x</a>', "tap of 20 wide on <a>"),
}


def test_the_measure_finds_what_is_wrong(tab: Page, sides: Sides) -> None:
    css = next(iter(sides))
    shown = [(name, html) for name, (html, _) in FAULTS.items()]
    tab.set_content(page(CLIENTS[1], css, shown))
    tab.set_viewport_size({"width": 390, "height": 760})
    faults = [re.sub(r' class=""', "", fault) for fault in tab.evaluate(MEASURE, {**LIMITS, "within": "*"})]
    assert faults[0] == "page: 500 wide in 390"
    for name, (_, expected) in FAULTS.items():
        assert [fault for fault in faults if fault.startswith(f"{name}: {expected}")], (name, faults)
    assert len(faults) == len(FAULTS) + 1


def test_bad_is_labelled_and_above_the_good_answer_which_comes_last(tab: Page, sides: Sides) -> None:
    tab.set_viewport_size({"width": 390, "height": 760})
    pairs = 0
    for css, shown in sides.items():
        tab.set_content(page(CLIENTS[1], css, [(name, html) for name, html in shown if name.endswith(" a")]))
        cards = tab.evaluate(
            """() => [...document.querySelectorAll("[data-card]")].map((card) => {
                const box = (one) => one.getBoundingClientRect();
                const face = (one) => getComputedStyle(one).fontFamily;
                const bad = [...card.querySelectorAll(".dw-bad")];
                const good = [...card.querySelectorAll(".dw-good")];
                const back = [...card.querySelectorAll(".dw-back > *")].filter((one) => one.checkVisibility());
                return {
                    card: card.dataset.card,
                    anchors: card.querySelectorAll("#answer").length,
                    good: good.length,
                    bad: bad.length,
                    worded: bad.every((one) => one.querySelector(".dw-label").innerText.trim() !== ""),
                    above: good.every((one) => bad.every((other) => box(other).bottom <= box(one).top)),
                    last: good.every((one) => one === back.at(-1)),
                    sans: bad.every((one) => face(one.querySelector(".dw-text")).endsWith(" sans-serif")),
                };
            })"""
        )
        for card in cards:
            pairs += bool(card["bad"] and card["good"])
            assert card["anchors"] == 1, card
            wanted = {"worded", "above", "last", "sans"}
            assert {name for name in wanted if card[name]} == wanted, card
    assert pairs > 50


def test_hints_open_on_a_page_that_lives_on_and_close_with_the_next_card(tab: Page, sides: Sides) -> None:
    css, shown = next(iter(sides.items()))
    (html,) = [html for name, html in shown if name == "script/line-0 Cue to line q"]
    tab.set_content(page(CLIENTS[1], css, [("one", "")]))
    letters = tab.locator(".dw-letters")
    show = "(html) => { document.getElementById('qa').innerHTML = html; }"
    tab.evaluate(show, html)
    assert not letters.is_visible()
    tab.get_by_text("First letters", exact=True).click()
    assert letters.inner_text().startswith("E g h o o")
    assert not tab.get_by_text("First letters", exact=True).is_visible()
    tab.evaluate(show, html)
    assert not letters.is_visible()
