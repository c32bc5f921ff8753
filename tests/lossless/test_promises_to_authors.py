"""What docs/rebuilding.md promises authors of locks and builds, where no other test shows it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.learner import Imported, Learner
from tests.lock.project import Project
from tests.lock.repository import A, B, Repository, run, written
from tests.lock.test_slots import CARDS, change, kind
from tests.support import NOW, build_decks, write_deck

DOCS = (Path(__file__).parents[2] / "docs" / "rebuilding.md").read_text("utf-8")


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return Repository()


def guid(root: Path, uid: str, chapter: str, file: str = "10-a.yaml", now: int = NOW) -> str:
    """Build a deck anew, and return the GUID of its last note in the file."""
    write_deck(root, {"deck.yaml": f"name: Demo\nuid: {uid}\n", file: f"title: A\nkind: basic\ncards:\n{chapter}"})
    (deck,) = build_decks(root, now).decks
    update = deck.stamped.update
    assert update is not None
    return update.notes[-1].entry.guid


def test_a_guid_hangs_on_the_uid_and_the_first_id_and_on_nothing_else(tmp_path: Path) -> None:
    first = guid(tmp_path / "1", "demo", A)
    assert guid(tmp_path / "2", "demo", B + A.replace("What", "Who"), "90-z.yaml", NOW + 99) == first
    assert guid(tmp_path / "2", "demo", A.replace("id: a", "id: z, was: a"), "90-z.yaml", NOW + 999) == first
    assert guid(tmp_path / "3", "other", A) != first
    assert guid(tmp_path / "4", "demo", A.replace("id: a", "id: z")) != first


def test_a_lock_has_a_line_for_each_note_like_the_one_that_the_docs_show(author: Repository) -> None:
    (shown,) = re.findall(r'^"gate": (\{.*\}),$', DOCS, re.M)
    author.build(A + B)
    _, _, notes = author.lock.read_text("utf-8").partition('"notes": {\n')
    lines = dict(re.findall(r'^"(\w+)": (\{.*\}),$', notes, re.M))
    assert list(lines) == ["a", "b"]
    for line in lines.values():
        assert [key for key in json.loads(line) if key in json.loads(shown)] == list(json.loads(shown))


def test_comments_quotes_and_the_order_of_keys_are_no_change(author: Repository) -> None:
    author.build(A + B)
    author.commit()
    before = author.lock.read_bytes(), author.package.read_bytes()
    author.build(
        "# said by Kim\n- back: 'A decision'  # or two\n  kind: basic\n  front: |-\n    What is a gate?\n  id: a\n" + B
    )
    assert (author.lock.read_bytes(), author.package.read_bytes()) == before


def test_an_edit_that_was_given_away_without_a_commit_stays_where_git_takes_it_back(
    author: Repository, learner: Learner
) -> None:
    author.build(A)
    author.commit()
    author.build(A.replace("A decision", "A wall"))
    learner.take(author.package)
    author.git("checkout", "--quiet", "--", "cards")
    author.build()
    assert learner.take(author.package) == Imported(duplicate=1)
    assert written(learner, "a") == ("A wall", [])


def test_two_clones_with_one_history_give_the_same_bytes(author: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for cards in (A + B, A.replace("A decision", "A wall") + B):
        author.build(cards)
        author.commit()
    author.git("revert", "--no-edit", "HEAD")
    built = []
    for clone in ("../one", "../a second, further down/two"):
        author.git("clone", "--quiet", ".", clone)
        with monkeypatch.context() as there:
            there.chdir(clone)
            author.now = NOW
            author.build()
            built.append((author.lock.read_bytes(), author.package.read_bytes()))
    assert built[0] == built[1]


def test_two_branches_that_give_one_spare_place_to_two_fields(
    author: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs, third = (f"- {{name: {name}, doc: it}}\n" for name in ("Ours", "Theirs", "Third"))
    (author.root / ".gitignore").write_text("build\n*.yaml\n*.html\n", "utf-8")
    author.write(CARDS, **kind())
    author.build()
    author.commit()
    shutil.copytree(".", "../theirs")
    assert change(author, kind(ours)) == []
    author.commit()
    with monkeypatch.context() as there:
        there.chdir("../theirs")
        assert change(author, kind(theirs)) == []
        author.commit()
    author.git("fetch", "--quiet", "../theirs", "HEAD:theirs")
    author.git("merge", "--quiet", "--no-edit", "theirs")
    assert (author.folder / ".gitattributes").read_text("utf-8") == "deck.lock merge=union eol=lf\n"
    assert change(author, kind(ours + theirs)) == [
        (
            "slot-name-reused",
            'the note type Drill once called another field "Ours", now "Theirs"',
            "choose a new name: Anki would show learners the wrong field",
        )
    ]
    assert change(author, kind(ours + third)) == []


FRONTS = ("front: What is a gate?", "front: Who signs it?")
SWAPPED = A.replace("id: a", "id: b, was: a") + B.replace("id: b", "id: a, was: b")
BACK = A.replace("id: a", "id: a, was: b") + B.replace("id: b", "id: b, was: a")
NEW_FRONTS = ("front: Boiling point of ethanol in °C?", "front: Which treaty of 1648?")


def reworded(cards: str) -> str:
    for old, new in zip(FRONTS, NEW_FRONTS, strict=True):
        cards = cards.replace(old, new)
    return cards


def test_a_second_exchange_of_ids_is_known_by_texts_that_stay(tmp_path: Path) -> None:
    project = Project(tmp_path)
    first = project.build(A + B).notes
    born = {FRONTS[0]: first["a"].guid, FRONTS[1]: first["b"].guid}
    project.build(SWAPPED)
    assert [project.build(BACK).notes[key].guid for key in "ab"] == [*born.values()]
    project.build(SWAPPED)
    project.build(reworded(SWAPPED))
    assert [project.build(reworded(BACK)).notes[key].guid for key in "ab"] == [*born.values()], "built in between"
    project.build(reworded(SWAPPED))
    assert [project.build(BACK).notes[key].guid for key in "ab"] == [*born.values()][::-1], "and not so"


COMMANDS = ["build", "build --locked", "check", "check --fix", "preview", "new basic", "lock", "lock --resolve"]


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_that_needs_the_lock_refuses_a_damaged_one(author: Repository, words: str) -> None:
    author.build(A)
    damaged = author.lock.read_bytes()[:200]
    author.lock.write_bytes(damaged)
    done = run(*words.split())
    assert (done.exit_code, done.stderr) == (
        2,
        "deckwright: cards/demo/deck.lock:3:1: the lock is damaged: this line is not an entry; restore it with"
        " `git checkout -- cards/demo/deck.lock`, or rebuild it from the last published package with"
        " `deckwright recover-lock FILE.apkg`\n",
    )
    assert author.lock.read_bytes() == damaged


def test_a_tombstone_has_only_the_beginning_of_a_long_text(tmp_path: Path, learner: Learner) -> None:
    project = Project(tmp_path)
    long = " ".join(f"Word{number}" for number in range(200))
    project.build(f"- {{id: a, kind: basic, front: {long}?, back: Yes}}\n{B}")
    learner.take(project.package)
    project.write(B)
    project.build(tombstones=True)
    assert learner.take(project.root / "build" / "demo-retired.apkg") == Imported(updated=1)
    left = learner.fields("a")
    assert (len(left["Front"]) < 500, long.startswith(left["Front"].rstrip("…")), left["Back"]) == (True, True, "")


def test_the_workflow_fetches_the_whole_history(tmp_path: Path) -> None:
    deck = tmp_path / "deck"  # in no other repository, where GitHub would not look for the workflow
    assert run("init", str(deck)).exit_code == 0
    text = (deck / ".github/workflows/deck.yml").read_text("utf-8")
    steps = text.split("- uses: actions/checkout")[1:]
    assert len(steps) == 2
    assert all("fetch-depth: 0" in step.split("\n      - ")[0] for step in steps)
