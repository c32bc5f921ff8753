"""HTML in texts: every spelling is read as browsers read it, and one spelling is written."""

from __future__ import annotations

import subprocess
import sys

import pytest

from builder.diagnostics import Severity
from builder.render.addresses import judge_link
from builder.render.markdown import Markup, render


def faults(text: str) -> list[tuple[str, str, str]]:
    """Return the faults of a text: how bad, which rule, at what."""
    return [(str(fault.severity), fault.rule, fault.snippet) for fault in render(text).faults]


PICTURE = Markup(html='<img src="a.png">', media=("a.png",))


@pytest.mark.parametrize(
    "text",
    [
        '<img src="a.png">',
        "<img src='a.png'>",
        "<img src=a.png>",
        "<img src=a.png />",
        "<img src=a.png/>",
        "<IMG SRC=a.png>",
        "<Image Src='a.png'>",
        '<img\nsrc="a.png"\n>',
        '<img\n\n  src = "a.png" >',
        '<img src="&#x61;&period;png">',
        "<img src=&#97;&#46;png>",
        '<img src=" a.png\t">',
        '<img src="a.\npng">',
        '<img src="a.png" src="b.png">',
        '<img/src="a.png">',
        '<img src\x00="a.png">',
    ],
)
def test_a_picture_is_the_same_in_every_spelling(text: str) -> None:
    assert render(text) == PICTURE


@pytest.mark.parametrize(
    ("text", "html", "media"),
    [
        ("<img srcset='a.png 1x, b.png 2x'>", '<img src="a.png">', ("a.png",)),
        ("<img srcset='a.png,b.png 300w, c.png'>", '<img src="a.png,b.png">', ("a.png,b.png",)),
        ("<picture><source srcset=b.webp><img src=a.png></picture>", '<img src="a.png">', ("a.png",)),
        ("<img alt='a > \"b\" <i>' src=a.png>", '<img alt="a &gt; &quot;b&quot; &lt;i&gt;" src="a.png">', ("a.png",)),
        ("<img src=a.png width=300>", '<img src="a.png" width="300">', ("a.png",)),
        ('<img src=a.png width="50%">', '<img src="a.png" width="50%">', ("a.png",)),
        ('<img src=a.png width="20.5px">', '<img src="a.png" width="20">', ("a.png",)),
        ('<img src=a.png style="float:left; WIDTH: 300px">', '<img src="a.png" width="300">', ("a.png",)),
        ('<img src=a.png style="width:50%;height:9px">', '<img src="a.png" width="50%" height="9">', ("a.png",)),
        ('<img src=a.png style="max-width:50%" width=3em>', '<img src="a.png">', ("a.png",)),
        ("<AUDIO SRC=a.mp3></AUDIO>", '<audio src="a.mp3" controls=""></audio>', ("a.mp3",)),
        (
            "<video width=300 autoplay><source src=a.mp4 type='video/mp4'></video>",
            '<video width="300" controls=""><source src="a.mp4" type="video/mp4"></video>',
            ("a.mp4",),
        ),
        ('x <img alt="[sound:a.mp3]" src=b.png>', 'x <img alt="&#91;sound:a.mp3]" src="b.png">', ("a.mp3", "b.png")),
    ],
)
def test_what_shows_or_plays_is_found(text: str, html: str, media: tuple[str, ...]) -> None:
    markup = render(text)
    assert (markup.html, markup.media, markup.faults) == (html, media, ())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<ul><li>one<li>two</ul>", "<ul><li>one</li><li>two</li></ul>"),
        ("<ol><li>a<ul><li>b</ul><li>c</ol>", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("one<p>two<p>three", "one<p>two</p><p>three</p>"),
        ("Options: <ul><li>one<li>two</ul>", "Options: <ul><li>one</li><li>two</li></ul>"),
        ("<p>one<ul><li>x</ul>", "<p>one</p><ul><li>x</li></ul>"),
        ("<p>one<ul><li>x</ul></p>", "<p>one</p><ul><li>x</li></ul>"),
        ("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>"),
        (
            "<table><thead><tr><th>a<th>b<tbody><tr><td>c<td>d<tr><td>e</table>",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr>"
            "<tr><td>e</td></tr></tbody></table>",
        ),
        (
            "<table><tr><td><p>a<td><table><tr><td>b</table></table>",
            "<table><tr><td><p>a</p></td><td><table><tr><td>b</td></tr></table></td></tr></table>",
        ),
        ("<ruby>食<rp>(<rt>た<rp>)</ruby>", "<ruby>食<rp>(</rp><rt>た</rt><rp>)</rp></ruby>"),
        ("<ruby><rb>食</rb><rt>た</rt></ruby>", "<ruby><rb>食</rb><rt>た</rt></ruby>"),
        (
            "<ruby><rb>旧<rb>金<rt>jiù<rt>jīn<rtc><rt>Old<rt>Gold</ruby>",
            "<ruby><rb>旧</rb><rb>金</rb><rt>jiù</rt><rt>jīn</rt><rtc><rt>Old</rt><rt>Gold</rt></rtc></ruby>",
        ),
        ("<div>one\n\ntwo</div>", "<div>one<p>two</p></div>"),
        ("<div>\n\n<b>one</b>\n\n</div>", "<div><p><b>one</b></p></div>"),
        (
            "<details><summary>H</summary>\n\n**a**\n\n- b\n\n</details>",
            "<details><summary>H</summary><p><strong>a</strong></p><ul><li>b</li></ul></details>",
        ),
        ("<BR>a<br/>b<br>c", "<br>a<br>b<br>c"),
        ("<PRE>a\n  b</PRE >\n<p>c\nd", "<pre>a\n  b</pre><p>c d</p>"),
        ("<pre>a\n\n*b*\n\n- c\n</pre>\n*d*", "<pre>a\n\n*b*\n\n- c\n</pre><p><em>d</em></p>"),
        ("a\n<pre>\n\n    b\n\n</pre>", "<p>a</p><pre>\n\n    b\n\n</pre>"),
        ("- <pre>\n  a\n\n  b</pre>\n- c", "<ul><li><pre>\na\n\nb</pre></li><li>c</li></ul>"),
        ("<pre>a</pre> b\nc", "<pre>a</pre> b<p>c</p>"),
        ("<div>\n\n<pre>a\n\nb</pre>\n\n</div>", "<div><pre>a\n\nb</pre></div>"),
        ("<B>a</b >", "<b>a</b>"),
    ],
)
def test_what_html5_closes_is_closed(text: str, html: str) -> None:
    assert render(text) == Markup(html=html)


