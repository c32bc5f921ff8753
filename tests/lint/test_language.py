"""Rules that read English keep quiet on cards and in decks of other languages, and never in English ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.lint.language import is_english
from builder.lint.read_cards import read_cards
from builder.lint.rule import ALL
from builder.lint.rules import RULES
from tests.lint.decks import reported
from tests.lint.measure import CORPUS
from tests.support import render_folder


def heads(root: Path, cards: str, settings: str = "", rules: frozenset[str] = frozenset(RULES)) -> list[str]:
    """Return what `check -v` says, without places and hints."""
    lines = reported(root, cards, settings, rules).splitlines()
    return [line.partition(": ")[2] for line in lines if line.startswith(("10-a.yaml:", "deck.yaml:"))]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Which organ clears lithium?", True),
        ("What does der Hund mean?", True),
        ("Who chairs the OS of the ER at MIT?", True),
        ("Explain coup de grâce.", None),
        ("RACI?", None),
        ("Hund", None),
        ("Was ist die Hauptstadt von Ungarn?", False),
        ("Was ist PCB?", False),
        ("Welche Farbe hat Neon", False),
        ("Quelle est la capitale de la Hongrie ?", False),
        ("¿Cuál es la capital de Hungría?", False),
        ("Wat is de hoofdstad van Hongarije?", False),
        ("Hvad er hovedstaden i Ungarn?", False),
        ("Какой это чай?", False),
        ("とてもいい教科書ですね", False),
        ("Using 「ほど」 to say how far something goes", True),
        ("", None),
    ],
)
def test_a_text_is_in_the_language_of_its_function_words(text: str, *, verdict: bool | None) -> None:
    assert is_english(text) is verdict


@given(st.text(max_size=60))
def test_any_text_has_a_verdict_and_capitals_of_no_letters_change_none(text: str) -> None:
    assert is_english(text) is is_english(f" {text}\n")


def test_no_card_that_was_written_in_english_is_taken_for_another_language() -> None:
    """The decks of the corpus about languages have words and sentences of them; all other cards are English."""
    silenced = []
    for folder in sorted([*(CORPUS / "good").iterdir(), *(CORPUS / "bad").iterdir()]):
        rendered = render_folder(folder)
        if folder.name not in ("german", "japanese", "spanish"):
            cards = read_cards(rendered.deck, rendered.notes)
            silenced += [card.gap.visible if card.gap else card.question for card in cards if not card.is_english]
    assert silenced == [
        "el murciélago",
        "¿En qué puedo ayudarle?",
        "¿Hay algún problema con la habitación?",
        "più mosso",
        "con sordino",
    ]


def test_an_english_question_about_a_quoted_sentence_is_english(tmp_path: Path) -> None:
    card = (
        "- {id: a, kind: basic, front: 'Can you say „Das Geschenk ist für den Vater und die Mutter“?', back: One can}\n"
    )
    assert heads(tmp_path, card) == [
        'error[yes-no]: the question starts with "Can", so the answer is yes or no and half of all guesses are right'
    ]


GERMAN = """\
- {id: a, kind: basic, front: "Was ist die Hauptstadt von Ungarn?", back: Budapest}
- {id: b, kind: basic, front: "War das der Anfang des Krieges?", back: "Nein"}
- {id: c, kind: basic, front: "Will er die NATO oder die EFTA?", back: "Die EFTA"}
- {id: d, kind: basic, front: "Was kostet das im NPV?", back: "3"}
- {id: e, kind: cloze, text: "Das Haus steht {{c1::in}} der Stadt am Fluss."}
"""


@pytest.mark.parametrize("settings", ["language: de", "language: de-AT", "language: en", ""])
def test_german_cards_are_not_read_as_english(settings: str, tmp_path: Path) -> None:
    assert heads(tmp_path, GERMAN, settings) == []


def test_a_deck_that_says_its_language_is_believed(tmp_path: Path) -> None:
    card = "- {id: a, kind: basic, front: Does a gate hold back the next phase?, back: It does}\n"
    said = (
        'error[yes-no]: the question starts with "Does", so the answer is yes or no and half of all guesses are right'
    )
    assert heads(tmp_path / "en", card, "language: en-GB") == [said]
    assert heads(tmp_path / "none", card) == [said]
    assert heads(tmp_path / "de", card, "language: de") == []


WORDS = """\
- {id: a, kind: basic, front: Apotheke?, back: Pharmacy}
- {id: b, kind: basic, front: der Hund, back: the dog}
- {id: c, kind: basic, front: die Katze und das Haus, back: the cat and the house}
"""


def test_a_deck_without_a_language_is_what_most_of_its_cards_are(tmp_path: Path) -> None:
    """`Apotheke?` shows no language itself: alone it is an English stub, among German words a word."""
    stub = 'warning[question-length]: the question "Apotheke?" has fewer than 3 words, so it does not say what is asked'
    assert heads(tmp_path / "alone", WORDS.splitlines(keepends=True)[0]) == [stub]
    assert heads(tmp_path / "among", WORDS) == []
    assert heads(tmp_path / "said", WORDS, "language: en") == [stub]


def test_english_cards_of_a_bilingual_deck_are_judged(tmp_path: Path) -> None:
    cards = f"{WORDS}- {{id: d, kind: basic, front: Is the dog a pet of the house?, back: It is}}\n"
    assert heads(tmp_path, cards) == [
        'error[yes-no]: the question starts with "Is", so the answer is yes or no and half of all guesses are right'
    ]


def test_what_is_the_same_in_all_languages_is_judged_in_all(tmp_path: Path) -> None:
    cards = """\
    - {id: a, kind: basic, front: "Was ist die Aufgabe der Milz?", back: TODO}
    - {id: b, kind: basic, front: "Welches Organ ist das größte von allen?", back: Die Leber, hint: leber}
    - {id: c, kind: cloze, text: "Der Energieerhaltungssatz ist ein {{c1::Energieerhaltungssatz}} der Physik."}
    """
    assert heads(tmp_path, cards, "language: de") == [
        'error[placeholder-left]: "TODO" is still to be filled in',
        'error[answer-leak]: the hint "leber" gives away the answer',
        'error[cloze-leak]: the rest of the card still shows "Energieerhaltungssatz"',
    ]


def test_the_rules_say_what_of_them_is_for_english_alone() -> None:
    assert [rule.id for rule in RULES.values() if rule.english == ALL] == [
        "yes-no",
        "two-questions",
        "vague-question",
        "negative-stem",
        "open-list",
        "dangling-reference",
        "acronym-undefined",
        "number-without-unit",
        "number-without-date",
    ]
    assert [rule.id for rule in RULES.values() if rule.english not in ("", ALL)] == [
        "question-length",
        "answer-leak",
        "placeholder-left",
        "cloze-bad-target",
        "contrast-cue",
    ]
