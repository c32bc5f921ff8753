"""The fast reader, and Python-Markdown with processors left out, give what Python-Markdown gives."""

from __future__ import annotations

import random

import pytest

from builder.render.dialect import LINE_BREAK
from builder.render.fast_markdown import convert_if_plain
from builder.render.faults import Fault
from builder.render.markdown import render
from builder.render.one_line import one_line
from builder.render.python_markdown import convert, converter
from builder.render.sanitize import INLINE, find_unbalanced

TEXTS = 25_000

PLAIN = [
    "Word", "two words", "x > y", "**bold**", "*it*", "`code`", "[l](https://e.org/a_b)", "![i](p.png)", "<b>t</b>",
    "<b>", "</b>", "<br>", "\x0e0\x0f", "\x10", ", ", ". ", " ", " ", "\n", "\n\n", "\n- ", "\n\n- ", "\n\n1. ",
    "\n2. ", "\n\n```\nx\n```\n\n", "\n\n| a | b |\n| --- | --- |\n| c | d |\n\n", "(", ")", "?", ":",
]  # fmt: skip
SPARKS = [
    "a", "b c", "Gate", "é", "漢字", "3", "12.", "100. ", "1. ", "2. ", "- ", "+ ", "* ", "*", "**", "***", "_", "__",
    "`", "``", "```", "~~~", "|", "| ", "| a | b |", "\n| --- | --- |\n", " | ", " |\n| ", "\n", "\n\n", " ", "  ",
    "    ", "\t", "\n- ", "\n1. ", "\n2. ", "# ", "#", "> ", ">", "<", "<b>", "</b>", "<div>", "<br>", "<br/>", "</p>",
    "<li>", "<x>", "\x10", "\x10amp;", "\x0e0\x0f", "[", "]", "(", ")", "[a](b)", "![i](p.png)", "!", "\\", "\\*",
    "**bold**", "*it*", "`co de`", "**b c** ", "(*x*)", '"', "'", ".", ",", ":", ";", "?", "=", "===", "---", "\n---\n",
    "{", "}", "```\n", "\n```", "```py\n", "http://a.b", "<http://a.b>", "me@x.org", "\u00a0", "\u2028", "\x85", "%",
    "$", "^", "::", "[^1]", "[^1]: ", "{width=9}", "![i](p.png){width=9}",
]  # fmt: skip


class Judge:
    """Lets tags pass as the renderer does, and keeps what it was asked."""

    def __init__(self) -> None:
        self.tags: list[str] = []

    def report(self, fault: Fault) -> None:
        pass

    def typed(self, text: str) -> str:
        return text

    def pass_tag(self, written: str, around: tuple[str, str] | None) -> str | None:
        passes = written.strip("</>") in INLINE or written == "<div>"
        if passes:
            self.tags.append(written)
        return written if passes else None


def made_up(dice: random.Random) -> str:
    """Return a text that is plain, nearly plain, or wild."""
    if dice.random() < 0.2:
        return "".join(dice.choices(SPARKS, k=dice.randint(1, 10))).strip("\n")
    text = "".join(dice.choices(PLAIN, k=dice.randint(1, 14)))
    if dice.random() < 0.6:
        for sign in ("**b", "`c", "*i"):
            text = text.replace(sign, f" {sign}")
        text = text.replace("\n\n\n", "\n\n").replace(" \n", "\n").strip()
    if dice.random() < 0.15:
        code = "".join(dice.choices([*SPARKS, *["\n", "x"] * 9], k=dice.randint(0, 9)))
        text += f"\n\n```{dice.choice(['', 'py'])}\n{code}\n```"
    if dice.random() < 0.3:
        index = dice.randint(0, len(text))
        text = text[:index] + dice.choice(SPARKS) + text[index + dice.randint(0, 2) :]
    return text.strip("\n")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_plain_text_becomes_the_html_that_python_markdown_gives(seed: int) -> None:
    dice = random.Random(seed)
    plain = 0
    for _ in range(TEXTS):
        text = made_up(dice)
        html = convert_if_plain(text)
        if html is not None:
            plain += 1
            judge = Judge()
            assert (text, html) == (text, one_line(convert(judge, text)))
            assert INLINE.issuperset(tag.strip("</>") for tag in judge.tags)
            assert find_unbalanced(html) is None
    assert plain > TEXTS / 20


def test_processors_are_left_out_only_where_they_would_do_nothing() -> None:
    dice = random.Random(3)
    md = converter()
    inline = md.treeprocessors["inline"]
    for _ in range(TEXTS // 5):
        text = made_up(dice)
        judge, judge_of_all = Judge(), Judge()
        html = convert(judge, text)
        md.judge = judge_of_all
        inline.inlinePatterns = md.inlinePatterns  # type: ignore[attr-defined]
        all_of_it = md.reset().convert(text).replace(LINE_BREAK, "<br>")
        assert (text, html, judge.tags) == (text, all_of_it, judge_of_all.tags)


@pytest.mark.parametrize("unit", ["**a", "`a", "[a](", "![a](b", "<b", "a ", "- a\n", "```\na\n```\n\n", "a\n\n", "(*"])
def test_a_long_text_is_read_or_refused_without_going_back(unit: str) -> None:
    # A pattern that tries every split of half a million signs would never end.
    text = (unit * (500_000 // len(unit))).strip()
    html = convert_if_plain(text)
    assert html is None or len(html) > len(text) / 2


@pytest.mark.parametrize(
    "text",
    [
        "A line\nand another.",
        "Some **bold**, *italic* and `code`.\n\n- one\n- two",
        "1. one\n2. [two](https://example.org/a_b)",
        "Before\n\n| a | b |\n| --- | --- |\n| c | <b>d</b> |",
        "Before\n\n```py\nx = '<'\n\ny = 2\n```\n\nafter",
    ],
)
def test_everyday_texts_need_no_python_markdown(text: str) -> None:
    assert convert_if_plain(text) == one_line(convert(Judge(), text))


def test_a_fence_with_blanks_before_it_ends_code() -> None:
    text = "```\na\n ```\n\nb\n\n```\nc\n```"
    markup = render(text)
    assert markup.html == "<pre><code>a\n</code></pre><p>b</p><pre><code>c\n</code></pre>"
