"""Phrases that must not be lost are bold wherever a reader sees them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.render.keeps import with_keeps
from builder.render.markdown import render
from builder.render.plain_text import plain_text
from builder.texts.straight import straight


@pytest.mark.parametrize(
    ("field", "phrases", "bold"),
    [
        ("I own the date.", ["own", "date"], "I <b>own</b> the <b>date</b>."),
        ("I own the date.", ["own the", "the date"], "I <b>own the date</b>."),
        ("I own the date.", ["the date", "own the date", "own"], "I <b>own the date</b>."),
        ("abab", ["ab"], "<b>ab</b><b>ab</b>"),
        ("I <strong>own</strong> it.", ["I own it"], "<b>I <strong>own</strong> it</b>."),
        ("I <strong>own</strong>.", ["I own"], "<b>I <strong>own</strong></b>."),
        ("I <strong>own <em>it</em></strong>.", ["I own it"], "<b>I <strong>own <em>it</em></strong></b>."),
        ("I <strong>own</strong> it.", ["own it"], "I <strong><b>own</b></strong><b> it</b>."),
        ("I <em>do own</em> it.", ["I do"], "<b>I </b><em><b>do</b> own</em> it."),
        ("one<br>two", ["one two"], "<b>one<br>two</b>"),
        ("<p>one</p><p>two</p>", ["one two"], "<p><b>one</b></p><p><b>two</b></p>"),
        ("<ul><li>one</li></ul>", ["one"], "<ul><li><b>one</b></li></ul>"),
        ("It’s “so”", ['It\'s "so"'], "<b>It’s “so”</b>"),
        ("It's 5\u00a0%", ["It’s 5 %"], "<b>It's 5\u00a0%</b>"),
        ("a &lt; b &amp; c", ["< b &"], "a <b>&lt; b &amp;</b> c"),
        (r"take \(x^2\) now", ["x"], r"take <b>\(x^2\)</b> now"),
        (r"take \(x^2\) now", ["take", "x", "2"], r"<b>take</b> <b>\(x^2\)</b> now"),
        ('<a href="own">own</a> [sound:own.mp3]', ["own"], '<a href="own"><b>own</b></a> [sound:own.mp3]'),
        ('<img alt="own > it" src="a.png"> it', ["it"], '<img alt="own > it" src="a.png"> <b>it</b>'),
        ("<code>own</code>", ["own"], "<code><b>own</b></code>"),
        ("two  words", [" two words "], "<b>two  words</b>"),
    ],
)
def test_a_phrase_is_bold_where_it_is_seen(field: str, phrases: list[str], bold: str) -> None:
    assert with_keeps(field, [(phrase,) for phrase in phrases]) == (bold, [])


def test_what_is_not_seen_is_missing_and_the_first_form_that_is_seen_counts() -> None:
    assert with_keeps("I own it", [("We",), ("*own*", "own"), ("It",), ("  ",)]) == ("I <b>own</b> it", [0, 2, 3])


MARKDOWN = st.lists(
    st.sampled_from(
        ["own", "the", "date", "**own**", "*the date*", "`own`", "a&b", "<u>own</u>", "It's", "\n", "\n\n", r"\(x\)"]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)


@given(MARKDOWN, st.lists(st.sampled_from(["own", "the date", "own the", "date own", "a", "It’s own"]), max_size=3))
def test_bold_phrases_change_nothing_else(text: str, phrases: list[str]) -> None:
    field = render(text).html
    bold, missing = with_keeps(field, [(phrase,) for phrase in phrases])
    assert re.sub(r"</?b>", "", bold) == field
    seen = straight(plain_text(field))
    assert [index for index, phrase in enumerate(phrases) if straight(phrase) not in seen] == missing
    assert not re.search(r"<b>\s*</b>", bold)
    opened: list[str] = []
    for end, tag in re.findall(r"<(/?)([a-z]+)", bold):
        if tag == "br":
            continue
        if end:
            assert opened.pop() == tag
        else:
            opened.append(tag)
    assert opened == []
