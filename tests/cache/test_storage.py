"""The cache folder: where it is, and that it stays small."""

from __future__ import annotations

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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_one_that_others_may_write_to_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECKWRIGHT_CACHE", str(tmp_path / "cache"))
    assert cache_folder() == tmp_path / "cache"
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    for mode in (0o770, 0o702):
        (tmp_path / "cache").chmod(mode)
        assert cache_folder() is None


def test_what_else_lies_in_it_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("notes.txt", "a.chapter", f"{'0' * 40}.chapter", f"{'0' * 24}.build"):
        (tmp_path / name).write_text("x")
    monkeypatch.setattr(storage, "LIMIT", 0)
    storage.shrink(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.chapter", "notes.txt"]


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
