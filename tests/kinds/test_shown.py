"""What cards of each kind show a learner, to the word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.render.plain_text import plain_text
from tests.learner import Learner
from tests.support import build_deck, check_text, write_deck

DAY = """\
- id: day
  kind: sequence
  title: The first day
  steps: [{id: a, step: Stop., why: It costs}, {id: b, step: Look.}, {id: c, step: Ask.}, {id: d, step: Go.}]
"""
CONTRAST = "- {{id: {}, kind: contrast, prompt: How?, bad: We talked., good: I cut it., why: It costs}}\n"
LINE = "- {{id: pay, kind: script, situation: They call., lines: [{{id: x, cue: So?, say: '{}', keep: [{}]}}]}}\n"
SAID = "Well, the band for this level, the band, please."


def shown(root: Path, learner: Learner, cards: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the words of both sides of each card, without the chapter's title, by note and template."""
    write_deck(root, {"10-a.yaml": f"title: A\ncards:\n{cards}"})
    learner.take(build_deck(root).path)

    def words(side: str) -> str:
        text = plain_text(re.sub(r"<(style|script).*?</\1>", "", side, flags=re.S))
        return " ".join(text.split()).removeprefix("A ")

    return {
        (card.note()["Id"], str(card.template()["name"])): (words(card.question()), words(card.answer()))
        for card in learner.cards()
    }


def test_a_step_is_asked_from_the_two_before_it(tmp_path: Path, learner: Learner) -> None:
    day = "The first day"
    assert shown(tmp_path, learner, DAY) == {
        ("day/a", "Next step"): (f"{day} What is step 1 of 4?", f"{day} Stop. Why It costs"),
        ("day/b", "Next step"): (f"{day} Stop. What is step 2 of 4?", f"{day} Stop. Look."),
        ("day/c", "Next step"): (f"{day} Stop. Look. What is step 3 of 4?", f"{day} Stop. Look. Ask."),
        ("day/d", "Next step"): (f"{day} Look. Ask. What is step 4 of 4?", f"{day} Look. Ask. Go."),
        ("day", "Whole order"): (
            f"{day} Say all 4 steps in order",
            f"{day} Pass: all 4, in this order Stop. Look. Ask. Go.",
        ),
    }


def test_steps_keep_their_numbers_on_both_sides(tmp_path: Path) -> None:
    write_deck(tmp_path, {"10-a.yaml": f"title: A\ncards:\n{DAY}"})
    notes = {note.key: note.fields for note in build_deck(tmp_path).stamped.rendered.notes}
    assert notes["day/d"][:6] == (
        '<li data-n="4"><div dir="auto">Go.</div></li>',
        "The first day",
        '<li data-n="2"><div dir="auto">Look.</div></li><li data-n="3"><div dir="auto">Ask.</div></li>',
        "4",
        "4",
        "",
    )


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [("one", True), ("two", False), ("three", False), ("two-teams", True), ("launch", False), ("four", True)],
)
def test_half_of_contrasts_show_the_good_answer_and_each_the_same_for_good(
    name: str, is_kept: bool, tmp_path: Path, learner: Learner
) -> None:
    cards = shown(tmp_path, learner, CONTRAST.format(name))
    back = "Why It costs Good answer I cut it."
    assert cards == {
        (name, "Repair"): (
            "How? Bad answer We talked. Name the flaw, then say it better",
            f"How? Bad answer We talked. Pass: the flaw and the fix {back}",
        ),
        (name, "Why"): (
            "How? Bad answer We talked. Why does this answer lose points? Say the principle",
            "How? Bad answer We talked. Why does this answer lose points? It costs Good answer I cut it.",
        ),
        (name, "Discriminate"): (
            (
                "How? An answer I cut it. Keep or fix? Say why",
                f"How? Pass: verdict and reason Keep {back}",
            )
            if is_kept
            else (
                "How? An answer We talked. Keep or fix? Say why",
                f"How? Bad answer We talked. Pass: verdict and reason Fix {back}",
            )
        ),
    }


@pytest.mark.parametrize(
    ("said", "keep", "bold"),
    [
        (SAID, "the band, the band for this level", "Well, <b>the band for this level</b>, <b>the band</b>, please."),
        (SAID, "the band for this level, the band", "Well, <b>the band for this level</b>, <b>the band</b>, please."),
        ("By May (at last)? By May.", "By May, (at last)?", "<b>By May</b> <b>(at last)?</b> <b>By May</b>."),
    ],
    ids=["the shorter first", "the longer first", "twice, and with signs"],
)
def test_phrases_to_be_kept_are_bold_where_they_overlap_too(said: str, keep: str, bold: str, tmp_path: Path) -> None:
    write_deck(tmp_path, {"10-a.yaml": f"title: A\ncards:\n{LINE.format(said, keep)}"})
    notes = {note.key: note.fields for note in build_deck(tmp_path).stamped.rendered.notes}
    assert notes["pay/x"][1] == bold
    assert notes["pay"][3] == (
        f'<li data-n="1"><div class="dw-text" dir="auto">So?</div><div class="dw-answer" dir="auto">{bold}</div></li>'
    )


