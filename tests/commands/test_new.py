"""`new` appends a card to fill in, in the style of its chapter."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.main import main
from builder.kinds import builtin_kinds
from tests.support import write_deck

HEAD = "title: T\nsource: own\n"
CARD = "  - id: q\n    kind: basic\n    front: a\n    back: b\n"
BASIC = """\
id: new-basic  # rename it now; once published it never changes
kind: basic
front:  # the question
back:  # the answer
# reverse:  # true asks the other way round too
# type:  # true asks to type the answer
"""


def new(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["new", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout + result.stderr


def indented(card: str, margin: int = 2, gap: int = 1, newline: str = "\n") -> str:
    """Return a card as an item of a list."""
    dash = " " * margin + "-" + " " * gap
    lines = [(" " * len(dash) if number else dash) + line for number, line in enumerate(card.splitlines())]
    return "".join(line + newline for line in lines)


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def appended(before: str, *arguments: str) -> str:
    """Return a chapter after `new`."""
    deck = write_deck(Path(), {"10-a.yaml": before.encode()})
    status, said = new(*(arguments or ["basic"]))
    assert status == 0, said
    return (deck / "10-a.yaml").read_bytes().decode()


def test_the_card_is_told_with_its_place_and_what_is_left() -> None:
    write_deck(Path(), {"10-a.yaml": HEAD + "cards:\n" + CARD})
    assert new("choice") == (
        0,
        "cards/demo/10-a.yaml:9:5: a choice card, new-choice; fill in question, options and answer\n",
    )


def test_a_card_of_entries_shows_what_each_needs() -> None:
    assert (
        appended(HEAD + "kind: script\ncards:\n", "script").removeprefix(HEAD + "kind: script\ncards:\n")
        == """\
  - id: new-script  # rename it now; once published it never changes
    situation:  # what has happened before the first line
    lines:  # the lines in order
      - id: line-1
        cue:  # what they say
        say:  # what you say
        # intent:  # what the line is for, which gives a second card
        # keep:  # words of the line that must not be lost
    # stage:  # where in the process it takes place (Offer call)
