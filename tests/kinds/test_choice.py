"""Choices: several right options, an order that is shuffled and lasts, and what was picked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.kinds import builtin_kinds
from tests.learner import Imported, Learner
from tests.looks.clients import CLIENTS, Client, page
from tests.support import build_deck, check_text, write_deck

if TYPE_CHECKING:
    from playwright.sync_api import Page

FRAME = Path(__file__).parents[2] / "builder" / "kinds" / "frame"
CARD = "- {{id: {}, kind: choice, question: '{}', options: [{}], answer: {}, {}}}\n"
ITEM = re.compile(r'<li data-n="(\w)"><div dir="auto">(.*?)</div></li>')


def chapter(*cards: str) -> dict[str, str]:
    return {"10-a.yaml": "title: A\ncards:\n" + "".join(cards)}


def choice(options: str, answer: str, more: str = "shuffle: false", name: str = "a", question: str = "Which?") -> str:
    return CARD.format(name, question, options, answer, more)


def shown(root: Path, *cards: str) -> list[tuple[list[tuple[str, str]], list[tuple[str, str]], str]]:
    """Return the options, the right ones, and the mark of several, of each card."""
    write_deck(root, chapter(*cards))
    notes = build_deck(root).stamped.rendered.notes
    return [(ITEM.findall(note.fields[1]), ITEM.findall(note.fields[2]), note.fields[4]) for note in notes]


def order(root: Path, options: str, more: str = "shuffle: true", name: str = "a") -> str:
    """Return the options in the order that learners see, each by its first letter."""
    ((listed, _, _),) = shown(root, choice(options, options.partition(",")[0], more, name))
    return "".join(text[0] for _, text in listed)


# ---- Several right options.


def test_several_right_options_are_shown_with_their_letters(tmp_path: Path, learner: Learner) -> None:
    card = choice("one, '**two**', three", "[three, two]")
    assert shown(tmp_path, card) == [
        (
            [("A", "one"), ("B", "<strong>two</strong>"), ("C", "three")],
            [("B", "<strong>two</strong>"), ("C", "three")],
            "yes",
        )
    ]
    learner.take(build_deck(tmp_path).path)
    (shown_card,) = learner.cards()
    assert ">Pick all that are right<" in shown_card.question()
    assert ">Pick one<" not in shown_card.question()
    assert ">Pass: all that are right<" in shown_card.answer()


@pytest.mark.parametrize("answer", ["two", "[two]"])
def test_one_right_option_is_one_however_it_is_written(answer: str, tmp_path: Path, learner: Learner) -> None:
    assert shown(tmp_path, choice("one, two", answer)) == [([("A", "one"), ("B", "two")], [("B", "two")], "")]
    learner.take(build_deck(tmp_path).path)
    (card,) = learner.cards()
    assert (">Pick one<" in card.question(), "Pass:" in card.answer()) == (True, False)


@pytest.mark.parametrize(
    ("options", "answer", "problems"),
    [
        ("x, y, z", "[x, w]", [("answer-not-an-option", "the answer is not one of the options")]),
        ("x, y, z", "[x, x]", [("duplicate-option", 'the answer "x" stands twice')]),
        ("x, y, z", "[x, '*x*']", [("duplicate-option", 'the answer "*x*" stands twice')]),
        ("x, y", "[x, y]", [("all-options-right", "all 2 options are right, so there is nothing to choose")]),
        ("x, y, z", "[]", [("empty-value", '"answer" is empty')]),
        ("x, y, z", "'x, z'", [("answer-not-an-option", "the answer is not one of the options")]),
        ("x, y, z", "{a: x}", [("wrong-type", '"answer" is a mapping, expected text')]),
    ],
)
def test_answers_that_cannot_be_are_told(
    options: str, answer: str, problems: list[tuple[str, str]], tmp_path: Path
) -> None:
    write_deck(tmp_path, chapter(choice(options, answer)))
    found = re.findall(r"(?:error|warning)\[([\w-]+)\]: (.*)", check_text(tmp_path))
    assert found == problems


def test_a_list_that_was_written_as_a_text_is_told(tmp_path: Path) -> None:
    write_deck(tmp_path, chapter(choice("x, y, z", "'x, z'")))
    assert "hint: write several right options as a list, answer: [x, z]" in check_text(tmp_path)


# ---- The order.


def test_without_shuffle_the_order_is_that_of_the_file(tmp_path: Path) -> None:
    assert order(tmp_path, "a, b, c, d, e", "shuffle: false") == "abcde"


def test_the_order_is_this_one_for_good(tmp_path: Path) -> None:
    orders = {name: order(tmp_path, "a, b, c, d, e", name=name) for name in ("gate", "risk", "clef")}
    assert orders == {"gate": "ebacd", "risk": "bdaec", "clef": "acbde"}


def test_a_reworded_option_keeps_its_place(tmp_path: Path) -> None:
    before = order(tmp_path, "a1, b1, c1, d1")
    assert [order(tmp_path, text) for text in ("a2, b1, c1, d1", "a1, b, c, d")] == [before, before]


@pytest.mark.parametrize("name", ["gate", "risk", "clef", "a", "b"])
def test_an_option_that_is_added_moves_no_other_past_another(name: str, tmp_path: Path) -> None:
    more = order(tmp_path, "a, b, c, d, e", name=name)
    assert more.replace("e", "") == order(tmp_path, "a, b, c, d", name=name)


def test_every_order_comes_up(tmp_path: Path) -> None:
    cards = [choice("a, b, c", "a", "shuffle: true", f"card-{n}", f"Which of {n}?") for n in range(60)]
    orders = ["".join(text for _, text in listed) for listed, _, _ in shown(tmp_path, *cards)]
    assert {*orders} == {"".join(some) for some in itertools.permutations("abc")}


def test_the_right_option_is_marked_by_the_letter_that_it_has_there(tmp_path: Path) -> None:
    ((listed, right, _),) = shown(tmp_path, choice("a, b, c, d, e", "[a, e]", "shuffle: true", "gate"))
    assert right == [option for option in listed if option[1] in "ae"]


# ---- What was picked, in the pages of Anki's clients.


def test_one_kind_has_a_script_and_it_is_this_one() -> None:
    parts = {path.name: path.read_text("utf-8") for path in FRAME.glob("*.html")}
    assert [name for name, part in parts.items() if "<script" in part] == ["picks.html"]
    sides = {
        (kind.name, side.partition("[[>picks]]")[1])
        for kind in builtin_kinds().values()
        for note_type in kind.note_types
        for template in note_type.templates
        for side in (template.front, template.back, note_type.head)
        if "[[>picks]]" in side or "<script" in side
    }
    assert sides == {("choice", "[[>picks]]")}
    reaches_out = re.compile(r"fetch|XMLHttp|WebSocket|import|eval|Function\(|\bsrc\b|https?:|pycmd|location|cookie")
    assert reaches_out.findall(parts["picks.html"]) == []


@pytest.fixture
def tab(chromium: str) -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 390, "height": 760})
        context.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
        tab = context.new_page()
        tab.goto("http://127.0.0.1/card")
        yield tab
        browser.close()


SHOW = """(html) => {
  const qa = document.querySelector("#qa");
  qa.innerHTML = html;
  for (const old of qa.querySelectorAll("script")) {
    const fresh = document.createElement("script");
    fresh.textContent = old.textContent;
    old.replaceWith(fresh);
  }
}"""
"""What the long-lived pages of Anki's desktop and of AnkiDroid do with a side."""


