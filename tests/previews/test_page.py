"""The page of `preview` in a real browser, opened from the disk, without a network."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.commands.pages import write_pages
from tests.previews.tab import DECK, current, frames, listed, new_tab, settle, until
from tests.support import NOW, write_deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ROLES = ["gate, Cloze", "gate, Cloze", "capital, Front to back"]


def write(root: Path, files: dict[str, str | bytes]) -> str:
    """Write a deck and its page; return the page's address."""
    folder = write_deck(root, files)
    pages, _ = write_pages([folder], root / "build", NOW)
    return pages[0].path.resolve().as_uri()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(tmp_path_factory.mktemp("page"), dict(DECK))


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    with new_tab(browser) as page:
        yield page


@pytest.fixture
def page(tab: Page, address: str) -> Page:
    tab.emulate_media(media="screen")
    tab.goto("about:blank")
    tab.goto(address)
    settle(tab)
    return tab


def show(page: Page, script: str) -> object:
    return page.evaluate(script)


def test_each_card_shows_question_answer_and_night_in_a_phone_s_width(page: Page) -> None:
    assert frames(page, "capital, Front to back") == {
        "Question": "Roles What is the capital of Spain?",
        "Answer": "Roles What is the capital of Spain? Madrid Ours place Suggest a fix",
        "Answer, night": "Roles What is the capital of Spain? Madrid Ours place Suggest a fix",
    }
    assert show(page, "document.querySelector('iframe').offsetWidth") == 390
    classes = (
        "[...document.querySelectorAll('section iframe')].slice(0, 3).map((one) => one.contentDocument.body.className)"
    )
    assert show(page, classes) == ["card card1", "card card1", "card card1 nightMode night_mode"]


def test_a_card_says_where_its_source_is(page: Page) -> None:
    line = page.locator(".pv-card").nth(2).locator(".pv-bar code").inner_text()
    assert line.endswith("cards/demo/10-roles.yaml:5")


def test_search_finds_all_words_in_any_order_without_accents(page: Page) -> None:
    page.fill("#search", "experience naive")
    until(page, "document.getElementById('count').textContent.startsWith('3 of')")
    assert [name.partition(",")[0] for name in listed(page)] == ["naive", "naive", "naive"]
    page.fill("#search", "nowhere")
    page.click("#clear")
    assert page.inner_text("#count") == "9 cards"


def test_filters_for_kind_tag_and_chapter(page: Page) -> None:
    page.select_option("#kind", "cloze")
    assert [name.partition(",")[0] for name in listed(page)] == ["gate", "gate"]
    page.select_option("#kind", "")
    page.select_option("#tag", "place")
    assert [name.partition(",")[0] for name in listed(page)] == ["capital"]
    page.select_option("#tag", "")
    page.click("#chapters >> text=Words")
    assert [name.partition(",")[0] for name in listed(page)] == ["fair"] * 3 + ["naive"] * 3
    assert page.locator("#chapters [aria-current]").inner_text() == "Words"


def test_chapters_in_a_folder_stand_together_under_its_name(browser: Browser, tmp_path: Path) -> None:
    def chapter(title: str, card_id: str) -> str:
        return f"title: {title}\nsource: own\ncards: [{{id: {card_id}, kind: basic, front: {card_id}?, back: b}}]\n"

    files = {
        "10-a.yaml": chapter("A", "one"),
        "20-part/10-b.yaml": chapter("B", "two"),
        "20-part/20-c.yaml": chapter("C", "three"),
        "20-part/inner/10-d.yaml": chapter("D", "four"),
        "30-e.yaml": chapter("E", "five"),
    }
    address = write(tmp_path, dict(files))
    with new_tab(browser) as page:
        page.goto(address)
        settle(page)
        headings = page.locator("#cards :is(.pv-folder, h2)").all_inner_texts()
        assert headings == ["A", "Part", "B", "C", "Part › Inner", "D", "E"]
        groups = page.locator("#chapters [role=group]")
        named = [group.get_attribute("aria-label") for group in groups.all()]
        assert (named, groups.first.locator("a").all_inner_texts()) == (["Part", "Part › Inner"], ["B", "C"])
        page.click("#chapters >> text=C")
        assert [name.partition(",")[0] for name in listed(page)] == ["three"]
        assert page.locator("#cards :is(.pv-folder, h2)").all_inner_texts() == ["Part", "C"]
        page.emulate_media(media="print")
        page.locator("#sheet .pv-row").first.wait_for()
        assert page.locator("#sheet :is(.pv-folder, h2)").all_inner_texts() == ["Part", "C"]


