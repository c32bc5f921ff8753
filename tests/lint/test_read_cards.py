"""Cards as the rules read them: plain text, gaps, and the place of every word."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.lint.lint_cards import Gap, LintCard
from builder.lint.read_cards import make_part, read_cards, read_gap, unquoted
from builder.syntax import Text
from tests.support import DECK, render_folder, write_deck


def cards_of(root: Path, chapter: str) -> list[LintCard]:
    rendered = render_folder(write_deck(root, {"10-a.yaml": chapter}))
    return list(read_cards(rendered.deck, rendered.notes))


def test_each_card_says_what_it_asks_and_what_counts(tmp_path: Path) -> None:
    cards = cards_of(
        tmp_path,
        """\
        title: A
        cards:
          - {id: a, kind: basic, front: 'What is `x`?', back: '**Two** & a half', reverse: true}
          - {id: b, kind: definition, term: Gate, meaning: It holds, example: A lab}
          - {id: c, kind: choice, question: Which?, options: [This one, That one], answer: That one}
          - {id: d, kind: script, situation: A call, lines: [{id: e, cue: Well?, say: Fine, intent: Calm}]}
        """,
    )
    assert [(card.front, card.answer, card.question, card.is_reverse, card.is_first) for card in cards] == [
        ("What is x?", "Two & a half", "What is …?", False, True),
        ("Two & a half", "What is x?", "Two & a half", True, False),
        ("Gate", "It holds", "Gate", False, True),
        ("It holds", "Gate", "It holds", True, False),
        ("A lab", "Gate", "A lab", False, False),
        ("Which? This one That one", "That one", "Which?", False, True),
        ("Well?", "Fine", "Well?", False, True),
        ("A call Calm", "Fine", "Calm", False, False),
        ("A call", "Well? Fine Calm", "", False, True),
    ]


def test_math_between_dollars_is_math_in_lists_too_where_the_deck_reads_it(tmp_path: Path) -> None:
    chapter = "title: A\ncards:\n  - {id: a, kind: choice, question: Which?, options: [$x^2$, $y_1$], answer: $y_1$}\n"
    (plain,) = cards_of(tmp_path / "plain", chapter)
    assert (plain.front, plain.answer) == ("Which? $x^2$ $y_1$", "$y_1$")
    settings = f"{DECK}math: dollars\n"
    rendered = render_folder(write_deck(tmp_path, {"deck.yaml": settings, "10-a.yaml": chapter}))
    (math,) = read_cards(rendered.deck, rendered.notes)
    assert (math.front, math.answer) == (r"Which? \(x^2\) \(y_1\)", r"\(y_1\)")
    assert [part.bare for part in math.asks] == ["Which?", "…", "…"]


@pytest.mark.parametrize(
    ("html", "number", "visible", "hidden", "before", "in_code"),
    [
        ("A {{c1::gate}} of {{c2::two::how many}} bars", 1, "A … of two bars", ("gate",), ("A",), False),
        ("A {{c1::gate}} of {{c2::two::how many}}", 2, "A gate of … how many", ("two",), ("A gate of",), False),
        ("{{c1::a}} and {{c1::b}}", 1, "… and …", ("a", "b"), ("", "a and"), False),
        ("{{c1::all {{c2::in}} one}}", 2, "all … one", ("in",), ("all",), False),
        ("<code>let {{c1::x}}</code>", 1, "let …", ("x",), ("let",), True),
        ("{{c1,2::both}} sides", 2, "… sides", ("both",), ("",), False),
    ],
)  # fmt: skip
def test_a_gap_is_what_one_number_hides(
    html: str, number: int, visible: str, hidden: tuple[str, ...], before: tuple[str, ...], in_code: bool
) -> None:
    sentence = make_part("Text", html, Text(value=html, line=1, column=1, start=0, end=len(html)))
    expected = Gap(
        sentence=sentence,
        visible=visible,
        hidden=hidden,
        in_code=in_code,
        in_formula=False,
        beside=visible,
        before=before,
    )
    assert read_gap(sentence, number) == expected


def test_quotations_code_and_italics_are_not_said_by_the_card(tmp_path: Path) -> None:
    (card,) = cards_of(
        tmp_path,
        """\
        title: A
        cards:
          - {id: a, kind: basic, front: 'Why *so*, and not "why so?", in `code`?', back: That}
        """,
    )
    assert unquoted(card.posed[0]) == "Why …, and not …, in …?"


@pytest.mark.parametrize(
    ("front", "snippet", "span"),
    [
        ("Which **gate** holds?", "gate", (4, 20, 4)),
        (">-\n      Which gate\n      holds it back?", "gate holds", (5, 13, 4)),
        (">-\n      Which gate\n      holds it back?", "", (5, 7, 10)),
        ("|\n      Which gate?", "nowhere", (5, 7, 11)),
        ("Which gate?", "nowhere", (4, 12, 11)),
    ],
)
def test_words_are_found_where_they_stand(front: str, snippet: str, span: tuple[int, int, int], tmp_path: Path) -> None:
    (card,) = cards_of(tmp_path, f"title: A\ncards:\n  - id: a\n    front: {front}\n    kind: basic\n    back: That\n")
    location = card.locate(card.asks[0], snippet)
    assert (location.line, location.column, location.length) == span


def test_a_sound_is_no_word_of_a_card(tmp_path: Path) -> None:
    chapter = "title: A\ncards: [{id: a, kind: basic, front: 'Hear [sound:a.mp3]', back: '**b** [sound:a.mp3]'}]\n"
    write_deck(tmp_path, {"media/a.mp3": b"ID3" + bytes(64)})
    (card,) = cards_of(tmp_path, chapter)
    assert (card.front, card.answer) == ("Hear", "b")
