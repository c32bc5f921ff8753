"""Our Markdown means what CommonMark says, but for what the docs name; markdown-it-py is the reference."""

from __future__ import annotations

import random
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from builder.render.markdown import render

REFERENCE = MarkdownIt("commonmark", {"breaks": True, "html": False}).enable(["table", "strikethrough"])
REFERENCE.disable(["lheading", "reference", "entity", "html_block", "html_inline"])
TEXTS = 3_000
_BLOCKS = frozenset(
    ("p", "ul", "ol", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "table", "thead", "tbody",
     "tr", "th", "td", "br")
)  # fmt: skip
_NAMES = {"s": "del"}


class _Shape(HTMLParser):
    """What HTML shows: its tags with what they say, and its words, without blanks that nobody sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = [f" {name}={value}" for name, value in sorted(attrs) if name in ("href", "src", "alt", "start", "title")]
        style = dict(attrs).get("style") or ""
        said += [f" {style.replace(' ', '').rstrip(';')}"] * bool(style)
        self.parts.append(f"<{_NAMES.get(tag, tag)}{''.join(said)}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("br", "hr", "img"):
            self.parts.append(f"</{_NAMES.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def shape(html: str) -> str:
    """Return HTML in one spelling; a text without blocks is a paragraph."""
    text = "".join(_Shape(html).parts)
    code = re.split(r"(<pre>.*?</pre>)", text, flags=re.S)
    text = "".join(part.rstrip() if index % 2 else re.sub(r"\s+", " ", part) for index, part in enumerate(code))
    text = re.sub(r"\s*</code></pre>", "</code></pre>", text)
    names = "|".join(sorted(_BLOCKS, key=len, reverse=True))
    text = re.sub(rf" *(</?(?:{names})(?: [^<>]*)?>) *", r"\1", text)
    text = re.sub(r"<code> *(.*?) *</code>", r"<code>\1</code>", text.replace("<p></p>", ""))
    return text if re.match(rf"<(?:{names})\b", text) and not text.startswith("<br>") else f"<p>{text}</p>" * bool(text)


def ours(text: str) -> str:
    return shape(render(text).html)


def theirs(text: str) -> str:
    return shape(REFERENCE.render(text))


SAME = [
    "f(*a, **k) or g(*a, **k)", "**/*.py and **/*.js", "**a*b=c** holds", "2*(3+4)*5 and a*(b+c)*d", "*a **b***",
    "Traps:\n- one\n- two", "- a\n  - b\n- c", "1. x\n   - a\n   - b\n2. y", "- a\n    - b", "1. x\n    - a",
    "- c\n1. x", "- a\n* b", "1. a\n1) b", "1) a\n2) b", "3. x\n4. y", "> a\nb\n- c", "> a\n> - b\n>   - c\n>\n> d",
    "> > a\n> b", "- x\n  ```py\n  code\n\n  more\n  ```\n- y", "- a\n\n- b", "- a\n\n  b\n- c",
    "- a\n- b\n\n  - c\n- d", "text\n10. no item", "text\n1. item", "10) x\n11) y", "text\n    more",
    "a\n\n    code\n\n      x\n\nafter", "- a\nlazy\n- b", "# h #\n## The C#", "***", "* * *\n- - -",
    "a\n\n---\n\nb", "~~~ a`b\nx\n~~~", "```\nunclosed", "> ```\n> a\nb", "- > q\n- 1. n", "  - a\n - b",
    "- a\n\n\n  - b\n\n- c", "| a | b |\n|---|:-:|\n| 1 | 2 |", "text\n\n| a |\n|---|\n| 1 |", "a\\\nb", "a  \nb",
    "~~x~~ and ~~ y ~~", "**a *b* c** `d ** e`", "- `a\n- b`", "1. a\n\n   b\n\n2. c", "####### seven",
    "-   a\n\n    b", "- a\n-\n- c", "- a\n  # h\n  > q\n  1. x", "```py title=\"x\"\na\n```",
    " ```\n  a\n b\n ```", "> - a\n- b", "- a\n> b", "* a\n  * b\n    * c\n      * d\n* e",
    "1. a\n   1. b\n      1. c\n2. d", "a\n# h\nb", "- x\n  ```\n\n  y\n- z", "> > a\n> - b",
    "[x](https://e.org 'it\\'s')", "[x](<https://e.org/a> (t))", "[x](https://e.org\n\"t\")", "[a [b] c](https://e.org)",
    "[a [b](https://e.org) c](https://f.org)", "![a [b](https://e.org) c](d.png)", "| a |\n|-|\n| 1 |", "a |\n-|\n1",
    "| a | b |\n|---|---|", "x\n| a |\n|-|\n| b", r"| `a\|b` | c \| d |" "\n|-|-|\n| e |", "*a `*` b*", "`` a ` b ``",
    "**a [b**](https://e.org) c**", "`  a  `",
]  # fmt: skip


@pytest.mark.parametrize("text", SAME)
def test_what_it_means_is_what_commonmark_says(text: str) -> None:
    assert ours(text) == theirs(text)


def examples() -> list[str]:
    """Return the examples of the page about texts."""
    page = (Path(__file__).parents[2] / "docs" / "texts.md").read_text("utf-8")
    return re.findall(r"^````markdown\n(.*?)^````$", page, re.S | re.M)


def test_each_example_of_the_docs_means_what_commonmark_says() -> None:
    assert len(examples()) > 4
    for text in examples():
        assert ours(text) == theirs(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo", "one<br>two"),
        ("#1 and\n>5", "#1 and<br>&gt;5"),
        ("1986. A year", "1986. A year"),
        ("-", "-"),
        ("3.", "3."),
        ("A\n---", "<p>A</p><hr>"),
        ("[1]: the source", "[1]: the source"),
        ("&lt; &nbsp;", "&amp;lt; &amp;nbsp;"),
        ("- [ ] open\n- [x] done\n- [y] text", "<ul><li>☐ open</li><li>☑ done</li><li>[y] text</li></ul>"),
        (r"\(a_1 * b_2\) and \(c*d\)", r"\(a_1 * b_2\) and \(c*d\)"),
    ],
)
def test_where_it_differs_it_is_meant(text: str, html: str) -> None:
    assert render(text).html == html


@pytest.mark.parametrize("text", ["> " * 60 + "deep", "*(a " * 60 + "deep" + " b)*" * 60])
def test_marks_in_each_other_without_end_are_told(text: str) -> None:
    (fault,) = render(text).faults
    assert (fault.rule, fault.message) == ("markdown-depth", "lists, quotes or emphasis are nested too deep")


PARTS = [
    "a", "word", "two words", "**b**", "*i*", "`c`", "~~s~~", "x", "3", "12", "(y)", "é", "漢字", "end.", r"\$5",
    r"50\%", r"a\b", "\\\\", r"\*n\*", r"\~x\~", "*a", "b*", "**c", "d**", "_e", "f_", "(*g*)", "h*i*j", "__k__",
    "*(l)*m", "2*3", "``d`e``", "`f", "~~g", "h~~", "[l](https://e.org)", '[l](https://e.org "t")', "[[l](https://e.org)]",
    "[l *i*](https://e.org 't')", "[l](https://e.org (t))", "[l](<https://e.org> \"a 'b'\")", "![p](p.png)",
    "![p *i*](p.png 't')", "[m", "n](https://e.org)", "<https://e.org>", r"s\]",
]  # fmt: skip
# Without quotes in quotes, where the reference takes a lazy line that stands four blanks in for code.
STARTS = [
    "", "", "", "- ", "- ", "* ", "+ ", "1. ", "1. ", "2. ", "7) ", "> ", "> ", "# ", "## ", "    ", "  ", "   ", " ",
    "- - ", "- 1. ", "> - ", "1. > ", "  - ", "    - ", "   - ", "  > ", "      ",
]  # fmt: skip
FENCES = ["```", "```py", "~~~", "````"]
BEFORE_FENCES = [("", ""), ("", ""), ("  ", "  "), ("   ", "   "), ("- ", "  "), ("1. ", "   "), ("> ", "> ")]

CELLS = ["y", r"`o\|p`", r"q \| r", r"*s\|t*", r"``u\|`v``", "![w](p.png)", ""]
TABLE_RULES = ["| --- | --- |", "|---|:-:|", "--- | ---:", "| - | - |", "| --- |"]


def made_up(dice: random.Random) -> str:
    """Return lines that begin with any mark, with blank ones between, and with code between fences."""
    lines = []
    for _ in range(dice.randint(1, 9)):
        words = [" ".join(dice.choices(PARTS, k=dice.randint(1, 3))) for _ in range(3)]
        sort = dice.random()
        if sort < 0.2:
            lines.append("")
        elif sort < 0.3:
            first, then = dice.choice(BEFORE_FENCES)
            fence = dice.choice(FENCES)
            code = [f"{then}{words[0]}", then.rstrip(" "), f"{then}  {words[1]}"][: dice.randint(0, 3)]
            lines += [f"{first}{fence}", *code, f"{then}{fence.rstrip('py')}"]
        elif sort < 0.34:
            rule = dice.choice(TABLE_RULES)
            lines += ["", f"| {words[0]} | x |", rule, f"| {words[1]} | {dice.choice(CELLS)} |", ""]
        elif sort < 0.38:
            lines.append(dice.choice(["---", "***", "- - -"]))
        else:
            lines.append(dice.choice(STARTS) + words[2])
    return "\n".join(lines).strip("\n")


@pytest.mark.parametrize("seed", range(4))
def test_made_up_texts_mean_what_commonmark_says(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(TEXTS // 4):
        text = made_up(dice)
        assert (text, ours(text)) == (text, theirs(text))
