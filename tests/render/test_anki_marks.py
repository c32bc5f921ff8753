"""What Anki and its formulas act on is text where an author types it, and formulas reach nowhere."""

from __future__ import annotations

import unicodedata

import pytest

from builder.anki_marks import (
    closed_off,
    find_mark,
    hints_as_text,
    kept_apart,
    unsafe_command,
    without_delimiters,
    written_as_text,
)
from builder.diagnostics import Severity
from builder.render.bare_text import becomes_markup
from builder.render.markdown import Markup, escape, render


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a[[type:Front]]", "a&#91;[type:Front]]"),
        ("[anki:play:q:0]", "&#91;anki:play:q:0]"),
        ("[anki:tts lang=en_US]x[/anki:tts]", "&#91;anki:tts lang=en_US]x&#91;/anki:tts]"),
        (r"\[latex]x\[/latex]", "&#91;latex]x&#91;/latex]"),
        ("`[LaTeX]` and `[$]x[/$]`", "<code>&#91;LaTeX]</code> and <code>&#91;$]x&#91;/$]</code>"),
        ("```\n[latex]x[/latex]\n```", "<pre><code>&#91;latex]x&#91;/latex]\n</code></pre>"),
        (r"\([sound:a.mp3]\)", r"\(&#91;sound:a.mp3]\)"),
        ("{{c1::x::latex}} {{c2::y::sound:a}}", "{{c1::x::&#108;atex}} {{c2::y::&#115;ound:a}}"),
        (r"\({{c1::x::[type:Text}}\)", r"\({{c1::x::&#91;type:Text}}\)"),
        ('<b title="x::latex}}">y</b> {{c1::z}}', '<b title="x::latex}}">y</b> {{c1::z}}'),
        ("[1] and [a]", "[1] and [a]"),
    ],
)
def test_anki_s_marks_are_text_as_typed(text: str, html: str) -> None:
    assert render(text) == Markup(html=html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (r"\\(x\\)", r"\<span></span>(x\<span></span>)"),
        (r"\\<wbr>(x\\)", r"\<span></span><wbr>(x\<span></span>)"),
        (r"\\\(x\)", r"\\(x\)"),
        (r"`\(x\)`", r"<code>\(x\)</code>"),
        (r"a \\ b", r"a \ b"),
    ],
)
def test_a_backslash_that_is_meant_as_one_begins_no_formula(text: str, html: str) -> None:
    markup = render(text)
    assert (markup.html, [fault for fault in markup.faults if fault.is_error()]) == (html, [])


def test_a_backslash_at_the_end_begins_no_formula_with_the_next_field() -> None:
    assert [closed_off(field) for field in ("a\\", "a\\b", "")] == ["a\\<span></span>", "a\\b", ""]


def test_what_is_shown_as_typed_has_no_marks_and_no_formulas() -> None:
    assert escape(r"[sound:a.mp3] \(x\) <b>") == r"&#91;sound:a.mp3] \<span></span>(x\<span></span>) &lt;b&gt;"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        (r"\(\href{javascript:x}{y}\)", r"\href"),
        (r"\[a \style{background: url(x)}{y}\]", r"\style"),
        (r"\(\mmlToken{mi}[href='javascript:x']{y}\)", r"\mmlToken"),
        (r"\(\require{html}x\)", r"\require"),
        (r"\(\bbox[background:url(x)]{y}\)", r"\bbox"),
        (r"\(\let\x\bbox\x[a]{y}\)", r"\bbox"),
        (r"\(\hr{{c1::ef}}{javascript:x}{y}\)", r"\href"),
        (r"\\(\href{javascript:x}{y}\\)", r"\href"),
        (r"\(a\) \href{javascript:x}{y} \(b\)", r"\href"),
        (r"\(\fcolorbox{red;background:url(x)}{white}{y}\)", r"\fcolorbox"),
        (r"\(\fcolorbox{red}{white;x:y}{z}\)", r"\fcolorbox"),
        (r"\(\definecolor{q}{named}{red;background:url(x)}\)", r"\definecolor"),
        (r"\(\unicode[a;background:url(x)]{x41}\)", r"\unicode"),
        (r"\(\unicode[.2,.2][a;background:url(x)]{x41}\)", r"\unicode"),
        (r"\(\def\f#1{\fcolorbox{#1}{white}{x}}\f{red}\)", r"\fcolorbox"),
        (r"\(\newcommand\f[1]{\bbox[#1]{x}}\f{red}\)", r"\bbox"),
        (r"\(\let\f\unicode\f[a;b]{x41}\)", r"\unicode"),
    ],
)
def test_a_command_that_reaches_out_of_its_formula_is_an_error(text: str, command: str) -> None:
    errors = [(fault.rule, fault.snippet) for fault in render(text).faults if fault.is_error()]
    assert errors == [("unsafe-math", command)]


@pytest.mark.parametrize("formula", [r"\(a{\)", r"\(a\\)", r"\[{\]", r"\(\text{\)}\)"])
def test_a_formula_whose_end_mathjax_does_not_find_is_an_error(formula: str) -> None:
    faults = render(rf"{formula} and \(b\)").faults
    assert (faults[0].severity, faults[0].rule) == (Severity.ERROR, "unclosed-math")


@pytest.mark.parametrize("formula", [r"\(\left\{ a \right.\)", r"\(a}\)", r"\(\frac{a}{b} \\ c\)", r"{{c1::\(a\)}}"])
def test_other_formulas_are_whole(formula: str) -> None:
    assert render(formula).faults == ()


@pytest.mark.parametrize(
    "text",
    [
        r"\(\displaystyle x\)",
        r"\(a \\ \text{href}\)",
        r"\(\bbox[5px, border: 2px solid]{x}\)",
        r"\(\bbox[#ff0]{x} \fcolorbox{#3366cc}{white}{y} \fcolorbox[rgb]{1,0.5,0}{0,0,0}{z}\)",
        r"\(\definecolor{my blue}{RGB}{1,2,3} \unicode{x41} \unicode[.5,.2][Times New Roman]{66}\)",
        r"`\href{x}{y}` makes a link",
        r"C:\data and \(x\)",
    ],
)
def test_other_commands_pass(text: str) -> None:
    assert render(text).faults == ()


def bared(field: str) -> str:
    return becomes_markup(field, ("text",))


@pytest.mark.parametrize(
    "unit", [r"\\(", r"\(", "[latex]", "[sound:", "<wbr>\\(", "::latex}", "<code>", r"\href", "{{c1::", "&lt;"]
)
def test_a_long_text_takes_no_longer_for_its_marks(unit: str) -> None:
    # A search that began anew at each mark would not end in the time of a test.
    text = unit * (200_000 // len(unit))
    for read in (written_as_text, without_delimiters, hints_as_text, find_mark, unsafe_command, bared):
        assert len(read(text)) < 4_000_000


@pytest.mark.parametrize(
    ("html", "apart"),
    [
        ("<b>\u0338 onclick=x() y</b>", "<b>\u034f\u0338 onclick=x() y</b>"),
        ("<b>\u0323\u0338x</b>", "<b>\u034f\u0323\u0338x</b>"),
        ("<b>x\u0338</b>", "<b>x\u0338</b>"),
        ("<b>漢</b> a\u0338", "<b>漢</b> a\u0338"),
    ],
)
def test_no_letter_is_composed_of_the_end_of_a_tag(html: str, apart: str) -> None:
    assert kept_apart(html) == apart
    assert "≯" not in unicodedata.normalize("NFC", apart)
