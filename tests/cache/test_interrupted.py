"""Builds that are interrupted, or that run at the same time, leave files and cache whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from builder.cache.chapter_cache import ChapterCache
from builder.cache.storage import program_digest
from builder.pipeline import BuildOrder, build
from tests.cache.project import EDITED, Twins
from tests.support import NOW


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_an_interrupted_build_changes_nothing(twins: Twins, moment: int) -> None:
    twins.write(EDITED)
    root = twins.home / "warm"
    before = {path: path.read_bytes() for path in (root / "build" / "demo.apkg", twins.deck / "deck.lock")}
    left = moment

    def interrupt(doing: str, done: int, total: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise KeyboardInterrupt

    order = BuildOrder(folders=[twins.deck], output=root / "build", now=NOW + 1)
    with pytest.raises(KeyboardInterrupt):
        build(order, ChapterCache(twins.cache, program_digest()), interrupt)
    assert {path: path.read_bytes() for path in before} == before
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)


def test_builds_at_the_same_time_share_the_cache(twins: Twins, rendered: list[str], packed: list[str]) -> None:
    twins.write(EDITED)
    command = [sys.executable, "-m", "builder", "build"]
    environment = {
        **os.environ,
        "DECKWRIGHT_CACHE": str(twins.cache),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "SOURCE_DATE_EPOCH": str(NOW + 1),
    }
    builds = [subprocess.Popen(command, cwd=twins.home / "warm", env=environment) for _ in range(4)]
    assert [process.wait() for process in builds] == [0, 0, 0, 0]
    _, left = twins.build("warm", NOW + 1)
    assert left == twins.build("cold", NOW + 1)[1]
    assert (rendered, packed) == ([], [])
