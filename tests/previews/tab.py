"""A tab of a browser, and what its page shows of the cards."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DECK = {
    "deck.yaml": """\
        name: Demo
        uid: demo
        version: 1.2.0
        feedback: https://example.org/fix?card={id}
        sources: {own: Ours}
        """,
    "10-roles.yaml": """\
        title: Roles
        source: own
        cards:
          - {id: gate, kind: cloze, text: "A {{c1::gate}} holds until the {{c2::team}} has signed", tags: [process]}
          - {id: capital, kind: basic, front: What is the *capital* of Spain?, back: Madrid, tags: [place]}
        """,
    "20-words.yaml": """\
        title: Words
        source: own
        cards:
          - id: fair
            kind: contrast
            prompt: Is it fair?
            bad: I do not know.
            good: Yes, by the rule.
            why: A rule is a reason
          - {id: naive, kind: definition, term: Naïve, meaning: Without experience, hint: N, example: "A child, say"}
        """,
}


@contextmanager
def new_tab(browser: Browser, width: int = 1344, height: int = 900, *, offline: bool = True) -> Iterator[Page]:
    """Give a tab; whatever its page complains about fails the test."""
    context = browser.new_context(offline=offline, viewport={"width": width, "height": height}, color_scheme="light")
    page = context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
        assert complaints == []
    finally:
        context.close()


def listed(page: Page) -> list[str]:
    """Return the cards in the list, in order."""
    labels: list[str] = page.eval_on_selector_all(".pv-card", "all => all.map((one) => one.getAttribute('aria-label'))")
    return labels


def current(page: Page) -> str:
    """Return the current card; empty for none."""
    label: str = page.evaluate("document.querySelector('.pv-card[aria-current]')?.getAttribute('aria-label') ?? ''")
    return label


def until(page: Page, script: str, seconds: float = 10) -> None:
    """Wait until a script gives something true; from outside, since the page's policy forbids waiting inside it."""
    end = time.monotonic() + seconds
    while not page.evaluate(script):
        assert time.monotonic() < end, f"never true: {script}"
        page.wait_for_timeout(20)


def settle(page: Page) -> None:
    """Wait until every frame has its card."""
    page.locator("iframe").first.wait_for(state="attached")
    until(page, "[...document.querySelectorAll('iframe')].every((one) => one.contentDocument?.getElementById('qa'))")


def frames(page: Page, card: str) -> dict[str, str]:
    """Return the text of each frame of a card by its caption."""
    section = page.locator(f'.pv-card[aria-label="{card}"]')
    section.scroll_into_view_if_needed()
    section.locator("iframe").first.wait_for()
    settle(page)
    script = """(section) => Object.fromEntries([...section.querySelectorAll("figure")].map((figure) => [
        figure.querySelector("figcaption").textContent,
        figure.querySelector("iframe").contentDocument.body.innerText.replace(/\\s+/g, " ").trim()]))"""
    texts: dict[str, str] = section.evaluate(script)
    return texts
