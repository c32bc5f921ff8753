"""Media that did not change are not read again after an edit of a text, and what the package holds of them is right."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.cache import file_stats
from builder.package import apkg, media
from tests.cache.project import EDITED, FILES, HEAD_A, HEAD_B, PIXEL, Twins
from tests.support import NOW

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
SHOWN = HEAD_A + "- {id: a, front: one, back: '![x](a.png) ![y](b.svg)'}\n"
WITH_MEDIA: dict[str, str | bytes] = {**FILES, "10-a.yaml": SHOWN, "media/b.svg": SVG}
AFTER = {**WITH_MEDIA, "20-b.yaml": HEAD_B + "- {id: c, front: four, back: 3}\n"}


@pytest.fixture
def built(twins: Twins, monkeypatch: pytest.MonkeyPatch) -> Twins:
    """Return a project with two pictures that has been built, its files settled."""
    monkeypatch.setattr(file_stats, "_SETTLED", 0)
    twins.write(WITH_MEDIA)
    twins.build("warm", NOW)
    return twins


@pytest.fixture
def read(built: Twins, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the media that warm builds read from now on."""
    names: list[str] = []

    for module in (apkg, media):
        reading = module.read_bytes

        def spy(path: Path, limit: int, reading=reading) -> bytes:  # type: ignore[no-untyped-def]
            if os.environ["DECKWRIGHT_CACHE"] == str(built.cache):
                names.append(path.name)
            data: bytes = reading(path, limit)
            return data

        monkeypatch.setattr(module, "read_bytes", spy)
    return names


def same(twins: Twins, now: int) -> None:
    warm, cold = twins.build("warm", now), twins.build("cold", now)
    assert warm == cold
    assert "error" not in warm[0]


def test_an_edit_of_a_text_reads_none(built: Twins, read: list[str]) -> None:
    built.write(AFTER)
    same(built, NOW + 1)
    assert read == []


def test_only_what_changed_is_read(built: Twins, read: list[str]) -> None:
    built.write({**AFTER, "media/b.svg": SVG + b"\n"})
    same(built, NOW + 1)
    assert read == ["b.svg", "b.svg"]  # for its name, and into the package


def test_a_file_that_keeps_size_and_times_is_read_again(built: Twins) -> None:
    path = built.deck / "media" / "b.svg"
    before = path.stat()
    built.write({**AFTER, "media/b.svg": SVG.replace(b"2000", b"1999")})
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    same(built, NOW + 1)


def test_a_file_too_fresh_to_be_known_by_its_stat_is_read_again(
    built: Twins, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_stats, "_SETTLED", 3_600_000_000_000)
    built.write({**AFTER, "media/a.png": PIXEL + b"x"})
    built.build("warm", NOW + 1)
    read.clear()
    built.write({**WITH_MEDIA, "media/a.png": PIXEL + b"x"})
    same(built, NOW + 2)
    assert read == ["a.png"]


def test_nothing_is_taken_from_a_package_that_was_touched(built: Twins, read: list[str]) -> None:
    package = built.home / "warm" / "build" / "demo.apkg"
    data = package.read_bytes()
    package.write_bytes(data.replace(PIXEL, bytes(len(PIXEL))))
    built.write(AFTER)
    same(built, NOW + 1)
    assert read == ["a.png", "b.svg"]


def test_nothing_is_taken_from_a_package_whose_lock_was_touched(built: Twins, read: list[str]) -> None:
    lock = built.deck / "deck.lock"
    lock.write_text(lock.read_text().replace('"mod":1700000000', '"mod":1700009999'))
    built.write(EDITED | {"10-a.yaml": SHOWN, "media/b.svg": SVG})
    same(built, NOW + 1)
    assert read == ["a.png", "b.svg"]


def test_no_package_and_no_cache_are_needed(built: Twins, read: list[str]) -> None:
    (built.home / "warm" / "build" / "demo.apkg").unlink()
    for path in built.cache.glob("*.media"):
        path.write_bytes(path.read_bytes()[:-1])
    built.write(AFTER)
    same(built, NOW + 1)
    assert read == ["a.png", "b.svg", "a.png", "b.svg"]
