"""A text that is nothing but a mark of Markdown's is told, with the line that shows the sign."""

from __future__ import annotations

import re

import pytest

from builder.diagnostics import Severity
from builder.render.markdown import render

_PASTED = re.compile(r"'(.+)'")


@pytest.mark.parametrize(
    ("text", "pasted", "shown"),
    [
        ("> 180 mmHg", r"\> 180 mmHg", "&gt; 180 mmHg"),
        ("- 5 °C", r"\- 5 °C", "- 5 °C"),
        ("* 1749", r"\* 1749", "* 1749"),
        ("+ 3 places", r"\+ 3 places", "+ 3 places"),
        ("# 1", r"\# 1", "# 1"),
        ("---", r"\---", "---"),
        ("* * *", r"\* * *", "* * *"),
        ("** **", r"\** **", "** **"),
    ],
)
def test_a_sign_that_vanishes_is_a_warning_with_the_line_to_paste(text: str, pasted: str, shown: str) -> None:
    (fault,) = render(text).faults
    assert (fault.rule, fault.severity, fault.snippet) == ("sign-or-mark", Severity.WARNING, text)
    assert fault.hint.startswith(f"to show the sign write '{pasted}'; ")
    markup = render(pasted)
    assert (markup.html, markup.faults) == (shown, ())


@pytest.mark.parametrize(
    "text",
    ["> 180 mmHg\n", "- one\n", "---\n", "<hr>", ">5", "#1", "-5", "- one\n- two", "> a\n> b", "1. one", "> > one",
     "> ![](a.png)", "> <img src='a.png'>", "> <IMAGE src=a.png>",
     "a\n\n---", "---\n\na"],
)  # fmt: skip
def test_what_stands_in_lines_of_its_own_is_meant(text: str) -> None:
    assert render(text).faults == ()


@pytest.mark.parametrize(
    ("text", "pasted", "shown"),
    [
        ("```", "```` ``` ````", "<code>```</code>"),
        ("```js", "```` ```js ````", "<code>```js</code>"),
        ("~~~x", "`~~~x`", "<code>~~~x</code>"),
        ("# ", r"\#", "#"),
        ("<!-- only a comment -->", "", ""),
        ("<p></p>", "", ""),
        ("<!-- two\nlines -->\n", "", ""),
        ("\u00a0", "", ""),
        ("<b> </b>", "", ""),
    ],
)
def test_a_text_that_shows_nothing_is_empty(text: str, pasted: str, shown: str) -> None:
    faults = render(text).faults
    assert [(fault.rule, fault.severity) for fault in faults] == [("empty-value", Severity.ERROR)] * bool(text.strip())
    assert all(fault.snippet in text for fault in faults)
    if pasted:
        quoted = _PASTED.search(faults[0].hint)
        assert quoted is not None
        assert quoted[1] == pasted
        assert render(pasted).html == shown


@pytest.mark.parametrize(
    "text", ["![](a.png)", "[sound:a.mp3]", r"\(x\)", "<hr>", "`x`", "|a|\n|-|\n||", "```\nx\n```"]
)
def test_what_shows_something_is_not_empty(text: str) -> None:
    assert render(text).faults == ()
