"""Marks of notebooks that a card would show as typed are told, and what only looks like one is let alone."""

from __future__ import annotations

import pytest

from builder.diagnostics import Severity
from builder.render.markdown import render

FOOTNOTE = "write what it says into the text in parentheses, or cite it as the card's source; then delete it"
COMMENT = "delete it, or write it behind a # in a line of its own, where YAML takes it for a comment"
TEXT = "as a key of the card; if it is text, put it in backticks"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("A murmur.[^1]\n\n[^1]: Braunwald, ch. 14", [("[^1]", 0, FOOTNOTE), ("[^1]", 1, FOOTNOTE)]),
        ("A murmur.[^br]\n\n[^br]: Braunwald, ch. 14", [("[^br]", 0, FOOTNOTE), ("[^br]", 1, FOOTNOTE)]),
        ("Text with a note.^[inline note] More", [("^[inline note]", 0, "write (inline note)")]),
        ("**Na**: 135–145 mmol/L %%ask Dr. X%%", [("%%ask Dr. X%%", 0, COMMENT)]),
        ("a\n\n%%\nprivate 5 %\n%%", [("%%\nprivate 5 %\n%%", 0, COMMENT)]),
    ],
)
def test_what_a_learner_would_see_of_it_is_an_error(typed: str, told: list[tuple[str, int, str]]) -> None:
    faults = render(typed).faults
    assert [(fault.snippet, fault.occurrence, fault.hint) for fault in faults] == told
    assert {(fault.rule, fault.severity) for fault in faults} == {("foreign-mark", Severity.ERROR)}


@pytest.mark.parametrize(
    ("typed", "snippet", "hint"),
    [
        ("The yew bends. ^1612345678901", "^1612345678901", "delete ^1612345678901"),
        ("- one ^first-item\n- two", "^first-item", "delete ^first-item"),
        ("Of the liver #cardio", "#cardio", f"write tags: [cardio] {TEXT}"),
        ("Of the liver\n#cardio #exam/2027\nmore", "#cardio #exam/2027", f"write tags: [cardio, exam::2027] {TEXT}"),
        ("- #tag/sub\n- b", "#tag/sub", f"write tags: [tag::sub] {TEXT}"),
        ("#tag/sub", "#tag/sub", f"write tags: [tag::sub] {TEXT}"),
        ("The pO~2~ falls", "~2~", "write <sub>2</sub>, or a formula"),
        ("H~2~O", "~2~", "write <sub>2</sub>, or a formula"),
        ("The v~max~ is", "~max~", "write <sub>max</sub>, or a formula"),
        ("kg/m^2^ and", "^2^", "write <sup>2</sup>, or a formula"),
        ("Na^+^", "^+^", "write <sup>+</sup>, or a formula"),
        (
            "A\n\n```mermaid\ngraph LR\n SA --> AV\n```\n",
            "```mermaid",
            "put a picture of it there: export it as .svg or .png",
        ),
        ("```math\nx^2\n```", "```math", r"write \[ and \] in the place of the fences"),
    ],
)
def test_what_looks_like_a_mark_is_a_warning(typed: str, snippet: str, hint: str) -> None:
    (fault,) = render(typed).faults
    assert (fault.rule, fault.severity, fault.snippet, fault.hint) == ("foreign-mark", Severity.WARNING, snippet, hint)


@pytest.mark.parametrize(
    "typed",
    [
        "Fixed in #1 and #12", "closes #12", "C#", "The language is C #", "the colour #fff", "a red of #d40000", "#1",
        "#include", "A line that begins with #include", "#header", "# Head", "one of #5 stays", "x #tag in a sentence",
        "The class `#main` and [^1-9] of `[^1]`", "the class [^a-z] of signs", r"\[^1] and \#tag", "5 %% of 7", "100%%",
        r"\(x^2^{y}\) and \(a~b~c\)", "`a %%x%% ^b`", "a ~5~ b", "~~struck~~ out", "about ~5 to ~10", "2^8 and x^n",
        "a^b^c",
        "https://x.org/a#tag", "see https://x.org/~me~ #3", "[a](x.html#tag)", "<span title='#tag'>x</span>",
        "```\n[^1] %%x%% #tag\n```", "    #tag\n", "press ^C", "x ^2", "^", "the mermaid in the sea", "a\n#",
        "$m^2^ a~b~$ is math", "100%%d and %%%",
    ],
)  # fmt: skip
def test_what_is_no_mark_of_a_notebook_is_let_alone(typed: str) -> None:
    assert [fault for fault in render(typed, dollars=True).faults if fault.rule == "foreign-mark"] == []
