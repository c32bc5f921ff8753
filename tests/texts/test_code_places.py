"""Code is found once, for all who must leave it alone: gaps, marks, formulas of the preview, rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.cloze import colons_of_code, find_gaps
from builder.kinds.gaps import find_lookalikes, find_marks_outside_code, hides_and_hints
from builder.previews.mathml import show_formulas
from builder.texts.code_places import CODE, TYPED, code_elements, find_places, without_code
from tests.lint.decks import reported
from tests.support import check_text, write_deck


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a `b` c ``d ` e`` f", ["`b`", "``d ` e``"]),
        (r"a \`b` c", []),
        ("a ` b", []),
        ("```py\na\n```\nb", ["```py\na\n```"]),
        ("~~~\na `\n~~~\nb `c`", ["~~~\na `\n~~~", "`c`"]),
        ("```\na", ["```\na"]),
        ("> ~~~\n> a\n> ~~~", ["> ~~~\n> a\n> ~~~"]),
        ("a\n\n    b\n    c\n\nd", ["\n    b\n    c\n"]),
        ("- a\n\n    b", []),
        ("<!-- `a` --> `b`", ["`b`"]),
        ("plain", []),
        (r"\(a `b` c\) `d`", ["`d`"]),
        (r"`\(` a `\)`", [r"`\(`", r"`\)`"]),
    ],
)
def test_code_is_where_markdown_has_it(text: str, code: list[str]) -> None:
    assert [text[start:end] for start, end in find_places(text).code] == code
    assert len(without_code(text)) == len(text)
    assert all(part not in without_code(text) for part in code)


def ticks_to_ticks(text: str) -> list[tuple[int, int]]:
    """Return where code goes from backticks to as many backticks, in a text without escapes and fences."""
    spans, end = [], 0
    ticks = [match.span() for match in re.finditer("`+", text)]
    for index, (start, stop) in enumerate(ticks):
        closing = next((last for first, last in ticks[index + 1 :] if last - first == stop - start), None)
        if start >= end and closing is not None:
            spans.append((start, closing))
            end = closing
    return spans


@given(st.text("`a :{}", max_size=20).map(lambda text: f"x{text}"))
def test_code_in_a_line_goes_from_ticks_to_as_many_ticks(text: str) -> None:
    assert find_places(text).code == tuple(ticks_to_ticks(text))


@given(st.text("`~\n >a-<!\\()", max_size=30))
def test_places_stand_in_their_order_and_cover_whole_code(text: str) -> None:
    places = find_places(text)
    for sort in (places.code, places.formulas, places.comments):
        assert list(sort) == sorted(sort)
    edges = [index for place in sorted([*places.code, *places.formulas, *places.comments]) for index in place]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for sort in places for start, end in sort)
    assert len(without_code(text)) == len(text)


CODE_OF_HTML = re.compile(r"<(code|pre)\b[^>]*>.*?</\1\s*>", re.S | re.I)
TYPED_OF_HTML = re.compile(r"<(code|pre|kbd|samp|tt)\b[^>]*>.*?</\1\s*>", re.S | re.I)


@given(
    st.lists(
        st.sampled_from(["<code>", "</code>", "<pre>", "</pre>", "<KBD x>", "</kbd>", "<b>", "a", "\n"]), max_size=12
    )
)
def test_elements_of_code_are_found_as_by_a_pattern_for_each(parts: list[str]) -> None:
    html = "".join(parts)
    assert code_elements(html, CODE) == [match.span() for match in CODE_OF_HTML.finditer(html)]
    assert code_elements(html, TYPED) == [match.span() for match in TYPED_OF_HTML.finditer(html)]


MARKS = {
    "in a line": "`{}`",
    "in a fence": "\n```\n{}\n```\n",
    "between tildes": "\n~~~\n{}\n~~~\n",
    "indented": "\n\n    {}\n\n",
}


@pytest.mark.parametrize("form", MARKS.values(), ids=MARKS)
def test_what_stands_in_code_of_any_form_is_no_mark_of_a_gap(form: str) -> None:
    assert find_lookalikes(f"A {{{{c1::gap}}}} and {form.format('{{c1:x}}')}") == []
    assert find_marks_outside_code(f"A {form.format('{{c1::x}}')}") == []
    gap = "{{c1::" + form.format("std::vector") + "::a hint}}"
    assert [gap[colon - 3 : colon + 8] for colon in colons_of_code(gap)] == ["std::vector"]
    assert hides_and_hints(find_gaps(gap)[0]) is None


def test_what_an_escaped_tick_begins_is_no_code() -> None:
    gap = r"{{c1::\`std::vector`::a hint}}"
    assert list(colons_of_code(gap)) == []
    assert hides_and_hints(find_gaps(gap)[0]) == (r"\`std", "vector`::a hint")


def test_formulas_stay_as_written_in_code_and_are_shown_beside_it() -> None:
    shown = show_formulas(r"\(x\) <pre><code>\(y\)</code> \(z\)</pre> <code>\[a\]</code> \(x\)")
    math = '<math display="inline"><mrow><mi>x</mi></mrow></math>'
    assert shown == rf"{math} <pre><code>\(y\)</code> \(z\)</pre> <code>\[a\]</code> {math}"


def test_a_list_in_the_code_of_a_gap_is_code(tmp_path: Path) -> None:
    text = "|\n      {{c1::\n      ~~~\n      - a\n      - b\n      ~~~\n      }}"
    write_deck(tmp_path, {"10-a.yaml": f"title: A\ncards:\n  - id: a\n    kind: cloze\n    text: {text}\n"})
    assert "gap-list" not in check_text(tmp_path)


@pytest.mark.parametrize(
    ("back", "is_told"),
    [
        ("|\n    - one\n        - TODO\n", True),
        ("|\n    Text\n\n        TODO\n", False),
        ("|\n    ~~~\n    TODO\n    ~~~\n", False),
        ("'\\`TODO\\`'\n", True),
        ("'`TODO`'\n", False),
        ("<pre>TODO</pre>\n", False),
    ],
)
def test_what_is_to_be_filled_in_is_no_placeholder_where_it_is_code(back: str, is_told: bool, tmp_path: Path) -> None:
    card = f"- id: a\n  kind: basic\n  front: What holds the gate?\n  back: {back}"
    assert bool(reported(tmp_path, card, rules={"placeholder-left"})) == is_told