def test_keys_walk_through_the_cards(page: Page) -> None:
    walked = []
    for key in ("j", "j", "ArrowRight", "k", "ArrowLeft", "k", "k"):
        page.keyboard.press(key)
        walked.append(current(page).partition(",")[0] + str(show(page, "document.activeElement.tagName")))
    assert walked == [f"{name}SECTION" for name in ("gate", "gate", "capital", "gate", "gate", "gate", "gate")]


def test_space_turns_the_current_card(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Space")
    assert list(frames(page, current(page))) == ["Question", "Question, night"]
    page.keyboard.press("Space")
    assert list(frames(page, current(page))) == ["Question", "Answer", "Answer, night"]


def test_slash_searches_and_escape_comes_back(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("jkn /")
    assert page.input_value("#search") == "jkn /"
    page.keyboard.press("Escape")
    assert show(page, "document.activeElement.tagName") == "BODY"


def test_n_changes_the_theme_of_page_and_cards(page: Page) -> None:
    captions = (
        "[...document.querySelectorAll('.pv-card')[0].querySelectorAll('figcaption')].map((one) => one.innerText)"
    )
    seen = []
    for _ in range(3):
        page.keyboard.press("n")
        settle(page)
        seen.append((
            page.locator("input[name=theme]:checked").get_attribute("value"),
            show(page, "document.body.classList.contains('nightMode')"),
            show(page, captions),
        ))  # fmt: skip
    assert seen == [
        ("light", False, ["Question", "Answer"]),
        ("night", True, ["Question, night", "Answer, night"]),
        ("both", False, ["Question", "Answer", "Answer, night"]),
    ]


def test_a_question_mark_shows_the_keys(page: Page) -> None:
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_a_hint_opens_inside_its_frame(page: Page) -> None:
    page.fill("#search", "naive")
    until(page, "document.querySelectorAll('.pv-card').length === 3")
    settle(page)
    inside = page.frame_locator("iframe").first
    before = show(page, "document.querySelector('iframe').offsetHeight")
    assert not inside.locator(".dw-hinted").is_visible()
    inside.locator(".dw-hint summary").click()
    assert inside.locator(".dw-hinted").inner_text() == "N"
    until(page, f"document.querySelector('iframe').offsetHeight >= {before}")


def test_an_address_with_filters_and_a_card_opens_there(browser: Browser, address: str) -> None:
    with new_tab(browser) as page:
        page.goto(f"{address}#kind=contrast&theme=night&card=fair")
        settle(page)
        assert len(listed(page)) == 3
        assert current(page) == "fair, Repair"
        assert show(page, "document.body.classList.contains('nightMode')")


def test_a_phone_shows_one_side_at_a_time(browser: Browser, address: str) -> None:
    with new_tab(browser, 390, 844) as page:
        page.goto(address)
        settle(page)
        section = "document.querySelectorAll('.pv-card')[0]"
        seen = f"[...{section}.querySelectorAll('figure')].filter((one) => one.offsetParent).length"
        caption = "[...document.querySelectorAll('.pv-card figure')].find((one) => one.offsetParent).innerText.trim()"
        assert (show(page, seen), show(page, caption)) == (1, "Question")
        page.locator(".pv-flip").first.click()
        settle(page)
        assert (show(page, seen), show(page, caption)) == (1, "Answer")
        page.frame_locator(".pv-answer iframe").first.locator(".dw-chapter").click()
        settle(page)
        assert (show(page, seen), show(page, caption)) == (1, "Question")


def test_problems_stand_beside_the_cards_that_they_belong_to(browser: Browser, tmp_path: Path) -> None:
    broken = {
        "10-a.yaml": """\
            title: A
            source: own
            cards:
              - {id: one, kind: basic, front: One <b onclick=x>bold</b>, back: "1"}
              - id: two
                kind: script
                stage: Call
                situation: They have called
                lines:
                  - {id: open, cue: Hello, say: Good day, keep: [day]}
                  - {id: shut, cue: Good bye, say: See you <i onclick=x>soon</i>, keep: [soon]}
              - {id: three, kind: basick, front: Three, back: "3"}
            """,
    }
    address = write(tmp_path, dict(broken))
    with new_tab(browser) as page:
        page.goto(address)
        page.check("#faulty")
        settle(page)
        beside = {
            name: page.locator(f'.pv-card[aria-label="{name}"] .pv-problem').first.locator("code").inner_text()
            for name in listed(page)
        }
        assert {name.partition(",")[0] for name in beside} == {"one", "two/shut"}
        assert set(beside.values()) == {"unsafe-html"}
        assert "unknown-kind" in page.inner_text("#news")
        assert page.locator("#news mark").first.inner_text() == "basick"


def test_media_are_in_the_page(browser: Browser, tmp_path: Path) -> None:
    card = """\
        title: A
        source: own
        cards:
          - {id: one, kind: basic, front: "![a dot](dot.png)", back: "[sound:tone.wav] done"}
        """
    address = write(tmp_path, {"10-a.yaml": card, "media/dot.png": PIXEL, "media/tone.wav": b"RIFF"})
    with new_tab(browser) as page:
        page.goto(address)
        settle(page)
        picture = "document.querySelector('iframe').contentDocument.querySelector('img')"
        until(page, f"{picture}.complete")
        assert show(page, f"[{picture}.src.slice(0, 22), {picture}.naturalWidth]") == ["data:image/png;base64,", 1]
        button = page.frame_locator(".pv-answer iframe").first.locator(".replay-button")
        assert str(button.get_attribute("aria-label")).startswith("Play tone-")


def test_printing_gives_a_row_a_note_with_question_and_answer(page: Page) -> None:
    page.emulate_media(media="print")
    page.locator("#sheet .pv-row").first.wait_for()
    assert not page.locator(".pv-page").is_visible()
    rows = r"""[...document.querySelectorAll('.pv-row')].map((row) =>
        [...row.children].map((one) => one.innerText.replace(/\s+/g, ' ').trim()))"""
    assert show(page, rows) == [
        ["A [...] holds until the team has signed", "A gate holds until the team has signed"],
        ["What is the capital of Spain?", "Madrid"],
        ["Is it fair? Bad answer I do not know.", "Why A rule is a reason Good answer Yes, by the rule."],
        ["Naïve", "Without experience Example A child, say"],
    ]


def test_a_typed_answer_and_a_choice_are_printed_once(browser: Browser, tmp_path: Path) -> None:
    cards = """\
        title: A
        source: own
        cards:
          - {id: one, kind: basic, type: true, front: dog, back: der Hund}
          - {id: two, kind: cloze, type: true, text: "The {{c1::ox}} pulls the plough"}
          - {id: three, kind: choice, question: Which?, options: [one, two, three], answer: [one, two]}
        """
    address = write(tmp_path, {"10-a.yaml": cards})
    with new_tab(browser) as page:
        page.goto(address)
        settle(page)
        page.emulate_media(media="print")
        page.locator("#sheet .pv-row").first.wait_for()
        rows = page.locator("#sheet .pv-row > :last-child").all_inner_texts()
        assert [row.split() for row in rows] == [
            ["der", "Hund"],
            ["The", "ox", "pulls", "the", "plough"],
            ["one", "two"],
        ]


MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")


@pytest.mark.parametrize("theme", ["light", "night"])
def test_the_page_is_readable_and_can_be_tapped(browser: Browser, address: str, theme: str) -> None:
    with new_tab(browser) as page:
        page.goto(f"{address}#theme={theme}")
        for width in (1344, 768, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            settle(page)
            assert page.evaluate(MEASURE) == [], width
