"""Which fields are the same to a browser, and which look equal on a card."""

from __future__ import annotations

import pytest

from builder.inverse.looks import look_equal
from builder.inverse.same_dom import same_dom

SAME = [
    ("a", "a"),
    ("<b>a</b> <i>b</i> <s>c</s>", "<strong>a</strong> <em>b</em> <strike>c</strike>"),
    ("a<br>b", "a<br/>\nb"),
    (" a \n b ", "a b"),
    ("a <b> b</b>", "a <b>b</b>"),
    ("<ul>\n<li> a </li>\n</ul>", "<ul><li>a</li></ul>"),
    ('<img src="a.png" alt="">', "<IMG src=a.png />"),
    ("&lt;&amp;&nbsp;&#9731;", "&#60;&#x26;\u00a0☃"),
    ("a<!-- x -->b", "ab"),
    ("e\u0301", "é"),
    ("[sound:a.mp3]", "[sound:a.mp3]"),
    ('<td class="x" align="left">', '<td class="x" align="left">'),
]
LOOKING_EQUAL = [
    *SAME,
    ("<div>a</div><div>b</div>", "a<br>b"),
    ("<p>a</p><p>b</p>", "a<br><br>b"),
    ("a<div><br></div><div>b</div>", "<p>a</p>b"),
    ("a<br>", "a"),
    ("a<div></div>", "a"),
    ("a&nbsp;b&nbsp;", "a b"),
    ("<span>a</span><b></b>", "a"),
    ("<b>a </b>b", "<b>a</b> b"),
    ("<b><i>a</i></b>", "<i><b>a</b></i>"),
    ("<b><span style='font-weight:400'>a</span></b>", "a"),
    ("<span style='font-weight: 700'>a</span>", "<b>a</b>"),
    ("“a” ‘b’", "\"a\" 'b'"),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li><p>a</p><ul><li>b</li></ul></li></ul>"),
    ("[$]x[/$]", r"\(x\)"),
]
OTHERS = [
    ("a", "b"),
    ("a", "<b>a</b>"),
    ("<b>a</b>", "<b>a"),
    ("a", "a</div>"),
    ("a b", "ab"),
    ("[sound:a.mp3]", "&#91;sound:a.mp3]"),
    ("{{c1::a}}", "{{c2::a}}"),
    ("{{c1::a}}", "&#123;{c1::a}}"),
    ('<img src="a.png">', '<img src="b.png">'),
    ('<img src="a.png" width="3">', '<img src="a.png">'),
    ('<span style="color: red">a</span>', "a"),
    ('<span class="x">a</span>', "a"),
    ("<ul>a<li>b</li></ul>", "<ul><li>b</li></ul>"),
    ("<center>a</center>", "<div>a</div>"),
    ("<h2>a</h2>", "a"),
    ("<pre>a\nb</pre>", "<pre>a b</pre>"),
    ("<u>a</u> <u>b</u>", "<u>a b</u>"),
    (r"\(x\)", "x"),
    ("<b>" * 100 + "a" + "</b>" * 100, "<b>" * 99 + "a" + "</b>" * 99),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_fields_are_the_same_whatever_their_spelling(a: str, b: str) -> None:
    assert (same_dom(a, b), same_dom(b, a)) == (True, True)


@pytest.mark.parametrize(("a", "b"), LOOKING_EQUAL)
def test_fields_look_equal_whose_lines_and_words_do(a: str, b: str) -> None:
    assert (look_equal(a, b), look_equal(b, a)) == (True, True)


@pytest.mark.parametrize(("a", "b"), LOOKING_EQUAL[len(SAME) :])
def test_fields_that_only_look_equal_are_not_the_same(a: str, b: str) -> None:
    assert not same_dom(a, b)


@pytest.mark.parametrize(("a", "b"), OTHERS)
def test_fields_that_differ_in_what_shows_do_not_look_equal(a: str, b: str) -> None:
    assert (same_dom(a, b), look_equal(a, b)) == (False, False)
