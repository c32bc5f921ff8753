"""Draws docs/pictures: a sheet of each kind and a card of the real deck, on a phone by day and by night; and a preview.

Run it with the packages of the `test` extra and a Chromium: python scripts/pictures.py [NAME]...
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import html
import re
import shutil
import struct
import tempfile
import textwrap
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import builder
from builder.kinds import builtin_kinds
from builder.pipeline import prepare
from builder.previews.shown_cards import ShownCard, ShownDeck, show_deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "pictures"
NOW = 1_700_000_000
REAL = ("sony-pm-tpm", "switch-inside", "Repair")
"""The card on the front page: its deck, its id and its template."""
FONTS = ':root { --dw-sans: Roboto, sans-serif; --dw-serif: "Noto Serif", serif; }'
"""Those of an Android phone, so that pictures are the same everywhere."""
SHEET = """
body { margin: 0; padding: 16px; background: #8b8984; width: max-content; }
main { display: grid; grid-template-columns: repeat(4, 390px); gap: 16px; }
iframe { display: block; width: 390px; border: 0; }
"""


def main() -> None:
    """Draw the pictures that are asked for, by default all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="card, serve, or a kind; all by default")
    names = parser.parse_args().names or ["card", "serve", "figure", *builtin_kinds()]
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        examples = write_examples(Path(folder))
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in names:
            if name == "card":
                deck = shown(ROOT, ROOT / "cards" / REAL[0])
                cards = [card for card in cards_of(deck) if (card.key, card.card) == REAL[1:]]
                draw(browser, deck, cards, OUT / "card.png", scale=1.2)
            elif name == "serve":
                draw_preview(browser, write_tutorial(Path(folder) / "tutorial"), OUT / "serve.png")
            else:
                deck = shown(Path(folder), examples)
                draw(browser, deck, one_of_each(deck, name), OUT / f"{name}.png", scale=1)
        browser.close()


def write_examples(root: Path) -> Path:
    """Write a deck with the example of every built-in kind and the own kind of the docs; return its folder."""
    deck = root / "cards" / "examples"
    deck.mkdir(parents=True)
    settings = "name: Examples\nuid: examples\nsources: {own: Our own wording}\ntags: [examples]\n"
    (deck / "deck.yaml").write_text(f"{settings}feedback: https://example.org/fix?card={{id}}\n", "utf-8")
    for number, (name, kind) in enumerate(builtin_kinds().items(), 10):
        cards = textwrap.indent(kind.example, "  ")
        chapter = f"title: {name.capitalize()}\nsource: own\ncards:\n{cards}"
        (deck / f"{number}-{name}.yaml").write_text(chapter, "utf-8")
    docs = (ROOT / "docs" / "own-kinds.md").read_text("utf-8")
    for name, text in re.findall(r"^`([\w./-]+)`\n\n```\w+\n(.*?)```", docs, re.M | re.S):
        path = deck / (f"99-{name}" if "/" not in name else name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("title: Money\n", "title: Money\nsource: own\n"), "utf-8")
    return deck


def write_tutorial(root: Path) -> Path:
    """Write the deck of the tutorial as it is after its third step, its sound left out; return its folder."""
    deck = root / "cards" / "bird-songs"
    deck.mkdir(parents=True)
    page = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
    whole, *mended = re.findall(r"^`cards/[\w./-]+`\n\n```yaml\n(.*?)```", page, re.M | re.S)
    for card in mended[:2]:
        first = card.splitlines()[0]
        whole = re.sub(rf"^{first}\n.*?(?=^  - id|\Z)", lambda _, card=card: card, whole, flags=re.M | re.S)
    (deck / "10-garden.yaml").write_text(re.sub(r" \[sound:[^\]]*\]", "", whole), "utf-8")
    settings = "name: Bird songs\nuid: bird-songs\nversion: 0.1.0\nsources: {own: Our own wording}\n"
    (deck / "deck.yaml").write_text(settings, "utf-8")
    return deck


def shown(root: Path, folder: Path) -> ShownDeck:
    """Return a deck's cards as they will look."""
    prepared = prepare([folder], NOW, keep_sources=True)
    if not prepared.decks:
        raise SystemExit("\n".join(problem.message for problem in prepared.problems))
    return show_deck(prepared.decks[0], NOW)


def cards_of(deck: ShownDeck) -> list[ShownCard]:
    """Return a deck's cards in order."""
    return [card for chapter in deck.chapters for card in chapter.cards]


def one_of_each(deck: ShownDeck, kind: str) -> list[ShownCard]:
    """Return a card of each template of a kind, the one that shows most."""
    found: dict[str, ShownCard] = {}
    for card in cards_of(deck):
        if card.kind == kind:
            found[card.card] = max(found.get(card.card, card), card, key=lambda one: len(one.question + one.answer))
    return list(found.values())


