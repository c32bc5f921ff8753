"""What was never given to anybody has no history: a note that only a lock knows, which git has never seen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.main import main
from builder.pipeline.output import BuiltDeck
from tests.lock.project import Project, wordings
from tests.lock.repository import A, B, C, Repository
from tests.lock.test_merge import git


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return Repository()


def built(author: Project, cards: str) -> BuiltDeck:
    author.write(cards)
    (deck,) = author.attempt().decks
    return deck


def test_a_note_that_was_only_tried_leaves_no_trace(author: Repository) -> None:
    author.build(A + B)
    deck = built(author, A)
    assert (deck.report.forgotten, deck.report.retired, list(author.ledger().notes)) == (("b",), (), ["a"])
    assert not deck.retired_path.exists()


def test_a_note_that_was_committed_is_retired(author: Repository) -> None:
    author.build(A + B)
    author.commit()
    deck = built(author, A)
    assert (deck.report.forgotten, deck.report.retired) == ((), (("b", "Who signs it?"),))
    assert author.ledger().notes["b"].retired == author.now


def test_between_two_releases_what_was_committed_is_with_other_authors(author: Repository) -> None:
    author.build(A)
    author.commit("v1.0.0")
    author.build(A + B)
    author.commit()
    author.build(A + B + C)
    deck = built(author, A)
    assert (deck.report.forgotten, [key for key, _ in deck.report.retired]) == (("c",), ["b"])


def test_without_git_any_build_may_be_with_learners(author: Repository) -> None:
    shutil.rmtree(".git")
    author.build(A + B)
    assert built(author, A).report.retired == (("b", "Who signs it?"),)


UNCOMMITTED = (
    "  cards/demo/deck.lock is in no commit: commit it before you give the package away; until then what leaves, or"
    " comes to mean something else, counts as never given\n"
)


def said(author: Project) -> str:
    author.write(A + B)
    result = CliRunner().invoke(main, ["build"])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("tag", [(), ("v1.0.0",)])
def test_each_build_says_so_until_a_commit_has_the_lock(author: Repository, tag: tuple[str, ...]) -> None:
    author.write(A)
    author.commit(*tag)
    assert [UNCOMMITTED in said(author) for _ in range(2)] == [True, True]
    author.commit()
    assert UNCOMMITTED not in said(author)


def test_without_git_there_is_nothing_to_commit(author: Repository) -> None:
    shutil.rmtree(".git")
    assert UNCOMMITTED not in said(author)


def test_what_no_commit_has_is_told_with_the_way_out_for_a_package_that_was_given_away(
    author: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.build(A + B)
    given = shutil.copy("build/demo.apkg", "given.apkg")
    author.write(A)
    told = CliRunner().invoke(main, ["build"]).stdout.splitlines()
    assert told[2:4] == [
        "  gone: 1 note that no commit has: b",
        "  if you gave a package with it away: delete cards/demo/deck.lock, run deckwright recover-lock on that"
        " package, commit the lock, and build again",
    ]
    author.lock.unlink()
    assert CliRunner().invoke(main, ["recover-lock", given]).exit_code == 0
    author.commit()
    assert built(author, A).report.retired == (("b", "Who signs it?"),)


def test_of_a_shallow_clone_nobody_knows_what_was_given(
    author: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.build(A)
    author.commit()
    author.write(A + C)
    author.commit()
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{author.root.resolve()}", "clone")
    monkeypatch.chdir(tmp_path / "clone")
    clone = Project(Path())
    clone.build(A + B)
    assert [key for key, _ in built(clone, A).report.retired] == ["b"]


def test_a_note_that_comes_back_is_born_as_it_was(author: Repository) -> None:
    born = author.build(A + B).notes["b"].guid
    author.build(A)
    assert author.build(A + B).notes["b"].guid == born


def test_a_new_id_keeps_the_identity_of_a_note_that_nobody_was_given(author: Repository) -> None:
    born = author.build(A + B).notes["b"]
    ledger = author.build(A + B.replace("id: b", "id: c, was: b"))
    assert (list(ledger.notes), ledger.notes["c"].guid) == (["a", "c"], born.guid)


def test_the_id_of_a_note_that_nobody_was_given_may_come_to_mean_another_fact(author: Repository) -> None:
    author.build(A + B)
    swapped = A.replace("id: a", "id: b") + B.replace("id: b", "id: a")
    assert wordings(author.problems(swapped)) == []
    author.commit()
    assert [problem.rule for problem in author.problems(A + B)] == ["other-fact", "other-fact"]