@pytest.mark.parametrize(
    ("text", "snippet", "message"),
    [
        ("a <b>b", "<b>", "<b> is not closed"),
        ("- <b>x\n- y", "<b>", "<b> is not closed"),
        ("<ul><li>x", "<ul>", "<ul> is not closed"),
        ("<ul><li><b>x<li>y</ul>", "</ul>", "</ul> closes what is not open"),
        ("<b>x<i>y</b></i>", "</b>", "</b> closes what is not open"),
        ("**x</b>**", "</b>", "</b> closes what is not open"),
        ("x</p>", "</p>", "</p> closes what is not open"),
        ("<div>a</div></div>", "</div>", "</div> closes what is not open"),
        ("<div>\n\na <i>b</div>", "</div>", "</div> closes what is not open"),
        ("a <!-- b", "<!--", "a comment is opened and not closed"),
        ('a <img src="a.png', "<img", "the tag <img has no end"),
        ("<B Class='x", "<B", "the tag <B has no end"),
    ],
)
def test_what_is_not_balanced_is_an_error(text: str, snippet: str, message: str) -> None:
    assert [(fault.snippet, fault.rule, fault.message) for fault in render(text).faults] == [
        (snippet, "unclosed-html", message)
    ]


def test_the_second_of_equal_tags_is_the_one_that_is_named() -> None:
    (fault,) = render("<b>a</b> <b>b</b> <b>c").faults
    assert (fault.snippet, fault.occurrence) == ("<b>", 2)


@pytest.mark.parametrize("text", ["<td>x</td>", "a <tr>b</tr>", "<caption>x</caption>", "<li>x", "<dl><rt>x</dl>"])
def test_what_browsers_drop_is_an_error(text: str) -> None:
    assert [rule for _, rule, _ in faults(text)] == ["misplaced-html"]


