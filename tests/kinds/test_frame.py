"""The frame around all cards: its words in the deck's language, its direction, its link."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from builder import kinds
from builder.kinds.frame import direction, frame_words
from tests.learner import Learner
from tests.support import build_deck, check_text, write_deck

WORDS = Path(kinds.__file__).parent / "frame" / "words"
LANGUAGES = ["ar", "de", "es", "fr", "ja", "pt", "zh"]


def test_the_frame_speaks_these_languages() -> None:
    assert sorted(path.stem for path in WORDS.glob("*.json")) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word_and_no_other(language: str) -> None:
    words = json.loads((WORDS / f"{language}.json").read_text("utf-8"))
    assert set(words) == frame_words()
    for english, word in words.items():
        assert sorted(re.findall(r"\{\{\w+\}\}", word)) == sorted(re.findall(r"\{\{\w+\}\}", english)), english
        assert word.strip() == word != ""
        assert not re.search(r"[\[\]<>&]", word)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_stand_for_different_things_differ(language: str) -> None:
    words = json.loads((WORDS / f"{language}.json").read_text("utf-8"))
    for word, opposite in [("Keep", "Fix"), ("Good answer", "Bad answer"), ("They say", "You say"), ("Not", "Example")]:
        assert words[word] != words[opposite]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("he", "rtl"),
        ("fa-IR", "rtl"),
        ("az-Arab", "rtl"),
        ("ur-Latn", "ltr"),
        ("ja", "ltr"),
    ],
)
def test_a_language_has_a_direction(language: str, expected: str) -> None:
    assert direction(language) == expected


SCRIPT = """\
title: A
cards:
  - id: pay
    kind: script
    situation: They call.
    lines: [{id: one, cue: So?, say: I would wait., intent: Wait, keep: [would wait]}]
"""


def test_a_card_speaks_the_deck_s_language_and_runs_its_way(tmp_path: Path, learner: Learner) -> None:
    write_deck(tmp_path, {"deck.yaml": "name: D\nuid: d\nlanguage: ar\n", "10-a.yaml": SCRIPT})
    learner.take(build_deck(tmp_path).path)
    question = learner.cards('"card:Cue to line"')[0].question()
    assert '<div class="dw dw-q dw-script" lang="ar" dir="rtl">' in question
    assert "قل جملتك" in question
    assert '<summary class="tappable">الحروف الأولى</summary>' in question
    assert "[[" not in question


def test_a_language_without_words_shows_english(tmp_path: Path, learner: Learner) -> None:
    write_deck(tmp_path, {"deck.yaml": "name: D\nuid: d\nlanguage: is\n", "10-a.yaml": SCRIPT})
    learner.take(build_deck(tmp_path).path)
    assert "Say your line" in learner.cards('"card:Cue to line"')[0].question()


def test_script_lines_are_spoken_where_the_deck_asks_for_it(tmp_path: Path, learner: Learner) -> None:
    from anki.sound import TTSTag

    deck = "name: D\nuid: d\nspeech: en_US\n"
    write_deck(tmp_path, {"deck.yaml": deck, "10-a.yaml": SCRIPT})
    learner.take(build_deck(tmp_path).path)
    for name in ("Cue to line", "Aim to line"):
        card = learner.cards(f'"card:{name}"')[0]
        assert card.question_av_tags() == []
        assert card.answer_av_tags() == [
            TTSTag(field_text="I would wait.", lang="en_US", voices=[], speed=1.0, other_args=[])
        ]


def test_without_speech_nothing_is_spoken(tmp_path: Path, learner: Learner) -> None:
    write_deck(tmp_path, {"10-a.yaml": SCRIPT})
    learner.take(build_deck(tmp_path).path)
    assert [card.answer_av_tags() for card in learner.cards()] == [[], [], []]


@pytest.mark.parametrize(
    ("feedback", "href"),
    [
        ("https://example.org/fix?card={id}", "https://example.org/fix?card=pay/one"),
        ("https://example.org/{{id}}/edit?a=1&b=2", "https://example.org/pay/one/edit?a=1&amp;b=2"),
        ("https://example.org/{x}?c={id}", "https://example.org/%7Bx%7D?c=pay/one"),
        ("mailto:deck@example.org?subject={id}", "mailto:deck@example.org?subject=pay/one"),
    ],
)
def test_the_link_for_corrections_carries_the_card_s_id(
    tmp_path: Path, learner: Learner, feedback: str, href: str
) -> None:
    write_deck(tmp_path, {"deck.yaml": f'name: D\nuid: d\nfeedback: "{feedback}"\n', "10-a.yaml": SCRIPT})
    learner.take(build_deck(tmp_path).path)
    card = learner.cards('"card:Cue to line"')[0]
    assert "<a " not in card.question()
    assert f'<a class="dw-mend tappable" href="{href}">Suggest a fix</a>' in card.answer()


def test_without_feedback_there_is_no_link(tmp_path: Path, learner: Learner) -> None:
    write_deck(tmp_path, {"10-a.yaml": SCRIPT})
    learner.take(build_deck(tmp_path).path)
    assert "<a " not in learner.cards()[0].answer()


def test_the_id_of_a_line_holds_nothing_that_a_link_would_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_deck(Path(), {"10-a.yaml": SCRIPT.replace("id: one", "id: a&b c")})
    assert check_text(Path()).split("\n")[0] == (
        'cards/demo/10-a.yaml:6:18: error[bad-id]: the id "a&b c" has other signs than letters, digits, . _ and -'
    )
