"""What cards of each kind show a learner, to the word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.render.plain_text import plain_text
from tests.learner import Learner
from tests.support import build_deck, write_deck

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
