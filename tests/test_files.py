"""Files are written whole, and are on the disk before they take their places."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from builder.files import replace_unchanged, write_all

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such order")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the system is asked to do from now on, by the names of files, `.tmp` for a temporary one."""
    events: list[str] = []
    fsync, replace, sync = os.fsync, os.replace, os.sync

    def name(path: str | Path) -> str:
        path = Path(path)
        return (
            f".tmp of {path.name[1:].partition('.tmp')[0].rpartition('.')[0]}" if path.suffix == ".tmp" else path.name
        )

    def spy_fsync(handle: int) -> None:
        inode = os.fstat(handle).st_ino
        paths = [path for path in Path().rglob("*") if path.stat().st_ino == inode]
        events.append(f"keep {name(paths[0])}")
        assert paths[0].is_dir() or paths[0].stat().st_size > 0, "its contents are written by then"
        fsync(handle)

    def spy_replace(old: str | Path, new: str | Path) -> None:
        events.append(f"replace {name(new)} by {name(old)}")
        replace(old, new)

    def spy_sync() -> None:
        events.append("keep all")
        sync()

    monkeypatch.setattr(os, "fsync", spy_fsync)
    monkeypatch.setattr(os, "replace", spy_replace)
    monkeypatch.setattr(os, "sync", spy_sync)
    return events


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return Path()


def test_all_files_are_on_the_disk_before_one_of_them_is_replaced(here: Path, asked: list[str]) -> None:
    (here / "deck").mkdir()
    (here / "deck" / "lock").write_bytes(b"old")
    (here / "deck" / "same").write_bytes(b"same")
    files = {"deck/lock": b"new", "deck/same": b"same", "build/package": b"new"}
    write_all([(here / name, data) for name, data in files.items()])
    assert asked == [
        *("keep .tmp of lock", "keep .tmp of package"),
        *("replace lock by .tmp of lock", "keep deck"),
        *("replace package by .tmp of package", "keep build"),
    ]
    assert {path.as_posix(): path.read_bytes() for path in here.rglob("*") if path.is_file()} == files


def test_many_files_go_to_the_disk_at_once(here: Path, asked: list[str]) -> None:
    write_all([(here / "out" / f"{number:03}", b"new") for number in range(101)])
    names = [f"{number:03}" for number in range(101)]
    assert asked == ["keep all", *(f"replace {name} by .tmp of {name}" for name in names), "keep all"]
    assert sorted(path.name for path in (here / "out").iterdir()) == names


def test_a_hundred_files_go_one_by_one(here: Path, asked: list[str]) -> None:
    write_all([(here / "out" / f"{number:03}", b"new") for number in range(100)])
    assert "keep all" not in asked
    assert asked[:2] == ["keep .tmp of 000", "keep .tmp of 001"]
    assert len(asked) == 300


def test_a_file_that_is_mended_is_on_the_disk_before_it_is_replaced(here: Path, asked: list[str]) -> None:
    (here / "a.yaml").write_bytes(b"old")
    assert replace_unchanged(here / "a.yaml", b"old", b"new")
    assert asked == ["keep .tmp of a.yaml", "replace a.yaml by .tmp of a.yaml"]
    assert not replace_unchanged(here / "a.yaml", b"old", b"newer")
    assert (here / "a.yaml").read_bytes() == b"new"
    assert [path.name for path in here.iterdir()] == ["a.yaml"]
