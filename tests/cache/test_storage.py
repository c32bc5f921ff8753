"""The cache folder: where it is, and that it stays small."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

import builder
from builder.cache import storage
from builder.cache.storage import cache_folder, program_digest
from tests.cache.project import EDITED, Twins
from tests.support import NOW


def test_it_keeps_within_its_limit_and_needs_none_of_its_files(twins: Twins, monkeypatch: pytest.MonkeyPatch) -> None:
    def size() -> int:
        return sum(path.stat().st_size for path in twins.cache.iterdir())

    more = {**EDITED, "30-c.yaml": "title: C\nkind: basic\ncards: [{id: z, front: a, back: b}]\n"}
    for limit, files in ((size() // 2, EDITED), (0, more)):
        monkeypatch.setattr(storage, "LIMIT", limit)
        twins.write(files)
        assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)
        assert size() <= limit


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has another folder")
@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({"DECKWRIGHT_CACHE": "there", "XDG_CACHE_HOME": "caches", "HOME": "home"}, "there"),
        ({"DECKWRIGHT_CACHE": "", "XDG_CACHE_HOME": "caches", "HOME": "home"}, ""),
        ({"XDG_CACHE_HOME": "caches", "HOME": "home"}, "caches/deckwright"),
        ({"HOME": "home"}, "home/.cache/deckwright"),
    ],
)
def test_it_is_where_the_user_says(
    variables: dict[str, str], folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DECKWRIGHT_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value and str(tmp_path / value))
    assert cache_folder() == (tmp_path / folder if folder else None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ([folder.partition("/")[0]] if folder else [])


WAY_OUT = "; DECKWRIGHT_CACHE names another folder, or none if it is empty"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")


def told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is said of a cache folder that is not used."""
    said: list[str] = []
    monkeypatch.setenv("DECKWRIGHT_CACHE", str(folder))
    assert (cache_folder(said.append) is None) == bool(said)
    return [line.removeprefix(f"{folder}: the cache is not used: ").removesuffix(WAY_OUT) for line in said]


@POSIX
def test_one_that_others_may_write_to_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    assert told(cache, monkeypatch) == []
    assert cache.stat().st_mode & 0o777 == 0o700
    for mode in (0o770, 0o702):
        cache.chmod(mode)
        assert told(cache, monkeypatch) == [f"others can write to it (chmod go-w {cache})"]