@pytest.mark.parametrize(
    ("text", "html", "left_out"),
    [
        ("<font color=red>x</font>", "x", ("<font>", "color", "<font>")),
        ("<b style='color: red' data-a=1 id=b>x</b>", "<b>x</b>", ("style", "data-a", "id")),
        ('<b style="color: rgb(1,2,3); font: \'x">x</b>', "<b>x</b>", ("style",)),
        ("<span style='x'>a</span> <span>b</span>", "a <span>b</span>", ("style", "<span>", "</span>")),
        ("<span style='x'><span lang=de>a</span></span>", '<span lang="de">a</span>', ("style", "<span>", "</span>")),
        ("<center>a</center>", "<div>a</div>", ("<center>", "<center>")),
        ("a <o:p></o:p>", "a", ("<o:p>", "<o:p>")),
        ("<tt>a</tt> <strike>b</strike>", "<code>a</code> <s>b</s>", ("<tt>", "<tt>", "<strike>", "<strike>")),
        ("<a href='https://e.org' target=_blank rel=x>l</a>", '<a href="https://e.org">l</a>', ("target", "rel")),
        (
            "<table border=1 bgcolor=red><tr><td align=left valign=top>x</table>",
            '<table><tr><td align="left">x</td></tr></table>',
            ("border", "bgcolor", "valign"),
        ),
        ("<code class='a tex2jax_process'>x</code>", "<code>x</code>", ("class",)),
        ("<div align=center class=k>x</div>", '<div class="k">x</div>', ("align",)),
    ],
)
def test_what_does_no_harm_is_left_out(text: str, html: str, left_out: tuple[str, ...]) -> None:
    markup = render(text)
    assert (markup.html, markup.faults) == (html, ())
    assert tuple(what for item in markup.left_out for what in item.what) == left_out


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        "<b onclick=x>y</b>",
        "<B ONCLICK=x>y</B>",
        "<b/onclick=x>y</b>",
        "<b x='>' onclick=x>y</b>",
        "<iframe src=x></iframe>",
        "<form action=x>a</form>",
        "<input autofocus onfocus=x>",
        "<meta http-equiv=refresh>",
        "<link rel=stylesheet href=x>",
        "<base href=x>",
        "<style>b{}</style>",
        "<svg><script>x</script></svg>",
        "<math><mi>x</mi></math>",
        "<object data=x></object>",
        "<b style='background: url(x)'>y</b>",
        "<b style='background: u\\72l(x)'>y</b>",
        "<table background=x><tr><td>y</table>",
        "<a href='javascript:x'>y</a>",
        "<a href='java&#10;script:x'>y</a>",
        "<a href=' &#1;javascript:x'>y</a>",
        "<a href=java&Tab;script&colon;x>y</a>",
        "<a href='data:text/html,x'>y</a>",
        "<a href='vbscript:x'>y</a>",
        "[y](javascript:x)",
        "[y](JAVASCRIPT:x)",
        "<video poster=x src=a.mp4></video>",
        r'<details title="\(" open ontoggle="x" x="\)">y</details>',
    ],
)
def test_what_can_hurt_is_an_error(text: str) -> None:
    assert ("error", "unsafe-html") in [fault[:2] for fault in faults(text)]


@pytest.mark.parametrize(
    "text", ["<img srcset='a.png 1x, https://e.org/b.png 2x'>", "<IMG SRCSET=//e.org/b.png SRC=a.png>"]
)
def test_a_set_of_pictures_from_the_network_is_an_error(text: str) -> None:
    assert [fault[:2] for fault in faults(text)] == [("error", "external-media")]


def test_a_gap_may_not_stand_inside_of_a_tag() -> None:
    assert [fault[:2] for fault in faults("<img alt='{{c1::x}}' src=a.png>")] == [("error", "gap-in-tag")]
    assert [fault[:2] for fault in faults("![{{c1::x}}](a.png)")] == [("error", "gap-in-tag")]
    assert render("{{c1::<b>x</b>}}") == Markup(html="{{c1::<b>x</b>}}")


@pytest.mark.parametrize(
    ("text", "snippet"),
    [
        (r'[x](https://e.org/\("onmouseover="y\))', r'https://e.org/\("onmouseover="y\)'),
        (r"[x](https://e.org/Foo_\(bar\))", r"https://e.org/Foo_\(bar\)"),
        (r"![a](\(b\).png)", r"\(b\).png"),
        (r'<b title="\(x\)">y</b>', r'<b title="\(x\)">'),
    ],
)
def test_a_formula_may_not_stand_inside_of_a_tag_or_an_address(text: str, snippet: str) -> None:
    assert faults(text) == [("error", "math-in-tag", snippet)]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (r"or a \<b> c", "or a &lt;b&gt; c"),
        (r"Rc\<a> and \</a>", "Rc&lt;a&gt; and &lt;/a&gt;"),
        (r"\<script>x\</script>", "&lt;script&gt;x&lt;/script&gt;"),
        (r'\<img src="a.png">', '&lt;img src="a.png"&gt;'),
        (r"<div>a \<b> c</div>", "<div>a &lt;b&gt; c</div>"),
        (r"`\<b>`", r"<code>\&lt;b&gt;</code>"),
        (r"\<!-- x -->", "&lt;!-- x --&gt;"),
    ],
)
def test_a_backslash_makes_a_tag_text(text: str, html: str) -> None:
    assert render(text) == Markup(html=html)


