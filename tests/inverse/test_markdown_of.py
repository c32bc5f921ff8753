"""A field's HTML becomes the Markdown that a person would write for it."""

from __future__ import annotations

import pytest

from builder.inverse.markdown_of import markdown_of
from builder.inverse.same_dom import same_dom
from builder.render.markdown import render

TEXTS = [
    ("Plain words, (in brackets) - and more: 100%?", "Plain words, (in brackets) - and more: 100%?"),
    ("2 * 3 * 4, snake_case_name, cost $5 and $6", "2 * 3 * 4, snake_case_name, cost $5 and $6"),
    ("a &lt; b, List&lt;String&gt;, AT&amp;T, &quot;q&quot;", 'a < b, List<String>, AT&T, "q"'),
    ("&copy; &#9731; it’s", "© ☃ it’s"),
    ("*a* b", r"\*a* b"),
    ("a*b*c", r"a\*b*c"),
    ("_private_", r"\_private_"),
    ("one ` tick", "one ` tick"),
    ("`x` and `y`", r"\`x\` and \`y`"),
    ("~x~", "~x~"),
    ("~~x~~", r"\~~x\~~"),
    ("1. a", r"1\. a"),
    ("2) a", r"2\) a"),
    ("1986. A year", "1986. A year"),
    ("# a", r"\# a"),
    ("#1", "#1"),
    ("&gt; a", r"\> a"),
    ("- a", r"\- a"),
    ("+ a", r"\+ a"),
    ("---", r"\---"),
    ("```", r"\```"),
    ("[a](b)", r"[a]\(b)"),
    (r"[a](b) \(x\)", r"[a\](b) \(x\)"),
    ("[[page]]", r"\[[page]]"),
    (r"[[page]] \(x\)", r"[[page]\] \(x\)"),
    ("![[a.png]]", r"!\[[a.png]]"),
    ("==mark==", r"\==mark=="),
    ("&lt;b&gt;x&lt;/b&gt;", r"\<b>x\</b>"),
    ("a&lt;!-- b", r"a\<!-- b"),
    ("$x^2$", r"\$x^2$"),
    ("$$A$", r"\$\$A\$"),
    ("a[^1] b^[c]", r"a[\^1] b\^[c]"),
    ("%%a%% H~2~O x^2^ x^2", r"\%%a%% H\~2~O x\^2^ x^2"),
    ("a #tag/sub", r"a \#tag/sub"),
    ("a ^name", r"a \^name"),
    (r"C:\dir\*x", r"C:\dir\\*x"),
    (r"a\\b", r"a\\\b"),
    ("a | b", "a | b"),
    ("a<br>- b<br>1. c<br>2. d<br># e", "a\n\\- b\n1\\. c\n2. d\n\\# e"),
    ("a | b<br>---|---", "a | b\n\\---|---"),
    ("漢[かん](x)", "漢[かん](x)"),
    ("  a \n  b ", "a b"),
]


@pytest.mark.parametrize(("html", "text"), TEXTS)
def test_text_is_escaped_where_it_would_be_read_and_nowhere_else(html: str, text: str) -> None:
    assert markdown_of(html) == text


INLINE = [
    ("<b>a</b> <strong>b</strong> <i>c</i> <em>d</em>", "**a** **b** *c* *d*"),
    ("<s>a</s> <strike>b</strike> <del>c</del>", "~~a~~ ~~b~~ ~~c~~"),
    ("un<b>known</b>s", "un**known**s"),
    ("x<b>a</b>y", "x<b>a</b>y"),
    ("x<b>(a)</b>y", "x<b>(a)</b>y"),
    ("<b>a </b>b", "<b>a </b>b"),
    ("<b><i>x</i></b>", "**_x_**"),
    ("<i><b>x</b></i>", "_**x**_"),
    ("<b>a <i>b</i></b>", "**a _b_**"),
    ("<b>a</b><i>b</i>", "**a**_b_"),
    ("<i>a*b</i>", r"*a\*b*"),
    ("<u>a</u> H<sub>2</sub>O x<sup>2</sup> <mark>m</mark>", "<u>a</u> H<sub>2</sub>O x<sup>2</sup> <mark>m</mark>"),
    ("<code>a*b</code> <code>&lt;b&gt;</code> <code>a`b</code>", "`a*b` `<b>` ``a`b``"),
    ('<a href="https://e.org/a_b">link</a>', "[link](https://e.org/a_b)"),
    ('<a title="x" href="https://e.org/?a=1&amp;b=2">y</a>', '<a title="x" href="https://e.org/?a=1&amp;b=2">y</a>'),
    ('<img src="a.png">', "![](a.png)"),
    ('<img alt="A gate" src="a.png">', "![A gate](a.png)"),
    ('<img src="a b.png" alt="">', "![[a b.png]]"),
    ('<img src="a.png" width="300">', "![[a.png|300]]"),
    ('<img src="a.png" width="300" height="20">', "![[a.png|300x20]]"),
    ('<img src="a.png" width="50%">', "![[a.png|50%]]"),
    ('<img src="a.png" alt="A gate" width="300">', "![A gate](a.png){width=300}"),
    ('<img src="a.png" alt="A gate" width="50%" height="20">', "![A gate](a.png){width=50% height=20}"),
    ('<img src="a.png" alt="|x" width="300">', '<img src="a.png" alt="|x" width="300">'),
    ("a [sound:a_b_c.mp3] b", "a [sound:a_b_c.mp3] b"),
    (r"\(x_1 &lt; y_1\) and \[a*b*c\]", r"\(x_1 < y_1\) and \[a*b*c\]"),
    ("<ruby>漢<rt>かん</rt></ruby>", "<ruby>漢<rt>かん</rt></ruby>"),
    ("a&nbsp;b", "a\u00a0b"),
    ("a<!-- note --> b", "a<!-- note --> b"),
    ("<!--StartFragment-->a<!--EndFragment-->", "a"),
    ('<span class="x">*a*</span>', r'<span class="x">\*a*</span>'),
]