@POSIX
@pytest.mark.parametrize(("mode", "is_used"), [(0o777, False), (0o1777, True), (0o775, True), (0o755, True)])
def test_one_that_others_may_put_another_in_the_place_of_is_not_believed(
    mode: int, is_used: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    above, cache = tmp_path / "above", tmp_path / "above" / "caches" / "mine"
    cache.mkdir(parents=True, mode=0o700)
    above.chmod(mode)
    fault = f"others can put another in its place, for they can write to {above}"
    assert told(cache, monkeypatch) == [fault] * (not is_used)


@POSIX
def test_the_group_of_a_home_folder_is_that_of_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    above = tmp_path / "above"
    (above / "cache").mkdir(parents=True, mode=0o700)
    above.chmod(0o775)
    monkeypatch.setattr(os, "getgid", lambda: above.stat().st_gid + 1)
    fault = f"others can put another in its place, for they can write to {above}"
    assert told(above / "cache", monkeypatch) == [fault]


@POSIX
def test_one_of_another_user_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    assert told(tmp_path, monkeypatch) == ["it belongs to another user"]


@POSIX
def test_a_link_counts_as_what_it_leads_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    (tmp_path / "link").symlink_to("open")
    assert told(tmp_path / "link", monkeypatch) == [f"others can write to it (chmod go-w {tmp_path / 'link'})"]


def test_what_is_no_folder_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    assert told(tmp_path / "file", monkeypatch) == ["File exists"]
    assert told(tmp_path / "file" / "in it", monkeypatch) == ["Not a directory"]


def test_a_folder_that_cannot_be_read_and_written_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may do all, but not on a disk that is read-only
    assert told(tmp_path, monkeypatch) == ["it cannot be read and written"]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(old: object, new: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    storage.write(tmp_path / "x.text", b"x")
    assert list(tmp_path.iterdir()) == []


@POSIX
def test_no_file_is_written_by_way_of_a_link(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "x.text").symlink_to("notes.txt")
    storage.write(tmp_path / "x.text", b"x")
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert not (tmp_path / "x.text").is_symlink()


def test_what_else_lies_in_it_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others = ["a.chapter", "notes.txt", f"{'0' * 40}.chapter.tmp", f"{'0' * 40}.chapters", f"x{'0' * 40}.text"]
    ours = [f"{'0' * 40}.chapter", f"{'0' * 24}.build", f"{'1' * 40}.text", f"{'0' * 40}.chapter.12-345.tmp"]
    for name in (*others, *ours):
        (tmp_path / name).write_text("x")
    (tmp_path / f"{'2' * 40}.text").mkdir()
    (tmp_path / f"{'2' * 40}.text" / "mine").write_text("x")
    monkeypatch.setattr(storage, "LIMIT", 0)
    storage.shrink(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*others, f"{'2' * 40}.text"])


def test_every_file_of_the_program_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "__file__", str(tmp_path / "__init__.py"))
    keys = [program_digest()]
    for name in ("__init__.py", "kinds/basic/front.html", "kinds/basic/style.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
        keys.append(program_digest())
    (tmp_path / "__init__.py").write_text("changed")
    keys.append(program_digest())
    assert len(set(keys)) == len(keys)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("x")
    assert program_digest() == keys[-1]


def test_a_file_of_the_program_that_was_written_anew_with_as_many_bytes_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "__file__", str(tmp_path / "__init__.py"))
    (tmp_path / "__init__.py").write_text("one")
    os.utime(tmp_path / "__init__.py", ns=(1, 1))
    before = program_digest()
    (tmp_path / "__init__.py").write_text("two")
    os.utime(tmp_path / "__init__.py", ns=(1, 2))
    assert program_digest() != before


@pytest.mark.parametrize(
    ("library", "named", "upgraded"),
    [
        ("markdown", "Markdown-3.6.dist-info", "Markdown-3.7.dist-info"),
        ("yaml", "PyYAML-6.0.1.dist-info", "PyYAML-6.0.2.dist-info"),
        ("nh3", "nh3-0.2.17.dist-info", "nh3-0.2.18.dist-info"),
        ("selectolax", "selectolax-1.0.1.dist-info", "selectolax-1.0.2.dist-info"),
        ("tinycss2", "tinycss2-1.4.0.dist-info", "tinycss2-1.5.0.dist-info"),
        ("genanki", "genanki-0.13.1.dist-info", "genanki-0.14.0.dist-info"),
    ],
)
def test_another_version_of_a_library_counts(
    library: str, named: str, upgraded: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / library).mkdir()
    (tmp_path / library / "__init__.py").write_text("")
    (tmp_path / named).mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    before = program_digest()
    (tmp_path / "another-1.0.dist-info").mkdir()
    assert program_digest() == before
    (tmp_path / named).rename(tmp_path / upgraded)
    after = program_digest()
    assert after != before
    os.utime(tmp_path / library / "__init__.py", ns=(1, 1))
    assert program_digest() not in (before, after)


@pytest.mark.parametrize(("name", "value"), [("version", "3.99.0"), ("platform", "another")])
def test_another_python_counts(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = program_digest()
    with monkeypatch.context() as patch:
        patch.setattr(sys, name, value)
        assert program_digest() != before
    assert program_digest() == before


def test_an_upgraded_program_takes_nothing_that_the_old_one_left(
    twins: Twins, rendered: list[str], packed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program"
    program.mkdir()
    (program / "__init__.py").write_text("one")
    monkeypatch.setattr(builder, "__file__", str(program / "__init__.py"))
    for version, made in (("two", 1), ("two", 0), ("three", 1)):
        (program / "__init__.py").write_text(version)
        os.utime(program / "__init__.py", ns=(1, 1))
        rendered.clear()
        packed.clear()
        twins.build("warm", NOW)
        assert (rendered, packed) == (["10-a.yaml", "20-b.yaml"] * made, ["demo"] * made)
