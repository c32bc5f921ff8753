"""Builds that are killed, that meet, or that the disk will not take, leave package and lock whole and in step."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.package.recover import recover
from tests.lock.project import Project
from tests.support import NOW

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "builder"]
CARDS = "".join(f"- {{id: c{n}, kind: basic, front: Question {n}?, back: {'answer ' * 20}{n}}}\n" for n in range(300))


def kill(folder: Path, how: str, count: int) -> dict[str, int]:
    """Kill builds, and return how often each state was left behind."""
    words = [sys.executable, "-m", "tests.lossless.killer", str(folder), how, str(count), "1"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    tally: dict[str, int] = json.loads(done.stdout)
    return tally


def killed(tally: dict[str, int]) -> int:
    """Return how many builds were killed before they were done."""
    return sum(count for state, count in tally.items() if state != "done")


def test_a_build_survives_a_kill_at_each_thing_that_it_asks_of_the_system(tmp_path: Path) -> None:
    tally = kill(tmp_path / "deck", "points", 500)
    assert tally["done"] == 1
    assert tally.keys() >= {"oldoldold", "newoldold", "newnewold", "newnewnew"}


def test_a_build_survives_a_kill_at_any_moment(tmp_path: Path) -> None:
    assert killed(kill(tmp_path / "deck", "moments", 40)) == 40


@pytest.mark.long
def test_a_build_survives_many_kills(tmp_path: Path) -> None:
    assert killed(kill(tmp_path / "deck", "moments", 400)) == 400


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a new folder that every user of the machine may enter."""
    folder = Path(tempfile.mkdtemp(prefix="deckwright-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def run(root: Path, *prefix: str, options: tuple[str, ...] = (), limit: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a build as a user does; `limit` is the greatest size of a file in bytes."""

    def limited() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    settings = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DECKWRIGHT_CACHE": "",
        "SOURCE_DATE_EPOCH": str(NOW + 86_400),
    }
    words = [*prefix, *PROGRAM, "build", *options]
    return subprocess.run(words, cwd=root, env=settings, capture_output=True, text=True, preexec_fn=limited)


def unwritable(path: str, reason: str) -> str:
    """Return what is said of a file that cannot be written."""
    way_out = "make room or change the permissions, then run it again"
    return f"deckwright: {path}: cannot write: {reason}; {way_out}\n"


def test_builds_at_the_same_time_agree(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(CARDS)
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "DECKWRIGHT_CACHE": str(tmp_path / "cache")}
    running = [
        subprocess.Popen([*PROGRAM, "build"], cwd=tmp_path, env={**settings, "SOURCE_DATE_EPOCH": str(NOW + number)})
        for number in range(4)
    ]
    assert [process.wait() for process in running] == [0] * 4
    assert recover(project.package.read_bytes(), "").ledger == project.ledger()
    assert len({entry.mod for entry in project.ledger().notes.values()}) == 1
    assert project.attempt(locked=True).decks


def test_a_full_disk_is_one_line_and_leaves_what_was_there(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.build(CARDS)
    before = project.lock.read_bytes(), project.package.read_bytes()
    project.write(CARDS.replace("answer", "reply"))
    done = run(tmp_path, limit=4096)
    message = unwritable("cards/demo/deck.lock", "File too large")
    assert (done.returncode, done.stderr) == (2, message)
    assert (project.lock.read_bytes(), project.package.read_bytes()) == before
    assert [path.name for path in project.folder.iterdir() if path.name.endswith(".tmp")] == []


def test_a_disk_that_takes_the_lock_and_not_the_package_keeps_both_as_they_were(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["unshare", "--mount", "sh", "-c", f'mount -t tmpfs -o size=12k tmpfs "{small}" && exec "$@"', "sh"]
    if shutil.which("unshare") is None or subprocess.run([*mount, "true"], capture_output=True).returncode:
        pytest.skip("needs the right to mount a small file system")
    project = Project(tmp_path)
    project.build(CARDS)
    before = project.lock.read_bytes()
    project.write(CARDS.replace("answer", "reply"))
    done = run(tmp_path, *mount, options=("--output", "small"))
    message = unwritable("small/demo.apkg", "No space left on device")
    assert (done.returncode, done.stderr) == (2, message)
    assert project.lock.read_bytes() == before


@pytest.mark.parametrize("closed", ["build", "cards/demo"])
def test_a_folder_that_may_not_be_written_is_one_line(open_folder: Path, closed: str) -> None:
    project = Project(open_folder)
    project.build(CARDS)
    before = project.lock.read_bytes(), project.package.read_bytes()
    project.write(CARDS.replace("answer", "reply"))
    prefix: tuple[str, ...] = ()
    for folder in (open_folder / "build", project.folder):
        folder.chmod(0o777)
    (open_folder / closed).chmod(0o555)
    if os.geteuid() == 0:
        prefix = ("setpriv", "--reuid=65534", "--clear-groups")
        reachable = (*prefix, sys.executable, "-c", "import builder.cli")
        if shutil.which("setpriv") is None or subprocess.run(reachable, cwd=ROOT, capture_output=True).returncode:
            pytest.skip("root may write everywhere: run the tests as another user, or where nobody can read them")
    done = run(open_folder, *prefix)
    name = {"build": "build/demo.apkg", "cards/demo": "cards/demo/deck.lock"}[closed]
    message = (
        f"deckwright: {name}: cannot write: Permission denied; make room or change the permissions, then run it again\n"
    )
    assert (done.returncode, done.stderr) == (2, message)
    assert (project.lock.read_bytes(), project.package.read_bytes()) == before


def test_a_file_in_the_place_of_the_output_is_one_line(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(CARDS)
    (tmp_path / "out").write_text("here first", "utf-8")
    done = run(tmp_path, options=("--output", "out/deep"))
    assert (done.returncode, done.stderr.count("\n"), project.lock.exists()) == (2, 1, False)
    assert done.stderr.startswith("deckwright: out/deep/demo.apkg: cannot write: ")