@pytest.mark.parametrize(("html", "text"), INLINE)
def test_running_text_gets_marks_where_they_are_read(html: str, text: str) -> None:
    assert markdown_of(html) == text


BLOCKS = [
    ("a<br>b", "a\nb"),
    ("a<br><br>b", "a<br>\nb"),
    ("a<br>", "a<br>"),
    ("<b>x<br>y</b>", "**x\ny**"),
    ("<p>a</p><p>b<br>c</p>", "a\n\nb\nc"),
    ("<div>a</div><div>b</div>", "<div>a</div>\n<div>b</div>"),
    ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
    ("<ul><li><p>a</p></li><li><p>b</p></li></ul>", "- a\n\n- b"),
    ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
    ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
    ("<ul><li>[ ] box</li></ul>", r"- [ \] box"),
    ("text<ul><li><b>a</b></li></ul>", "text<ul><li>**a**</li></ul>"),
    ("<p>text</p><ul><li>a</li></ul>", "text\n\n- a"),
    ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    ("<h2>T</h2><p>x</p><hr>", "## T\n\nx\n\n---"),
    ('<pre><code class="language-py">x = 1\n\n# y\n</code></pre>', "```py\nx = 1\n\n# y\n```"),
    ("<pre><code>```\n</code></pre>", "````\n```\n````"),
    (
        "<table><thead><tr><th>a</th><th>b|c</th></tr></thead>"
        "<tbody><tr><td>1</td><td><b>2</b></td></tr></tbody></table>",
        "| a | b\\|c |\n| --- | --- |\n| 1 | **2** |",
    ),
    (
        "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
        "<table><tbody><tr><td>1</td><td>2</td></tr>\n<tr><td>3</td><td>4</td></tr></tbody></table>",
    ),
    ("<details><summary>s</summary>x &lt; y</details>", "<details><summary>s</summary>x < y</details>"),
    ('<div class="x">a *b* &lt;b&gt;</div>', '<div class="x">a *b* \\<b></div>'),
]


@pytest.mark.parametrize(("html", "text"), BLOCKS)
def test_blocks_are_markdown_or_else_the_tags_that_cards_hold(html: str, text: str) -> None:
    assert markdown_of(html) == text


GAPS = [
    ("{{c1::a_b_c::hint}} x", "{{c1::a_b_c::hint}} x"),
    ("{{c1::<b>x</b>}}", "{{c1::**x**}}"),
    ("{{c1::<b>(x)</b>}}", "{{c1::<b>(x)</b>}}"),
    ("<b>{{c1::x}}</b>", "**{{c1::x}}**"),
    ("{{c1::a {{c2::b}} c}}", "{{c1::a {{c2::b}} c}}"),
    (r"{{c1::\(x_1\)::\(x_?\)}}", r"{{c1::\(x_1\)::\(x_?\)}}"),
    ("{{c1::<ul><li>a</li></ul>}}", "{{c1::<ul><li>a</li></ul>}}"),
    ("<ul><li>{{c1::a}}</li><li>{{c2::b}}</li></ul>", "- {{c1::a}}\n- {{c2::b}}"),
]


