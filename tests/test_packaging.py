"""What is installed: a locked set, free licences, and a wheel and an sdist that are whole."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
FREE = re.compile(r"\b(MIT|BSD|Apache|MPL|PSF|ISC|Python Software Foundation|Unlicense|Zlib|0BSD)\b", re.I)
AS_LIBRARIES = {"frozendict": "LGPL-3.0-only"}
"""What comes with genanki under a licence that asks that users may replace it, as any pip can."""
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def plain(name: str) -> str:
    """Return a distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, str]:
    """Return the versions that a locked set names."""
    text = (ROOT / "requirements" / name).read_text("utf-8")
    return {plain(found[0]): found[1] for found in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.M)}


def required(of: str) -> set[str]:
    """Return the names of all that a distribution takes here, itself left out."""
    found: set[str] = set()
    waiting = [of]
    while waiting:
        for line in metadata.requires(waiting.pop()) or []:
            name = plain(_NAME.match(line)[0])  # type: ignore[index]
            if "extra ==" not in line and name not in found and _is_here(name):
                found.add(name)
                waiting.append(name)
    return found


def _is_here(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:  # it is for another system or Python
        return False
    return True


def licence(name: str) -> str:
    """Return what a distribution says of its licence."""
    about = metadata.metadata(name)
    keys = ("License-Expression", "License", "Classifier")
    lines = [line for key in keys for line in about.get_all(key) or [] if key != "Classifier" or "License" in line]
    return "; ".join(line[:80] for line in lines)


@pytest.mark.parametrize(("name", "extras"), [("build.txt", []), ("test.txt", ["test"])])
def test_a_locked_set_has_all_that_the_project_asks_for(name: str, extras: list[str]) -> None:
    asked = [*PROJECT["dependencies"], *(line for extra in extras for line in PROJECT["optional-dependencies"][extra])]
    names = {plain(_NAME.match(line)[0]) for line in asked}  # type: ignore[index]
    assert names - locked(name).keys() == set(), "run make locked"


def test_every_file_that_is_installed_has_a_hash() -> None:
    for name in ("build.txt", "test.txt"):
        text = (ROOT / "requirements" / name).read_text("utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line.strip()]
        assert [line for line in lines if "--hash=sha256:" not in line] == []


def test_what_decks_are_built_with_is_free_to_use() -> None:
    names = required("deckwright")
    assert {"click", "genanki", "pyyaml"} <= names
    assert {name: licence(name) for name in names if not FREE.search(licence(name))} == AS_LIBRARIES
    assert "anki" not in names, "its licence is the AGPL: it is an extra"


def tracked(*folders: str) -> set[str]:
    """Return the files that git has in some folders."""
    listed = subprocess.run(["git", "ls-files", *folders], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(listed.stdout.splitlines())


def built(kind: str, folder: Path) -> Path:
    """Return the wheel or the sdist of the project."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.iterdir()
    return path


def test_the_wheel_has_the_whole_package_and_runs(tmp_path: Path) -> None:
    wheel = built("wheel", tmp_path / "dist")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.partition("/")[0].endswith(".dist-info")}
        assert names == tracked("builder")
        archive.extractall(tmp_path / "installed")
    command = [sys.executable, "-m", "builder", "init", "decks", "--no-git"]
    environment = {"PYTHONPATH": str(tmp_path / "installed"), "PATH": ""}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    done = subprocess.run(
        [*command[:3], "build", "--root", "decks", "-q"], cwd=tmp_path, env=environment, check=True, capture_output=True
    )
    assert (done.stdout, done.stderr) == (b"", b"")
    assert (tmp_path / "decks" / "build" / "decks.apkg").exists()


def test_the_sdist_has_the_sources_and_their_tests(tmp_path: Path) -> None:
    with tarfile.open(built("sdist", tmp_path)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert tracked("builder", "tests", "README.md", "LICENSE", "CHANGELOG.md") - names == set()
