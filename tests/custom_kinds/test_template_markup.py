"""Where a mark may stand in the HTML of a template, and where what it holds would be read as something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.custom_kinds.template_markup import markup_faults
from builder.kinds import builtin_kinds
from builder.model import NoteType
from builder.render.bare_text import becomes_markup
from tests.learner import Learner
from tests.support import build_deck, check_text, write_deck


def faults(template: str) -> list[tuple[str, str]]:
    """Return what is wrong with a template: what is marked, and the message."""
    return [(template[fault.start : fault.start + fault.length], fault.message) for fault in markup_faults(template)]


INSIDE, ATTRIBUTE = 'the field "{}" stands inside a tag', 'the field "{}" stands inside an attribute'
NOWHERE, FORMULA = (
    'the field "{}" stands where HTML shows no text',
    "a formula may not stand in a template, where its end could be that of a field",
)


@pytest.mark.parametrize(
    ("template", "marked", "message"),
    [
        ("<{{Q}}>x", "{{Q}}", INSIDE.format("Q")),
        ("<b {{Q}}>x</b>", "{{Q}}", INSIDE.format("Q")),
        ("<b on{{Q}}=x>x</b>", "{{Q}}", INSIDE.format("Q")),
        ("</{{Q}}>", "{{Q}}", NOWHERE.format("Q")),
        ("<b title='{{Q}}'>x</b>", "<b title='{{Q}}'>", ATTRIBUTE.format("Q")),
        ('<b title="{{Deck}}">x</b>', '<b title="{{Deck}}">', ATTRIBUTE.format("Deck")),
        ("<b class={{Tags}}>x</b>", "<b class={{Tags}}>", ATTRIBUTE.format("Tags")),
        ("<b class='{{Tags}}'>x</b>", "<b class='{{Tags}}'>", ATTRIBUTE.format("Tags")),
        ('<b class="{{text:Tags}}">x</b>', '<b class="{{text:Tags}}">', ATTRIBUTE.format("text:Tags")),
        ('<b style="color:{{Id}}">x</b>', '<b style="color:{{Id}}">', ATTRIBUTE.format("Id")),
        ('<a href="{{Id}}">x</a>', '<a href="{{Id}}">', 'a link may not lead to "{{Id}}"'),
        ('<b title="{{#Q}}">x{{/Q}}</b>', '<b title="{{#Q}}">', "{{#Q}} stands inside an attribute"),
        ('<b title="[[>hint]]">x</b>', '<b title="[[>hint]]">', "[[>hint]] stands inside an attribute"),
        (r"\({{Q}}\)", "\\", FORMULA),
        (r"\{{Q}}", "\\", FORMULA),
        (r"{{Q}}\)", "\\", FORMULA),
        (r"\(x\)", "\\", FORMULA),
        ("{{Q}}\\", "\\", FORMULA),
        (r"&#92;(x&#92;)", "&#92;", FORMULA),
        ("&bsol;{{Q}}", "&bsol;", FORMULA),
        (r"\<!-- x -->(x", "\\", FORMULA),
        (r"\<wbr>(x", "\\", FORMULA),
        (r'<code class="tex2jax_process">\(x</code>', "\\", FORMULA),
        (r"\(\href{x}{y}\)", "\\", FORMULA),
        ("[sound:{{Q}}]", "[sound:", 'Anki acts on "[sound:", which may not stand in a template'),
        ("[la{{#Q}}{{/Q}}tex]", "[la{{#Q", 'Anki acts on "[latex]", which may not stand in a template'),
        ("<tr onclick=x>", "<tr onclick=x>", 'the attribute "onclick" would run a script'),
        ("<!-{{Q}}-->", "<!", "a comment holds more than words"),
        ("x<b title=y", "<", "a tag, a comment or a value in quotes has no end"),
        ("x<b onclick=y ", "<", "a tag, a comment or a value in quotes has no end"),
    ],
)
def test_what_is_read_as_something_else_is_refused(template: str, marked: str, message: str) -> None:
    assert (marked, message) in faults(template)


@pytest.mark.parametrize(
    "template",
    [
        '<b class="{{Tags}} card-{{Id}}" data-x={{Id}}>{{Deck}}</b>',
        '<a href="https://example.org/?card={{Id}}">{{Q}}</a>',
        '<b title="{{#Q}}a{{/Q}} [[Why]]">{{Q}}{{R}}</b>',
        "<!-- {{Q}} -->{{Q}}",
        r"C:\x {{Q}} < 3 & [{{Q}}]",
        "{{#Q}}<p>{{/Q}}{{Q}}</p>",
        "dwmark0z {{Q}}",
        "",
    ],
)
def test_what_stands_between_tags_passes(template: str) -> None:
    assert faults(template) == []


def _sides(note_type: NoteType) -> list[str]:
    return [note_type.head, *(side for template in note_type.templates for side in (template.front, template.back))]


def test_our_own_templates_pass() -> None:
    types = [note_type for kind in builtin_kinds().values() for note_type in kind.note_types]
    assert [faults(side) for note_type in types for side in _sides(note_type) if faults(side)] == []


@pytest.mark.parametrize(
    "unit", ["{{Q}}", "<b>", "<b title='", "<!--", "[[", "{{#Q}}", r"\(", "<", '<b x="{{#Q}}{{/Q}}">']
)
def test_a_long_template_takes_no_longer_for_what_it_repeats(unit: str) -> None:
    assert len(faults(unit * (20_000 // len(unit)))) <= 20_000


OWN = {
    "kinds/own/kind.yaml": (
        "doc: a kind\nfields: [{name: Q, doc: q, required: true}]\ntemplates: [{name: T, asks: Q, answers: Q}]\n"
    ),
    "kinds/own/t.front.html": "{{Q}}",
    "kinds/own/t.back.html": "{{text:Q}}",
    "10-a.yaml": "title: A\ncards:\n- {id: a, kind: own, q: '`<b>` is a tag'}\n",
}


@pytest.mark.parametrize(
    ("filters", "field", "read"),
    [
        ("text", "<code>&lt;b&gt;</code>", "<b>"),
        ("text", "&amp;lt;b>", "&lt;"),
        ("text", "&#91;sound:a.mp3]", "[sound:"),
        ("text", r"\<span></span>(\href{x}{y}\<span></span>)", r"\href"),
        ("text", "a &lt; b &amp; c [sound:a.mp3] <b>d</b>", ""),
        ("kana", "a[[]latex]", "[latex]"),
        ("kanji", "[l[x]atex]", "[latex]"),
        ("kanji", r"\(\hr[x]ef{javascript:y}{z}\)", r"\href"),
        ("kana", "漢字[かんじ] &lt;b&gt;", ""),
        ("kanji text", "漢字[かんじ]&lt;b&gt;", "<b>"),
        ("hint", "&lt;b&gt;", ""),
    ],
)
def test_what_filters_make_html_again(filters: str, field: str, read: str) -> None:
    assert becomes_markup(field, filters.split()) == read


def test_a_text_that_would_be_html_in_a_template_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_deck(Path(), OWN)
    assert (
        check_text(Path())
        == """\
