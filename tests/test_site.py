"""The docs as a site: it builds without a warning, says what GitHub shows, and its links lead somewhere."""

from __future__ import annotations

import functools
import importlib.util
import itertools
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt

from tests.conftest import require
from tests.support import check_text, write_deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
PAGES = sorted(path.stem for path in (ROOT / "docs").glob("*.md"))
ADDRESSES = {"a": "href", "img": "src", "link": "href", "script": "src", "source": "src"}
UNSEEN = {"button", "form", "label", "nav", "script", "style", "svg"}
SHAPES = {
    *("blockquote", "code", "del", "em", "h1", "h2", "h3", "h4", "hr", "img", "li", "ol", "p", "pre", "strong"),
    *("table", "td", "th", "tr", "ul"),
}


class Page(HTMLParser):
    """A page: the addresses and ids in it, and what a reader sees in its article, tags and words in their order."""

    def __init__(self, text: str, *, is_article: bool) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.seen: list[str] = []
        self._in_article = is_article
        self._unseen = 0
        self._code = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.ids |= {value for key in ("id", "name") if (value := named.get(key))}
        address = named.get(ADDRESSES.get(tag, ""))
        if address is not None:
            self.addresses.append(address)
        self._in_article |= tag == "article"
        self._code += tag == "pre"
        if tag in UNSEEN or self._unseen or (tag == "a" and named.get("class") == "headerlink"):
            self._unseen += tag not in ("img", "path", "input", "br")
        elif self._in_article and tag in SHAPES:
            self.seen.append(f"<{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._unseen:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "pre"
        if self._unseen:
            self._unseen -= 1
        elif self._in_article and tag in SHAPES - {"p", "li", "img", "hr"}:
            self.seen.append(f"</{tag}>")
        self._in_article &= tag != "article"

    def handle_data(self, data: str) -> None:
        if self._in_article and not self._unseen:
            # Colours cut code into pieces, so its letters are compared one by one.
            self.seen += [letter for letter in data if not letter.isspace()] if self._code else data.split()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site, built strictly in a copy of the project."""
    require(importlib.util.find_spec("zensical"), "zensical: pip install 'deckwright[test]'")
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "docs", project / "docs")
    shutil.copy(ROOT / "zensical.toml", project)
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "build" / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """Return every built page, by its path in the site."""
    return {
        path.relative_to(site).as_posix(): Page(path.read_text("utf-8"), is_article=False)
        for path in sorted(site.rglob("*.html"))
    }


def listed(nav: list[Any]) -> Iterator[str]:
    """Yield the files that a navigation leads to, in its order."""
    for entry in nav:
        for target in entry.values() if isinstance(entry, dict) else [entry]:
            if isinstance(target, list):
                yield from listed(target)
            else:
                yield target


def test_every_page_is_in_the_navigation_once() -> None:
    nav = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]["nav"]
    assert sorted(listed(nav)) == [f"{name}.md" for name in PAGES]


def test_every_link_and_picture_leads_to_something(site: Path, pages: dict[str, Page]) -> None:
    assert {f"{name}.html" for name in PAGES} <= pages.keys()
    lost = []
    for name, page in pages.items():
        for address in page.addresses:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            path = (site if parts.path.startswith("/") else (site / name).parent) / unquote(parts.path).lstrip("/")
            target = path.resolve() if parts.path else site / name
            target = target / "index.html" if target.is_dir() else target
            if not target.is_relative_to(site.resolve()) or not target.is_file():
                lost.append(f"{name}: {address}")
            elif parts.fragment and parts.fragment not in pages[target.relative_to(site).as_posix()].ids:
                lost.append(f"{name}: no heading {address}")
    assert lost == []


def test_the_site_asks_no_other_host_for_anything(site: Path, pages: dict[str, Page]) -> None:
    loaded = re.compile(r"<(?:img|script|link|iframe|source)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//[^>]*>")
    assert [found for name in pages for found in loaded.findall((site / name).read_text("utf-8"))] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_github_shows(name: str, site: Path) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    html = reader.render((ROOT / "docs" / f"{name}.md").read_text("utf-8")).replace("<s>", "<del>")
    expected = Page(html.replace("</s>", "</del>"), is_article=True)
    shown = Page((site / f"{name}.html").read_text("utf-8"), is_article=False)
    assert shown.seen == expected.seen


@pytest.mark.parametrize("name", PAGES)
def test_the_headings_have_the_names_that_github_gives_them(name: str, site: Path) -> None:
    reader = MarkdownIt("commonmark").parse((ROOT / "docs" / f"{name}.md").read_text("utf-8"))
    texts = [after.children or [] for token, after in itertools.pairwise(reader) if token.type == "heading_open"]
    words = ["".join(child.content for child in children) for children in texts]
    slugs = [re.sub(r"[^\w\- ]", "", text).strip().lower().replace(" ", "-") for text in words]
    page = (site / f"{name}.html").read_text("utf-8")
    assert re.findall(r'<h[1-6] id="([^"]*)"', page.partition("<article")[2]) == slugs


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    """Return where the site is served."""
    handler = functools.partial(Quiet, directory=site)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_page_is_found_by_a_word_in_it(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{address}/index.html", wait_until="networkidle")
    page.keyboard.press("/")
    page.wait_for_selector("input:focus")
    page.keyboard.type("tombstones")
    page.wait_for_selector('a[href*="rebuilding.html"][href*="cards-that-left"]')
    page.close()


def test_no_page_is_wider_than_a_phone_or_misses_a_picture(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    found = {}
    for name in PAGES:
        page.goto((site / f"{name}.html").as_uri())
        found[name] = page.evaluate(
            """() => [
                document.documentElement.scrollWidth <= 390,
                [...document.images].filter((one) => !one.complete || !one.naturalWidth).map((one) => one.src),
            ]"""
        )
    page.close()
    assert found == {name: [True, []] for name in PAGES}


def test_the_example_of_the_home_page_has_no_problem(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "index.md").read_text("utf-8"), re.S)
    write_deck(tmp_path, {"10-a.yaml": example})
    assert check_text(tmp_path) == ""
