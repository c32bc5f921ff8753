"""The live page in a real browser: edit a file, break it, mend it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from builder.previews.watch import qr_code
from tests.previews.serving import serving
from tests.previews.tab import DECK, frames, listed, new_tab, settle, until
from tests.support import write_deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CAPITAL = "capital, Front to back"


def test_an_author_edits_breaks_and_mends_a_file(browser: Browser, tmp_path: Path) -> None:
    folder = write_deck(tmp_path, dict(DECK))
    path = folder / "10-roles.yaml"
    good = path.read_text("utf-8")
    with serving([folder], watching=True) as server, new_tab(browser, offline=False) as page:
        page.goto(server.url)
        settle(page)

        path.write_text(good.replace("of Spain", "of Portugal"), "utf-8")
        shows = (
            "[...document.querySelectorAll('iframe')].some((f) => f.contentDocument?.body?.innerText.includes('{}'))"
        )
        until(page, shows.format("of Portugal"))

        path.write_text(good.replace("kind: basic", "kind: basick"), "utf-8")
        beside = page.locator(f'.pv-card[aria-label="{CAPITAL}"] .pv-problem')
        beside.wait_for()
        assert "there is no kind" in beside.inner_text()
        assert frames(page, CAPITAL)["Question"] == "Roles What is the capital of Portugal?"

        path.write_text("title: [Roles\n" + good, "utf-8")
        page.locator("#news .pv-problem").wait_for()
        assert page.locator(".pv-stale").count() > 0
        assert len(listed(page)) == 9

        path.write_text(good, "utf-8")
        until(page, "!document.querySelector('#news .pv-problem, .pv-stale')")
        until(page, shows.format("of Spain"))
        assert len(listed(page)) == 9


def test_a_new_chapter_appears_and_filters_stay(browser: Browser, tmp_path: Path) -> None:
    folder = write_deck(tmp_path, dict(DECK))
    with serving([folder], watching=True) as server, new_tab(browser, offline=False) as page:
        page.goto(f"{server.url}demo/#kind=basic")
        settle(page)
        assert listed(page) == [CAPITAL]
        chapter = "title: New\nsource: own\ncards:\n  - {id: fresh, kind: basic, front: F, back: B}\n"
        (folder / "30-new.yaml").write_text(chapter, "utf-8")
        until(page, "document.querySelectorAll('.pv-card').length === 2")
        assert listed(page) == [CAPITAL, "fresh, Front to back"]
        assert page.input_value("#kind") == "basic"


def test_a_phone_gets_the_package_from_the_page(browser: Browser, tmp_path: Path) -> None:
    folder = write_deck(tmp_path, dict(DECK))
    with serving([folder]) as server, new_tab(browser, 390, 844, offline=False) as page:
        page.goto(server.url)
        settle(page)
        with page.expect_download() as caught:
            page.click("#download")
        assert caught.value.suggested_filename == "demo.apkg"
        assert Path(caught.value.path()).read_bytes()[:2] == b"PK"


def test_several_decks_are_linked(browser: Browser, tmp_path: Path) -> None:
    other = {"deck.yaml": "name: Other\nuid: other\nsources: {own: Ours}\n", "10-a.yaml": DECK["10-roles.yaml"]}
    folders = [write_deck(tmp_path, dict(DECK)), write_deck(tmp_path, dict(other), "other")]
    with serving(folders) as server, new_tab(browser, offline=False) as page:
        page.goto(server.url)
        page.click("#decks >> text=Other")
        page.wait_for_url("**/other/")
        settle(page)
        assert page.inner_text("h1") == "Other"


def test_control_c_ends_it_with_a_word_and_success(tmp_path: Path) -> None:
    write_deck(tmp_path, dict(DECK))
    command = [sys.executable, "-m", "builder", "serve", "--port", "0", "--root", str(tmp_path)]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    assert running.stdout is not None
    lines = [running.stdout.readline() for _ in range(3)]
    assert lines[0] == "9 cards, no problems\n"
    assert re.fullmatch(r"open http://127\.0\.0\.1:\d+/\n", lines[1])
    assert lines[2] == "Ctrl-C stops\n"
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (out.splitlines()[-1], err, running.returncode) == ("stopped", "", 0)


def test_the_first_word_is_what_check_would_say(tmp_path: Path) -> None:
    card = "{id: b, kind: basic, front: Does water boil at 100 °C?, back: It does}"
    write_deck(tmp_path, {"10-a.yaml": f"title: A\nsource: own\ncards: [{card}]\n"})
    command = [sys.executable, "-m", "builder", "serve", "--port", "0", "--root", str(tmp_path)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert running.stdout is not None
    lines = [running.stdout.readline() for _ in range(3)]
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=20)
    assert lines[0] == "1 card, 1 error\n"


def test_an_address_is_a_code_to_point_a_camera_at() -> None:
    code = qr_code("http://192.0.2.7:8765/0123456789abcdefghijkl/")
    assert len(code.splitlines()) > 15
    assert set(code) & set("█▀▄")
