"""Nothing runs in the preview and nothing is loaded, whatever stands in cards, names and problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from builder.commands.pages import write_pages
from tests.previews.serving import serving
from tests.previews.tab import settle, until
from tests.security.places import OWN_KIND, scalar
from tests.security.vectors import VECTORS
from tests.support import NOW, write_deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COUNT = "window.ran = 0; window.hit = () => { top.ran = (top.ran || 0) + 1; };"
STEP = 3500
CLICK = """() => {
    for (const frame of document.querySelectorAll("iframe")) {
        for (const link of frame.contentDocument.querySelectorAll("a")) {
            if (!/^https?:/i.test(link.getAttribute("href") ?? "")) link.click();
        }
    }
}"""


def deck_of(vectors: Sequence[str]) -> Mapping[str, str]:
    """Return a deck with vectors in texts, names and what its problems repeat, but for those that YAML refuses."""
    texts = [text for text in vectors if scalar(text, 0)[:1] != '"']
    cards = "".join(
        f"- id: b{n}\n  kind: basic\n  front: {scalar(text, 2)}\n  back: {scalar(text, 2)}\n"
        f"- id: o{n}\n  kind: own\n  shown: {scalar(text, 2)}\n  bare: {scalar(text, 2)}\n  hidden: {scalar(text, 2)}\n"
        for n, text in enumerate(texts)
    )
    chapters = {
        f"{20 + n}-t.yaml": f"title: {scalar(text, 0)}\nsource: own\ntags: [{scalar(text, 0)}]\n"
        f"{text if text.isalnum() else 'x'}: y\ncards: [{{id: t{n}, kind: basic, front: a, back: b}}]\n"
        for n, text in enumerate(text for text in texts[:40] if "\n" not in text)
    }
    name = next(text for text in VECTORS if "<script>" in text)
    deck = f"name: {scalar('N ' + name, 0)}\nuid: n\nspeech: en_US\nsources: {{own: {scalar(name, 0)}}}\n"
    return {"deck.yaml": deck, "10-a.yaml": f"title: A\nsource: own\ncards:\n{cards}", **OWN_KIND, **chapters}


def walk(page: Page) -> None:
    """Look at all of a page: scroll through it, turn to the night, search, print."""
    page.evaluate("document.getElementById('cards').scrollIntoView()")  # many problems stand above them
    settle(page)
    for text in ("<img src=x onerror=hit()>", '"><script>hit()</script>', ""):
        page.fill("#search", text)
        page.wait_for_timeout(100)
    page.keyboard.press("Escape")
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, STEP):
        page.evaluate(f"scrollTo(0, {top})")
        page.wait_for_timeout(10)
    page.emulate_media(media="print")
    until(page, "document.querySelector('#sheet .pv-row') !== null")
    page.emulate_media(media="screen")
    page.evaluate(CLICK)
    page.wait_for_timeout(200)


def look_at(browser: Browser, address: str, own: str) -> tuple[list[str], list[int]]:
    """Return what a page asks for beside its own files, and how often a script of others ran, tab by tab."""
    context = browser.new_context(viewport={"width": 1344, "height": 4000})
    context.add_init_script(COUNT)
    asked: list[str] = []
    context.on("requestfinished", lambda request: asked.append(request.url))
    context.on("response", lambda response: asked.append(response.url))
    page = context.new_page()
    page.goto(f"{address}#q={quote('<img src=x onerror=hit()>')}&kind=%3Cscript%3E&tag=x")
    page.goto("about:blank")
    page.goto(address)
    walk(page)
    ran = [one.evaluate("window.ran ?? 0") for one in context.pages if "chrome-error" not in one.url]
    context.close()
    return [url for url in asked if not url.startswith((own, "data:", "about:", "blob:"))], ran


def judge_pages(vectors: Sequence[str], root: Path, browser: Browser) -> None:
    folder = write_deck(root, deck_of(vectors))
    pages, problems = write_pages([folder], root / "build", NOW)
    assert problems
    address = pages[0].path.resolve().as_uri()
    assert look_at(browser, address, address) == ([], [0])
    with serving([folder]) as server:
        assert look_at(browser, f"{server.url}demo/", server.url) == ([], [0])


def test_no_vector_runs_or_loads_in_the_preview(tmp_path: Path, browser: Browser) -> None:
    judge_pages(VECTORS[::151], tmp_path, browser)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_none_of_all_vectors_runs_or_loads_in_the_preview(part: int, tmp_path: Path, browser: Browser) -> None:
    judge_pages(VECTORS[part::10], tmp_path, browser)