def draw(browser: Browser, deck: ShownDeck, cards: list[ShownCard], path: Path, scale: float) -> None:
    """Draw question and answer of each card, by day and by night, a row a card."""
    frames = []
    for card in cards:
        for night in ("", "nightMode night_mode"):
            for side in (card.question, card.answer):
                style = deck.styles[card.style]
                document = (
                    f'<!doctype html><html class="mobile android chrome"><style>{style}{FONTS}</style>'
                    f'<body class="card card{card.ordinal + 1} {night}"><div id="qa" dir="auto">{side}</div></body>'
                )
                frames.append(f'<iframe srcdoc="{html.escape(document)}"></iframe>')
    page = browser.new_page(device_scale_factor=scale, viewport={"width": 1640, "height": 100})
    page.set_content(f"<!doctype html><style>{SHEET}</style><main>{''.join(frames)}</main>")
    page.wait_for_timeout(300)
    page.evaluate(
        """() => {
            const frames = [...document.querySelectorAll("iframe")];
            for (let row = 0; row < frames.length; row += 4) {
                const four = frames.slice(row, row + 4);
                const height = Math.max(...four.map((one) => one.contentDocument.querySelector(".dw").offsetHeight));
                for (const one of four) one.style.height = `${height}px`;
            }
        }"""
    )
    shot = page.screenshot(full_page=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    tokens = [bytes.fromhex(code) for card in cards for code in re.findall(r"#([0-9a-f]{6});", deck.styles[card.style])]
    path.write_bytes(indexed_png(*pixels(page, shot), list(dict.fromkeys(tokens))))
    page.close()


def draw_preview(browser: Browser, deck: Path, path: Path) -> None:
    """Draw the upper part of a deck's preview, as a window on a desktop shows it."""
    page = browser.new_page(viewport={"width": 980, "height": 740})
    with contextlib.chdir(deck.parents[1]):  # paths are shown as they are from there
        page.goto(builder.preview("cards/bird-songs", "build").resolve().as_uri())
    page.wait_for_timeout(600)
    shot = page.screenshot()
    page.goto("about:blank")
    path.write_bytes(indexed_png(*pixels(page, shot), []))
    page.close()


def pixels(page: object, shot: bytes) -> tuple[int, int, bytes]:
    """Return a screenshot's width, height and RGBA bytes, read by the browser."""
    from playwright.sync_api import Page

    assert isinstance(page, Page)
    width, height, data = page.evaluate(
        """async (shot) => {
            const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${shot}`)).blob());
            const canvas = new OffscreenCanvas(image.width, image.height);
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            const bytes = context.getImageData(0, 0, image.width, image.height).data;
            let text = "";
            for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
            return [image.width, image.height, btoa(text)];
        }""",
        base64.b64encode(shot).decode(),
    )
    return width, height, base64.b64decode(data)


def indexed_png(width: int, height: int, rgba: bytes, tokens: list[bytes], most: int = 20) -> bytes:
    """Return a PNG of few colours: the style's own (`tokens`), and what the edges of letters need most."""
    colours = [rgba[i : i + 3] for i in range(0, len(rgba), 4)]
    counted = Counter(colours)
    common = [colour for colour, _ in counted.most_common(256)]
    # The grounds first, which fill the picture, then what text has; ink by day is near to paper by night.
    palette = thinned([*common[:3], *(token for token in tokens if token in counted), *common], most)
    place = {colour: nearest(colour, palette) for colour in counted}
    indexes = bytes(place[colour] for colour in colours)
    rows = b"".join(b"\0" + indexes[start : start + width] for start in range(0, len(indexes), width))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def nearest(colour: bytes, palette: list[bytes]) -> int:
    """Return the place of the palette's colour that is nearest."""
    return min(range(len(palette)), key=lambda place: distance(colour, palette[place]))


def thinned(colours: list[bytes], most: int) -> list[bytes]:
    """Return at most `most` colours, the first ones first, that differ enough from one another to be told apart."""
    apart = 4
    while True:
        kept: list[bytes] = []
        for colour in colours:
            if all(distance(colour, other) > apart * apart for other in kept):
                kept.append(colour)
        if len(kept) <= most:
            return kept
        apart += 1


def distance(one: bytes, other: bytes) -> int:
    """Return how far two colours are apart; hues count for more than shades, since few carry a meaning."""
    red, green, blue = (a - b for a, b in zip(one, other, strict=True))
    shade = (red + green + blue) // 3
    return shade * shade + 4 * ((red - shade) ** 2 + (green - shade) ** 2 + (blue - shade) ** 2)


if __name__ == "__main__":
    main()