@pytest.mark.parametrize(
    ("text", "html", "snippet"),
    [
        ("Rc<a> is", "Rc&lt;a&gt; is", "<a>"),
        ("Box<i>", "Box&lt;i&gt;", "<i>"),
        ("Option<input>", "Option&lt;input&gt;", "<input>"),
        ("a<b and c>d", "a&lt;b and c&gt;d", "<b and c>"),
        ("if a <b and c> d", "if a &lt;b and c&gt; d", "<b and c>"),
        ("What does <p> do?", "What does &lt;p&gt; do?", "<p>"),
        ("What does <li> do?", "What does &lt;li&gt; do?", "<li>"),
        ("A <td>, a <b>cell</b>", "A &lt;td&gt;, a <b>cell</b>", "<td>"),
        ("Ref<Button> is", "Ref&lt;Button&gt; is", "<Button>"),
    ],
)
def test_what_looks_like_a_tag_in_prose_is_text_with_a_warning(text: str, html: str, snippet: str) -> None:
    markup = render(text)
    (fault,) = markup.faults
    assert (markup.html, fault.snippet, fault.rule, fault.severity) == (html, snippet, "tag-or-text", Severity.WARNING)
    assert fault.hint.startswith(rf"write \{snippet} or put it in backticks")


@pytest.mark.parametrize("text", ["un<b>be</b>lievable", "H<sub>2</sub>O", "x<br>y", "漢<ruby>字<rt>じ</rt></ruby>"])
def test_tags_may_touch_words(text: str) -> None:
    assert render(text) == Markup(html=text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a <!-- b --> c", "a c"),
        ("a<!-- b -->c", "ac"),
        ("<!-- b -->\na", "a"),
        ("a\n<!-- b\n\nc -->\nd", "a<br>d"),
        ("- a\n<!-- b\nc -->\n- d", "<ul><li>a</li><li>d</li></ul>"),
        ("- a <!-- b -->\n- d", "<ul><li>a</li><li>d</li></ul>"),
        ("a <!----> b <!--> c", "a b c"),
        ("`<!-- a -->` <!-- b -->", "<code>&lt;!-- a --&gt;</code>"),
        ("``a ` <!-- b -->``", "<code>a ` &lt;!-- b --&gt;</code>"),
        ("```\n<!-- a -->\n```", "<pre><code>&lt;!-- a --&gt;\n</code></pre>"),
        ("<div>a<!-- b\n\nc -->d</div>", "<div>ad</div>"),
        ("` <!-- a `b` -->", "<code>&lt;!-- a</code>b` --&gt;"),
    ],
)
def test_comments_are_dropped_but_in_code(text: str, html: str) -> None:
    assert render(text) == Markup(html=html)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a &mdash; b", "type the sign itself, —; where &mdash; is meant, put it in backticks"),
        ("&lt;b", "type the sign itself, <; where &lt; is meant, put it in backticks"),
        ("it&#39;s", "type the sign itself, '; where &#39; is meant, put it in backticks"),
        (
            "a&nbsp;b",
            "type the sign itself (no-break space), or a plain space; where &nbsp; is meant, put it in backticks",
        ),
        ("a&#x200B;b", "type the sign itself (zero width space); where &#x200B; is meant, put it in backticks"),
    ],
)
def test_an_entity_is_a_warning_that_names_the_sign(text: str, hint: str) -> None:
    markup = render(text)
    (fault,) = markup.faults
    assert markup.html == text.replace("&", "&amp;")
    assert (fault.rule, fault.severity, fault.hint) == ("entity", Severity.WARNING, hint)


@pytest.mark.parametrize(
    "text",
    [
        "<code>Vec&lt;T></code>",
        "<pre><code class='x'>a\n&lt;b</code></pre>",
        "`&lt;` **x** <code>&lt;</code>",
        "<kbd>&lt;</kbd>",
    ],
)
def test_an_entity_in_code_of_html_is_one(text: str) -> None:
    assert [(fault.rule, fault.snippet) for fault in render(text).faults] == [("entity", "&lt;")]


