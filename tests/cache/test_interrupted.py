"""Builds that are interrupted, or that run at the same time, leave files and cache whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from builder.rebuild import Order, rebuild
from tests.cache.project import Twins
from tests.cache.test_rebuild import CARD_C, FILES, HEAD_B, NOW

EDITED = {**FILES, "20-b.yaml": HEAD_B + CARD_C.replace("three", "four")}


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_an_interrupted_build_changes_nothing(tmp_path: Path, moment: int) -> None:
    twins = Twins(tmp_path)
    twins.write(FILES)
    _, before = twins.build("warm", NOW)
    twins.write(EDITED)
    root = tmp_path / "warm"
    left = moment

    def interrupt(doing: str, done: int, total: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise KeyboardInterrupt

    order = Order(folders=(root / "cards" / "demo",), root=root, output=root / "build", now=NOW + 1)
    with pytest.raises(KeyboardInterrupt):
        rebuild(order, interrupt)
    assert {name: (root / name).read_bytes() for name in before} == before
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)


def test_builds_at_the_same_time_share_the_cache(tmp_path: Path) -> None:
    twins = Twins(tmp_path)
    twins.write(FILES)
    twins.build("warm", NOW)
    twins.write(EDITED)
    command = [sys.executable, "-m", "builder", "build"]
    environment = {
        **os.environ,
        "DECKWRIGHT_CACHE": str(tmp_path / "cache"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "SOURCE_DATE_EPOCH": str(NOW + 1),
    }
    builds = [subprocess.Popen(command, cwd=tmp_path / "warm", env=environment) for _ in range(4)]
    assert [one.wait() for one in builds] == [0, 0, 0, 0]
    _, left = twins.build("warm", NOW + 1)
    assert left == twins.build("cold", NOW + 1)[1]
    assert not [path for path in (tmp_path / "cache").iterdir() if path.suffix == ".tmp"]
