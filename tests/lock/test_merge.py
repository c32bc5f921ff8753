"""Two branches, each with its own built lock, merge into a lock that builds and in which no note loses its own."""

from __future__ import annotations

import copy
import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from builder.cli.main import main
from builder.lock.format import parse
from builder.lock.ledger import Ledger
from builder.report.problems_text import as_text
from tests.support import NOW, build_decks, check_text

Cards = dict[str, dict[str, str]]
"""Cards by what they are: each with its id, its text, and the ids that it had."""


def git(root: Path, *words: str, check: bool = True) -> str:
    """Run git with no settings but ours, and return what it says."""
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *who, *words], cwd=root, capture_output=True, text=True, env={**os.environ, **quiet})
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout


class Repository:
    """A deck under version control. Its cards are merged by the test; its lock is merged by git."""

    def __init__(self, root: Path, *, union: bool) -> None:
        self.union = union
        self.settle(root)
        self.folder.mkdir(parents=True)
        git(root, "init", "--quiet")
        (root / ".gitignore").write_text("build\n*.yaml\n", "utf-8")
        (self.folder / "deck.yaml").write_text("{name: Demo, uid: demo}", "utf-8")

    def settle(self, root: Path) -> None:
        self.root, self.folder = root, root / "cards" / "demo"
        self.lock = self.folder / "deck.lock"

    def clone(self, root: Path) -> Repository:
        """Return the same on another machine."""
        shutil.copytree(self.root, root)
        other = copy.copy(self)
        other.settle(root)
        return other

    def write(self, cards: Cards) -> None:
        listed = [
            {
                "id": c["id"],
                "kind": "basic",
                "front": c["text"],
                "back": c["text"],
                **({"was": c["was"].split()} if c["was"] else {}),
            }
            for c in cards.values()
        ]
        (self.folder / "10-a.yaml").write_text(json.dumps({"title": "A", "cards": listed}), "utf-8")

    def build(self, cards: Cards, now: int) -> Ledger:
        self.write(cards)
        result = build_decks(self.root, now)
        assert result.decks, as_text(result.problems)
        if not self.union:
            (self.folder / ".gitattributes").unlink(missing_ok=True)
        return self.read()

    def read(self) -> Ledger:
        return parse(self.lock.read_text("utf-8"), "deck.lock")

    def commit(self) -> None:
        git(self.root, "add", "--all")
        git(self.root, "commit", "--quiet", "--allow-empty", "--message", "x")

    def merge(self, branch: str) -> None:
        """Merge a branch; where its lock conflicts, resolve it as the docs say."""
        git(self.root, "merge", "--quiet", "--no-edit", branch, check=False)
        if "<<<<<<<" in self.lock.read_text("utf-8"):
            assert not self.union
            result = CliRunner().invoke(main, ["lock", "--resolve", "--root", str(self.root)])
            assert result.exit_code == 0, result.output
            assert "kept the entry" in result.output or result.output.count("\n") == 1
        self.commit()


class Branch:
    """One author on one branch."""

    def __init__(self, cards: Cards, name: str, seed: int) -> None:
        self.cards = {fact: dict(card) for fact, card in cards.items()}
        self.name, self.random, self.count = name, random.Random(seed), 0
        self.gone: set[str] = set()
        self.edited: set[str] = set()
        self.renamed: set[str] = set()

    def work(self, edits: list[int]) -> None:
        for edit in edits:
            fact = self.random.choice(sorted(self.cards))
            self.count += 1
            fresh = f"{self.name}{self.count}"
            if edit == 0:
                self.cards[fresh] = {"id": fresh, "text": f"text {fresh}", "was": ""}
            elif edit == 1 and len(self.cards) > 2:
                del self.cards[fact]
                self.gone.add(fact)
            elif edit == 2:
                card = self.cards[fact]
                card["was"] = f"{card['was']} {card['id']}".strip()
                card["id"] = f"{fresh}-{card['id'][0]}"
                self.renamed.add(fact)
            else:
                self.cards[fact]["text"] = f"text {fresh}"
                self.edited.add(fact)


def merged(left: Branch, right: Branch, rng: random.Random) -> Cards:
    """Return the cards as a person would merge them: what either removed is gone, the rest is taken from one side."""
    cards: Cards = {}
    for fact in [*left.cards, *(fact for fact in right.cards if fact not in left.cards)]:
        if fact in left.gone or fact in right.gone:
            continue
        mine, theirs = left.cards.get(fact), right.cards.get(fact)
        card = dict(mine or theirs or {})
        if mine and theirs:
            text = mine if fact not in right.edited or (fact in left.edited and rng.random() < 0.5) else theirs
            name = mine if fact not in right.renamed or (fact in left.renamed and rng.random() < 0.5) else theirs
            was = dict.fromkeys([*mine["was"].split(), *theirs["was"].split(), mine["id"], theirs["id"]])
            was.pop(name["id"])
            renamed = fact in left.renamed or fact in right.renamed
            card = {"id": name["id"], "text": text["text"], "was": " ".join(was) if renamed else name["was"]}
        cards[fact] = card
    return cards