class Deck:
    """Cards of a deck in real Anki, shown in a page."""

    def __init__(self, tab: Page, learner: Learner, client: Client) -> None:
        self.tab, self.client = tab, client
        self.cards = {str(card.note()["Id"]): card for card in learner.cards()}

    def show(self, name: str, side: str) -> None:
        card = self.cards[name]
        html = card.question() if side == "q" else card.answer()
        style, _, body = html.partition("</style>")
        css = style.partition("<style>")[2]
        if self.client.content or self.tab.locator("#qa").count() == 0:  # a new document for each side
            shell = page(self.client, css, [(name, "")])
            self.tab.goto(f"http://127.0.0.1/{name}-{side}")
            self.tab.evaluate("(html) => { document.open(); document.write(html); document.close(); }", shell)
        self.tab.evaluate(SHOW, body)

    def marked(self) -> list[str]:
        """Return the letters of the options that are marked on a front."""
        return [str(letter) for letter in self.tab.eval_on_selector_all(
            '[aria-checked="true"]', "(found) => found.map((one) => one.dataset.n)"
        )]  # fmt: skip

    def picked(self) -> list[tuple[str, str, str]]:
        """Return what an answer side shows as picked: letter, class, HTML; nothing where the box is hidden."""
        if not self.tab.locator(".dw-picks").is_visible():
            return []
        script = "(found) => found.map((one) => [one.dataset.n, one.className, one.firstElementChild.innerHTML])"
        return [tuple(one) for one in self.tab.eval_on_selector_all(".dw-picks li", script)]

    def tap(self, letter: str) -> None:
        self.tab.locator(f'.dw-options > li[data-n="{letter}"]').click()


