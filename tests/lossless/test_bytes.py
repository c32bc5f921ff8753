"""The same sources and lock give the same bytes, whoever builds them and where."""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import site
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lossless.author import EDITS, Author
from tests.support import NOW, build_decks

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Author:
    """Return a deck with every kind, media, retired notes and a history, as the last build left it."""
    author = Author(tmp_path_factory.mktemp("deck"), seed=11)
    for number in range(3):
        for edit in range(0, len(EDITS), 2):
            author.edit(edit + number % 2)
        author.build(NOW + number)
    author.media |= {name: b"\x89PNG" + name.encode() for name in ("z.png", "a.png", "é.png")}
    author.facts[0].values["extra"] = "![](z.png) ![](a.png) ![](é.png)"
    author.build(NOW + 10)
    build_decks(author.root, NOW + 10, with_tombstones=True)  # the lock remembers that there are tombstones
    return author


def digests(folder: Path, python: str = sys.executable, cwd: Path | None = None, **settings: str) -> list[str]:
    """Build in another process, and return the digests of package and lock."""
    # Another Python reads the same pure packages; what it cannot load (libyaml) is replaced by Python of its own.
    paths = os.pathsep.join([str(ROOT), *site.getsitepackages()])
    environment = {**os.environ, "PYTHONPATH": paths, "SOURCE_DATE_EPOCH": str(NOW + 99_999), "DECKWRIGHT_CACHE": ""}
    environment |= settings
    words = [python, "-m", "builder", "build", "--tombstones", "--locked", "--root", str(folder)]
    done = subprocess.run(words, cwd=cwd or folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    built = sorted((folder / "build").iterdir())
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in (*built, folder / "cards" / "demo" / "deck.lock")]


def copy(author: Author, folder: Path, *, reverse: bool = False) -> Path:
    """Copy the sources and the lock, the files in the order of their names or the other way round."""
    files = sorted((path for path in (author.root / "cards").rglob("*") if path.is_file()), reverse=reverse)
    for path in files:
        target = folder / path.relative_to(author.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return folder


def test_zone_locale_folder_file_order_and_hash_seed_change_no_byte(author: Author, tmp_path: Path) -> None:
    expected = digests(copy(author, tmp_path / "one"), PYTHONHASHSEED="0", TZ="UTC")
    assert len(expected) == 4
    assert digests(copy(author, tmp_path / "two"), PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LC_ALL="C") == expected
    elsewhere = copy(author, tmp_path / "a folder, elsewhere é" / "deep", reverse=True)
    assert (
        digests(elsewhere, cwd=tmp_path, PYTHONHASHSEED="77", TZ="America/St_Johns", LC_ALL="tr_TR.UTF-8") == expected
    )


def other_pythons() -> Iterator[str]:
    """Yield Pythons of other versions that can run Deckwright with the packages of this one."""
    known = {f"{sys.version_info[0]}.{sys.version_info[1]}"}
    named = [path for minor in range(11, 16) if (path := shutil.which(f"python3.{minor}"))]
    for python in [*named, *sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/3.*/bin/python")))]:
        asked = "import sys, sqlite3; sys.exit(sys.version_info < (3, 11)) or print('%d.%d' % sys.version_info[:2])"
        said = subprocess.run([python, "-c", asked], capture_output=True, text=True)
        if said.returncode == 0 and (version := said.stdout.strip()) not in known:
            known.add(version)
            yield python


def test_two_versions_of_python_give_the_same_bytes(author: Author, tmp_path: Path) -> None:
    pythons = list(other_pythons())
    if not pythons:
        pytest.skip("install a second Python (3.11 or later) to compare its bytes")
    expected = digests(copy(author, tmp_path / "mine"))
    for number, python in enumerate(pythons):
        assert digests(copy(author, tmp_path / str(number)), python) == expected
