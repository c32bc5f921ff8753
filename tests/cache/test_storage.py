"""The cache folder: where it is, and that it stays small."""

from __future__ import annotations

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