START = {f"n{number}": {"id": f"c{number}", "text": f"text {number}", "was": ""} for number in range(6)}
works = st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=4), min_size=1, max_size=3)


def play(root: Path, union: bool, seed: int, left: list[list[int]], right: list[list[int]]) -> None:
    repository = Repository(root, union=union)
    born = {fact: repository.build(START, NOW).notes[card["id"]].guid for fact, card in START.items()}
    repository.commit()
    git(root, "branch", "other")
    rng = random.Random(seed)
    branches = (Branch(START, "l", seed), Branch(START, "r", seed + 1))
    newest: dict[str, int] = {}
    for branch, name, work in ((branches[0], "main", left), (branches[1], "other", right)):
        git(root, "checkout", "--quiet", name)
        for edits in work:
            branch.work(edits)
            ledger = repository.build(branch.cards, NOW + rng.randrange(1, 500))
            repository.commit()
            for fact, card in branch.cards.items():
                entry = ledger.notes[card["id"]]
                assert born.setdefault(fact, entry.guid) == entry.guid
                newest[fact] = max(newest.get(fact, 0), entry.mod)
    git(root, "checkout", "--quiet", "main")
    repository.merge("other")
    cards = merged(*branches, rng)
    assume(cards)  # two branches may delete all between them, and a deck without cards does not build
    ledger = repository.build(cards, NOW + 1000)
    entries = list(ledger.notes.values())
    assert {fact: ledger.notes[card["id"]].guid for fact, card in cards.items()} == {fact: born[fact] for fact in cards}
    assert {entry.guid for entry in entries if not entry.retired} == {born[fact] for fact in cards}
    assert {entry.guid for entry in entries} == set(born.values())
    assert len({entry.nid for entry in entries}) == len({entry.guid for entry in entries}) == len(entries)
    for fact, card in cards.items():
        assert ledger.notes[card["id"]].mod >= newest[fact]
    text = repository.lock.read_bytes()
    repository.build(cards, NOW + 2000)
    assert repository.lock.read_bytes() == text


quick = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(seed=st.integers(0, 2**16), union=st.booleans(), left=works, right=works)
def test_two_branches_merge_and_no_note_loses_its_own(
    tmp_path_factory: pytest.TempPathFactory, seed: int, union: bool, left: list[list[int]], right: list[list[int]]
) -> None:
    play(tmp_path_factory.mktemp("repository"), union, seed, left, right)


@pytest.mark.long
@settings(quick, max_examples=250)
@given(seed=st.integers(0, 2**16), union=st.booleans(), left=works, right=works)
def test_many_branches_merge_and_no_note_loses_its_own(
    tmp_path_factory: pytest.TempPathFactory, seed: int, union: bool, left: list[list[int]], right: list[list[int]]
) -> None:
    play(tmp_path_factory.mktemp("repository"), union, seed, left, right)


def test_two_branches_that_both_begin_the_deck(tmp_path: Path) -> None:
    repository = Repository(tmp_path, union=False)
    repository.commit()
    git(tmp_path, "branch", "other")
    mine = repository.build({"a": START["n1"], "b": START["n2"]}, NOW)
    repository.commit()
    git(tmp_path, "checkout", "--quiet", "other")
    repository.lock.unlink(missing_ok=True)
    shutil.rmtree(tmp_path / "build")  # as on another machine
    repository.build({"b": START["n2"], "c": START["n3"]}, NOW + 5)
    repository.commit()
    git(tmp_path, "checkout", "--quiet", "main")
    repository.merge("other")
    ledger = repository.build({"a": START["n1"], "b": START["n2"], "c": START["n3"]}, NOW + 9)
    assert set(ledger.notes) == {"c1", "c2", "c3"}
    assert ledger.notes["c1"] == mine.notes["c1"]


def test_a_contributor_who_never_builds_is_welcome(tmp_path: Path) -> None:
    repository = Repository(tmp_path, union=True)
    before = repository.build({"a": START["n1"]}, NOW)
    lock = repository.lock.read_bytes()
    repository.write({"a": START["n1"], "b": START["n2"]})
    assert check_text(tmp_path) == ""
    assert repository.lock.read_bytes() == lock
    after = repository.build({"a": START["n1"], "b": START["n2"]}, NOW + 9)
    assert after.notes["c1"] == before.notes["c1"]


def test_edits_of_one_second_on_two_machines_still_reach_both_readers(tmp_path: Path) -> None:
    ours = Repository(tmp_path / "ours", union=True)
    mine = {"a": {**START["n1"], "text": "text mine"}}
    other = {"a": {**START["n1"], "text": "text theirs"}}
    ours.build({"a": START["n1"]}, NOW)
    ours.commit()
    theirs = ours.clone(tmp_path / "theirs")
    ours.build(mine, NOW + 5)
    ours.commit()
    theirs.build(other, NOW + 5)
    theirs.commit()
    git(ours.root, "fetch", "--quiet", os.fspath(theirs.root), "HEAD:theirs")
    ours.merge("theirs")
    for cards in (mine, other):
        assert ours.build(cards, NOW + 9).notes["c1"].mod >= NOW + 9