@pytest.mark.parametrize(
    "text",
    [
        "`&nbsp;` is a space",
        "<code>a & b && c</code>",
        "```html\n&lt;\n```",
        "AT&T; R&D;",
        "&nosuch; &#; &notanentity;",
        "[a](https://e.org/?a=1&lt;=2)",
    ],
)
def test_no_entity_in_code_in_names_and_in_addresses(text: str) -> None:
    assert render(text).faults == ()


@pytest.mark.parametrize(
    ("address", "severity"),
    [
        ("humble", "error"),
        ("3.5", "error"),
        ("p. 5", "error"),
        ("notes.md", "warning"),
        ("../a/b", "warning"),
        ("/a", "warning"),
        ("#a", "warning"),
        ("www.example.org/a", "warning"),
        ("//example.org", "warning"),
        ("", "warning"),
        ("https://", "warning"),
        ("https:/e.org", "warning"),
        ("mailto:", "warning"),
        ("mailto:not an address", "warning"),
        ("me@example.org", "warning"),
        ("C:/notes/a.pdf", "warning"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_and_is_none(address: str, severity: str) -> None:
    for text in (f"[x]({address})", f'<a href="{address}">x</a>'):
        markup = render(text)
        assert (markup.html, faults(text)) == ("<a>x</a>", [(severity, "dead-link", address)])


@pytest.mark.parametrize("path", [r"C:\Users\a.png", "D:/a.png", r"\\share\media\a.png"])
def test_a_path_of_a_computer_is_left_to_what_is_said_of_missing_files(path: str) -> None:
    assert (render(f'<img src="{path}">').media, faults(f'<img src="{path}">')) == ((path,), [])


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[x](https://)", "write the whole address, https://…, or drop the link"),
        ("[x](https:/e.org/a)", "write https://e.org/a"),
        ("[x](me@e.org)", "write mailto:me@e.org"),
        (r"[x](C:\a\b.pdf)", "link to http or https, or drop the link and leave its words"),
        ("[x](mailto:me)", "write mailto:name@example.org, or drop the link"),
        (
            '[x](https://e.org "unclosed)',
            'write (https://e.org "…"): a title stands behind a blank, between two quotes; or drop it',
        ),
        (
            '[x](https://e.org/a"t")',
            'write (https://e.org/a "…"): a title stands behind a blank, between two quotes; or drop it',
        ),
        ("![alt] (gate.png)", "drop the blank: ![alt](gate.png)"),
        ("see [x] (https://e.org)", "drop the blank: [x](https://e.org)"),
    ],
)
def test_a_slip_in_a_link_is_told_with_what_to_write(text: str, hint: str) -> None:
    markup = render(text)
    (fault,) = markup.faults
    assert (fault.rule, fault.severity, fault.hint) == ("dead-link", Severity.WARNING, hint)
    assert markup.html in ("<a>x</a>", text)


@pytest.mark.parametrize("address", ["ht tps://e.org", "http :e", "https\u000b://e.org"])
def test_a_blank_in_the_scheme_of_a_link_is_told(address: str) -> None:
    (fault,) = judge_link(address, address).faults
    assert (fault.rule, fault.message) == ("dead-link", f'"{address}" names no page')


@pytest.mark.parametrize(
    "text",
    ["[x](mailto:a@b.org?subject=Hi you)", "[x](mailto:a@b.org,c@d.org)", '[x](https://e.org "t")',
     '[x](https://e.org/?q="a b")', "see [1] (https://e.org)", "- [ ] (https://e.org)\n- b", "[x] (a word)",
     "`[x] (https://e.org)`", "[x](http://localhost:8000/a)"],
)  # fmt: skip
def test_a_link_without_a_slip_is_not_told(text: str) -> None:
    assert render(text).faults == ()


@pytest.mark.parametrize("tag", ["script", "style", "textarea"])
def test_what_runs_on_to_its_end_tag_is_one_block_of_text(tag: str) -> None:
    text = f"<{tag}>\na\n\n*b*\n</{tag}>\n*c*"
    assert faults(text) == [("error", "unsafe-html", f"<{tag}>")]
    assert render(text).html == f"<p>&lt;{tag}&gt; a *b* &lt;/{tag}&gt;</p><p><em>c</em></p>"


def test_a_block_without_its_end_tag_ends_with_what_holds_it() -> None:
    assert faults("> <pre>\n> a\n>\n> b\n\nc") == [("error", "unclosed-html", "<pre>")]


@pytest.mark.parametrize("address", ["file:///a", "obsidian://open?vault=x", "tel:*%2306%23", "sms:+49?body=x", "tel:"])
def test_a_link_out_of_the_web_is_an_error(address: str) -> None:
    assert faults(f"[x]({address})") == [("error", "unsafe-html", address)]


@pytest.mark.parametrize(
    "address",
    [
        "https://e.org/a",
        "http://e.org",
        "mailto:a@e.org",
        "HTTPS://e.org",
        "tel:+49-30-1234",
        "TEL:110",
        "sms:+4930(1)",
    ],
)
def test_a_link_that_a_phone_follows_is_one(address: str) -> None:
    assert render(f"[x]({address})") == Markup(html=f'<a href="{address}">x</a>')


def test_a_reading_behind_its_word_is_no_link() -> None:
    assert render("私[わたくし](humble)") == Markup(html="私[わたくし](humble)")
    assert render("食べる[たべる](eat)") == Markup(html="食べる[たべる](eat)")
    assert render("我[wǒ](I)") == Markup(html="我[wǒ](I)")
    assert render("我[x](https://e.org)") == Markup(html='我<a href="https://e.org">x</a>')
    assert render("人々[ひとびと](people)と**人**") == Markup(html="人々[ひとびと](people)と<strong>人</strong>")


UNITS = [
    '<a b="', "<img src='", "<b ", '<a b="<a b=\'"', "<b x='y' ", "<!--", "<!-- -->", "`<!--", "<p>", "<li>",
    "<dt><p>", "<b><li>", "x<b>", "<td><table>", "&lt;", "<span a><span>", "</p>", "\\<", "<b\n", "    \n", "``` ",
    "<a href=", "<font>", "<ruby><rt>", "<!-- `", "\n\n    <", "- <b>\n", "<tr><rt>",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_text_takes_no_longer_for_its_html(unit: str) -> None:
    # A pattern that tried every split of so many signs would never end.
    assert len(render(unit * (60_000 // len(unit))).html) < 1_000_000


def test_the_parser_is_loaded_for_html_alone() -> None:
    script = (
        "import sys\n"
        "from builder.cli.main import main\n"
        "from builder.render.markdown import render\n"
        "render('**a** [b](https://e.org) ![c](d.png) a < b & c > d, List<String> `<b>`')\n"
        "before = 'nh3' in sys.modules\n"
        "render('<b class=x>a</b>')\n"
        "print(before, 'nh3' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said == "False True\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<div>\n**bold** and [x](https://e.org)\n</div>", "**bold**"),
        ("<table><tr><td>a</td><td>`b`</td></tr></table>", "`b`"),
        ("a\n\n<ul><li>![x](b.png)</li></ul>", "![x](b.png)"),
    ],
)
def test_markdown_in_a_block_of_html_is_told_once(text: str, written: str) -> None:
    (fault,) = render(text).faults
    assert (fault.rule, fault.severity, fault.snippet) == ("markdown-in-html", Severity.WARNING, written)


@pytest.mark.parametrize(
    "text",
    [
        "<div>\n\n**bold**\n\n</div>", "<p>2**3**2 and a ** b ** and x[0](1)</p>", "<pre>**a** `b`</pre>",
        "<li><code>**kwargs**</code></li>", "<div>`a and [b]</div>", "<b>a</b> **b**",
    ],
)  # fmt: skip
def test_what_only_looks_like_markdown_in_html_is_let_alone(text: str) -> None:
    assert [fault for fault in render(text).faults if fault.rule == "markdown-in-html"] == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('{{c1::<b title="a::b">x</b>}}', '{{c1::<b title="a:&#58;b">x</b>}}'),
        ('{{c1::<b title="a}}b">x</b>}}', '{{c1::<b title="a}&#125;b">x</b>}}'),
        ("{{c1::[x](https://e.org/a::b)}}", '{{c1::<a href="https://e.org/a:&#58;b">x</a>}}'),
        ('{{c1::x}} <b title="a::b">y</b>', '{{c1::x}} <b title="a::b">y</b>'),
    ],
)
def test_in_a_tag_within_a_gap_no_hint_begins_and_no_gap_ends(text: str, html: str) -> None:
    assert render(text).html == html
