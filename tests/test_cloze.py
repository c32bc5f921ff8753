"""Anki's cloze syntax, and formulas with gaps in them."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.cloze import (
    cloze_numbers,
    filled_in,
    find_gaps,
    find_marks,
    find_too_deep,
    find_unclosed,
    hidden_texts,
    space_braces,
    split_hint,
    without_marks,
    without_marks_and_hints,
    write_cloze,
)
from builder.kinds.gaps import find_lookalikes, find_marks_outside_code, hides_and_hints
from builder.render.cloze_sides import reveal_only
from builder.render.markdown import render
from tests.learner import Learner
from tests.support import build_deck, write_deck


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"\({{c1::a}}\)", r"\({{c1::a}}\)"),
        (r"{{c1::\(\frac{a}{b^{2}}\)}} is it", r"{{c1::\(\frac{a}{b^{2} }\)}} is it"),
        (r"\(\frac{1}{{{c1::x^{2}}}}\)", r"\(\frac{1}{{{c1::x^{2} }}}\)"),
        (r"\(x^{{{c1::a}}}\) and {{c2::y}}", r"\(x^{{{c1::a}}}\) and {{c2::y}}"),
        (r"\(\sqrt{\frac{a}{b}}\) without a gap", r"\(\sqrt{\frac{a}{b}}\) without a gap"),
    ],
)
def test_braces_of_formulas_never_end_a_gap(written: str, shown: str) -> None:
    assert render(written).html == shown


@given(st.lists(st.sampled_from(["{", "}", "{{c1::", "{{c2::", "a", " "])).map("".join))
def test_spacing_changes_nothing_but_spaces(math: str) -> None:
    assert space_braces(math).replace(" ", "") == math.replace(" ", "")


def test_what_anki_drops_is_not_counted() -> None:
    assert cloze_numbers("{{c3::x}} {{c1::a {{c2::b}} c") == (3,)
    unclosed = find_unclosed("{{c3::x}} {{c1::a {{c2::b}} c")
    assert unclosed is not None
    assert (unclosed.numbers, unclosed.start, unclosed.end) == ((1,), 10, 16)
    assert find_unclosed("{{c3::x}} {{c1::a {{c2::b}} c}} }}") is None
    assert hidden_texts("{{c1::a {{c2::b::hint}} c}}, {{c1,2::d}}") == {1: "a b c … d", 2: "b … d"}
    assert hidden_texts("{{c1::{{c2::a::b}} c::d}}") == {1: "a c", 2: "a"}


def test_gaps_in_more_gaps_than_anki_reads_are_none() -> None:
    openings = "".join(f"{{{{c{number}::a" for number in range(1, 13))
    text = f"{openings}{'}}' * 12} and {{{{c20::b}}}}"
    assert cloze_numbers(text) == (*range(1, 11), 20)
    too_deep = find_too_deep(text)
    assert too_deep is not None
    assert text[too_deep.start : too_deep.end] == "{{c11::"
    assert find_too_deep("{{c1::a}}" * 20) is None


def test_marks_can_be_taken_away() -> None:
    assert without_marks("{{c1::a {{c1,2::b::hint}} c}}, {{c3::d}") == "a b::hint c, d}"
    assert without_marks("{{c1::a}}b", " ") == " a b"
    assert without_marks_and_hints("{{c1::a {{c1,2::b::hint}} c}}, {{c,3::d}") == "a b c, d}"
    assert split_hint("a {{c2::b}} c::the hint") == ("a b c", "the hint")
    assert split_hint("a") == ("a", "")
    assert split_hint("a::b {{c2::c::d}} e::f") == ("ac e", "f")


def test_marks_are_what_anki_reads() -> None:
    marks = list(find_marks("{{c,2,1::a}} {{c65536::b}} {{c,::"))
    assert [(mark.numbers, mark.start, mark.end) for mark in marks] == [((1, 2), 0, 9), ((), 10, 12), ((), 24, 26)]


def test_a_written_cloze_holds_what_it_hides() -> None:
    assert write_cloze(7, "a") == "{{c7::a}}"
    assert write_cloze(7, "{{a}} b::c.") == "{{c7::{{a} } b: :c.}}"


def test_gaps_in_formulas_show_in_anki(learner: Learner, tmp_path: Path) -> None:
    text = r"'\(\frac{1}{{{c1::x^{2}}}}\) and {{c2::\(\frac{a}{b^{2}}\)}}'"
    write_deck(tmp_path, {"10-a.yaml": f"title: A\ncards:\n  - {{id: a, kind: cloze, text: {text}}}\n"})
    learner.take(build_deck(tmp_path).path)
    first, second = learner.cards()
    assert r"\(\frac{1}{[...]}\) and" in first.question()
    assert r"\(\frac{1}{x^{2} }\) and" in first.answer()
    assert r'data-ordinal="2">\(\frac{a}{b^{2} }\)</span>' in second.answer()


def test_braces_of_code_show_in_anki_as_they_were_typed(learner: Learner, tmp_path: Path) -> None:
    text = """'`{"a": {"b": {}}}` is {{c1::JSON}}, `{{c2::{"a": {"b": {}}}}}` is {{c2::{x{y}}}}'"""
    write_deck(tmp_path, {"10-a.yaml": f"title: A\ncards:\n  - {{id: a, kind: cloze, text: {text}}}\n"})
    learner.take(build_deck(tmp_path).path)
    first, second = (html.unescape(re.sub("<[^>]*>", "", card.answer())) for card in learner.cards())
    assert '{"a": {"b": {}}} is JSON, {"a": {"b": {}}} is {x{y}}' in first
    assert '{"a": {"b": {}}} is JSON, {"a": {"b": {}}} is {x{y}}' in second


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{c1::A gate {{c2::of}} two}} and more", "A gate of two and more"),
        ("{{c1::a::hint}} b", "a b"),
        ("{{c1::a {{c2::b::one}} c::two}} d", "a b c d"),
        ("{{c1::a {{c2::b}} c::hint {{c3::x}} y}} d", "a b cx y d"),
        ("{{c1,2::x}} and {{c3::", "x and {{c3::"),
        ("a}} {{c1::b::c::d}} e", "a}} b e"),
        ("{{c1::{{c2::}}}}z", "z"),
    ],
)
def test_a_text_is_filled_in_however_its_gaps_are_nested(text: str, shown: str) -> None:
    assert filled_in(text) == shown


NESTED = st.recursive(
    st.sampled_from(["a", "b ", "a::b", "::", ""]),
    lambda inner: st.tuples(st.integers(1, 3), st.lists(inner, max_size=3)).map(
        lambda gap: f"{{{{c{gap[0]}::{''.join(gap[1])}}}}}"
    ),
)


@given(st.lists(NESTED, max_size=3).map("".join))
def test_a_gap_hides_what_its_card_shows_when_turned(text: str) -> None:
    hidden = {number: hides.replace(" … ", "") for number, hides in hidden_texts(text).items()}
    assert hidden == {
        number: reveal_only(text, number, question=False).replace(", ", "") for number in cloze_numbers(text)
    }


def test_names_with_colons_are_hidden_whole_where_they_are_code(learner: Learner, tmp_path: Path) -> None:
    text = "'Use {{c1::`std::vector`::a class `of::std`}} or `{{c2::a}}::b`'"
    write_deck(tmp_path, {"10-a.yaml": f"title: A\ncards:\n  - {{id: a, kind: cloze, text: {text}}}\n"})
    built = build_deck(tmp_path)
    assert built.stamped.rendered.notes[0].clozes == ((1, "std::vector"), (2, "a"))
    learner.take(built.path)
    first, second = learner.cards()
    assert ">[a class <code>of:&#58;std</code>]</span>" in first.question()
    assert "<code>std:&#58;vector</code></span>" in first.answer()
    assert "<code>std:&#58;vector</code>" in second.answer()
    assert '<code><span class="cloze" data-cloze="a" data-ordinal="2">[...]</span>::b</code>' in second.question()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("{{c1::std::vector::push_back}}", ("std", "vector::push_back")),
        ("{{c1::a::b}}", None),
        ("{{c1::`a::b`::c}}", None),
        ("{{c1::`a::b`}} and `c::d::e`", None),
        ("{{c1::`a::b`::c::d}}", ("`a", "b`::c::d")),
        ("{{c1::a {{c2::b::c}} d::e}}", None),
        ("{{c1::a::b {{c2::c}} d::e}}", ("a", "b  d::e")),
        ("`{{c1::a::b::c}}`", ("a", "b::c")),
    ],
)
def test_a_gap_with_several_colons_says_what_anki_makes_of_it(text: str, read: tuple[str, str] | None) -> None:
    assert hides_and_hints(find_gaps(text)[0]) == read


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("{{c1:France}}", ["{{c1::France}}"]),
        ("{{ c1::x }}", ["{{c1::x}}"]),
        ("{{C2::x}}", ["{{c2::x}}"]),
        ("{{c1L::x}}", ["{{c1::x}}"]),
        ("{{c1;;x}}", ["{{c1::x}}"]),
        ("{{c1 ::x}}", ["{{c1::x}}"]),
        ("{{c1 France}}", ["{{c1::France}}"]),
        ("{{c1}}", ["{{c1::…}}"]),
        ("{c1::x}", ["{{c1::x}}"]),
        ("[[c1::x]] ((c2::y))", ["{{c1::x}}", "{{c2::y}}"]),
        ("{{c::x}} and {{c4::y}}", ["{{c5::x}}"]),
        ("{{1::x}}", ["{{c1::x}}"]),
        ("{{с1::x}}", ["{{c1::x}}"]),
        ("{{c1：：x}}", ["{{c1::x}}"]),
        ("{{c1；；x}}", ["{{c1::x}}"]),
        ("｛｛c1：：x｝｝", ["{{c1::x}}"]),
        ("{{c１::x}}", ["{{c1::x}}"]),
        ("{{c1::a {{C2::b}} c}}", ["{{c2::b}}"]),
        ("{{cl::x}} {{ci::y}} {{CI::z}}", ["{{c1::x}}", "{{c1::y}}", "{{c1::z}}"]),
        ("{{cloze2::x}} {{Cloze 3::y}}", ["{{c2::x}}", "{{c3::y}}"]),
        ("{{c-1::x}} {{c_2::y}}", ["{{c1::x}}", "{{c2::y}}"]),
        ("{ {c1::x} }", ["{{c1::x}}"]),
        ("{{c1-2::x}}", ["{{c1,2::x}} for a gap of several cards, else {{c1::x}}"]),
        ("{{c1-3::x}}", ["{{c1,2,3::x}} for a gap of several cards, else {{c1::x}}"]),
        ("{{c1,c2::x}}", ["{{c1,2::x}} for a gap of several cards, else {{c1::x}}"]),
        ("{{c1|x}} {{c1-x}} {{c1.x}} {{c1/x}} {{c1=x}}", ["{{c1::x}}"] * 5),
        ("{{c1: -x}} {{c1:/x}}", ["{{c1::-x}}", "{{c1::/x}}"]),
        ("`{{c1:x}}` and ```\n{c1::x}\n```", []),
        (r"{{c1,2::a}} {{c,3::b}} \(x^{{{c1::a}}}\) {a} {{b}} {{c.name}} f(c1) {c1: 5} [c1]", []),
    ],
)
def test_what_looks_like_a_gap_and_is_none_is_found(text: str, meant: list[str]) -> None:
    assert [lookalike.meant for lookalike in find_lookalikes(text)] == meant


def test_marks_of_gaps_are_found_where_none_may_be() -> None:
    text = "{{c1::x}} {{ c2:y}} {c3::z} `{{c4::x}}` {c5: 1} {{c6}} {{c}}"
    assert find_marks_outside_code(text) == ["{{c1::", "{{ c2:", "{c3::"]
