"""What stands in a paragraph: links, code, emphasis, and what gaps do to them; as literals."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.diagnostics import Severity
from builder.render.markdown import Markup, render


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('[x](https://e.org "t")', '<a href="https://e.org" title="t">x</a>'),
        ("[x](https://e.org 't')", '<a href="https://e.org" title="t">x</a>'),
        ("[x](https://e.org (t))", '<a href="https://e.org" title="t">x</a>'),
        ("[x](<https://e.org>\n  'a (b) \"c\"' )", '<a href="https://e.org" title="a (b) &quot;c&quot;">x</a>'),
        (r'[x](https://e.org "a \"b\"")', '<a href="https://e.org" title="a &quot;b&quot;">x</a>'),
        ("[x](https://e.org 'it\\'s')", '<a href="https://e.org" title="it\'s">x</a>'),
        ("[x](https://e.org/a_(b)_c)", '<a href="https://e.org/a_(b)_c">x</a>'),
        (r"[x](https://e.org/a\)b)", '<a href="https://e.org/a)b">x</a>'),
        ("[x](https://e.org/?a=1&b=2 'A & B')", '<a href="https://e.org/?a=1&amp;b=2" title="A &amp; B">x</a>'),
        ("[a [b] c](https://e.org)", '<a href="https://e.org">a [b] c</a>'),
        ("[a [b](https://e.org) c](https://f.org)", '[a <a href="https://e.org">b</a> c](https://f.org)'),
        ("[a `](https://e.org)`", "[a <code>](https://e.org)</code>"),
        ("*a [b*](https://e.org)", '*a <a href="https://e.org">b*</a>'),
        ("<https://e.org/?a=1&b=2>", '<a href="https://e.org/?a=1&amp;b=2">https://e.org/?a=1&amp;b=2</a>'),
        ("<https://e.org a>", "&lt;https://e.org a&gt;"),
    ],
)
def test_a_link_is_read_as_commonmark_says(typed: str, shown: str) -> None:
    assert render(typed) == Markup(html=shown)


@pytest.mark.parametrize(
    ("typed", "shown", "file"),
    [
        ("![a](my file.png)", '<img alt="a" src="my file.png">', "my file.png"),
        ("![a](my file (1).png 'My title')", '<img alt="a" src="my file (1).png" title="My title">', "my file (1).png"),
        ("![a *b* `c`](d.png)", '<img alt="a b c" src="d.png">', "d.png"),
        ("![a [b](https://e.org)](d.png)", '<img alt="a b" src="d.png">', "d.png"),
        ("![Gate|50](a.png)", '<img alt="Gate" src="a.png" width="50">', "a.png"),
        ("![|50x20](a.png)", '<img alt="" height="20" src="a.png" width="50">', "a.png"),
        ("![Gate|50%](a.png)", '<img alt="Gate" src="a.png" width="50%">', "a.png"),
        ("![Gate](a.png){width=300}", '<img alt="Gate" src="a.png" width="300">', "a.png"),
        ("![Gate](a.png){width=50%}", '<img alt="Gate" src="a.png" width="50%">', "a.png"),
        ("![]( a.png ){ width=300px }", '<img alt="" src="a.png" width="300">', "a.png"),
        ("![](a.png){Height=\"20\" WIDTH='300PX'}", '<img alt="" height="20" src="a.png" width="300">', "a.png"),
        ("![](a (1).png){width=9,height=8}", '<img alt="" height="8" src="a (1).png" width="9">', "a (1).png"),
        ("![Gate|50x20](a.png){width=9}", '<img alt="Gate" src="a.png" width="9">', "a.png"),
        ("*![](a.png){width=9}*", '<em><img alt="" src="a.png" width="9"></em>', "a.png"),
        ("- ![](a.png){width=9}\n- b", '<ul><li><img alt="" src="a.png" width="9"></li><li>b</li></ul>', "a.png"),
        ("{{c1::![](a.png){width=9}}}", '{{c1::<img alt="" src="a.png" width="9">}}', "a.png"),
        ("{{c1::![](a.png){width=9}::x}}", '{{c1::<img alt="" src="a.png" width="9">::x}}', "a.png"),
        (
            "[![](a.png){width=9}](https://e.org)",
            '<a href="https://e.org"><img alt="" src="a.png" width="9"></a>',
            "a.png",
        ),
        ("![x|y](a.png)", '<img alt="x|y" src="a.png">', "a.png"),
        ("![50](a.png)", '<img alt="50" src="a.png">', "a.png"),
        ("![a\\\nb\n<b>c</b>](d.png)", '<img alt="a b c" src="d.png">', "d.png"),
        ("![a ![*b*](c.png) d](e.png)", '<img alt="a b d" src="e.png">', "e.png"),
    ],
)
def test_a_picture_names_its_file_and_its_size(typed: str, shown: str, file: str) -> None:
    assert render(typed) == Markup(html=shown, media=(file,))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*a **b*** c", "<em>a <strong>b</strong></em> c"),
        ("**a*b**", "<strong>a*b</strong>"),
        ("un*believ*able and a_b_c", "un<em>believ</em>able and a_b_c"),
        ("**注意：**请", "<strong>注意：</strong>请"),
        ("~~注意：~~请", "<del>注意：</del>请"),
        (r"的**\(x\)**是", r"的<strong>\(x\)</strong>是"),
        ("~~a *b* c~~ and ~d~", "<del>a <em>b</em> c</del> and ~d~"),
        (r"\*a\* \& \~~b~~", "*a* &amp; ~~b~~"),
        ("`` a`b ``", "<code>a`b</code>"),
        (r"`a\` b`", r"<code>a\</code> b`"),
        ("a `b", "a `b"),
        ("`a *b` c*", "<code>a *b</code> c*"),
        ("`a\\\nb` c\\\nd", "<code>a\\ b</code> c<br>d"),
        ("**a `\\`` b**", "<strong>a ``` b</strong>"),
        ("- *a* `\\`` b\n  - c", "<ul><li><em>a</em> ``` b<ul><li>c</li></ul></li></ul>"),
    ],
)
def test_emphasis_and_code_are_read_as_commonmark_says(typed: str, shown: str) -> None:
    assert render(typed) == Markup(html=shown)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**{{c1::x}}** y", "<strong>{{c1::x}}</strong> y"),
        ("{{c1::_x_ and **(y)** z}}", "{{c1::<em>x</em> and <strong>(y)</strong> z}}"),
        ("*a {{c1::*b* {{c2::`c`}}}} d*", "<em>a {{c1::<em>b</em> {{c2::<code>c</code>}}}} d</em>"),
        ("[{{c1::x}}](https://e.org)", '<a href="https://e.org">{{c1::x}}</a>'),
        ("{{c1::[x](https://e.org)}}", '{{c1::<a href="https://e.org">x</a>}}'),
        ("{{c1::a\n\n*b*}} *c*", "<p>{{c1::a</p><p><em>b</em>}} <em>c</em></p>"),
        ("2 * {{c1::3}} * 4", "2 * {{c1::3}} * 4"),
    ],
)
def test_what_stands_whole_in_a_gap_or_around_one_is_read(typed: str, shown: str) -> None:
    assert render(typed) == Markup(html=shown)


@pytest.mark.parametrize(
    ("typed", "shown", "snippet"),
    [
        ("{{c1::a*b}} c*d", "{{c1::a*b}} c*d", "*b}} c*"),
        ("a*b {{c1::c*d}}", "a*b {{c1::c*d}}", "*b {{c1::c*"),
        ("**{{c1::x** y}}", "**{{c1::x** y}}", "**{{c1::x**"),
        ("{{c1::~~x}} y~~", "{{c1::~~x}} y~~", "~~x}} y~~"),
        ("{{c1::a*b}} {{c2::c*d}}", "{{c1::a*b}} {{c2::c*d}}", "*b}} {{c2::c*"),
        ("{{c1::a `b}} c`", "{{c1::a `b}} c`", "`b}} c`"),
        ("[a {{c1::b](https://e.org) c}}", "[a {{c1::b](https://e.org) c}}", "[a {{c1::b](https://e.org)"),
        ("{{c1::[a}} b](https://e.org)", "{{c1::[a}} b](https://e.org)", "[a}} b](https://e.org)"),
        ("{{c1::<b>x}} y</b>", "{{c1::<b>x}} y</b>", "<b>"),
    ],
)
def test_what_has_the_edge_of_a_gap_in_it_is_told_and_its_signs_are_text(typed: str, shown: str, snippet: str) -> None:
    markup = render(typed)
    assert (markup.html, [(fault.rule, fault.severity, fault.snippet) for fault in markup.faults]) == (
        shown,
        [("gap-edge", Severity.WARNING, snippet)],
    )


PIECES = ["{{c1::", "{{c2::", "}}", "*", "**", "_", "~~", "`", "``", "[", "](https://e.org)", "![", "a", " b ", "\\*"]


def with_whole_gaps(pieces: list[str]) -> str:
    """Return a text of pieces in which each gap that is opened is closed, and no other one."""
    kept: list[str] = []
    depth = 0
    for piece in pieces:
        change = 1 if piece.startswith("{{") else -1 if piece == "}}" else 0
        if depth + change >= 0:
            depth += change
            kept.append(piece)
    return "".join([*kept, "}}" * depth])


@given(st.lists(st.sampled_from(PIECES), min_size=3, max_size=14))
def test_no_tag_of_markdown_has_the_edge_of_a_gap_in_it(pieces: list[str]) -> None:
    markup = render(f"x {with_whole_gaps(pieces)} y")
    open_tags: list[tuple[str, list[int]]] = []
    gaps: list[int] = []
    edges = re.finditer(
        r"<(?P<end>/?)(?P<tag>em|strong|del|code|a)\b[^<>]*>|(?P<opens>\{\{c\d::)|(?P<closes>\}\})", markup.html
    )
    for number, edge in enumerate(edges):
        if edge["opens"]:
            gaps.append(number)
        elif edge["closes"]:
            gaps = gaps[:-1]
        elif not edge["end"]:
            open_tags.append((edge["tag"], list(gaps)))
        else:
            assert open_tags.pop() == (edge["tag"], gaps)
    assert open_tags == []


@pytest.mark.parametrize(
    "text",
    [
        "<kbd>*</kbd> and <kbd>*</kbd>",
        "<b>*</b> and <b>*</b>",
        "<b>_</b> and <i>_</i>",
        "<b><b>*</b>*</b> *",
        "a<sup>*</sup> and b<sup>**</sup>, c<sup>*</sup>",
        "<kbd>Ctrl+*</kbd> and <kbd>*.txt</kbd>",
        "<code>*args</code>, 2 <b>* 3</b> * 4 and <u>5*</u>",
    ],
)
def test_emphasis_keeps_to_one_side_of_a_tag_s_edge(text: str) -> None:
    assert render(text) == Markup(html=text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("**<b>x** y</b>", "**<b>x**"),
        ("<b>x **y</b> z**", "**y</b> z**"),
        ("a *b* and ~~<u>x~~ y</u>", "~~<u>x~~"),
        ("*a <i>`c`* d</i>", "*a <i>`c`*"),
    ],
)
def test_emphasis_over_a_tag_s_edge_is_told(text: str, written: str) -> None:
    (fault,) = render(text).faults
    message = "the emphasis has the edge of a tag in it, and is shown as typed"
    assert (fault.rule, fault.severity, fault.snippet, fault.message) == (
        "tag-edge",
        Severity.WARNING,
        written,
        message,
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*a <b>x</b> c*", "<em>a <b>x</b> c</em>"),
        ("<b>*x* y</b> *z*", "<b><em>x</em> y</b> <em>z</em>"),
        ("*a <br> b*", "<em>a <br> b</em>"),
        ("<kbd></kbd>*a*", "<kbd></kbd><em>a</em>"),
    ],
)
def test_emphasis_holds_whole_tags_and_stands_in_them(text: str, shown: str) -> None:
    assert render(text) == Markup(html=shown)
