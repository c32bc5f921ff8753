"""Answers that are typed: who is asked to, what real Anki compares, and that nothing else changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.previews.studio import Studio
from builder.render.cloze_sides import typed_gaps
from tests.learner import Imported, Learner
from tests.support import build_deck, write_deck

CARDS = """\
title: A
cards:
  - {id: dog, kind: basic, type: true, front: dog, back: der Hund, accept: [Hund]}
  - {id: cat, kind: basic, type: true, reverse: true, front: cat, back: die Katze}
  - {id: cow, kind: basic, type: false, front: cow, back: die Kuh}
  - {id: hen, kind: definition, type: true, term: hen, meaning: a bird, example: It lays eggs.}
  - {id: owl, kind: definition, term: owl, meaning: a bird of the night}
  - {id: ox, kind: cloze, type: true, text: 'An {{c1::ox}} and {{c2::a cow}}, or {{c2::a bull}}.'}
  - {id: pig, kind: cloze, text: 'The {{c1::pig}} eats.'}
"""
BOX = re.compile(r"\[\[type:.*?\]\]")


def take(root: Path, learner: Learner, chapter: str = CARDS) -> Imported:
    """Build a deck of one chapter, and let a learner import it."""
    write_deck(root, {"10-a.yaml": chapter})
    return learner.take(build_deck(root).path)


def test_the_cards_of_a_typed_note_ask_for_their_answers(tmp_path: Path, learner: Learner) -> None:
    take(tmp_path, learner)
    marks = {
        (card.note()["Id"], card.ord): [BOX.findall(side) for side in (card.question(), card.answer())]
        for card in learner.cards()
    }
    typed = {
        ("dog", 0): "Back",
        ("cat", 0): "Back",
        ("cat", 1): "Front",
        ("hen", 1): "Term",
        ("hen", 2): "Term",
        ("ox", 0): "cloze:Text",
        ("ox", 1): "cloze:Text",
    }
    none = {("cow", 0), ("hen", 0), ("owl", 0), ("owl", 1), ("pig", 0)}
    assert marks == {
        **{card: [[f"[[type:{field}]]"]] * 2 for card, field in typed.items()},
        **{card: [[], []] for card in none},
    }


def test_the_answer_stands_below_what_was_typed(tmp_path: Path, learner: Learner) -> None:
    take(tmp_path, learner)
    (card,) = learner.cards("Id:dog")
    shown = re.findall(r"\[\[type:Back\]\]|der Hund|>Hund<", card.answer().partition("id=answer")[2])
    assert shown == ["[[type:Back]]", "der Hund", ">Hund<"]


@pytest.mark.parametrize(
    ("back", "typed", "is_right"),
    [
        ("Paris", "Paris", True),
        ("Paris", "paris", False),
        ("café", "cafe", False),
        ("café", "cafe\u0301", True),
        ("a **bold** `git rm`", "a bold git rm", True),
        ('it\'s "so" at 5 %', 'it\'s "so" at 5 %', True),
        ("[a link](https://example.org/)", "a link", True),
        ("List<String> & more", "List<String> & more", True),
        ("Hund [sound:hund.mp3]", "Hund", True),
        ("Paris.", "Paris", False),
    ],
)
def test_anki_compares_the_text_sign_by_sign(
    back: str, typed: str, is_right: bool, tmp_path: Path, learner: Learner
) -> None:
    write_deck(tmp_path, {"media/hund.mp3": b"ID3\x03\0\0\0\0\0\0"})
    take(
        tmp_path,
        learner,
        f"title: A\ncards:\n  - id: a\n    kind: basic\n    type: true\n    front: x\n    back: |\n      {back}\n",
    )
    compared = learner.col.compare_answer(learner.fields("a")["Back"], typed)
    assert ("typeBad" not in compared and "typeMissed" not in compared) is is_right


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("An {{c1::ox}} and {{c2::a <b>cow</b>}}, or {{c2::a bull}}.", 1, "ox"),
        ("An {{c1::ox}} and {{c2::a <b>cow</b>}}, or {{c2::a bull}}.", 2, "a <b>cow</b>, a bull"),
        ("{{c1::ox}} eats {{c1::ox::a hint}}", 1, "ox"),
        ("{{c1::an {{c2::ox}}}}", 1, "an ox"),
        ("{{c1::an {{c2::ox}}}}", 2, "ox"),
        ("{{c1::ox}}", 2, ""),
    ],
)
def test_what_a_gap_hides_is_typed_as_in_anki(text: str, number: int, expected: str, learner: Learner) -> None:
    assert typed_gaps(text, number) == expected
    assert learner.col.extract_cloze_for_typing(text, number) == expected


def test_only_cards_that_are_typed_keep_straight_quotes_and_plain_code(tmp_path: Path) -> None:
    text = 'It\'s "so" at 5 % `x`'
    sides = f"front: '{text.replace(chr(39), chr(39) * 2)}', back: it's"
    gap = 'text: "{{c1::it\'s}} so"'
    cards = (
        *(f"{{id: a, kind: basic, type: true, {sides}}}", f"{{id: b, kind: basic, {sides}}}"),
        *(f"{{id: c, kind: cloze, type: true, {gap}}}", f"{{id: d, kind: cloze, {gap}}}"),
    )
    chapter = "title: A\ncards:\n" + "".join(f"  - {card}\n" for card in cards)
    write_deck(tmp_path, {"10-a.yaml": chapter})
    fields = {note.key: note.fields[:2] for note in build_deck(tmp_path).stamped.rendered.notes}
    assert fields == {
        "a": ('It\'s "so" at 5 % <code>x</code>', "it's"),
        "b": ("It’s “so” at 5\u00a0% <code>x</code>", "it’s"),
        "c": ("{{c1::it's}} so", "yes"),
        "d": ("{{c1::it’s}} so", ""),
    }


def test_turning_it_on_changes_that_note_alone_and_keeps_its_reviews(tmp_path: Path, learner: Learner) -> None:
    assert take(tmp_path, learner) == Imported(new=7)
    learner.answer("Id:cow")
    learner.answer("Id:pig")
    before, history = learner.schedule(), learner.history()
    on = CARDS.replace("type: false", "type: true").replace(
        "kind: cloze, text: 'The", "kind: cloze, type: true, text: 'The"
    )
    assert take(tmp_path, learner, on) == Imported(updated=2, duplicate=5)
    assert (learner.schedule(), learner.history()) == (before, history)
    assert "[[type:Back]]" in learner.cards("Id:cow")[0].question()


def test_the_preview_shows_the_box_and_what_anki_compares(tmp_path: Path) -> None:
    studio = Studio([write_deck(tmp_path, {"10-a.yaml": CARDS})])
    studio.refresh()
    (chapter,) = studio.state.decks["demo"].shown.chapters
    shown = {
        (card.key, card.card): re.findall(r"<code id=typeans>(.*?)</code>", card.answer)
        for card in chapter.cards
        if "<input" in card.question
    }
    assert shown == {
        ("dog", "Front to back"): ["der Hund"],
        ("cat", "Front to back"): ["die Katze"],
        ("cat", "Back to front"): ["cat"],
        ("hen", "Meaning to term"): ["hen"],
        ("hen", "Example to term"): ["hen"],
        ("ox", "Cloze 1"): ["ox"],
        ("ox", "Cloze 2"): ["a cow, a bull"],
    }
