"""A name arrives as it is typed, or is refused with a name to write."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.anki_marks import find_mark
from builder.source.names import fault_of_name
from tests.support import check_text, write_deck


@pytest.mark.parametrize(
    ("name", "message", "fixed"),
    [
        ("List<String> & more", 'Anki shows names as HTML, where "<" begins a tag', "List‹String› & more"),
        ("Q &amp; A", 'Anki shows names as HTML, where this one reads "Q & A"', "Q & A"),
        ("a&copy", 'Anki shows names as HTML, where this one reads "a©"', "a©"),
        ("&amp;lt;b>", 'Anki shows names as HTML, where this one reads "&lt;b>"', "‹b›"),
        ("[sound:a.mp3]", 'Anki acts on "[sound:", in names too', "(sound:a.mp3)"),
        ("[[type:Front]]", 'Anki acts on "[[type:", in names too', "((type:Front))"),
        (r"Limits \(x \to 0\)", r'Anki makes a formula of "\(", in names too', "Limits (x to 0)"),
        ("C:\\", 'Anki makes a formula of "\\", in names too', "C:"),
    ],
)
def test_a_name_that_would_be_shown_otherwise_is_refused(name: str, message: str, fixed: str) -> None:
    assert fault_of_name(name) == (message, fixed)
    assert fault_of_name(fixed) is None


@pytest.mark.parametrize("name", ["AT&T", "Q & A", "A -> B", "R&D's “best”", "[1]", r"C:\data", "a;b"])
def test_other_names_pass(name: str) -> None:
    assert fault_of_name(name) is None


@given(
    st.lists(st.sampled_from(["<", ">", "&", "&lt", "lt;", "amp;", "[", "[sound:", "latex]", "]", "a", " "])).map(
        "".join
    )
)
def test_what_passes_is_shown_as_typed_and_what_is_proposed_passes(name: str) -> None:
    fault = fault_of_name(name)
    if fault is None:
        assert (html.unescape(name), find_mark(name), "<" in name) == (name, "", False)
    else:
        assert fault_of_name(fault.fixed) is None


def test_each_name_is_told_where_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_deck(
        Path(),
        {
            "deck.yaml": "name: A::<b>\nuid: a\ntags: [x, '<i>']\n",
            "10-a.yaml": "title: a&lt;b\ntags: '[$]'\n"
            "cards: [{id: a, kind: basic, front: x, back: y, tags: [a&amp;b]}]\n",
        },
    )
    assert (
        check_text(Path())
        == """\
cards/demo/10-a.yaml:1:8: error[bad-name]: Anki shows names as HTML, where this one reads "a<b"
  1 | title: a&lt;b
    |        ^^^^^^
  hint: write "a‹b"

cards/demo/10-a.yaml:2:7: error[bad-tag]: Anki acts on "[$]", in names too
  2 | tags: '[$]'
    |       ^^^^^
  hint: write "($)"

cards/demo/10-a.yaml:3:56: error[bad-tag]: Anki shows names as HTML, where this one reads "a&b"
  3 | cards: [{id: a, kind: basic, front: x, back: y, tags: [a&amp;b]}]
    |                                                        ^^^^^^^
  hint: write "a&b"

cards/demo/deck.yaml:1:7: error[bad-name]: Anki shows names as HTML, where "<" begins a tag
  1 | name: A::<b>
    |       ^^^^^^
  hint: write "A::‹b›"

cards/demo/deck.yaml:3:11: error[bad-tag]: Anki shows names as HTML, where "<" begins a tag
  3 | tags: [x, '<i>']
    |           ^^^^^
  hint: write "‹i›"
"""
    )
