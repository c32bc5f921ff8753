"""What a text becomes, to the letter."""

from __future__ import annotations

import pytest

from builder.render.fast_markdown import convert_if_plain
from builder.render.markdown import Markup, render
from builder.render.one_line import one_line
from builder.render.python_markdown import convert
from tests.render.test_fast_markdown import Judge

PLAIN = {
    "A line\nand another.": "<p>A line<br>and another.</p>",
    "Some **bold**, *it* and `a = b`.": "<p>Some <strong>bold</strong>, <em>it</em> and <code>a = b</code>.</p>",
    "Before\n\n- one\n- **two**": "<p>Before</p><ul><li>one</li><li><strong>two</strong></li></ul>",
    "1. one\n2. [two](https://example.org/a_b)": (
        '<ol><li>one</li><li><a href="https://example.org/a_b">two</a></li></ol>'
    ),
    "| a | b |\n| --- | --- |\n| c | <b>d</b> |": (
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td><b>d</b></td></tr></tbody></table>"
    ),
    "A ![gate](gate.png), seen > once.": '<p>A <img alt="gate" src="gate.png">, seen &gt; once.</p>',
}
"""Texts that both readers of Markdown take."""
HARDER = {
    "`a < b` and _it_": "<p><code>a &lt; b</code> and <em>it</em></p>",
    "A\n\n1986. B\n#1\n>5": "<p>A</p><p>1986. B<br>#1<br>&gt;5</p>",
    "# Head\n\n> a quote": "<h1>Head</h1><blockquote><p>a quote</p></blockquote>",
}


@pytest.mark.parametrize("text", PLAIN)
def test_the_fast_reader_gives_this_html(text: str) -> None:
    assert convert_if_plain(text) == PLAIN[text]


@pytest.mark.parametrize(("text", "html"), {**PLAIN, **HARDER}.items())
def test_python_markdown_gives_this_html(text: str, html: str) -> None:
    assert one_line(convert(Judge(), text)) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (r"If \(a < b & c > d\) holds", r"If \(a &lt; b &amp; c &gt; d\) holds"),
        ("\\[a <\nb\\]", r"\[a &lt; b\]"),
        (r'\("x" * 1 * y_2_\) **so**', r'\("x" * 1 * y_2_\) <strong>so</strong>'),
        (r"{{c1::\(x < 1\)}} and {{c2::a < b::<, or &}}", r"{{c1::\(x &lt; 1\)}} and {{c2::a &lt; b::&lt;, or &amp;}}"),
        (r"{{c1::\(\frac{a}{b_{c}}\)}}", r"{{c1::\(\frac{a}{b_{c} }\)}}"),
    ],
)
def test_math_is_shown_as_typed(text: str, html: str) -> None:
    assert render(text) == Markup(html=html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<div>a < b, c > d & e</div>", "<div>a &lt; b, c &gt; d &amp; e</div>"),
        ("<ul>\n<li>1 < 2</li>\n<li>*x*</li>\n</ul>", "<ul><li>1 &lt; 2</li><li>*x*</li></ul>"),
        ("<table><tr><td>List<String></td></tr></table>", "<table><tr><td>List&lt;String&gt;</td></tr></table>"),
        ("<div>x</div> 3 < 4", "<div>x</div> 3 &lt; 4"),
    ],
)
def test_what_stands_between_the_tags_of_a_block_is_text(text: str, html: str) -> None:
    assert render(text) == Markup(html=html)


@pytest.mark.parametrize(
    ("text", "html", "media"),
    [
        ("[sound:a<b & c.mp3]", "[sound:a&lt;b &amp; c.mp3]", "a<b & c.mp3"),
        ("![x & y](x&y.png)", '<img alt="x &amp; y" src="x&amp;y.png">', "x&y.png"),
        ('<img src="x&y.png">', '<img src="x&amp;y.png">', "x&y.png"),
        ('<img src="x&amp;y.png">', '<img src="x&amp;y.png">', "x&y.png"),
        ('![](a"b.png)', '<img alt="" src="a&quot;b.png">', 'a"b.png'),
    ],
)
def test_a_media_file_is_named_as_its_author_wrote_it(text: str, html: str, media: str) -> None:
    assert render(text) == Markup(html=html, media=(media,))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('<a href="https://e.org/?a=1&b=2">x</a>', '<a href="https://e.org/?a=1&amp;b=2">x</a>'),
        ('<a href="https://e.org/?a=1&amp;b=2">x</a>', '<a href="https://e.org/?a=1&amp;b=2">x</a>'),
        ("[x](https://e.org/?a=1&b=2)", '<a href="https://e.org/?a=1&amp;b=2">x</a>'),
        ("AT&T &lt &copy", "AT&amp;T &amp;lt &amp;copy"),
    ],
)
def test_an_ampersand_stays_one(text: str, html: str) -> None:
    assert render(text) == Markup(html=html)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("`[sound:a.mp3]` and [sound:b.mp3]", "<code>&#91;sound:a.mp3]</code> and [sound:b.mp3]"),
        ("```\n[sound:a.mp3]\n```", "<pre><code>&#91;sound:a.mp3]\n</code></pre>"),
        ("```make\nall:\n\techo x\ty\n```", '<pre><code class="language-make">all:\n\techo x\ty\n</code></pre>'),
        ("- a\n  ```\n  b\n  \tc\td\n  ```", "<ul><li>a<pre><code>b\n\tc\td\n</code></pre></li></ul>"),
        ("- a\n  ~~~\n\tb\tc\n  ~~~\t", "<ul><li>a<pre><code>  b\tc\n</code></pre></li></ul>"),
        ("-\ta\n-\tb `c\td` & *e*", "<ul><li>a</li><li>b <code>c    d</code> &amp; <em>e</em></li></ul>"),
        ("> \\[\n> a &= b\n> \\]", "<blockquote><p>\\[ a &amp;= b \\]</p></blockquote>"),
        ("The literal is {{c1::{1, 2}}} in Python", "The literal is {{c1::{1, 2&#125;}} in Python"),
        ('`{"a": {"b": {}}}` {{c1::x}}', '<code>{"a": {"b": {}}}</code> {{c1::x}}'),
        ("```\nf(){g{h{}}}\n```\n{{c1::x}}", "<pre><code>f(){g{h{}}}\n</code></pre><p>{{c1::x}}</p>"),
        ("{{c1::x}} `{{{c2::a{b{}}}}}`", "{{c1::x}} <code>{{{c2::a{b{&#125;&#125;}}}</code>"),
        ("{{c1::![a{{{}}}](b.png)}}", '{{c1::<img alt="a{{{} } }" src="b.png">}}'),
    ],
)
def test_what_is_no_markdown_is_left_whole_wherever_it_stands(typed: str, shown: str) -> None:
    assert (render(typed).html, render(typed).faults) == (shown, ())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "> a\n>> b\n> c",
            "<blockquote><p>a</p><blockquote><p>b<br>c</p></blockquote></blockquote>",
        ),
        (
            "> a\n>>> b",
            "<blockquote><p>a</p><blockquote><blockquote><p>b</p></blockquote></blockquote></blockquote>",
        ),
        (">>> x = 1", "&gt;&gt;&gt; x = 1"),
        ("> a\n>>b", "<blockquote><p>a<br>&gt;b</p></blockquote>"),
    ],
)
def test_in_a_quote_the_mark_of_an_inner_one_needs_no_blank_before_it(text: str, shown: str) -> None:
    assert render(text).html == shown
