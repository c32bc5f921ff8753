"""Packages that chance has spoilt are read, or told in one line; nothing else comes of them."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

from builder.errors import DeckwrightError
from builder.foreign import media_contents
from tests.foreign.packages import SCHEMA_18, changed, made, newer, packed, parts, put, read
from tests.hostile.packages import spoil, spoilt_database

ENTRY = b"\x0a\x05a.png\x10\x01"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("good"), notes=5, media={"a.png": b"x"})


def try_to_read(package: Path) -> str:
    """Return why a package is refused, or nothing."""
    try:
        found = read(package)
        list(media_contents(found, found.media))
    except DeckwrightError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("seed", range(40))
def test_a_spoilt_package_of_the_older_form(tmp_path: Path, good: Path, seed: int) -> None:
    (tmp_path / "x.apkg").write_bytes(spoil(random.Random(seed), good.read_bytes()))
    assert b"\n" not in try_to_read(tmp_path / "x.apkg").encode()


@pytest.mark.parametrize("seed", range(40))
def test_a_spoilt_package_of_the_newest_form(tmp_path: Path, good: Path, seed: int) -> None:
    dice = random.Random(seed)
    database = changed(parts(good)["collection.anki2"], SCHEMA_18)
    with contextlib.suppress(Exception):  # chance may spoil a table that this knows by its columns
        database = spoilt_database(dice, database)
    media = b"\x0a" + bytes([len(ENTRY)]) + ENTRY
    if dice.random() < 0.3:
        at = dice.randrange(len(media))
        media = media[:at] + dice.randbytes(2) + media[at + 2 :]
    package = put(tmp_path / "x.apkg", {**newer(database, media), "0": packed(b"x")})
    if dice.random() < 0.3:
        package.write_bytes(spoil(dice, package.read_bytes()))
    assert b"\n" not in try_to_read(package).encode()
