"""Cards that change decks are refused; of decks with other names the build tells what learners should rename."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.main import main
from builder.diagnostics import Problem
from builder.pipeline import BuildOrder, build, prepare
from builder.project import other_decks
from builder.targets import find_targets
from tests.learner import Learner
from tests.lock.project import wordings
from tests.support import NOW, build_deck, write_deck

GATE = "- {id: gate, front: What is a gate?, back: A decision}\n"
PLAN = "- {id: plan, front: Who owns the plan?, back: The manager}\n"
LOT = "- {id: lot, front: How many units are in a lot?, back: A thousand}\n"
MOVED = (
    "moved-card",
    '"gate" has moved here from cards/a, and its reviews cannot come along',
    "leave it there; or give it a new id here: it is then a new card, and that of a is retired; if it is to begin anew"
    " under its old id: lint: {allow: {moved-card: the reason}}",
)


class Pair:
    """A project of two decks, `a` and `b`; each build is a day later than the last."""

    def __init__(self) -> None:
        self.now = NOW

    def write(self, a: str, b: str) -> None:
        for folder, cards in (("a", a), ("b", b)):
            chapter = f"title: One\nkind: basic\ncards:\n{cards}"
            write_deck(Path(), {"deck.yaml": f"name: Deck {folder}\nuid: {folder}\n", "10-a.yaml": chapter}, folder)

    def build(self, *names: str) -> tuple[Problem, ...]:
        """Build the decks named, by default both, and return the problems."""
        self.now += 86_400
        folders = find_targets(None, names).folders
        beside = other_decks(Path(), folders)
        order = BuildOrder(folders=folders, output=Path("build"), now=self.now, beside=beside)
        return build(order).problems

    def run(self, *words: str) -> tuple[int, str]:
        """Run a command, with its cache, and return its status and what it says first."""
        self.now += 86_400
        result = CliRunner().invoke(main, words, env={"SOURCE_DATE_EPOCH": str(self.now), "NO_COLOR": "1"})
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output.splitlines()[0]


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """Return a project whose first deck has a card that its second deck will get."""
    monkeypatch.chdir(tmp_path)
    pair = Pair()
    pair.write(GATE + PLAN, LOT)
    assert pair.build() == ()
    return pair


@pytest.mark.parametrize("before", [(), ("a",)], ids=["not built since", "the giving deck was built first"])
@pytest.mark.parametrize("names", [(), ("b",), ("a", "b")], ids=["all decks", "the receiving deck", "both by name"])
def test_a_card_that_is_cut_from_one_deck_and_pasted_into_another(
    pair: Pair, before: tuple[str, ...], names: tuple[str, ...]
) -> None:
    pair.write(PLAN, LOT)
    assert not before or pair.build(*before) == ()
    pair.write(PLAN, LOT + GATE)
    locks = [path.read_bytes() for path in sorted(Path().rglob("deck.lock"))]
    assert wordings(pair.build(*names)) == [MOVED]
    assert [path.read_bytes() for path in sorted(Path().rglob("deck.lock"))] == locks
    folders = find_targets(None, names).folders
    assert wordings(prepare(folders, pair.now, beside=other_decks(Path(), folders)).problems) == [MOVED]


COMMANDS = [("build",), ("build", "b"), ("check", "--select", "yes-no"), ("check", "b", "--select", "yes-no")]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("before", [(), ("build",), ("build", "a")], ids=["not built", "both built", "one built"])
def test_the_commands_refuse_it_whatever_they_remember(
    pair: Pair, before: tuple[str, ...], words: tuple[str, ...]
) -> None:
    assert pair.run("build")[0] == 0
    pair.write(PLAN, LOT)
    assert not before or pair.run(*before)[0] == 0
    pair.write(PLAN, LOT + GATE)
    assert pair.run(*words) == (1, f"cards/b/10-a.yaml:5:8: error[moved-card]: {MOVED[1]}")


def test_a_card_that_moves_to_a_deck_which_was_never_built(pair: Pair) -> None:
    Path("cards/b/deck.lock").unlink()
    Path("build/b.apkg").unlink()
    pair.write(PLAN, LOT + GATE.replace("a gate", "a stage gate"))
    assert wordings(pair.build("b")) == [MOVED]


def test_a_script_that_moves_is_told_once(pair: Pair) -> None:
    call = (
        "- id: call\n  kind: script\n  situation: The call begins.\n"
        "  lines: [{id: one, cue: Hello?, say: Yes.}, {id: two, cue: Now?, say: No.}]\n"
    )
    pair.write(GATE + PLAN + call, LOT)
    pair.build()
    pair.write(GATE + PLAN, LOT + call)
    assert wordings(pair.build()) == [tuple(text.replace('"gate"', '"call"') for text in MOVED)]


@pytest.mark.parametrize("names", [(), ("b",)], ids=["all decks", "the receiving deck"])
@pytest.mark.parametrize(
    ("a", "b"),
    [
        (PLAN, GATE.replace("What is a gate", "How high is the fence") + LOT),
        (GATE + PLAN, GATE + LOT),
        (PLAN, GATE.replace("id: gate", "id: gate-of-b") + LOT),
        (PLAN + GATE, LOT),
        (PLAN, GATE.replace("id: gate", "id: gate, lint: {allow: {moved-card: nobody has learnt it yet}}") + LOT),
    ],
    ids=["other text", "a copy that stays in both", "a new id", "moved within its deck", "allowed"],
)
def test_what_is_no_move(pair: Pair, a: str, b: str, names: tuple[str, ...]) -> None:
    pair.write(a, b)
    assert pair.build(*names) == ()
    assert pair.build() == ()


def test_an_allow_without_a_reason_does_not_let_it_pass(pair: Pair) -> None:
    pair.write(PLAN, LOT + GATE.replace("id: gate", "id: gate, lint: {allow: {moved-card: so be it}}"))
    assert wordings(pair.build()) == [MOVED]


def test_was_does_not_reach_into_another_deck(pair: Pair) -> None:
    pair.write(PLAN, LOT + GATE.replace("id: gate", "id: gate-of-b, was: a/gate"))
    assert wordings(pair.build()) == [
        (
            "moved-card",
            '"was" names "a/gate": a card cannot take its reviews to another deck',
            "leave the card where it was; or delete `was` and give it a new id: it is then a new card",
        )
    ]


Chapters = dict[str, tuple[str, str]]
"""Titles, and the ids of cards (a letter each), by the names of files."""
TWO: Chapters = {"10": ("Gates", "abc"), "20": ("Plans", "de")}
RENAME = "tell learners to rename it in Anki before they import"
STAY = "who has them keeps them where they are"
STAYS = "who has it keeps it where it is"
PLANS_GONE = f'2 notes moved from "Demo::Plans" to "Demo::Gates"; {STAY}'
CHANGES: dict[str, tuple[str, Chapters, list[str]]] = {
    "nothing": ("Demo", TWO, []),
    "the deck": ("New", TWO, [f'the deck "Demo" is now "New": {RENAME}']),
    "a title": ("Demo", {**TWO, "10": ("Doors", "abc")}, [f'"Demo::Gates" is now "Demo::Doors": {RENAME}']),
    "the deck and a title": (
        "New",
        {**TWO, "10": ("Doors", "abc")},
        [f'the deck "Demo" is now "New": {RENAME}', f'"New::Gates" is now "New::Doors": {RENAME}'],
    ),
    "the deck and all titles": (
        "New",
        {"10": ("Doors", "abc"), "20": ("Risks", "de")},
        [
            f'the deck "Demo" is now "New": {RENAME}',
            f'"New::Gates" is now "New::Doors": {RENAME}',
            f'"New::Plans" is now "New::Risks": {RENAME}',
        ],
    ),
    "a title, with a new card": (
        "Demo",
        {**TWO, "10": ("Doors", "xabc")},
        [f'"Demo::Gates" is now "Demo::Doors": {RENAME}'],
    ),
    "a title, and a card moved": (
        "Demo",
        {"10": ("Doors", "ab"), "20": ("Plans", "cde")},
        [
            f'"Demo::Gates" is now "Demo::Doors": {RENAME}',
            f'1 note moved from "Demo::Gates" to "Demo::Plans"; {STAYS}',
        ],
    ),
    "a card moved": (
        "Demo",
        {"10": ("Gates", "ab"), "20": ("Plans", "cde")},
        [f'1 note moved from "Demo::Gates" to "Demo::Plans"; {STAYS}'],
    ),
    "two chapters merged": ("Demo", {"10": ("Gates", "abcde")}, [PLANS_GONE]),
    "two chapters merged under a new title": (
        "Demo",
        {"10": ("All", "abcde")},
        [f'"Demo::Gates" is now "Demo::All": {RENAME}', f'2 notes moved from "Demo::Plans" to "Demo::All"; {STAY}'],
    ),
    "a chapter split": (
        "Demo",
        {**TWO, "10": ("Gates", "ab"), "15": ("Keepers", "c")},
        [f'1 note moved from "Demo::Gates" to "Demo::Keepers"; {STAYS}'],
    ),
    "a chapter split under new titles": (
        "Demo",
        {**TWO, "10": ("Doors", "ab"), "15": ("Keepers", "c")},
        [
            f'"Demo::Gates" is now "Demo::Doors": {RENAME}',
            f'1 note moved from "Demo::Gates" to "Demo::Keepers"; {STAYS}',
        ],
    ),
    "a chapter split in halves under new titles": (
        "Demo",
        {"10": ("Gates", "abc"), "20": ("Risks", "d"), "30": ("Dates", "e")},
        [
            f'"Demo::Plans" is now "Demo::Risks": {RENAME}',
            f'1 note moved from "Demo::Plans" to "Demo::Dates"; {STAYS}',
        ],
    ),
    "only the file": ("Demo", {"15": ("Gates", "abc"), "90": ("Plans", "de")}, []),
    "only the order of the files": ("Demo", {"30": ("Gates", "abc"), "20": ("Plans", "de")}, []),
}


def write_chapters(name: str, chapters: Chapters) -> None:
    for path in Path().glob("cards/demo/*.yaml"):
        path.unlink()
    files = {"deck.yaml": f"name: {name}\nuid: demo\n"}
    for number, (title, ids) in chapters.items():
        cards = "".join(f"- {{id: {one}, front: What is {one}?, back: It}}\n" for one in ids)
        files[f"{number}-chapter.yaml"] = f"title: {title}\nkind: basic\ncards:\n{cards}"
    write_deck(Path(), files)


@pytest.mark.parametrize("change", CHANGES)
def test_a_build_tells_what_learners_should_rename(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.chdir(tmp_path)
    name, chapters, told = CHANGES[change]
    write_chapters("Demo", TWO)
    build_deck(Path())
    write_chapters(name, chapters)
    assert list(build_deck(Path(), NOW + 86_400).report.told) == told
    assert list(build_deck(Path(), NOW + 2 * 86_400).report.told) == []


@pytest.mark.parametrize("change", [change for change, (_, _, told) in CHANGES.items() if RENAME in "".join(told)])
def test_a_learner_who_does_so_has_the_decks_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learner: Learner, change: str
) -> None:
    monkeypatch.chdir(tmp_path)
    name, chapters, expected = CHANGES[change]
    write_chapters("Demo", TWO)
    learner.take(build_deck(Path()).path)
    write_chapters(name, chapters)
    built = build_deck(Path(), NOW + 86_400)
    for old, new in re.findall(rf'"(.+)" is now "(.+)": {RENAME}', "\n".join(built.report.told)):
        renamed = learner.col.decks.id(old, create=False)
        assert renamed is not None, f"{old} is not there any more"
        learner.col.decks.rename(renamed, new)
    learner.take(built.path)
    left = {title for title, _ in TWO.values() if f'::{title}" is now' not in "".join(expected)}
    titles = left | {title for title, _ in chapters.values()}
    assert sorted(deck.name for deck in learner.col.decks.all_names_and_ids()) == sorted(
        ["Default", name, *(f"{name}::{title}" for title in titles)]
    )
