"""The real things that tests need, and what is said where they are missing."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.learner import Learner

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def require(there: object, package: str) -> None:
    """Go on if something is there; without it fail on CI, and skip with what to install elsewhere."""
    if there:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"missing on CI: {package}")
    pytest.skip(f"install {package} to run this test")


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    """Return a learner with an empty collection in real Anki."""
    require(importlib.util.find_spec("anki"), "the anki package: pip install 'deckwright[anki]'")
    learner = Learner(tmp_path / "learner")
    yield learner
    learner.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the system's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    require(path and importlib.util.find_spec("playwright"), "chromium and the playwright package")
    assert path is not None
    return path


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a headless Chromium, started once for a module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what builds leave for the next one out of the user's own cache."""
    os.environ["DECKWRIGHT_CACHE"] = str(tmp_path_factory.mktemp("cache"))
