"""The page on publishing: its release works as it is written, and its examples are valid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.learner import Imported, Learner
from tests.pages import DOCS, Reader
from tests.support import check_text, write_deck

PAGE = (DOCS / "publishing.md").read_text("utf-8")
CHAPTER = """\
title: Garden birds
source: own
cards:
  - {id: robin, kind: basic, front: Which bird sings in winter too?, back: The robin}
  - {id: wren, kind: basic, front: Which small bird sings loudest?, back: A wren}
"""


@pytest.fixture
def released(tmp_path: Path) -> Reader:
    """Return an author with a deck that is released as 1.0.0, and pushed to a repository elsewhere."""
    reader = Reader(folder=tmp_path / "home", bin=tmp_path / "bin")
    reader.folder.mkdir()
    for command in ("deckwright init bird-songs", "cd bird-songs", "rm cards/bird-songs/10-examples.yaml"):
        reader.run(command)
    deck = reader.folder / "cards" / "bird-songs"
    (deck / "10-garden.yaml").write_text(CHAPTER, "utf-8")
    for command in (
        "deckwright build",
        "git add .",
        "git commit --quiet --message first",
        "git tag --annotate --message first v1.0.0",
        f"git init --quiet --bare {tmp_path / 'elsewhere.git'}",
        f"git remote add origin {tmp_path / 'elsewhere.git'}",
        "git push --quiet --set-upstream --follow-tags origin HEAD",
        "cp build/bird-songs.apkg published.apkg",
    ):
        assert "error" not in reader.run(command), command
    (deck / "10-garden.yaml").write_text(CHAPTER.replace("A wren", "The wren"), "utf-8")
    settings = (deck / "deck.yaml").read_text("utf-8")
    (deck / "deck.yaml").write_text(settings.replace("version: 0.1.0", "version: 1.1.0"), "utf-8")
    return reader


def test_a_release_as_it_is_told(released: Reader, learner: Learner, tmp_path: Path) -> None:
    learner.take(released.folder / "published.apkg")
    learner.answer("")
    schedule = learner.schedule()
    section = PAGE.partition("\n## A release\n")[2].partition("\n## ")[0]
    printed = {command: said for step, said in released.follow(section) for command in step.commands}
    assert "nothing is lost" in printed["deckwright build --stamp"]
    elsewhere = released.run(f"git ls-remote --tags {tmp_path / 'elsewhere.git'}")
    assert "refs/tags/v1.1.0\n" in elsewhere, "a tag that is not pushed starts no workflow"
    built = (released.folder / "build" / "bird-songs.apkg").read_bytes()
    released.folder = tmp_path
    released.run(f"git clone --quiet --branch v1.1.0 {tmp_path / 'elsewhere.git'} fresh")
    released.run("cd fresh")
    assert "Bird songs 1.1.0" in released.run("deckwright build --locked")
    assert (released.folder / "build" / "bird-songs.apkg").read_bytes() == built
    assert learner.take(released.folder / "build" / "bird-songs.apkg") == Imported(updated=1, duplicate=1)
    assert learner.schedule() == schedule


def test_its_examples_have_no_problem(tmp_path: Path) -> None:
    settings, card = re.findall(r"^```yaml\n(.*?)```", PAGE, re.M | re.S)
    chapter = f"title: Garden birds\nsource: own\ncards:\n{card}"
    sound = b"ID3\x04" + bytes(2000)
    write_deck(tmp_path, {"deck.yaml": settings, "10-a.yaml": chapter, "media/blackbird.mp3": sound, "MEDIA.md": "x"})
    assert check_text(tmp_path) == ""
    codeowners = re.findall(r"^```text\n(.*?)```", PAGE, re.M | re.S)[0]
    assert [line.split()[0] for line in codeowners.splitlines()] == [
        "cards/*/deck.yaml",
        "cards/*/deck.lock",
        "cards/*/kinds/",
    ]