"""
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEAD + "cards:\n" + CARD, HEAD + "cards:\n" + CARD + "\n" + indented(BASIC)),
        (HEAD + "cards:", HEAD + "cards:\n" + indented(BASIC).rstrip("\n")),
        (HEAD + "cards: # none yet\n", HEAD + "cards: # none yet\n" + indented(BASIC)),
        (HEAD + "cards: []\n", HEAD + "cards:\n" + indented(BASIC)),
        (
            HEAD + "cards:\n- {id: q, kind: basic, front: a, back: b}\n- {id: r, kind: basic, front: c}  # x\n",
            HEAD + "cards:\n- {id: q, kind: basic, front: a, back: b}\n- {id: r, kind: basic, front: c}  # x\n"
            + indented(BASIC, margin=0),
        ),
        (
            HEAD + "cards:\n-   id: q\n    back: |\n      b\n\n    # about q\n\n# the end\n",
            HEAD + "cards:\n-   id: q\n    back: |\n      b\n\n    # about q\n\n"
            + indented(BASIC, margin=0, gap=3) + "\n# the end\n",
        ),
        (
            (HEAD + "cards:\n" + CARD).replace("\n", "\r\n"),
            (HEAD + "cards:\n" + CARD + "\n").replace("\n", "\r\n") + indented(BASIC, newline="\r\n"),
        ),
        (HEAD + "cards:\n" + CARD.rstrip("\n"), HEAD + "cards:\n" + CARD + "\n" + indented(BASIC).rstrip("\n")),
        (
            HEAD + "cards:\n  - id: q\n    back: |+\n      b\n\n",
            HEAD + "cards:\n  - id: q\n    back: |+\n      b\n\n\n" + indented(BASIC),
        ),
        ("\ufeff" + HEAD + "cards:\n" + CARD, "\ufeff" + HEAD + "cards:\n" + CARD + "\n" + indented(BASIC)),
        (HEAD + "cards:\n" + CARD + "tags: [x]\n", HEAD + "cards:\n" + CARD + "\n" + indented(BASIC) + "tags: [x]\n"),
    ],
    ids=["one card", "no card", "comment", "brackets", "close together", "wide dash", "carriage returns",
         "no last newline", "kept blank lines", "byte order mark", "key below"],
)  # fmt: skip
def test_the_style_of_the_chapter_is_kept(before: str, after: str) -> None:
    assert appended(before) == after


def test_ids_are_unique_in_the_deck() -> None:
    write_deck(Path(), {"10-a.yaml": HEAD + "cards:\n" + CARD})
    new("basic")
    assert new("basic")[1] == "cards/demo/10-a.yaml:16:5: a basic card, new-basic-2; fill in front and back\n"


@pytest.mark.parametrize("kind", builtin_kinds())
def test_a_skeleton_has_no_other_problems_than_what_is_left_to_fill_in(kind: str) -> None:
    write_deck(Path(), {"10-a.yaml": HEAD + "cards:\n"})
    new(kind)
    result = CliRunner().invoke(main, ["check", "--format", "concise"])
    assert {line.partition("error")[2].partition(":")[0] for line in result.stdout.splitlines()} == {"[empty-value]"}


@pytest.mark.parametrize("name", ["10-a.yaml", "10-a", "a", "demo/a", "demo/10-a.yaml", "cards/demo/10-a.yaml"])
def test_a_chapter_goes_by_its_path_or_its_name(name: str) -> None:
    write_deck(Path(), {"10-a.yaml": HEAD + "cards:\n", "20-b.yaml": HEAD.replace("T", "U") + "cards:\n" + CARD})
    assert new("basic", name)[1].startswith("cards/demo/10-a.yaml:4:5: ")


def test_without_a_name_it_is_the_last_chapter() -> None:
    write_deck(Path(), {"10-a.yaml": HEAD + "cards:\n", "20-b.yaml": HEAD.replace("T", "U") + "cards:\n"})
    assert new("basic")[1].startswith("cards/demo/20-b.yaml:4:5: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bsaic"], 'there is no kind "bsaic"; did you mean "basic"?'),
        (["quiz"], 'there is no kind "quiz"; the kinds are: basic, choice, cloze, contrast, definition, scenario, '
                   "script, sequence"),
        (["basic", "11-a"], 'there is no chapter "11-a"; did you mean "10-a"?'),
        (["basic", "zebra"], 'there is no chapter "zebra"; the chapters are: demo/10-a.yaml, demo/20-b.yaml'),
        (["basic", "a"], "cards/demo/10-a.yaml: its cards stand in brackets; write them with dashes, a card each, "
                         "to add one"),
        (["basic", "b"], "cards/demo/20-b.yaml: this is no chapter with `cards:`; see `deckwright check`"),
    ],
)  # fmt: skip
def test_what_it_cannot_do_is_said(arguments: list[str], said: str) -> None:
    card = "{id: q, kind: basic, front: a, back: b}"
    write_deck(Path(), {"10-a.yaml": f"{HEAD}cards: [{card}]\n", "20-b.yaml": "title: {{"})
    assert new(*arguments) == (2, f"deckwright: {said}\n")


def test_of_two_decks_the_chapter_is_to_be_named() -> None:
    write_deck(Path(), {"10-a.yaml": HEAD + "cards:\n"})
    write_deck(Path(), {"deck.yaml": "name: O\nuid: o\n", "10-a.yaml": HEAD + "cards:\n"}, "other")
    assert new("basic") == (2, "deckwright: there are 2 decks; say which chapter: demo/10-a.yaml, other/10-a.yaml\n")
    assert new("basic", "a") == (2, 'deckwright: "a" is more than one chapter: demo/10-a.yaml, other/10-a.yaml\n')
    assert new("basic", "other/a")[0] == 0
