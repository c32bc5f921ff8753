"""Anki's template language: what a side shows, and which templates make a card."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.render.card_sides import CardData, render_side
from builder.render.template import TemplateError, field_names, find_tags, makes_card, parse


def show(template: str, ordinal: int = 0, front: str | None = None, **fields: str) -> str:
    data = CardData(
        fields=fields, tags=("b", "a::x"), deck="Demo::Roles", card="Repair", type="Demo · Contrast", ordinal=ordinal
    )
    return render_side(parse(template), data, front)


def test_a_filled_field_opens_its_section_and_closes_the_negated_one() -> None:
    assert show("{{#A}}has {{A}}{{/A}}{{^A}}none{{/A}}", A="x") == "has x"
    assert show("{{#A}}has {{A}}{{/A}}{{^A}}none{{/A}}", A="<br> <div></div>") == "none"


def test_special_names_show_what_anki_knows_of_the_card() -> None:
    template = "{{Tags}}|{{Deck}}|{{Subdeck}}|{{Card}}|{{Type}}|{{CardFlag}}"
    assert show(template) == "b a::x|Demo::Roles|Roles|Repair|Demo · Contrast|flag0"


def test_the_answer_repeats_the_question_past_all_filters() -> None:
    assert show("{{text:FrontSide}}<hr id=answer>", front="<b>q</b>") == "<b>q</b><hr id=answer>"


def test_a_question_has_no_front_side() -> None:
    assert show("a{{FrontSide}}b") == "ab"


def test_a_cloze_card_hides_its_own_number() -> None:
    text = "A {{c1::gate::place}} holds {{c2::until <i>then</i>}}."
    assert show("{{cloze:T}}", T=text) == (
        'A <span class="cloze" data-cloze="gate" data-ordinal="1">[place]</span>'
        ' holds <span class="cloze-inactive" data-ordinal="2">until <i>then</i></span>.'
    )
    assert show("{{cloze:T}}", 1, front="", T=text) == (
        'A <span class="cloze-inactive" data-ordinal="1">gate</span>'
        ' holds <span class="cloze" data-ordinal="2">until <i>then</i></span>.'
    )


def test_a_cloze_card_of_a_number_that_is_not_there_is_blank() -> None:
    assert show("{{cloze:T}}", 2, T="{{c1::a}}") == ""


def test_a_cloze_number_can_be_asked_for() -> None:
    assert show("{{#c2}}second{{/c2}}{{^c1}}not first{{/c1}}", 1) == "secondnot first"


def test_a_hint_is_hidden_behind_the_name_of_its_field() -> None:
    shown = show("{{hint:Letters}}", Letters="T l u")
    assert ">\nLetters</a>" in shown
    assert 'class=hint style="display: none">T l u</div>' in shown


def test_a_hint_of_an_empty_field_is_not_there() -> None:
    assert show("{{hint:H}}", H=" ") == " "


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{text:A}}", "日本[にほん] & x"),
        ("{{furigana:A}}", "<ruby><rb>日本</rb><rt>にほん</rt></ruby> <b>&amp;</b> x"),
        ("{{kana:A}}", "にほん <b>&amp;</b> x"),
        ("{{kanji:A}}", "日本 <b>&amp;</b> x"),
        ("{{type:A}}", "[[type:A]]"),
        ("{{type:cloze:A}}", "[[type:cloze:A]]"),
        ("{{tts en_US voices=Ann:A}}", "[anki:tts lang=en_US voices=Ann]日本[にほん] <b>&amp;</b>&nbsp;x[/anki:tts]"),
        ("{{an-add-on:A}}", "日本[にほん] <b>&amp;</b>&nbsp;x"),
    ],
)
def test_filters_change_a_field_as_anki_does(template: str, shown: str) -> None:
    assert show(template, A="日本[にほん] <b>&amp;</b>&nbsp;x") == shown


def test_a_sound_is_no_reading() -> None:
    assert show("{{kana:A}}", A="[sound:a.mp3]") == "[sound:a.mp3]"


def test_tags_inside_a_comment_are_text() -> None:
    assert show("<!-- {{A}} {{Nope}} -->{{A}}", A="x") == "<!-- {{A}} {{Nope}} -->x"


def test_a_name_that_is_no_field_is_refused() -> None:
    with pytest.raises(TemplateError) as caught:
        show("{{hint:Nope}}", A="x", B="")
    assert str(caught.value) == "{{hint:Nope}} names no field; the fields are: A, B"


@pytest.mark.parametrize(
    ("template", "message", "offset"),
    [
        ("a{{#A}}b", "{{#A}} is not closed", 1),
        ("a{{/A}}", "{{/A}} stands where nothing is open", 1),
        ("{{#A}}{{/B}}", "{{/B}} stands where {{#A}} is open", 6),
    ],
)
def test_sections_that_do_not_close_are_refused(template: str, message: str, offset: int) -> None:
    with pytest.raises(TemplateError) as caught:
        parse(template)
    assert (str(caught.value), caught.value.offset) == (message, offset)


def test_a_front_makes_a_card_where_it_shows_a_filled_field() -> None:
    front = parse("{{#A}}{{^B}}{{C}}{{/B}}{{/A}}{{Tags}}")
    assert [makes_card(front, filled) for filled in ({"A", "C"}, {"A"}, {"A", "B", "C"}, {"C"})] == [
        True, False, False, False,
    ]  # fmt: skip
    assert field_names(front) == {"A", "B", "C"}


_ONE_PATTERN = re.compile(r"(?P<comment><!--.*?-->)|\{\{(?P<inner>.*?)\}\}", re.S)
"""What tags and comments are, in one pattern, which reads to the end for each start without an end."""


@given(
    st.lists(st.sampled_from(["{{", "}}", "{", "}", "<!--", "-->", "a", "#b", "/b", "\n", "<", "-", "!"]), max_size=30)
)
def test_tags_are_those_of_one_pattern(parts: list[str]) -> None:
    template = "".join(parts)
    found = [(match.start(), match.end(), match["inner"]) for match in _ONE_PATTERN.finditer(template)]
    assert [(tag.start, tag.end, None if tag.is_comment else tag.inner) for tag in find_tags(template)] == found


def test_sections_stand_in_each_other_fifty_deep() -> None:
    assert parse("{{#a}}" * 50 + "x" + "{{/a}}" * 50)
    with pytest.raises(TemplateError, match=r"^\{\{\^a\}\} stands in 50 other sections$") as raised:
        parse("{{#a}}" * 50 + "{{^a}}" + "{{/a}}" * 51)
    assert raised.value.offset == 300
