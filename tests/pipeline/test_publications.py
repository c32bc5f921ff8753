"""What git or the last package has of a lock was published: whatever git takes back, every edit arrives."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from builder.lock.format import parse
from tests.learner import Imported, Learner
from tests.lock.repository import DRILL, WRONG, A, B, C, Repository, drill, write_in, written
from tests.support import write_deck

BACK = {
    "revert": ["revert --no-edit HEAD"],
    "reset": ["reset --quiet --hard HEAD~1"],
    "restore": ["checkout --quiet HEAD~1 -- cards"],
    "behind": ["checkout --quiet -b behind HEAD~1"],
    "cherry-pick": ["checkout --quiet -b other HEAD~2", "cherry-pick main~1"],
    "amend": ["checkout --quiet HEAD~1 -- .", "commit --quiet --amend --allow-empty --message x"],
    "forgotten branch": ["checkout --quiet --detach HEAD~1", "branch --quiet -D main"],
}
"""Ways in which git takes the last commit back."""


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return Repository()


@pytest.mark.parametrize("way", BACK)
def test_an_edit_that_git_takes_back_arrives_as_any_other(author: Repository, learner: Learner, way: str) -> None:
    for cards in (A + B, A + B + C, WRONG + B + C):
        author.build(cards)
        author.commit()
    learner.take(author.package)
    write_in(learner, "b", "mine")
    for words in BACK[way]:
        author.git(*words.split())
    before = author.ledger()
    after = author.build()
    assert learner.take(author.package) == Imported(updated=1, duplicate=2)
    assert (written(learner, "a"), written(learner, "b")) == (("A decision", []), ("mine", ["mine"]))
    assert after.notes["a"].mod == author.now
    assert {**after.notes, "a": None} == {**before.notes, "a": None}
    assert author.build() == after


def test_each_of_several_reverts_arrives(author: Repository, learner: Learner) -> None:
    for cards in (A + B, WRONG + B):
        author.build(cards)
        author.commit()
    learner.take(author.package)
    for back in ("A decision", "A wall", "A decision"):
        author.git("revert", "--no-edit", "HEAD")
        author.build()
        author.git("commit", "--quiet", "--all", "--amend", "--no-edit")
        assert learner.take(author.package) == Imported(updated=1, duplicate=1)
        assert written(learner, "a") == (back, [])


def test_a_style_that_git_takes_back_arrives(author: Repository, learner: Learner) -> None:
    def colors() -> list[str]:
        (card,) = learner.cards()
        return re.findall("color: ([a-z]+) }", card.render_output().css)

    for color in ("green", "red"):
        author.write(DRILL, **drill(color))
        author.build()
        author.commit()
    learner.take(author.package)
    assert colors() == ["red"]
    author.git("revert", "--no-edit", "HEAD")
    after = author.build()
    learner.take(author.package)
    assert (colors(), after.types["drill"].mod) == (["green"], author.now)
    assert author.build() == after


def test_without_git_the_package_is_what_was_published(learner: Learner, author: Repository) -> None:
    shutil.rmtree(".git")
    first = author.build(A + B)
    lock = author.lock.read_bytes()
    author.build(WRONG + B + C)
    learner.take(author.package)
    author.write(A + B)
    author.lock.write_bytes(lock)
    after = author.build()
    assert learner.take(author.package) == Imported(updated=1, duplicate=1)
    assert written(learner, "a") == ("A decision", [])
    assert after.notes["b"] == first.notes["b"]
    author.build(A + B + C)
    assert learner.take(author.package) == Imported(duplicate=3), "the card is the one that it was"


def test_what_was_taken_back_between_two_tags_was_never_out(author: Repository, learner: Learner) -> None:
    author.write(A + DRILL, **drill("green"))
    author.build()
    lock = author.lock.read_bytes()
    author.commit("v1.0.0")
    learner.take(author.package)
    write_in(learner, "a", "mine")
    author.write(WRONG + DRILL, **drill("red"))
    author.build()
    author.commit()
    author.write(A + DRILL, **drill("green"))
    author.build()
    assert author.lock.read_bytes() == lock
    assert learner.take(author.package) == Imported(duplicate=2)
    assert written(learner, "a") == ("mine", ["mine"])


def test_the_latest_of_all_tags_counts(author: Repository) -> None:
    author.build(A + B)
    author.commit("v1.0.0")
    author.build(WRONG + B)
    author.commit()
    author.git("tag", "--annotate", "--message", "x", "demo-v1.1.0")
    author.git("checkout", "--quiet", "v1.0.0")
    assert author.build().notes["a"].mod == author.now


def test_a_card_that_comes_back_over_commits_stays_as_the_learner_has_it(author: Repository, learner: Learner) -> None:
    before = author.build(A + B + C)
    author.commit()
    learner.take(author.package)
    write_in(learner, "b", "mine")
    for cards in (A + C, WRONG + C, WRONG + B + C):
        after = author.build(cards)
        author.commit()
        learner.take(author.package)
    assert after.notes["b"] == before.notes["b"]
    assert written(learner, "b") == ("mine", ["mine"])


def test_a_card_that_comes_back_is_newer_than_its_tombstone_also_where_git_takes_that_back(author: Repository) -> None:
    author.build(A + B)
    author.commit()
    author.write(A)
    author.build(tombstones=True)
    author.commit()
    author.git("revert", "--no-edit", "HEAD")
    assert author.build().notes["b"].mod == author.now


TAGS = {"v1.2.0": True, "demo-v1.2.0": True, "v2": True, "v1.0.0-rc.1": True} | dict.fromkeys(
    ("version-1", "draft", "other-v1.0.0", "v"), False
)


@pytest.mark.parametrize("tag", TAGS)
def test_which_tags_are_releases(author: Repository, tag: str) -> None:
    before = author.build(A + B)
    author.commit(tag)
    author.build(WRONG + B)
    author.commit()
    author.git("checkout", "--quiet", "HEAD~1", "--", "cards")
    after = author.build()
    assert after.notes["a"].mod == (before.notes["a"].mod if TAGS[tag] else author.now)


def test_a_release_tag_without_a_lock_leaves_it_to_the_commits(author: Repository) -> None:
    author.build(A + B)
    author.commit()
    author.git("tag", "v1.0.0", author.git("rev-parse", "HEAD:cards/demo/10-a.yaml").strip())
    author.build(WRONG + B)
    author.commit()
    author.git("revert", "--no-edit", "HEAD")
    assert author.build().notes["a"].mod == author.now


def test_each_deck_has_its_own_publications(author: Repository) -> None:
    for end, cards in (("Five", A + B), ("Six", WRONG + B)):
        chapter = f"title: A\ncards:\n{C.replace('Five', end)}"
        write_deck(author.root, {"deck.yaml": "name: Other\nuid: other\n", "10-a.yaml": chapter}, "other")
        author.build(cards)
        author.commit(*["demo-v1.0.0"] * (end == "Five"))
    author.git("revert", "--no-edit", "HEAD")
    before = author.ledger()
    assert author.build() == before, "of the wrong card there was no release"
    other = parse(Path("cards/other/deck.lock").read_text("utf-8"), "deck.lock")
    assert other.notes["c"].mod == author.now


def test_what_was_stashed_was_not_published(author: Repository) -> None:
    before = author.build(A + B)
    author.commit()
    author.build(WRONG + B)
    author.git("stash", "--quiet")
    assert author.build() == before


@pytest.mark.parametrize("has_was", [True, False])
def test_a_card_that_was_renamed_and_that_git_took_out_is_found_again(author: Repository, *, has_was: bool) -> None:
    renamed = C.replace("id: c", "id: d, was: c")
    for cards in (A, A + C, A + renamed, A + C.replace("id: c", "id: d")):
        before = author.build(cards)
        author.commit()
    author.git("reset", "--quiet", "--hard", "HEAD~3")
    after = author.build(A + (renamed if has_was else C.replace("id: c", "id: d")))
    assert (after.notes["d"].guid, after.notes["d"].nid) == (before.notes["d"].guid, before.notes["d"].nid)


def test_what_was_published_under_another_uid_is_that_of_another_deck(author: Repository) -> None:
    author.build(A + B)
    author.commit()
    author.lock.unlink()
    shutil.rmtree("build")
    author.uid = "other"
    with_history = author.build(A + B)
    author.lock.unlink()
    shutil.rmtree(".git")
    shutil.rmtree("build")
    author.now -= 86_400
    assert with_history == author.build(A + B)


def test_a_retag_arrives_whichever_tags_they_are(author: Repository) -> None:
    before = author.build(A.replace("id: a", "id: a, tags: [t39]"))
    after = author.build(A.replace("id: a", "id: a, tags: [t502]"))  # with "a" their SHA-256 begin alike
    assert after.notes["a"].mod > before.notes["a"].mod


def test_without_git_a_note_that_left_keeps_what_was_before_the_package(author: Repository) -> None:
    shutil.rmtree(".git")
    for cards in (A + B, B):
        author.build(cards)
    lock = author.lock.read_bytes()
    for cards in (A + B, WRONG + B, A + B):
        before = author.build(cards)
    author.write(B)
    author.lock.write_bytes(lock)
    author.build()
    after = author.build(A + B)
    assert before.notes["a"].before > 0
    assert after.notes["a"] == before.notes["a"]