cards/demo/10-a.yaml:3:27: error[unsafe-html]: the template shows this as {{text:Q}}, which makes "<b>" of it
  3 | - {id: a, kind: own, q: '`<b>` is a tag'}
    |                           ^^^
  hint: write {{Q}} in the template
"""
    )


def test_other_marks_than_anki_s_own_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    front = '{{=<% %>=}}<b title="<%Q%>"><%Q%></b>'
    write_deck(Path(), {**OWN, "kinds/own/t.front.html": front, "kinds/own/t.back.html": "{{Q}}"})
    assert (
        check_text(Path())
        == """\
cards/demo/kinds/own/t.front.html:1:1: error[template-syntax]: behind this, Anki would read other marks than {{Field}}
  1 | {{=<% %>=}}<b title="<%Q%>"><%Q%></b>
    | ^^^
  hint: delete it, and write {{Field}}
"""
    )


def test_a_bracket_before_a_field_makes_no_mark_of_it(tmp_path: Path, learner: Learner) -> None:
    sides = {"kinds/own/t.front.html": "[{{Q}}]", "kinds/own/t.back.html": "[{{Q}}]"}
    write_deck(tmp_path, {**OWN, **sides, "10-a.yaml": "title: A\ncards: [{id: a, kind: own, q: 'sound:a.mp3'}]\n"})
    learner.take(build_deck(tmp_path).path)
    (card,) = learner.cards()
    output = card.render_output()
    assert output.question_av_tags == []
    assert "&#91;sound:a.mp3]" in output.question_text
