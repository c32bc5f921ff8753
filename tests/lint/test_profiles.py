"""What a deck says of itself once, for many rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.lint.profiles import DOCS, PROFILES
from builder.lint.rules import RULES
from tests.lint.decks import reported
from tests.lint.test_language import heads

LIST = """\
- {id: a, kind: basic, front: May I?, back: "Yes"}
- {id: b, kind: basic, front: How are you?, back: Wie geht es dir?}
- {id: c, kind: basic, front: "Coffee? Tea?", back: Kaffee oder Tee}
- {id: d, kind: basic, front: Where is it?, back: Wo ist es}
- {id: e, kind: basic, front: to run to the station, back: "rennen, eilen, laufen, flitzen"}
- {id: f, kind: basic, front: to run to the stations, back: "rennen, eilen, laufen, flitzen"}
- {id: g, kind: basic, front: the NHS of the British, back: der NHS der Briten}
- {id: h, kind: cloze, text: "She waits {{c1::for}} it."}
- {id: i, kind: basic, front: What is the price of it now?, back: "3"}
"""


def test_a_word_list_is_left_alone_by_the_profile_vocabulary(tmp_path: Path) -> None:
    rules = {head.partition("]")[0].partition("[")[2] for head in heads(tmp_path / "plain", LIST)}
    assert rules == {
        "yes-no",
        "two-questions",
        "question-length",
        "dangling-reference",
        "acronym-undefined",
        "enumeration",
        "number-without-unit",
        "near-duplicate-question",
        "cloze-starved",
        "cloze-bad-target",
    }
    assert heads(tmp_path / "list", LIST, "lint: {profile: vocabulary}") == [
        'info[cloze-starved]: what is left to see, "She waits … it.", does not fix the answer'
    ]


def test_the_hint_of_a_word_is_read(tmp_path: Path) -> None:
    card = "- {id: a, kind: basic, front: the dog, back: der Hund, hint: Hund}\n"
    assert heads(tmp_path, card, "lint: {profile: vocabulary}") == [
        'error[answer-leak]: the hint "Hund" gives away the answer'
    ]


def test_the_same_front_twice_is_reported_in_a_word_list_too(tmp_path: Path) -> None:
    cards = """\
    - {id: a, kind: basic, front: bank, back: die Bank}
    - {id: b, kind: basic, front: bank, back: das Ufer}
    """
    text = reported(tmp_path, cards, "lint: {profile: vocabulary}")
    assert text.splitlines()[0] == (
        '10-a.yaml:5:33: warning[near-duplicate-question]: the question is 100 % like that of "a" (10-a.yaml:4:33)'
    )


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("{yes-no: warning}", ["warning[yes-no]"]),
        ("{answer-too-long: {words: 1}}", ["warning[answer-too-long]"]),
        ("{question-length: {chars: 5}}", ["warning[question-length]"]),
        ("{question-length: {words: 9}}", ["warning[question-length]"]),
        ("{yes-no: off}", []),
    ],
)
def test_what_a_deck_sets_for_a_rule_goes_before_its_profile(setting: str, expected: list[str], tmp_path: Path) -> None:
    card = "- {id: a, kind: basic, front: May she?, back: Ja doch}\n"
    found = heads(tmp_path, card, f"lint: {{profile: vocabulary, rules: {setting}}}")
    assert [head.partition(":")[0] for head in found] == expected


@pytest.mark.parametrize(
    ("stated", "message", "hint"),
    [
        ("vocabulry", 'there is no profile "vocabulry"', 'did you mean "vocabulary"?'),
        ("medicine", 'there is no profile "medicine"', "the profiles are: imported, vocabulary"),
        ("[vocabulary]", 'there is no profile "a list"', "the profiles are: imported, vocabulary"),
    ],
)
def test_a_profile_that_there_is_not_is_a_problem(stated: str, message: str, hint: str, tmp_path: Path) -> None:
    card = "- {id: a, kind: basic, front: the dog, back: der Hund}\n"
    lines = reported(tmp_path, card, f"lint: {{profile: {stated}}}").splitlines()
    assert lines[0] == f"deck.yaml:4:17: error[unknown-profile]: {message}"
    assert lines[3:] == [f"  hint: {hint}"]


def test_profiles_name_rules_and_thresholds_that_there_are() -> None:
    assert set(DOCS) == set(PROFILES)
    for tuned in PROFILES.values():
        assert set(tuned) <= set(RULES)
        for rule, setting in tuned.items():
            assert set(setting.values) <= {threshold.name for threshold in RULES[rule].thresholds}
