"""Who judges finished cards: Chromium's parser, and Chromium itself with scripts and events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from builder.kinds.frame import own_script

if TYPE_CHECKING:
    from anki.cards import Card
    from playwright.sync_api import Browser, Page, Route

_JUDGE = Path(__file__).with_name("judge.js").read_text("utf-8")
_CHUNK = 400
_HOME = "https://card.test/"
_OWN_FILE = re.compile(rf"{_HOME}[a-z0-9][a-z0-9._-]*\Z")
_PAGE = '<!doctype html><body><div id="qa"></div><script>window.ran = 0; function hit() { window.ran += 1; }</script>'
_TRY = """async (sides) => {
    const place = document.getElementById("qa");
    const names = ["click", "mouseover", "pointerenter", "focus", "error", "load", "toggle", "wheel", "copy"];
    const ran = [];
    for (const side of sides) {
        const before = window.ran;
        place.innerHTML = side;
        for (const script of place.querySelectorAll("script")) {  // as Anki does, which runs them
            const again = document.createElement("script");
            for (const { name, value } of script.attributes) again.setAttribute(name, value);
            again.textContent = script.textContent;
            script.replaceWith(again);
        }
        for (const element of place.querySelectorAll("*")) {
            if (element.localName === "a" && /^(https?|mailto):/i.test(element.protocol ?? "")) continue;
            for (const name of names) element.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }));
        }
        await new Promise((done) => setTimeout(done, 0));
        ran.push(window.ran - before);
    }
    return ran;
}"""


class Finding(NamedTuple):
    """What is wrong with a side: which one, and what."""

    side: str
    what: tuple[str, ...]


@contextmanager
def judging(browser: Browser) -> Iterator[Judge]:
    """Give a judge with a page of its own, which can ask nobody."""
    context = browser.new_context()
    page = context.new_page()
    judge = Judge(page)
    page.route("**/*", judge.answer)
    page.goto(_HOME)
    try:
        yield judge
    finally:
        context.close()


class Judge:
    """Judges sides of cards."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []

    def answer(self, route: Route) -> None:
        """Answer the page's own address; keep in mind and refuse all others."""
        address = route.request.url
        if address == _HOME:
            route.fulfill(body=_PAGE, content_type="text/html")
            return
        if not _OWN_FILE.match(address):
            self.asked.append(address)
        route.abort()

    def read(self, sides: Sequence[str], *, as_written: bool = False) -> list[Finding]:
        """Return the sides in which a browser's parser finds what could run, load or lead away, beside our own script.

        `as_written` is whether they hold HTML as its author wrote it, which may be odd as long as it does no harm.
        """
        found: list[Finding] = []
        for start in range(0, len(sides), _CHUNK):
            chunk = sides[start : start + _CHUNK]
            told: list[list[str]] = self.page.evaluate(
                _JUDGE, [[side.replace(own_script(), "") for side in chunk], as_written]
            )
            found += [Finding(side, tuple(what)) for side, what in zip(chunk, told, strict=True) if what]
        return found

    def run(self, sides: Sequence[str]) -> list[Finding]:
        """Return the sides that run something once they are shown, and touched everywhere; and what they ask for."""
        found: list[Finding] = []
        for start in range(0, len(sides), _CHUNK):
            chunk = sides[start : start + _CHUNK]
            ran: list[int] = self.page.evaluate(_TRY, chunk)
            found += [Finding(side, (f"ran {times}",)) for side, times in zip(chunk, ran, strict=True) if times]
        self.page.wait_for_timeout(50)
        return found + [Finding("", (address,)) for address in self.asked]


_AV_REF = re.compile(r"\[anki:play:[qa]:\d+\]")
_LEFT = re.compile(r"\[sound:|\[anki:(?!play)|\[latex\]|\[\$\$?\]|\[\[type:|class=latex", re.I)


def marks_in(card: Card, *, types: bool = False) -> list[str]:
    """Return what Anki acts on in a card though no template asks for it; `types` is whether one asks to type."""
    output = card.render_output()
    found = []
    for side, tags in (
        (output.question_text, output.question_av_tags),
        (output.answer_text, output.answer_av_tags),
    ):
        references = _AV_REF.findall(side)
        if len(references) != len(tags):
            found.append(f"{references} for {len(tags)} sounds")
        found += [mark for mark in _LEFT.findall(side) if not (types and mark == "[[type:")]
    return found


def sides_of(cards: Sequence[Card]) -> dict[str, list[tuple[int, str]]]:
    """Return the sides of cards as Anki renders them, each once, with the notes that have it."""
    sides: dict[str, list[tuple[int, str]]] = {}
    for card in cards:
        output = card.render_output()
        for name, side in (("question", output.question_text), ("answer", output.answer_text)):
            sides.setdefault(side, []).append((card.nid, name))
    return sides


def told(findings: Sequence[Finding], names: Mapping[str, str]) -> list[str]:
    """Return findings as lines, each with the name of the card."""
    return [f"{names.get(finding.side, '?')}: {finding.what}" for finding in findings]
