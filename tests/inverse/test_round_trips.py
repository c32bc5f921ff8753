"""Whatever stands in a field: its Markdown renders to it, or there is none."""

from __future__ import annotations

import html
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.anki_marks import find_mark
from builder.inverse.looks import look_equal
from builder.inverse.markdown_of import markdown_of
from builder.inverse.same_dom import same_dom
from builder.render.markdown import Markup, normalize, render
from tests.inverse.made_up_html import FIELDS
from tests.render import test_commonmark, test_fast_markdown

MANY = settings(max_examples=400, deadline=None)
TEXTS = 300
WITHOUT = re.compile(r"&\w+;|&#|\\[()\[\]]|\\\Z|\{\{c|[\x00-\x1f\x7f-\xa0\u2000-\u2029\u202f\u205f\u3000\ufffe\uffff]")
"""What a text may hold that no Markdown shows: entities as text, marks of formulas, what Anki or YAML drops."""


def faults_of(markup: Markup) -> list[str]:
    """Return what is wrong with a text, but for a mark that stands alone, which is meant here."""
    return [fault.rule for fault in markup.faults if fault.rule != "sign-or-mark"]


@MANY
@given(FIELDS)
def test_markdown_of_a_field_renders_to_its_tree(field: str) -> None:
    text = markdown_of(field)
    if text is not None:
        markup = render(text)
        same = (faults_of(markup), same_dom(markup.html, field), look_equal(markup.html, field))
        assert same == ([], True, True)


@MANY
@given(FIELDS)
def test_tidy_markdown_of_a_field_looks_equal_and_is_all_of_it(field: str) -> None:
    text = markdown_of(field, tidy=True)
    if text is not None:
        markup = render(text)
        assert (faults_of(markup), look_equal(markup.html, field)) == ([], True)
    if text is None:
        assert markdown_of(field) is None


@MANY
@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text("ab1 ^%/&*_`~[]()<>!#+-=|$.:\\{}\n\"'", max_size=30))
def test_text_without_markup_always_has_markdown(text: str) -> None:
    if not WITHOUT.search(text) and not find_mark(text):
        written = markdown_of(html.escape(text, quote=False))
        assert written is not None
        assert html.unescape(re.sub("<[^>]*>", "", render(written).html)).split() == normalize(text).split()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("made_up", [test_commonmark.made_up, test_fast_markdown.made_up])
def test_what_markdown_renders_to_has_markdown(made_up: object, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(TEXTS // 4):
        text = made_up(dice)  # type: ignore[operator]
        markup = render(text)
        if not markup.faults and not re.search("[\x00-\x09\x85\xa0\u2028\u2029]", text):
            again = markdown_of(markup.html)
            assert (text, again is not None) == (text, True)
            assert same_dom(render(again or "").html, markup.html)
