"""The command as a process: the short way of a plain `build`, and what comes of a reader or a disk that has enough."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import write_deck

GOOD = {"10-a.yaml": "title: A\nsource: own\ncards:\n  - {id: a, kind: basic, front: F, back: B}\n"}
BROKEN = {"10-a.yaml": "title: A\nsource: own\ncards:\n  - {id: a, kind: basic, front: F}\n"}


def deckwright(
    folder: Path, *words: str, stdout: int | None = subprocess.PIPE, unbuffered: str = ""
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "builder", *words]
    own = {"PYTHONPATH": str(Path(__file__).parents[2]), "DECKWRIGHT_CACHE": "", "PYTHONUNBUFFERED": unbuffered}
    environment = {**os.environ, **own}
    return subprocess.run(
        command, cwd=folder, env=environment, stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("files", "words", "status"),
    [(GOOD, (), 0), (GOOD, ("demo",), 0), (BROKEN, (), 1), (GOOD, ("dmo",), 2)],
    ids=["all", "one", "broken", "unknown"],
)
def test_build_says_the_same_with_and_without_options(
    tmp_path: Path, files: dict[str, str], words: tuple[str, ...], status: int
) -> None:
    write_deck(tmp_path, files)
    deckwright(tmp_path, "build")  # so that nothing is new in either of the two
    plain, with_options = deckwright(tmp_path, "build", *words), deckwright(tmp_path, "build", "--root", ".", *words)
    assert plain.returncode == status
    assert plain.stdout + plain.stderr
    assert (plain.stdout, plain.stderr, plain.returncode) == (
        with_options.stdout,
        with_options.stderr,
        with_options.returncode,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_file_s_name_of_two_lines_is_told_in_one(tmp_path: Path) -> None:
    write_deck(tmp_path, GOOD)
    (tmp_path / "cards" / "demo" / "a\nb.yaml").write_text("title: B\n")
    said = "deckwright: cards/demo/a b.yaml: this is no chapter with `cards:`; see `deckwright check`\n"
    (tmp_path / "cards" / "demo" / "10-a.yaml").unlink()
    assert deckwright(tmp_path, "new", "basic").stderr == said


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [("build",), ("build", "--root", "."), ("--version",)], ids=" ".join)
def test_output_that_cannot_be_written_is_one_line(tmp_path: Path, words: tuple[str, ...], unbuffered: str) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full, which is a disk without room")
    write_deck(tmp_path, GOOD)
    with full.open("w") as stream:
        result = deckwright(tmp_path, *words, stdout=stream.fileno(), unbuffered=unbuffered)
    said = "deckwright: cannot write what there is to say: No space left on device\n"
    assert (result.stderr, result.returncode) == (said, 1)


def test_a_failure_of_the_system_is_told_as_what_it_is(tmp_path: Path) -> None:
    """A name that is too long stands for all that no room has foreseen."""
    write_deck(tmp_path, GOOD)
    name = "x" * 300
    result = deckwright(tmp_path, "check", f"cards/demo/{name}.yaml")
    assert (result.stdout, result.stderr, result.returncode) == (
        "",
        f"deckwright: cards/demo/{name}.yaml: File name too long\n",
        2,
    )


def test_a_name_that_moves_the_cursor_is_written_out(tmp_path: Path) -> None:
    write_deck(tmp_path, {**GOOD, "20-\x1b[2J\n.yaml": "title: B\ncards: []\n"})
    assert deckwright(tmp_path, "build").stderr == (
        'cards/demo/20-\ufffd[2J .yaml:2:1: error[empty-value]: "cards" is empty\n  2 | cards: []\n    | ^^^^^\n'
        "  hint: write a card, or delete the file\n\n1 error; nothing was built\n"
    )


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="other systems have no such names")
def test_a_name_that_is_no_text_is_written_out(tmp_path: Path) -> None:
    write_deck(tmp_path, GOOD)
    odd = os.fsdecode(b"20-\xff.yaml")
    (tmp_path / "cards" / "demo" / odd).write_text("title: B\ncards: []\n")
    for words in (["build"], ["check", "--format", "concise"], ["check", "--format", "sarif"], ["preview"]):
        result = deckwright(tmp_path, *words)
        assert (result.returncode, "Traceback" in result.stderr) == (1, False)
        assert "20-\\xff.yaml" in (result.stderr + result.stdout).replace("%5C", "\\").replace("\\\\", "\\")
    os.rename(tmp_path / "cards" / "demo", tmp_path / "cards" / os.fsdecode(b"\xff"))
    said = "deckwright: cards/\\xff: the name of this folder is no UTF-8; rename it\n"
    assert deckwright(tmp_path, "build").stderr == said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize(("name", "shown"), [("a\x1b[31m", "a\ufffd[31m"), ("a\nb", "a b"), ("a\u202eb", "a\ufffdb")])
def test_a_deck_s_folder_moves_no_cursor(tmp_path: Path, name: str, shown: str) -> None:
    write_deck(tmp_path, GOOD)
    (tmp_path / "cards" / "demo").rename(tmp_path / "cards" / name)
    for words in (["build"], ["preview"], ["lock", "--resolve"]):
        said = f"deckwright: cards/{shown}: the name of this folder has a control character in it; rename it\n"
        result = deckwright(tmp_path, *words)
        assert (result.returncode, result.stdout, result.stderr) == (2, "", said)


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [("build",), ("build", "--root", "."), ("--help",)], ids=" ".join)
def test_a_reader_that_has_seen_enough_is_not_told_of_it(
    tmp_path: Path, words: tuple[str, ...], unbuffered: str
) -> None:
    write_deck(tmp_path, GOOD)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = deckwright(tmp_path, *words, stdout=writing, unbuffered=unbuffered)
    finally:
        os.close(writing)
    assert (result.stderr, result.returncode) == ("", 1)