@pytest.fixture(params=CLIENTS, ids=[client.name for client in CLIENTS])
def deck(request: pytest.FixtureRequest, tab: Page, learner: Learner, tmp_path: Path) -> Deck:
    cards = (
        choice("one, '**two**', 'x \\(y^2\\)'", "one", name="single"),
        choice("one, two, three", "[one, three]", name="many", question="Which ones?"),
    )
    write_deck(tmp_path, chapter(*cards))
    learner.take(build_deck(tmp_path).path)
    return Deck(tab, learner, request.param)


def test_what_was_picked_stays_after_the_turn(deck: Deck) -> None:
    deck.show("single", "q")
    assert deck.marked() == []
    deck.tap("A")
    deck.tap("B")
    assert deck.marked() == ["B"]
    deck.show("single", "a")
    assert deck.picked() == [("B", "dw-wrong", "<strong>two</strong>")]


def test_formulas_of_an_option_are_kept_as_they_were_written(deck: Deck) -> None:
    deck.show("single", "q")
    deck.tap("C")
    deck.show("single", "a")
    assert deck.picked() == [("C", "dw-wrong", r"x \(y^2\)")]


def test_several_are_picked_where_several_are_right(deck: Deck) -> None:
    deck.show("many", "q")
    for letter in "CBAB":
        deck.tap(letter)
    assert deck.marked() == ["A", "C"]
    deck.tap("B")
    deck.show("many", "a")
    assert deck.picked() == [("A", "dw-right", "one"), ("B", "dw-wrong", "two"), ("C", "dw-right", "three")]


def test_the_next_question_begins_afresh(deck: Deck) -> None:
    deck.show("single", "q")
    deck.tap("A")
    deck.show("single", "a")
    deck.show("many", "q")
    assert deck.marked() == []
    deck.show("many", "a")
    assert deck.picked() == []
    deck.show("single", "q")
    deck.show("single", "a")
    assert deck.picked() == []


def test_an_answer_shows_no_picks_of_another_card(deck: Deck) -> None:
    deck.show("single", "q")
    deck.tap("A")
    deck.show("many", "a")
    assert deck.picked() == []


def test_a_tap_that_is_taken_back_leaves_nothing(deck: Deck) -> None:
    deck.show("single", "q")
    deck.tap("A")
    deck.tap("A")
    deck.show("single", "a")
    assert deck.picked() == []


def test_without_storage_the_card_is_as_it_was(deck: Deck) -> None:
    deck.show("single", "q")
    deck.tab.evaluate("Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('denied'); }})")
    failures: list[str] = []
    deck.tab.on("pageerror", lambda error: failures.append(str(error)))
    body = deck.cards["single"].question().partition("</style>")[2]
    deck.tab.evaluate(SHOW, body)
    deck.tap("A")
    assert (deck.marked(), failures) == ([], [])


# ---- Learners who have the deck.


def test_turning_shuffle_on_changes_that_note_alone_and_keeps_its_reviews(tmp_path: Path, learner: Learner) -> None:
    cards = choice("a, b, c", "b", name="gate"), choice("a, b, d", "b", name="risk", question="Which other?")
    write_deck(tmp_path, chapter(*cards))
    assert learner.take(build_deck(tmp_path).path) == Imported(new=2)
    learner.answer("Id:gate")
    before = learner.schedule(), learner.history()
    write_deck(tmp_path, chapter(cards[0].replace("shuffle: false", "shuffle: true"), cards[1]))
    assert learner.take(build_deck(tmp_path, 1_700_000_100).path) == Imported(updated=1, duplicate=1)
    assert (learner.schedule(), learner.history()) == before
