"""What YAML takes out of a value is told at its place, with the line to paste."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from builder.diagnostics import Problem
from builder.kinds import builtin_kinds
from builder.source.chapters import load_chapter
from builder.source.quotes import single_quoted
from builder.source.settings import load_settings, stand_in
from builder.source.yaml_nodes import compose
from builder.syntax import Map, SourceFile, Text

HEAD = "title: T\nkind: basic\ncards:\n  - id: a\n"


def problems_of(card: str, kind: str = "basic") -> list[Problem]:
    """Return the problems of a card, by its lines below its id."""
    lines = "".join(f"    {line}\n" for line in card.split("\n"))
    file = SourceFile(path="a.yaml", text=HEAD.replace("basic", kind) + lines)
    return list(load_chapter(file, stand_in("demo"), builtin_kinds())[1])


def told(card: str, kind: str = "basic") -> list[str]:
    """Return where each problem is (lines count from the one below the id), and its hint."""
    problems = problems_of(card, kind)
    assert {problem.rule for problem in problems} <= {"yaml-comment", "yaml-escape", "yaml-joined"}
    return [f"{p.location.line - 4}:{p.location.column - 4}: {p.hint}" for p in problems]


COMMENT = "a comment goes into a line of its own; if it is text, put the value in quotes: "

CUT_OFF = {
    "a sign": (
        "front: What does the sign C # mean in music?\nback: sharp",
        [f"1:29: {COMMENT}front: 'What does the sign C # mean in music?'"],
    ),
    "behind an apostrophe and a quote": (
        'front: It\'s "C # here\nback: sharp',
        [f"1:16: {COMMENT}front: 'It''s \"C # here'"],
    ),
    "behind a tab": ("front: C\t# here\nback: sharp", [f"1:10: {COMMENT}front: 'C\t# here'"]),
    "in the second line of a value": (
        "front: What does\n  C # mean?\nback: sharp",
        [f"2:5: {COMMENT}front: 'What does C # mean?'"],
    ),
    "in an item": ("front: x\nback: y\naccept:\n  - G # sharp\n  - z", [f"4:7: {COMMENT}- 'G # sharp'"]),
    "in a text for a list": ("front: x\nback: y\naccept: G # sharp", [f"3:11: {COMMENT}accept: 'G # sharp'"]),
    "in brackets": ("front: x\nback: y\naccept: [G # sharp, F\n  , z]", [f"3:12: {COMMENT}'G # sharp'"]),
    "where a comment keeps brackets open": (
        "front: x\nback: y\naccept: [G # sharp, F]",
        ["3:12: if it is text, put the value in quotes: 'G # sharp'"],
    ),
    "where a comment keeps braces open": (
        "front: x\nback: y\nlint: {allow: {orphan: the C # here, b: c}}",
        ["3:30: if it is text, put the value in quotes: orphan: 'the C # here'"],
    ),
    "before a line that continues the value": (
        "front: What is\n  C # here\n  in music?\nback: sharp",
        ["2:5: if it is text, write the text in lines of its own, under |"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CUT_OFF)
def test_a_text_that_a_comment_cuts_off_is_told_at_the_sign(name: str) -> None:
    card, expected = CUT_OFF[name]
    assert told(card) == expected


def test_texts_of_lines_and_steps_are_not_cut_off_either() -> None:
    lines = "situation: s\nlines:\n  - id: a # first\n    cue: C # or D?\n    say: the C # key\n    keep: [C]"
    assert [hint.rpartition(": ")[2] for hint in told(lines, "script")] == ["'C # or D?'", "'the C # key'"]
    steps = "title: Day # 1\nsteps:\n  - {id: a, step: x}\n  - id: b # second\n    step: y # 2"
    assert [hint.rpartition(": ")[2] for hint in told(steps, "sequence")] == ["'Day # 1'", "'y # 2'"]


def test_titles_and_what_deck_yaml_shows_are_not_cut_off() -> None:
    text = (
        "name: C # and D\nuid: demo # for good\nversion: 1.2 # soon\nlanguage: en # or de\ntags: [a] # all\n"
        "sources:\n  own: Our # words\n  guide:\n    title: The # guide\n    sections:\n      a: Part # 1\n"
    )
    _, problems = load_settings(SourceFile(path="deck.yaml", text=text), "demo")
    assert {problem.hint.rpartition("quotes: ")[2] for problem in problems} == {
        "name: 'C # and D'",
        "title: 'The # guide'",
        "a: 'Part # 1'",
        "own: 'Our # words'",
    }
    chapter = SourceFile(path="a.yaml", text="title: C # basics\ncards:\n  - {id: a, kind: basic, front: x, back: y}\n")
    _, problems = load_chapter(chapter, stand_in("demo"), builtin_kinds())
    assert [problem.hint.rpartition("quotes: ")[2] for problem in problems] == ["title: 'C # basics'"]


def test_a_comment_behind_what_is_no_text_is_a_comment() -> None:
    assert not problems_of(
        "kind: basic # the kind\ntags: [a] # a tag\nfront: 'x' # quoted\nback: \"y\" # quoted\nreverse: true # both\n"
        "as_of: 2025-03 # then\nwas: [b] # once\npair: a # itself\nextra: | # lines\n  # Heading\n# a line of its own"
    )


SINGLE, DOUBLE = "use single quotes: ", "double each backslash that is text: "

BACKSLASHES = {
    r'front: "Which symbol is \nu or \beta, \theta"': rf"1:25: {SINGLE}front: 'Which symbol is \nu or \beta, \theta'",
    r'front: "C:\temp\new"': rf"1:11: {SINGLE}front: 'C:\temp\new'",
    r'front: "C:\new"': rf"1:11: {SINGLE}front: 'C:\new'",
    r'front: "C:\\Users\new"': rf"1:18: {SINGLE}front: 'C:\Users\new'",
    r'front: "..\node_modules"': rf"1:11: {SINGLE}front: '..\node_modules'",
    r'front: "\(\nu\)"': rf"1:9: {SINGLE}front: '\(\nu\)'",
    r'front: "a \xi b"': rf"1:11: {SINGLE}front: 'a \xi b'",
    r"""front: "it's \"a\" \beta" """: rf"""1:20: {SINGLE}front: 'it''s "a" \beta'""",
    r'front: "What does \n do?"': rf"1:19: {SINGLE}front: 'What does \n do?'",
    r'front: "What is \n?"': rf"1:17: {SINGLE}front: 'What is \n?'",
    r'front: "What is `a\nb`?"': rf"1:19: {SINGLE}front: 'What is `a\nb`?'",
    r'front: "\\(a \neq b\\)"': rf"1:14: {SINGLE}front: '\(a \neq b\)'",
    r'front: "a\_b"': rf"1:10: {SINGLE}front: 'a\_b'",
    r'front: "\Pi \Leftarrow \Nu"': rf"1:9: {SINGLE}front: '\Pi \Leftarrow \Nu'",
    r'front: "a\0b"': rf"1:10: {SINGLE}front: 'a\0b'",
    r'front: "a\x07b"': rf"1:10: {SINGLE}front: 'a\x07b'",
    r'front: "one\ntwo \theta"': rf'1:18: {DOUBLE}front: "one\ntwo \\theta"',
    r'front: "\u2192 \nu"': rf'1:16: {DOUBLE}front: "\u2192 \\nu"',
    r'front: "a \\ b \\\\ \gamma"': rf"1:21: {SINGLE}front: 'a \\ b \\\\ \gamma'",
    r'front: "**Traps:**\n- one\n- two"': None,
    r'front: "one\ntwo"': None,
    r'front: "one\n\nuntil two\n"': None,
    r'front: "one \n  - two"': None,
    r'front: "1. one\n2. two\nNu"': None,
    r'front: "```py\na = 1\n```"': None,
    r'front: "say \"yes\" and \\(x\\) a\/b é\u2192"': None,
    r'front: "\nabla"': rf"1:9: {SINGLE}front: '\nabla'",
}


@pytest.mark.parametrize("line", BACKSLASHES)
def test_a_backslash_that_double_quotes_would_eat_is_told_at_its_place(line: str) -> None:
    expected = BACKSLASHES[line]
    assert told(f"{line}\nback: y") == ([expected] if expected else [])


def test_the_message_says_what_would_have_become_of_it() -> None:
    (problem,) = problems_of('front: "a \\theta"\nback: y')
    assert problem.message == 'in double quotes a backslash is special: "\\t" becomes a tab'
    (problem,) = problems_of('front: "a \\gamma"\nback: y')
    assert problem.message == 'in double quotes a backslash is special: "\\g" is none of its signs'


def test_a_list_in_joined_lines_is_told() -> None:
    joined = ["2:3: write back: | and the list in the lines below it"]
    assert told("back: Two things\n  - one\n  - two\nfront: x") == joined
    assert told("back: >\n  - one\n  - two\nfront: x") == ["2:3: write back: | and the list in the lines below it"]
    assert told("back: |\n  - one\n  - two\nfront: x") == []
    assert told("back: one\n  - said he -\n  two\nfront: x") == []


@given(st.text(st.characters(blacklist_categories=["Cc", "Cs"], blacklist_characters="\u2028\u2029\ufeff\ufffe\uffff")))
def test_single_quotes_keep_any_line(value: str) -> None:
    node, problems = compose(SourceFile(path="", text=f"a: {single_quoted(value)}\n"))
    assert not problems
    assert isinstance(node, Map)
    text = node.items[0][1]
    assert isinstance(text, Text)
    assert text.value == value


@given(st.text("ab'\"#: \\(nt{}[]-", min_size=1, max_size=12))
def test_the_line_to_paste_is_the_whole_text(value: str) -> None:
    card = f"front: a {value}b # c\nback: y"
    for problem in problems_of(card):
        if problem.rule == "yaml-comment":
            pasted = re.search(r"quotes: (front: '.*')", problem.hint)
            if pasted:
                node, problems = compose(SourceFile(path="", text=pasted[1]))
                assert not problems
                assert isinstance(node, Map)
                assert isinstance(node.items[0][1], Text)
                assert node.items[0][1].value == f"a {value}b # c"


def test_what_a_program_folds_in_double_quotes_is_a_text_as_any_other() -> None:
    value = "What does this print?\n\n```python\nfor line in lines:\n    if line:\n        print(line, end='')\n```"
    written = yaml.safe_dump({"front": value, "back": "y"}, sort_keys=False)
    assert "\\\n  \\ " in written
    assert told(written.rstrip()) == []


PARTS = ["\\n", "\\nu", "\\t", "\\(", "\\\\", '\\"', "\\u2192", "\\x07", "a", "u", "'", " ", " #", ": ", "`", "{", "C:"]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join))
def test_no_letter_is_lost_between_double_quotes_and_the_line_to_paste(raw: str) -> None:
    for problem in problems_of(f'front: "x{raw}x"\nback: y'):
        if problem.rule == "yaml-escape":
            pasted = re.search(r"(?:quotes|text): (front: .*)\Z", problem.hint)
            assert pasted, problem.hint
            node, problems = compose(SourceFile(path="", text=pasted[1]))
            assert not problems
            assert isinstance(node, Map)
            text = node.items[0][1]
            assert isinstance(text, Text)
            meant = text.value.replace("\n", "\\n").replace("\u2192", "\\u2192").replace("\\", "")
            assert meant == f"x{raw}x".replace("\\", "")
