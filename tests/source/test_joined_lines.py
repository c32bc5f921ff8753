"""What Markdown reads line by line is not lost where YAML joins the lines of a value."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.kinds import builtin_kinds
from builder.source.chapters import load_chapter
from builder.source.settings import stand_in
from builder.syntax import SourceFile

JOINED = "error[yaml-joined]: without a | the lines of a value are joined, and the "


def told(value: str) -> list[str]:
    """Return what is said of the value of `back:`, with the line (from 1, that of the key) and column of the file."""
    text = f"title: T\nkind: basic\ncards:\n  - id: a\n    front: x\n    back: {value}\n"
    _, problems = load_chapter(SourceFile(path="a.yaml", text=text), stand_in("demo"), builtin_kinds())
    places = [(problem.location.line - 5, problem.location.column) for problem in problems]
    return [
        f"{line}:{column}: {problem.severity}[{problem.rule}]: {problem.message}; {problem.hint}"
        for (line, column), problem in zip(places, problems, strict=True)
    ]


def becomes_text(name: str, place: str) -> list[str]:
    message = f"{JOINED}{name} becomes part of a line of text"
    return [f"{place}: {message}; write back: | and the {name} in the lines below it"]


LOST = {
    ">\n      Text.\n      # a\n      more": ("heading", "3:7"),
    ">\n      # Heading\n      more": ("heading", "2:7"),
    ">-\n      Text that goes on for so long that it could have been wrapped\n      ## more": ("heading", "3:7"),
    ">2\n      Text\n      # Heading": ("heading", "3:7"),
    "'Text\n      # Heading\n      more'": ("heading", "2:7"),
    "'Text\n# Heading\nmore'": ("heading", "2:1"),
    '"Text\n      # Heading\n      more"': ("heading", "2:7"),
    "'Text\r\n      # Heading\r\n      more'": ("heading", "2:7"),
    "Text\n      > quoted": ("quote", "2:7"),
    ">\n      > one line of a quote that is as long as a line of prose can be\n      > two": ("quote", "2:7"),
    "He said this, at the end of a line that is long enough.\n      > go": ("quote", "2:7"),
    "'|a|b|\n      |-|-|\n      |c|d|'": ("table", "1:12"),
    ">\n      Text\n\n      | a | b |\n      |:--|--:|\n      | c | d |": ("table", "4:7"),
    "a | b\n      --|--\n      c | d": ("table", "1:11"),
    "Text\n      ```py\n      a = 1\n      ```": ("code", "2:7"),
    ">\n      ~~~\n      a = 1\n      ~~~": ("code", "2:7"),
    "Text\n      ---\n      more": ("line ---", "2:7"),
    "Text\n      * * *\n      more": ("line * *", "2:7"),
    "Text\n      - one\n      - two": ("list", "2:7"),
    "'- one\n      - two'": ("list", "1:12"),
    ">\n      1. one\n      2. two": ("list", "2:7"),
}


@pytest.mark.parametrize("value", LOST)
def test_what_wants_lines_of_its_own_is_told_at_its_first_line(value: str) -> None:
    assert told(value) == becomes_text(*LOST[value])


KEPT = [
    "|\n      Text\n      # Heading\n      > quote\n      - one\n      - two",
    ">\n      Text\n\n      # Heading\n\n      > quote\n\n      more",
    ">\n      Text\n\n        # deeper lines\n        # keep their breaks\n\n      more",
    "'Text\n\n      # Heading\n\n      more'",
    '"Text\\n\\\n      # Heading\\n\\\n      - one\\n\\\n      - two"',
    "Text\n      # a comment behind the value",
    ">\n      Text\n    # a comment behind the value\n    # and one more",
    ">\n      one\n\n      - two\n\n      - three",
    "one\n      - said he -\n      two",
    "'The sign for a half step above the next white key,\n      # means sharp, and it stands\n      behind the note'",
    "A phase may begin where the value that was measured is\n      > 5 in each of the plants\n      that were named",
    "'Prices from\n      1.50 to 2.50 and\n      #1 of all\n      >5\n      -- aside --\n      *starred* | a pipe'",
    "what `a | b` and\n      `---` mean, in\n      ``code``",
]


@pytest.mark.parametrize("value", KEPT)
def test_prose_that_is_wrapped_and_blocks_that_keep_their_lines_are_not_told(value: str) -> None:
    assert told(value) == []


WORDS = ["the", "plan", "of", "Gate", "5", "is", "(one)", "a-b", "end.", "—", "x|y", ">=", "50%"]
QUOTED = [*WORDS, "so:", "#1"]
"""Words that in a plain value would be a key and a comment."""
SAID = st.one_of(
    st.tuples(st.just(""), st.lists(st.sampled_from(WORDS), max_size=60)),
    st.tuples(st.sampled_from([">\n      ", "'", '"']), st.lists(st.sampled_from(QUOTED), max_size=60)),
)


@given(SAID, st.integers(10, 90))
def test_prose_is_never_told_however_it_is_wrapped(said: tuple[str, list[str]], width: int) -> None:
    opening, words = said
    lines = textwrap.wrap(" ".join(["Here", *words]), width, break_long_words=False, break_on_hyphens=False)
    assert told(opening + "\n      ".join(lines) + opening.removeprefix(">\n      ")) == []


def test_a_value_in_brackets_is_to_leave_them() -> None:
    text = "title: T\nkind: basic\ncards:\n  - {id: a, front: x, back: 'y\n    # z'}\n"
    _, problems = load_chapter(SourceFile(path="a.yaml", text=text), stand_in("demo"), builtin_kinds())
    assert [problem.hint for problem in problems] == [
        "write the value outside of brackets: back: | and the heading in the lines below it"
    ]


def test_a_heading_in_a_plain_text_is_told_as_what_yaml_takes_for_a_comment() -> None:
    comment = 'error[yaml-comment]: a "#" after a space starts a comment, and the text ends before it'
    hint = "if it is text, write the text in lines of its own, under back: |"
    assert told("Text\n      # Heading\n      more") == [f"2:7: {comment}; {hint}"]
    assert told("Text\n      more\n      ## One\n      ## Two\n      rest") == [f"3:7: {comment}; {hint}"]
    (outside,) = told("Text\n    # a comment between keys\n    more")
    assert "yaml-syntax" in outside
