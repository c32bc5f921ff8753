"""A script that got into a card all the same, past Markdown and the kinds, does nothing in the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from builder.previews.page import build_page, page_data
from builder.previews.shown_cards import ShownCard, ShownChapter, ShownDeck
from tests.previews.tab import settle, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RUN = "top.ran = (top.ran || []).concat"
EVIL = f"""</script><script>{RUN}('script')</script>
<img src="x" onerror="{RUN}('onerror')"><svg onload="{RUN}('svg')"></svg>
<iframe srcdoc="&lt;script&gt;{RUN}('inner')&lt;/script&gt;"></iframe>
<a id="link" href="javascript:{RUN}('link')">link</a>
<details open ontoggle="{RUN}('toggle')"><summary>s</summary></details>
<form action="https://example.org/"><button id="send">send</button></form>
<meta http-equiv="refresh" content="0;url=https://example.org/">
<link rel="stylesheet" href="https://example.org/a.css"><img src="https://example.org/a.png">
<style>@import "https://example.org/b.css"; b {{ background: url(https://example.org/b.png) }}</style><b>text</b>
<!--<script>"""
STYLE = f"</style><script>{RUN}('style')</script><style>b {{ background: url('https://example.org/c.png') }}"


def test_a_card_with_a_script_runs_nothing_and_asks_nobody(browser: Browser, tmp_path: Path) -> None:
    card = ShownCard(
        key="evil<script>", kind="basic", card="</script>", style="evil", ordinal=0, tags=("<b>",), line=1,
        question=EVIL, answer=EVIL,
    )  # fmt: skip
    chapter = ShownChapter(title="</title><script>", path="<script>", cards=(card,))
    name = f"</title></script><script>{RUN}('name')</script>"
    deck = ShownDeck(folder="evil", name=name, styles={"evil": STYLE}, chapters=(chapter,))
    page_file = tmp_path / "evil.html"
    page_file.write_text(build_page(name, page_data(deck, ()), {}), "utf-8")
    context = browser.new_context(viewport={"width": 1344, "height": 900})
    asked: list[tuple[str, str | None]] = []
    context.on("requestfailed", lambda request: asked.append((request.url, request.failure)))
    context.on("requestfinished", lambda request: asked.append((request.url, None)))
    page = context.new_page()
    page.goto(page_file.as_uri())
    settle(page)
    inside = page.frame_locator(".pv-question iframe").first
    inside.locator("#link").click(modifiers=["Shift"])
    inside.locator("#link").click()
    inside.locator("#send").click()
    page.emulate_media(media="print")
    page.locator("#sheet .pv-row").first.wait_for()
    page.emulate_media(media="screen")
    page.wait_for_timeout(300)
    assert [one.evaluate("top.ran ?? null") for one in context.pages if "chrome-error" not in one.url] == [
        None for one in context.pages if "chrome-error" not in one.url
    ]
    assert {failure for url, failure in asked if url.startswith("http")} == {"csp"}
    assert page.inner_text("h1") == name
    context.close()


def test_the_page_itself_refuses_scripts_that_are_not_its_own(browser: Browser, tmp_path: Path) -> None:
    deck = ShownDeck(folder="plain", name="Plain")
    page_file = tmp_path / "plain.html"
    page_file.write_text(build_page("Plain", page_data(deck, ()), {}), "utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.ran = 1";
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", '<img src="x" onerror="window.ran = 2">');
    }""")
    until(page, "document.images.length === 1 && document.images[0].complete")
    assert page.evaluate("window.ran ?? null") is None
    context.close()
