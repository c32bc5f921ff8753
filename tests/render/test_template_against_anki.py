"""Our rendering of templates beside that of real Anki, by way of Anki's own second step, which numbers sounds.

Compared is what Anki's backend renders, before the style is put in front of it. One thing is levelled: the ids of
hints, which Anki takes from a hash of their text, and which nobody sees.
"""

from __future__ import annotations

import copy
import random
import re
from typing import TYPE_CHECKING, Any

import pytest

from builder.render.card_sides import CardData, render_side
from builder.render.template import TemplateError, parse
from tests.learner import Learner

if TYPE_CHECKING:
    from anki.collection import Collection

TAGS = ("b", "a::x")
TEXTS = (
    "a", "b c", " ", "\n", "<b>x</b>", "&lt;", "&nbsp;", "&amp;", " & ", "&foo;", "&#39;", "&copy", "&NotEqualTilde;",
    "é", "ÿ", "Ā", "☃", "日本[にほん]", "x[y] z[w]", "[sound:a.mp3]", "{{c1::", "{{c2::", "{{c1,2::", "{{c10::",
    "{{c0::", "{{c70000::", "}}", "}}", "::", "hint", "\\(", "\\)", "\\[", "\\]", "<br>", "<div></div>", "<!-- q -->",
    "<script>s</script>", "'", '"', "{{", "}", "{", "\\", "$",
)  # fmt: skip
WHOLE = (
    "{{F}}", "{{G}}", "{{text:F}}", "{{hint:F}}", "{{cloze:F}}", "{{cloze-only:F}}", "{{type:G}}", "{{type:cloze:F}}",
    "{{type:nc:G}}", "{{type:foo:G}}", "{{tts en_US:F}}", "{{tts en_US voices=A:text:F}}", "{{furigana:F}}",
    "{{kana:F}}", "{{kanji:F}}", "{{foo:F}}", "{{Tags}}", "{{Deck}}", "{{Subdeck}}", "{{Card}}", "{{Type}}",
    "{{CardFlag}}", "{{FrontSide}}", "{{text:FrontSide}}", "{{ F }}", "{{{F}}}", "{{F:}}", "{{::F}}",
    "{{text:hint:cloze:F}}", "text", "{{#Tags}}t{{/Tags}}",
    "{{#G}}g{{/G}}", "{{^G}}no g{{/G}}", "{{#c1}}1{{/c1}}{{^c2}}2{{/c2}}", "{{c1}}",
)  # fmt: skip
BROKEN = (
    "{{#F}}", "{{/F}}", "{{^G}}", "{{/G}}", "{{# F }}", "{{/ F}}", "{{#FrontSide}}", "{{/FrontSide}}", "{{Nope}}",
    "{{}}", "{{#Nope}}{{/Nope}}", "{{text: F}}", "{{!F}}", "{{#}}", "{{", "}}", "<!--", "-->",
)  # fmt: skip
DEEP = "".join(f"{{{{c{n}::a{n} " for n in range(1, 13)) + "}}" * 13


def note_type(col: Collection, name: str, question: str, cloze: bool) -> dict[str, Any]:
    model = col.models.new(name)
    model["type"] = int(cloze)
    for field in ("F", "G"):
        col.models.add_field(model, col.models.new_field(field))
    template = col.models.new_template("T")
    template["qfmt"] = template["afmt"] = question
    col.models.add_template(model, template)
    col.models.add(model)
    added = col.models.by_name(name)
    assert added is not None
    return dict(added)


def level(text: str) -> str:
    return re.sub(r"hint[0-9a-f]{16}", "hint", text)


class Pair:
    """A note type in Anki, and the same card rendered by both."""

    def __init__(self, col: Collection, *, cloze: bool) -> None:
        self.col = col
        self.first = "{{cloze:F}}" if cloze else "{{F}}"
        self.type = note_type(col, f"cloze {cloze}", self.first, cloze)

    def anki(self, front: str, back: str, fields: tuple[str, str]) -> tuple[object, ...] | None:
        """Return what Anki shows, an empty tuple where it refuses the template, None where the front is blank."""
        note = self.col.new_note(self.type)
        note["F"], note["G"] = fields
        note.tags = list(TAGS)
        template = copy.deepcopy(self.type["tmpls"][0])
        template["qfmt"], template["afmt"] = front, back
        shown = note.ephemeral_card(custom_template=template).render_output()
        if "template has a problem" in shown.question_text:
            return ()
        if "errors.html" in shown.question_text:
            return None
        return (
            level(shown.question_text), shown.question_av_tags, level(shown.answer_text), shown.answer_av_tags,
        )  # fmt: skip

    def ours(self, front: str, back: str, fields: tuple[str, str]) -> tuple[object, ...]:
        from anki.template import av_tags_to_native

        data = CardData(
            fields=dict(zip(("F", "G"), fields, strict=True)),
            tags=TAGS,
            deck="(Deck)",
            card="T",
            type=self.type["name"],
            ordinal=0,
        )
        numbered = self.col._backend.extract_av_tags
        try:
            question = numbered(text=render_side(parse(front), data), question_side=True)
            answer = numbered(text=render_side(parse(back), data, question.text), question_side=False)
        except TemplateError:
            return ()
        return (
            level(question.text), av_tags_to_native(question.av_tags),
            level(answer.text), av_tags_to_native(answer.av_tags),
        )  # fmt: skip


@pytest.mark.parametrize("cloze", [False, True])
def test_cards_of_any_text_and_template_look_as_in_anki(learner: Learner, cloze: bool) -> None:
    pair = Pair(learner.col, cloze=cloze)
    chance = random.Random(20)

    def some(pieces: tuple[str, ...], most: int) -> str:
        return "".join(chance.choices(pieces, k=chance.randint(0, most)))

    compared = refused = 0
    for round_ in range(1500):
        first = some(TEXTS, 9)
        fields = (f"{{{{c1::{first}}}}}" if cloze and round_ % 3 else first, some(TEXTS, 4))
        pieces = WHOLE if round_ % 5 else WHOLE + BROKEN * 2
        front, back = pair.first + some(pieces, 4), f"{{{{#F}}}}{some(pieces, 5)}{{{{/F}}}}{{{{FrontSide}}}}"
        theirs = pair.anki(front, back, fields)
        if theirs is not None:
            assert pair.ours(front, back, fields) == theirs, (front, back, fields)
            compared += bool(theirs)
            refused += not theirs
    assert compared > 500
    assert refused > 40


@pytest.mark.parametrize(
    "text",
    [
        DEEP,
        "{{c1::a{{c2::b::h2}}c::h1}} {{c2::}} {{c1::::}} {{c1,2::both::a::b}}",
        "{{c65535::a}}{{c65536::b}}{{c1,65536::c}}{{c001::d}}{{C1::e}}{{c 1::f}}",
        "\\(\\frac{ {{c1::<b>a</b>}} }{b}\\) {{c1::\\[x &lt; <i>y</i>\\]}}",
        "{{c1::a}} {{c1::open {{c2::closed}}",
    ],
)
def test_clozes_within_clozes_look_as_in_anki(learner: Learner, text: str) -> None:
    pair = Pair(learner.col, cloze=True)
    sides = ("{{cloze:F}}|{{cloze-only:F}}|{{text:cloze:F}}", "{{cloze:F}}|{{cloze-only:F}}")
    theirs = pair.anki(*sides, (text, ""))
    assert theirs
    assert pair.ours(*sides, (text, "")) == theirs