@pytest.mark.parametrize(("html", "text"), GAPS)
def test_gaps_stay_gaps(html: str, text: str) -> None:
    assert markdown_of(html) == text


VERBATIM = [
    "a\u2028b",
    "<b>open",
    "a</div>b",
    "<td>cell</td>",
    '<a href="#place">dead</a>',
    '<span style="color: red">x</span>',
    "<center>x</center>",
    "<hl>x</hl>",
    "<script>x</script>",
    '<img src="https://e.org/a.png">',
    '<b title="[[type:Front]]">x</b>',
    '<img src="a.png" alt="[latex]x[/latex]">',
    "[latex]x[/latex]",
    "[$]x[/$]",
    "[anki:tts lang=en_US]x[/anki:tts]",
    "a &amp;lt; b",
    r"an open \( formula",
    r"\[a<br>b\]",
    "<p>a</p>",
    "a&nbsp;",
    "<b>" * 100 + "x" + "</b>" * 100,
]


@pytest.mark.parametrize("html", VERBATIM)
def test_what_cards_cannot_hold_as_it_is_has_no_markdown(html: str) -> None:
    assert markdown_of(html) is None


TIDY = [
    ("<div>a</div><div>b</div>", "a\nb"),
    ("a<div>b</div><div><br></div><div>c</div>", "a\nb\n\nc"),
    ("a<br><br><br>b<br>", "a\n\nb"),
    ("<p>a</p>", "a"),
    ("<b>a </b>b&nbsp;", "**a** b"),
    ("<b>a</b><b>b</b>", "**ab**"),
    ("<b>a<div>b</div></b>", "**a\nb**"),
    ('<b><span style="font-weight: 400;">x</span></b>', "x"),
    ('<span style="background-color: transparent; font-weight: bold">x</span>', "**x**"),
    ("<span>x</span> <font>y</font>", "x y"),
    ("text<ul><li><div>a</div></li><ul><li>b</li></ul></ul>", "text\n\n- a\n  - b"),
    ("<b><ul><li>a</li></ul></b>", "- **a**"),
    ("<h2>T</h2>x", "## T\n\nx"),
    ("a<hr>b", "a\n\n---\n\nb"),
    ("<blockquote>a</blockquote>", "> a"),
    ("<pre>a\n\nb</pre>", "```\na\n\nb\n```"),
    ('<img src="a.png" style="width: 300px;">', "![[a.png|300]]"),
    ("{{c1::<div>a</div><div>b</div>}}", "{{c1::a\nb}}"),
    ("{{c1::<ul><li>a</li></ul>}}", "{{c1::<ul><li>a</li></ul>}}"),
    ("[$]x[/$] [$$]y[/$$] [latex]$z$[/latex]", r"\(x\) \[y\] \(z\)"),
    (r"\[a<br>b\]", r"\[a b\]"),
    ("<ul>Fruit<li>a</li></ul>", "<ul>Fruit<li>a</li></ul>"),
    ("a&nbsp;&nbsp;b", "a\u00a0\u00a0b"),
    ("10&nbsp;km", "10 km"),
    ("a\u2028b", "a b"),
    ("<table><tr><th>a</th></tr><tr><td>1</td></tr></table>", "| a |\n| --- |\n| 1 |"),
]


@pytest.mark.parametrize(("html", "text"), TIDY)
def test_tidy_markdown_leaves_out_what_nobody_sees(html: str, text: str) -> None:
    assert markdown_of(html, tidy=True) == text


@pytest.mark.parametrize(
    "html", ['<span style="color: red">x</span>', "<center>x</center>", "[latex]x[/latex]", "<b>open", "a</div>b"]
)
def test_tidying_takes_nothing_away_that_shows(html: str) -> None:
    assert markdown_of(html, tidy=True) is None


@pytest.mark.parametrize("dollars", [False, True])
def test_dollars_are_text_in_decks_that_write_math_with_them_and_in_others(dollars: bool) -> None:
    text = markdown_of("$x^2$ costs $5", dollars=dollars)
    assert text == r"\$x^2$ costs $5"
    assert same_dom(render(text, dollars=dollars).html, "$x^2$ costs $5")


@pytest.mark.parametrize(
    "unit",
    ["<b>a</b> ", "<div>a*b*c</div>", "<ul><li>a", "a_b `c` [d](e) ", "<b><i>", "{{c1::a}} ", "\\(x\\) $y$ ", "&lt;b "],
)
def test_a_long_field_is_read_whole(unit: str) -> None:
    html = unit * (20_000 // len(unit))
    text = markdown_of(html)
    assert text is None or same_dom(render(text).html, html)
