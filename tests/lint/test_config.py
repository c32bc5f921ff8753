"""What deck.yaml sets for the rules, and what is said of mistakes in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint.decks import reported

LONG = "- {id: a, kind: basic, front: What does a gate hold back?, back: one two three four five six seven}\n"
TOO_LONG = """\
10-a.yaml:4:68: warning[answer-too-long]: the graded answer has 7 words, more than 5
  4 |   - {id: a, kind: basic, front: What does a gate hold back?, back: one two three four five six seven}
    |                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: keep what must be said to pass, and move the rest to extra:, which is shown and not graded
"""


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("{words: 5}", TOO_LONG),
        ("{words: 7}", ""),
        ("{words: 5, severity: error}", TOO_LONG.replace("warning", "error")),
        ("{words: 5, kinds: {basic: {words: 9}}}", ""),
        ("{kinds: {basic: {words: 5}, cloze: off}}", TOO_LONG),
        ("{words: 5, kinds: {basic: off}}", ""),
        ("{words: 5, kinds: {basic: info}}", TOO_LONG.replace("warning", "info")),
        ("off", ""),
    ],
)
def test_a_deck_sets_thresholds_and_levels(setting: str, expected: str, tmp_path: Path) -> None:
    text = reported(tmp_path, LONG, f"lint: {{rules: {{answer-too-long: {setting}}}}}", {"answer-too-long"})
    assert text == expected


@pytest.mark.parametrize(
    ("settings", "position", "problem", "hint"),
    [
        ("{rule: {}}", "4:8", '[unknown-key]: "lint" has no key "rule"', 'did you mean "rules"?'),
        ("{rules: {yes-noo: off}}", "4:16", '[unknown-rule]: there is no rule "yes-noo"', 'did you mean "yes-no"?'),
        (
            "{rules: {yes-no: maybe}}",
            "4:24",
            '[wrong-type]: the rule "yes-no" cannot be set to "maybe"',
            "write off, error, warning or info",
        ),
        (
            "{rules: {enumeration: {item: 4}}}",
            "4:30",
            '[unknown-key]: the rule "enumeration" has no key "item"',
            'did you mean "items"?',
        ),
        (
            "{rules: {enumeration: {items: few}}}",
            "4:37",
            '[wrong-type]: "items" is "few", expected a number',
            "write one like 35",
        ),
        (
            "{rules: {enumeration: {items: nan}}}",
            "4:37",
            '[wrong-type]: "items" is "nan", expected a number',
            "write one like 35",
        ),
        (
            "{rules: {enumeration: {kinds: {basics: off}}}}",
            "4:38",
            '[unknown-kind]: there is no kind "basics"',
            'did you mean "basic"?',
        ),
        ("[yes-no]", "4:7", '[wrong-type]: "lint" is a list, expected a mapping', "write rules: …"),
        (
            "{rules: {yes-no: off, yes-no: error}}",
            "4:29",
            '[duplicate-key]: "yes-no" is set twice',
            "keep one of the two",
        ),
    ],
)
def test_a_mistake_in_the_settings_is_a_problem_at_its_place(
    settings: str, position: str, problem: str, hint: str, tmp_path: Path
) -> None:
    lines = reported(tmp_path, LONG, f"lint: {settings}", {"yes-no"}).splitlines()
    assert lines[0] == f"deck.yaml:{position}: error{problem}"
    assert lines[3:] == [f"  hint: {hint}"]


def test_a_rule_without_findings_can_be_set_before_they_come(tmp_path: Path) -> None:
    assert reported(tmp_path, LONG, "lint: {rules: {near-duplicate-question: {info: 0.7}, stale: off}}") == ""
