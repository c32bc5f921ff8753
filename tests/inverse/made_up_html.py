"""HTML and texts that nobody wrote, for laws that hold for all of them."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        "a", "gate", "é", "漢字", "3", "1.", "2)", "1986.", "-", "+", "#", "##", ">", "*", "**", "_", "__", "`", "``",
        "~~", "~", "|", "[", "]", "[x](y)", "[[p]]", "![", "(", ")", "\\", "\\*", "\\(", "\\)", "$x^2$", "$", "==m==",
        "&lt;b&gt;", "&lt;", "&amp;", "&amp;lt;", "&nbsp;", "a_b_c", "*a*", "__init__", "http://a.b", "\\(x_1\\)",
        "\\[a*b\\]", "{{c1::", "{{c1::x}}", "{{c2::y::h}}", "}}", "::", "[sound:a_b.mp3]", "[latex]", "---", "***",
        "===", "```", "|---|", "[ ]", "&quot;", "'", "“x”", "[$]x[/$]", "{width=3}", "&gt;", "&#42;",
    ]
)  # fmt: skip
GLUE = st.sampled_from(["", " ", " ", "\n", "<br>", "<br>", "<br><br>"])
RUNS = st.lists(st.tuples(WORDS, GLUE), min_size=1, max_size=4).map(lambda pairs: "".join(map("".join, pairs)))
TAGS = ["b", "i", "em", "strong", "s", "del", "u", "mark", "code", "sub", "sup", "span", "kbd", "small"]


def _in_tag(inner: st.SearchStrategy[str], tags: list[str]) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(tags), inner).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>")


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(parts, min_size=1, max_size=4).map("".join)


def _list(items: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    item = items.map("<li>{}</li>".format)
    return st.tuples(st.sampled_from(["ul", "ol"]), _joined(item)).map(lambda pair: "<{0}>{1}</{0}>".format(*pair))


ATOMS = st.sampled_from(
    [
        '<img src="a.png">', '<img src="a b.png" width="30">', '<img src="a.png" alt="A gate">', "<!-- note -->",
        '<a href="https://e.org/a_b">a link</a>', '<a href="https://e.org" title="t">x</a>',
        "<ruby>漢<rt>かん</rt></ruby>",
    ]
)  # fmt: skip
INLINE = st.recursive(RUNS | ATOMS, lambda inner: _joined(inner) | _in_tag(inner, TAGS), max_leaves=8)
CODE = st.sampled_from(
    ['<pre><code class="language-py">x = 1\n\n# y\n</code></pre>', "<pre><code>```\n</code></pre>", "<pre>x</pre>"]
)
TABLE = INLINE.map("<table><thead><tr><th>{}</th></tr></thead><tbody><tr><td>x</td></tr></tbody></table>".format)
BLOCKS = st.recursive(
    INLINE.map("<p>{}</p>".format) | INLINE.map("<div>{}</div>".format) | CODE | TABLE | st.just("<hr>"),
    lambda inner: (
        _list(INLINE | inner | st.tuples(INLINE, inner).map("".join))
        | _joined(inner).map("<blockquote>{}</blockquote>".format)
        | INLINE.map("<h2>{}</h2>".format)
        | _joined(inner)
    ),
    max_leaves=6,
)
FIELDS = INLINE | BLOCKS | st.tuples(INLINE, BLOCKS).map("".join) | st.tuples(BLOCKS, INLINE).map("".join)
