r"""HTML as it is, `{html: …}`: what runs or loads in it is found where Anki and a browser will have read it."""

from __future__ import annotations

import pytest

from builder.render.bare_text import becomes_markup
from builder.render.verbatim import verbatim


def faults(text: str) -> list[tuple[str, str]]:
    return [(fault.rule, fault.snippet) for fault in verbatim(text).faults]


@pytest.mark.parametrize(
    ("text", "rule", "snippet"),
    [
        (r"\(\hr&#101;f{javascript:x}{y}\)", "unsafe-math", r"\href"),
        (r"&#92;(&bsol;href{javascript:x}{y}&#92;)", "unsafe-math", r"\href"),
        (r"\(\h<!-- -->ref{javascript:x}{y}\)", "unsafe-math", r"\href"),
        (r"{{c1::x}} \(\h<b></b>ref{javascript:x}{y}\)", "unsafe-math", r"\href"),
        (r'<code class="tex2jax_process">\(\href{javascript:x}{y}\)</code>', "unsafe-math", r"\href"),
        ("<scr\x00ipt>x()</scr\x00ipt>", "unsafe-html", "<script"),
        ("<b title=\u0338/onclick=x()>y</b>", "unsafe-html", "<b"),
        ("<webview src=//a.test></webview>", "unsafe-html", "<webview"),
        ('<img src="a.png" attributionsrc="//a.test">', "unsafe-html", "<img"),
        ("[latex]x[/latex]", "unsafe-html", "[latex]"),
        ("{{c1::x::latex}}", "unsafe-html", "latex"),
        ('<b title="{{c1::x}}<img src=y>">z</b>', "gap-in-tag", "{{c1::"),
        ('{{c1::<b title="x::y">z</b>}}', "gap-in-tag", "::"),
        ('{{c1::x<b title="}}">z</b>', "gap-in-tag", "}}"),
        ("{{c1::x <!-- }} -->", "gap-in-tag", "}}"),
        ('<b title="[sound:a.mp3]<img src=y>">z</b>', "gap-in-tag", "[sound:"),
        ('[sound:<b title="a.mp3]<img src=y>">z</b>', "gap-in-tag", "]"),
    ],
)
def test_what_runs_loads_or_leads_out_is_found(text: str, rule: str, snippet: str) -> None:
    assert (rule, snippet) in faults(text)


@pytest.mark.parametrize(
    "text",
    [
        r"<code>\(\href{x}{y}\)</code> makes a link",
        r"\(\fcolorbox{red}{white}{x}\) &amp; \(y\)",
        '{{c1::<b title="a">x</b>::a <i>hint</i>}}: <a href="https://a.test/?a::b">y</a>',
        "<b title='a [b]'>x</b> [sound:a.mp3]",
        "<font color=red>x</font><center>y</center><listing>z</listing>",
        "if (a[0]) { b = {c: {}}; }",
    ],
)
def test_the_rest_stays_as_it_is(text: str) -> None:
    assert faults(text) == []


def test_a_bracket_in_a_tag_is_none_of_a_reading() -> None:
    text = '<b title="x[y]<img src=z onerror=a()>">w</b>'
    assert becomes_markup(text, ("furigana",)) == "<img"
    assert becomes_markup("<b>食[た]べる</b>", ("furigana",)) == ""
