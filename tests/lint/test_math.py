"""Commands that MathJax lacks are told where they stand, with what was meant; those that a deck defines are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.texts.tex_names import defined_in, meant_by, unknown_in
from tests.lint.decks import checked
from tests.support import write_deck


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        (r"\(\fracc{1}{2} + \frac12\)", [(r"\fracc", r"\frac")]),
        (r"\(\aplha \Sum_i \lambd \rigtharrow \leftarow \froc\)", [
            (r"\aplha", r"\alpha"), (r"\Sum", r"\sum"), (r"\lambd", r"\lambda"), (r"\rigtharrow", r"\rightarrow"),
            (r"\leftarow", r"\leftarrow"), (r"\froc", r"\frac"),
        ]),
        (r"\(\bm{x} \in \R, \Alpha, \infinity\)", [
            (r"\bm", r"\boldsymbol"), (r"\R", r"\mathbb{R}"), (r"\Alpha", r"\mathrm{A}"), (r"\infinity", r"\infty"),
        ]),
        (r"\(\vspace{1em}\foo\txt\SI{5}{m}\)", [
            (r"\vspace", None), (r"\foo", None), (r"\txt", None), (r"\SI", None),
        ]),
        (r"\(\ensuremath{x}\)", [(r"\ensuremath", "")]),
        (r"\[\begin{aling}x\end{aling}\]", [(r"\begin{aling}", r"\begin{align}")]),
        (r"\[\begin{align*}a&=\text{if } b\\c&=\left\langle d\right\rangle\end{align*}\]", []),
        (r"\(\ce{2H2 + O2 -> 2H2O \bond{-}} \pu{1 kJ//mol} \% \{ \, \; \| \mathop{a}\limits_b\)", []),
        (r"\(\newcommand{\half}{\frac12} \half \def\third{\frac13} \third\)", []),
    ],
)  # fmt: skip
def test_what_mathjax_lacks_is_found_with_what_was_meant(formula: str, found: list[tuple[str, str | None]]) -> None:
    unknown = list(unknown_in(formula, defined_in([formula])))
    assert [(one.written, meant_by(one)) for one in unknown] == found
    assert [formula[one.start :].startswith(one.written) for one in unknown] == [True] * len(found)


def test_each_is_told_at_its_place_in_every_text_of_a_card_and_in_math_between_dollars(tmp_path: Path) -> None:
    card = r"""
- id: a
  kind: choice
  question: '`\(\fracc\)` and \(\fracc{1}{2}\)?'
  options: ['$\apha$', "\\(\\betta\\)"]
  answer: '$\apha$'
  extra: |
    \[
    \foo
    \]
"""
    problems = checked(tmp_path, card, "math: dollars", {"unknown-command"}).problems
    assert [(problem.location.line, problem.location.column, problem.hint) for problem in problems] == [
        (7, 35, r"write \frac"),
        (8, 17, r"write \alpha"),
        (8, 31, r"write \beta"),
        (9, 15, r"write \alpha"),
        (12, 7, r"write it with commands of LaTeX that MathJax has, or in words, as \text{…}"),
    ]


def test_what_a_template_defines_is_known(tmp_path: Path) -> None:
    fields = "fields: [{name: A, doc: a, required: true}, {name: B, doc: b}]"
    kind = f"doc: d\nadopted: true\n{fields}\ntemplates: [{{name: t, asks: [A], answers: [B]}}]\n"
    sides = {"t.front.html": r"\(\newcommand{\Prob}{\mathbb P}\) {{A}}", "t.back.html": "{{A}} {{B}}"}
    write_deck(tmp_path, {f"kinds/own/{name}": text for name, text in {"kind.yaml": kind, **sides}.items()})
    card = r"- {id: a, kind: own, a: \(\Prob(X)\) and \(\Porb\), b: x}"
    problems = checked(tmp_path, card, "", {"unknown-command"}).problems
    assert [problem.message for problem in problems if problem.rule == "unknown-command"] == [
        r'Anki knows no command "\Porb" in formulas, and shows it in red'
    ]
