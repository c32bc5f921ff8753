"""Formulas are measured by what they show, and their source is no text."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.lint.formulas import as_seen, in_pieces, without_formulas
from builder.texts.formula_places import find_formulas
from tests.lint.test_language import heads


@pytest.mark.parametrize(
    ("latex", "seen"),
    [
        (r"\(x^2\)", "x2"),
        (r"\(\frac{x^2}{2}\)", "x22"),
        (r"\(\sin \alpha + \beta_{12} \leq 1\)", "sin◦+◦12◦1"),
        (r"\[\left\{ x \mid x > 0 \right\}\]", "{x◦x>0}"),
        (r"\(\text{if } x &lt; y\)", "if x<y"),
        (r"\(\begin{array}{cc} a & b \\ c & d \end{array}\)", "abcd"),
        (r"\(\mathbb{R}^n\) and \(\mathcal{O}(n)\)", "Rn and O(n)"),
        (r"\(open", r"\(open"),
        (r"no \\ formula", r"no \\ formula"),
    ],
)
def test_a_formula_is_about_what_it_shows(latex: str, seen: str) -> None:
    assert as_seen(latex) == seen


def test_formulas_are_found_between_their_marks() -> None:
    text = r"a \(x\) b \[y \(z\] c \(never"
    assert [text[formula.start : formula.end] for formula in find_formulas(text)] == [r"\(x\)", r"\[y \(z\]"]
    assert without_formulas(text) == r"a … b … c \(never"
    assert in_pieces(r"so \(\sin^2 x + … = 1\)") == "so sin2 x+=1"


@given(st.text(alphabet="a\\()[]{}^_ ", max_size=60))
def test_what_is_no_formula_stays(text: str) -> None:
    found = list(find_formulas(text))
    assert without_formulas(text).count("…") == len(found)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    if not found:
        assert as_seen(text) == text


LONG = (
    r"\frac{\partial^2 u}{\partial t^2} = c^2 \left(\frac{\partial^2 u}{\partial x^2}"
    r" + \frac{\partial^2 u}{\partial y^2}\right)"
)


@pytest.mark.parametrize(
    "card",
    [
        r"kind: cloze, text: 'The derivative of \(x^2\) is {{c1::\(2x\)}}'",
        r"kind: cloze, text: '\(\sin^2 x + \cos^2 x = {{c1::1}}\)'",
        r"kind: cloze, text: 'Inverse of a complex number: {{c1::\( \frac{1}{z} \)}} \( = \frac{x - iy}{x^2 + y^2}\)'",
        rf"kind: cloze, text: 'The wave equation in two dimensions of space is {{{{c1::\[{LONG}\]}}}}'",
        rf"kind: basic, front: 'Which equation is \({LONG} \qquad \text{{(1)}}\)?', back: The wave equation",
        r"kind: basic, front: 'Which part of a paper has the form \(\textbf{Definition}\)?', back: The definition",
        r"kind: basic, front: 'What does \textbf{Name} print?', back: Bold type",
        rf"kind: basic, front: Which equation describes a drum?, back: '\[{LONG} = {LONG}\]'",
        r"kind: basic, front: Which matrix swaps?, back: '\[\begin{pmatrix} 0, & 1 \\ 1, & 0, \\ 0, & \end{pmatrix}\]'",
    ],
)  # fmt: skip
def test_the_source_of_a_formula_is_no_text(card: str, tmp_path: Path) -> None:
    assert heads(tmp_path, f"- {{id: a, {card}}}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        r"\(\ce{CO2 + H2O <=> H2CO3 <=> H+ + HCO3-}\) is catalysed by {{c1::carbonic anhydrase}}.",
        r"\(a^2 + b^2 = c^2\) is the theorem of {{c1::Pythagoras of Samos}}.",
    ],
)
def test_a_formula_that_is_seen_tells_as_much_as_its_pieces(text: str, tmp_path: Path) -> None:
    assert heads(tmp_path, f"- {{id: a, kind: cloze, text: '{text}'}}\n") == []


@pytest.mark.parametrize(
    ("card", "said"),
    [
        (r"kind: cloze, text: '\(E = {{c1::mc^2}}\)'",
         "error[cloze-starved]: 50 % of the words are hidden, more than 40 %"),
        (r"kind: cloze, text: 'Adding \(\bot_i + 1\) to an element of the lattice gives {{c1::\(\bot_i + 1\)}}'",
         r'error[cloze-leak]: the rest of the card still shows "\(\bot_i + 1\)"'),
        (rf"kind: basic, front: 'Which equation is \({LONG} = {LONG} = {LONG} = {LONG} = {LONG} = {LONG}\)?', back: It",
         "warning[question-length]: the question has 168 characters, more than 140: five lines on a phone"),
    ],
)  # fmt: skip
def test_what_a_formula_shows_counts(card: str, said: str, tmp_path: Path) -> None:
    assert heads(tmp_path, f"- {{id: a, {card}}}\n") == [said]
