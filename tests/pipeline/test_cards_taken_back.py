"""A lock that git takes back, or that has lost a kind, knows less than learners have; no card is dealt twice for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.learner import Imported, Learner
from tests.lock.project import wordings
from tests.lock.repository import A, B, Repository

CLOZE = '- {id: c, kind: cloze, text: "{{c1::One}} and {{c2::two}}"}\n'
THREE = '- {id: c, kind: cloze, text: "{{c1::One}} and {{c2::two}} and {{c3::three}}"}\n'
OTHER = '- {id: c, kind: cloze, text: "{{c1::One}} and {{c2::two}} and {{c3::jugglers}}"}\n'
FOURTH = '- {id: c, kind: cloze, text: "{{c1::One}} and {{c2::two}} and {{c4::jugglers}}"}\n'
BOTH_WAYS = A.replace("back:", "reverse: true, back:")


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return Repository()


def publish(author: Repository, *versions: str) -> None:
    for cards in versions:
        author.build(cards)
        author.commit()


def test_a_gap_that_git_took_back_is_told_of_and_its_number_stays_taken(author: Repository, learner: Learner) -> None:
    publish(author, CLOZE + B, THREE + B)
    learner.take(author.package)
    author.git("reset", "--quiet", "--hard", "HEAD~1")
    assert author.told()[0] == (
        "1 card has nothing to ask any more: c (c3); who has them keeps them, blank, until Tools > Empty Cards, which"
        " deletes them with their schedule"
    )
    assert author.ledger().notes["c"].gone == ((3, "three"),)
    assert author.told() == ()
    assert wordings(author.problems(OTHER + B)) == [
        (
            "cloze-number-reused",
            'c3 once hid "three" and now hides "jugglers"; learners still have that card',
            "number it c4",
        )
    ]
    author.build(FOURTH + B)
    assert learner.take(author.package) == Imported(updated=1, duplicate=1)
    assert [card.ord for card in learner.cards("Id:c")] == [0, 1, 2, 3]


def test_a_card_that_git_took_back_is_told_of_once(author: Repository) -> None:
    publish(author, A + B, BOTH_WAYS + B)
    author.git("reset", "--quiet", "--hard", "HEAD~1")
    assert author.told()[0] == (
        "1 card has nothing to ask any more: a (Back to front); who has them keeps them, blank, until Tools > Empty"
        " Cards, which deletes them with their schedule"
    )
    assert author.ledger().notes["a"].lost == (1,)
    assert author.told() == ()


def test_a_note_remembers_the_text_that_git_took_back(author: Repository) -> None:
    publish(author, A + B, A.replace("decision", "wall") + B)
    wrong = author.ledger().notes["a"].mod
    author.git("reset", "--quiet", "--hard", "HEAD~1")
    entry = author.build().notes["a"]
    assert (entry.before, entry.mod) == (wrong, author.now)
    author.commit()
    author.git("reset", "--quiet", "--hard", "HEAD~1")
    again = author.build().notes["a"]
    assert (again.before, again.mod) == (wrong, entry.mod)


def test_without_git_it_remembers_what_the_package_knew(author: Repository) -> None:
    shutil.rmtree(".git")
    author.build(A + B)
    first = author.lock.read_bytes()
    wrong = author.build(A.replace("decision", "wall") + B).notes["a"].mod
    author.write(A + B)
    author.lock.write_bytes(first)
    entry = author.build().notes["a"]
    assert (entry.before, entry.mod) == (wrong, author.now)
    author.lock.write_bytes(first)
    again = author.build().notes["a"]
    assert (again.before, again.mod) == (wrong, entry.mod)


ONE = "- {id: d, kind: drill, ask: Who?, say: She}\n"
FORE = "{name: Fore, asks: Ask, answers: Say}"
AFT, AFT_WHEN = "{name: Aft, asks: Ask, answers: Say}", "{name: Aft, asks: Ask, answers: Say, when: Both}"


def write_kind(author: Repository, *templates: str) -> None:
    head = (
        "doc: x\nfields: [{name: Ask, doc: x, required: true}, {name: Say, doc: x}, {name: Both, doc: x, shape: flag}]"
    )
    files = {"kinds__drill__kind.yaml": f"{head}\ntemplates: [{', '.join(templates)}]\n"}
    for name in ("fore", "aft")[: len(templates)]:
        files |= {
            f"kinds__drill__{name}.front.html": f"{name} {{{{Ask}}}}",
            f"kinds__drill__{name}.back.html": "{{Say}}",
        }
    author.write(ONE + B, **files)


@pytest.mark.parametrize("git", [True, False])
def test_a_card_that_comes_back_with_the_lock_is_one_card_on_all_devices(
    author: Repository, tmp_path: Path, *, git: bool
) -> None:
    if not git:
        shutil.rmtree(".git")
    locks = []
    for templates in ((FORE,), (FORE, AFT), (FORE, AFT_WHEN)):
        write_kind(author, *templates)
        author.build()
        locks.append(author.lock.read_bytes())
        if git:
            author.commit()
    learners = [Learner(tmp_path / name) for name in "ab"]
    for learner in learners:
        learner.take(author.package)
        assert [card.ord for card in learner.cards("Id:d")] == [0]
    write_kind(author, FORE, AFT)
    author.lock.write_bytes(locks[1])
    author.build()
    found = []
    for learner in learners:
        learner.take(author.package)
        found.append([(card.ord, card.id) for card in learner.cards("Id:d")])
        learner.close()
    note = author.ledger().notes["d"].nid
    assert found == [[(0, note + 1), (1, note + 2)]] * 2


def test_a_tombstone_arrives_although_git_took_back_what_brought_the_card_back(
    author: Repository, learner: Learner
) -> None:
    publish(author, A + B)
    author.build(B, tombstones=True)
    author.commit()
    publish(author, A + B)
    learner.take(author.package)
    author.git("revert", "--no-edit", "HEAD")
    author.build(tombstones=True)
    assert learner.take(author.root / "build" / "demo-retired.apkg") == Imported(updated=1)
    assert learner.fields("a")["Retired"].startswith("This card has left the deck.")


def test_tombstones_of_a_kind_that_is_gone_deal_no_card_that_came_later(author: Repository, tmp_path: Path) -> None:
    write_kind(author, FORE)
    author.build()
    early = [Learner(tmp_path / name) for name in "ab"]
    for learner in early:
        learner.take(author.package)
    write_kind(author, FORE, AFT)
    author.build()
    author.commit()
    note = author.ledger().notes["d"].nid
    shutil.rmtree(author.folder / "kinds")
    author.build(B, tombstones=True)
    for learner in early:
        learner.take(author.root / "build" / "demo-retired.apkg")
        assert [(card.ord, card.id) for card in learner.cards("Id:d")] == [(0, note + 1), (1, note + 2)]
        learner.close()


def test_the_number_of_a_gap_stays_taken_although_its_card_was_retired_before(author: Repository) -> None:
    shutil.rmtree(".git")
    author.build(CLOZE + B)
    author.build(B)
    lock = author.lock.read_bytes()
    author.build(THREE + B)
    author.write(B)
    author.lock.write_bytes(lock)
    assert author.build().notes["c"].gone == ((3, "three"),)
    assert [rule for rule, _, _ in wordings(author.problems(OTHER + B))] == ["cloze-number-reused"]