@pytest.mark.parametrize(
    ("said", "keep", "bold"),
    [
        ("It''s *my* date.", '"It’s my date"', "<b>It’s <em>my</em> date</b>."),
        ("It’s **my date**.", '"It\'s my date"', "<b>It’s <strong>my date</strong></b>."),
        ("It’s **my date**.", "my date", "It’s <strong><b>my date</b></strong>."),
        ("It’s **my date**.", "'**my date**'", "It’s <strong><b>my date</b></strong>."),
        ("Say `a  b` now.", '"a b"', "Say <code><b>a  b</b></code> now."),
        ("The band for this level.", "The band for, for this level", "<b>The band for this level</b>."),
    ],
)
def test_phrases_to_be_kept_are_found_as_they_are_seen(said: str, keep: str, bold: str, tmp_path: Path) -> None:
    write_deck(tmp_path, {"10-a.yaml": f"title: A\ncards:\n{LINE.format(said, keep)}"})
    assert check_text(tmp_path) == ""
    notes = {note.key: note.fields for note in build_deck(tmp_path).stamped.rendered.notes}
    assert notes["pay/x"][1] == bold
    assert f'<div class="dw-answer" dir="auto">{bold}</div>' in notes["pay"][3]


def test_a_phrase_that_is_not_seen_is_told_once_with_the_nearest_words(tmp_path: Path) -> None:
    deck = write_deck(tmp_path, {"10-a.yaml": f"title: A\ncards:\n{LINE.format('I **own** it all.', 'I own if')}"})
    assert check_text(tmp_path).splitlines()[0].partition("error")[2] == (
        '[keep-not-said]: "I own if" is to be kept and does not stand in the line'
    )
    assert check_text(tmp_path).splitlines()[-1] == '  hint: did you mean "I own it"?'
    assert check_text(tmp_path).count("keep-not-said") == 1, deck


PICK = "- {{id: who, kind: choice, question: Whose?, options: [{}], answer: {}}}\n"
RIGHT = '<li data-n="B"><div dir="auto">{}</div></li>'


@pytest.mark.parametrize(
    ("options", "answer", "shown"),
    [
        ('Ours, "It’s"', '"It\'s"', "It’s"),
        ('Ours, "It\'s"', '"It’s"', "It’s"),
        ("Ours, 'a “b” c'", "'a \"b\"  c'", "a “b” c"),
        ("Ours, '**It** is'", "It is", "<strong>It</strong> is"),
        ("Ours, It is", "'`It` is'", "It is"),
        ("'*re*cord', 're*cord*'", "'re*cord*'", "re<em>cord</em>"),
        ("Ours, 'cafe\u0301'", "'caf\u00e9'", "caf\u00e9"),
    ],
)
def test_an_answer_is_the_option_that_looks_like_it(options: str, answer: str, shown: str, tmp_path: Path) -> None:
    write_deck(tmp_path, {"10-a.yaml": f"title: A\ncards:\n{PICK.format(options, answer)}"})
    assert check_text(tmp_path) == ""
    (note,) = build_deck(tmp_path).stamped.rendered.notes
    assert note.fields[2] == RIGHT.format(shown)


@pytest.mark.parametrize(
    ("options", "answer", "rule"),
    [
        ('"It\'s", "It’s"', '"It’s"', "duplicate-option"),
        ("'*re*cord', 're*cord*'", "record", "answer-not-an-option"),
        ("Ours, Mine", "ours", "answer-not-an-option"),
    ],
)
def test_options_that_look_alike_and_answers_that_could_be_two_are_told(
    options: str, answer: str, rule: str, tmp_path: Path
) -> None:
    write_deck(tmp_path, {"10-a.yaml": f"title: A\ncards:\n{PICK.format(options, answer)}"})
    assert check_text(tmp_path).count("error[") == 1
    assert f"error[{rule}]" in check_text(tmp_path)


@pytest.mark.parametrize(("written", "shown"), [("2025-03", "2025-03"), ("n/a", ""), ("' N/A '", ""), ("' n/a'", "")])
def test_a_fact_that_never_changes_shows_no_date(written: str, shown: str, tmp_path: Path) -> None:
    write_deck(
        tmp_path, {"10-a.yaml": f"title: A\ncards: [{{id: a, kind: basic, front: q, back: b, as_of: {written}}}]\n"}
    )
    built = build_deck(tmp_path)
    (note,) = built.stamped.rendered.notes
    fields = built.stamped.rendered.renderer.type_of("basic", "basic").fields
    assert dict(zip(fields, note.fields, strict=True))["As of"] == shown


@pytest.mark.parametrize(("rubric", "count"), [("[one]", ""), ("[one, two]", "2")])
def test_a_rubric_of_one_point_is_not_counted(rubric: str, count: str, tmp_path: Path) -> None:
    card = f"{{id: a, kind: scenario, situation: s, decide: d, rubric: {rubric}, answer: b}}"
    write_deck(tmp_path, {"10-a.yaml": f"title: A\ncards: [{card}]\n"})
    (note,) = build_deck(tmp_path).stamped.rendered.notes
    assert note.fields[3] == count
