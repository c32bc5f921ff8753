"""Pictures with a width of their own, laid out by Chromium on a phone and on a desktop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.learner import Learner
from tests.looks.clients import CLIENTS, Client, page
from tests.looks.hard import wide_picture
from tests.looks.test_looks import sides_of
from tests.support import write_deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BACK = "![a](a.png){width=200} ![b](a.png){width=50%} ![[a.png|40%]] ![d](a.png){width=3000} ![e|200x9](a.png)"
MEASURE = """() => {
    const answer = document.querySelector(".dw-a .dw-answer");
    const boxes = [...answer.querySelectorAll("img")].map((one) => one.getBoundingClientRect());
    const sizes = boxes.map((box) => [Math.round(box.width), Math.round(box.height)]);
    return [answer.getBoundingClientRect().width, document.documentElement.scrollWidth, sizes];
}"""


@pytest.mark.parametrize(("client", "screen"), [(CLIENTS[1], 390), (CLIENTS[0], 1280)], ids=["phone", "desktop"])
@pytest.mark.parametrize("theme", ["", "nightMode night_mode"], ids=["light", "night"])
def test_a_width_is_that_of_the_picture_and_never_more_than_the_card(
    tmp_path: Path, learner: Learner, browser: Browser, client: Client, screen: int, theme: str
) -> None:
    card = f'title: A\ncards:\n  - {{id: x, kind: basic, front: F, back: "{BACK}"}}\n'
    here = write_deck(tmp_path, {"deck.yaml": "name: D\nuid: d\n", "10-a.yaml": card})
    (here / "media").mkdir()
    (here / "media" / "a.png").write_bytes(wide_picture(1600, 800))
    ((css, shown),) = sides_of(tmp_path, learner).items()
    tab = browser.new_page(viewport={"width": screen, "height": 900})
    tab.set_content(page(client, css, shown).replace('<body class="', f'<body class="{theme} '))
    whole, across, sizes = tab.evaluate(MEASURE)
    tab.close()
    widths = [200, whole * 0.5, whole * 0.4, whole, 200]
    assert sizes == [[round(width), round(width / 2)] for width in widths]
    assert across == screen
