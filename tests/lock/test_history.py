"""What git has of a lock, in whatever form it keeps that; what it cannot tell is told, and a lost lock comes back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builder.errors import LockError
from tests.lock.project import wordings
from tests.lock.repository import DRILL, WRONG, A, B, C, Repository, drill, run


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return Repository()


def harm(author: Repository, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do something to a repository, after which git does not read all of it."""
    git = Path(".git")
    if what == "no git":
        monkeypatch.setenv("PATH", "nowhere")
    elif what == "a link to nowhere":
        shutil.rmtree(git)
        git.write_text("gitdir: nowhere\n", "utf-8")
    elif what == "a lost object":
        lost = author.git("rev-parse", "HEAD~1:cards/demo/deck.lock").strip()
        (git / "objects" / lost[:2] / lost[2:]).unlink()
    else:
        (git / what).write_text(f"{1:040}\n", "utf-8")


@pytest.mark.parametrize("what", ["no git", "a link to nowhere", "HEAD", "config", "refs/heads/new", "a lost object"])
def test_a_repository_that_cannot_be_read_is_told_of(
    author: Repository, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    for cards in (A + B, WRONG + B):
        author.build(cards)
        author.commit()
    harm(author, what, monkeypatch)
    result = author.attempt()
    assert ([problem.rule for problem in result.problems], len(result.decks)) == (["unseen-history"], 1)
    with pytest.raises(LockError, match="forbids to build"):
        author.attempt(locked=True)


def test_a_shallow_clone_says_so_at_each_build_until_it_is_whole(
    author: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for cards in (A + B, WRONG + B):
        author.build(cards)
        author.commit()
    author.git("revert", "--no-edit", "HEAD")
    author.git("clone", "--quiet", "--depth", "1", f"file://{Path.cwd()}", "../clone")
    monkeypatch.chdir("../clone")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(author.now + 5))
    for _ in range(2):
        assert run("build").stderr == (
            "cards/demo/deck.lock:1:1: warning[unseen-history]: this clone is shallow, and has not all that was"
            " published\n  hint: run git fetch --unshallow --tags\n\n"
        )
        locked = run("build", "--locked")
        assert (locked.exit_code, locked.stderr) == (
            2,
            "deckwright: cards/demo/deck.lock: this clone is shallow, and has not all that was published, and --locked"
            " forbids to build so; run git fetch --unshallow --tags\n",
        )
    author.git("fetch", "--quiet", "--unshallow", "--tags")
    assert run("build").stderr == ""
    assert author.ledger().notes["a"].mod == author.now + 5


def test_a_branch_that_begins_anew_counts_whatever_git_is_set_to_show(author: Repository) -> None:
    author.build(A + B)
    author.commit()
    author.git("checkout", "--quiet", "--orphan", "anew")
    author.build(WRONG + B)
    author.commit()
    author.git("checkout", "--quiet", "main")
    author.git("config", "log.showRoot", "false")
    assert author.build().notes["a"].mod == author.now


@pytest.mark.parametrize("in_hook", [False, True])
def test_a_worktree_knows_what_the_others_published(
    author: Repository, monkeypatch: pytest.MonkeyPatch, *, in_hook: bool
) -> None:
    for cards in (A + B, WRONG + B):
        author.build(cards)
        author.commit()
    author.git("worktree", "add", "--quiet", "--detach", "../tree", "HEAD~1")
    if in_hook:
        monkeypatch.setenv("GIT_DIR", os.path.abspath(".git/worktrees/tree"))
    monkeypatch.chdir("../tree")
    assert author.build().notes["a"].mod == author.now


@pytest.mark.parametrize("name", ["deck.lock", "demo.lock"])
def test_a_lock_that_is_a_link_has_the_history_of_what_it_leads_to(author: Repository, name: str) -> None:
    author.build(A + B)
    Path("locks").mkdir()
    author.lock.rename(f"locks/{name}")
    author.lock.symlink_to(f"../../locks/{name}")
    author.commit()
    author.build(WRONG + B)
    author.commit()
    author.git("revert", "--no-edit", "HEAD")
    assert author.build().notes["a"].mod == author.now
    assert author.lock.is_symlink()


def test_locks_whose_lines_end_as_on_windows_are_read(author: Repository) -> None:
    for card, color in ((A, "green"), (WRONG, "red")):
        author.write(card + DRILL, **{**drill(color), ".gitattributes": "* -text\n"})
        before = author.build()
        author.lock.write_bytes(author.lock.read_bytes().replace(b"\n", b"\r\n"))
        author.commit()
    author.git("revert", "--no-edit", "HEAD")
    after = author.build()
    moved = (after.notes["a"].mod, after.types["drill"].mod, after.notes["d"])
    assert moved == (author.now, author.now, before.notes["d"])
    author.commit()
    author.build(A)
    lines = author.lock.read_text("utf-8").splitlines(keepends=True)
    author.lock.write_text("".join(line for line in lines if not line.startswith('"d"')), "utf-8")
    assert author.build(A + DRILL).notes["d"] == before.notes["d"]


DAMAGES = {
    "conflict": ('"c": {', '<<<<<<< ours\n=======\n>>>>>>> theirs\n"c": {'),
    "broken off": ('"ords":[0]},\n"": {}}}\n', ""),
    "a quote too few": ('"text":"How', '"text:"How'),
    "a broken tombstone": ('"text":"How many of them?","deck":"A","ords":[0]', '"text:"","marked":true'),
    "no UTF-8": ("How", "H\udcff\udcfe"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_a_damaged_lock_in_a_commit_has_is_passed_over(
    author: Repository, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    before = author.build(A + B + C)
    text = author.lock.read_text("utf-8")
    lines = [line for line in text.split("\n") if not line.startswith('"c"')]
    assert DAMAGES[damage][0] in text
    for day, lock in enumerate((text.replace(*DAMAGES[damage]), text, "\n".join(lines))):
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{author.now + day} +0000")  # the damaged one is the oldest
        author.lock.write_bytes(lock.encode("utf-8", "surrogateescape"))
        author.commit()
    assert author.build() == before


@pytest.mark.parametrize("place", ["HEAD", "a commit", "package"])
@pytest.mark.parametrize("name", ["demo", "my deck"])
def test_a_lost_lock_comes_back_by_the_way_that_the_error_names(author: Repository, name: str, place: str) -> None:
    author.write(A + B)
    author.folder = author.folder.rename(author.folder.with_name(name))
    author.lock, author.package = author.folder / "deck.lock", Path(f"build/{name}.apkg")
    author.build()
    author.commit()
    lock, package = author.lock.read_bytes(), author.package.read_bytes()
    shutil.rmtree(".git" if place == "package" else "build")
    author.lock.unlink()
    for _ in range(2 * (place == "a commit")):
        author.commit()
    problems = author.attempt().problems
    way = problems[0].hint.split("`")[1]
    message = f"cards/{name}/deck.lock is gone, which knows who every note is"
    hint = f"get it back with `{way}`; for a deck that nobody was given yet, choose another uid"
    assert wordings(problems) == [("lock-missing", message, hint)]
    assert author.attempt(locked=True).problems == problems
    assert (run("check", "--select", "lock-missing").exit_code, author.lock.exists()) == (1, False)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(way, shell=True, check=True, env={**os.environ, "PATH": path})
    assert author.lock.read_bytes() == lock
    author.build()
    assert (author.lock.read_bytes(), author.package.read_bytes()) == (lock, package)


def test_the_first_build_of_a_deck_says_that_it_is_one(author: Repository) -> None:
    assert author.told(A + B) == ("first build: every note gets its identity now",)
    lock = author.lock.read_bytes()
    assert author.told() == ()
    assert author.lock.read_bytes() == lock


def test_a_history_that_was_kept_is_read_anew_once_git_has_dropped_its_commits(
    author: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Path("cache")
    cache.mkdir(mode=0o700)
    monkeypatch.setenv("DECKWRIGHT_CACHE", str(cache))
    author.write(A + B)
    assert run("build").exit_code == 0
    author.commit()
    author.write(WRONG + B)
    assert run("build").exit_code == 0
    author.git("commit", "--quiet", "--all", "--amend", "--message", "y")
    author.git("reflog", "expire", "--expire=now", "--all")
    author.git("gc", "--quiet", "--prune=now")
    author.write(WRONG + B + C)
    built = run("build")
    assert (built.exit_code, "unseen-history" in built.stderr) == (0, False)
