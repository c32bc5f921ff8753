"""What rules count over several cards, and what a deck sets for them, at the limit and a step past it."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.lint.rule import shorten
from tests.lint.test_limits import findings, gaps

SAME = "Which gas do plants take in by day?"
NEAR = "Which gas do the plants take in by day?"
"""Alike by 0.96 with `SAME`: the same words of content, and most runs of three letters."""


def contrasts(longer: int, shorter: int) -> str:
    """Return contrasts, of which some have the longer answer as the good one."""
    answers = [("We talked it over.", "I cut two of the features.")] * longer + [
        ("We talked it over.", "I cut it off.")
    ] * shorter
    return "".join(
        f"- {{id: c{n}, kind: contrast, prompt: How was it?, bad: {bad}, good: {good}, why: It had a price.}}\n"
        for n, (bad, good) in enumerate(answers)
    )


def choices(first: int, second: int) -> str:
    """Return choices, of which some have the first option as the answer and the others the second."""
    answers = ["one"] * first + ["two"] * second
    return "".join(
        f"- {{id: c{n}, kind: choice, question: Which is it?, options: [one, two], answer: {answer}}}\n"
        for n, answer in enumerate(answers)
    )


def pair(first: str, second: str, answers: tuple[str, str] = ("Carbon dioxide", "Carbon dioxide")) -> str:
    """Return two cards."""
    cards = zip("ab", (first, second), answers, strict=True)
    return "".join(f"- {{id: {name}, kind: basic, front: '{front}', back: '{back}'}}\n" for name, front, back in cards)


@pytest.mark.parametrize(
    ("cards", "found"),
    [
        (contrasts(7, 0), []),
        (contrasts(8, 0), ["the good answer is the longer one in 8 of 8 contrasts, which a learner will notice"]),
        (contrasts(7, 1), ["the good answer is the longer one in 7 of 8 contrasts, which a learner will notice"]),
        (contrasts(6, 2), []),
        (choices(7, 0), []),
        (choices(8, 0), ["the answer is option A in 8 of 8 choices, which a learner will notice"]),
        (choices(7, 1), ["the answer is option A in 7 of 8 choices, which a learner will notice"]),
        (choices(6, 2), []),
        (choices(1, 7), ["the answer is option B in 7 of 8 choices, which a learner will notice"]),
    ],
)
def test_a_set_is_judged_from_eight_on_and_where_chance_is_no_excuse(
    cards: str, found: list[str], tmp_path: Path
) -> None:
    assert findings(tmp_path, "contrast-cue", cards) == [f"warning[contrast-cue]: {message}" for message in found]


@pytest.mark.parametrize(
    ("settings", "cards", "severity"),
    [
        ("{info: 1, warning: 2}", pair(SAME, SAME), "info"),
        ("{info: 1, warning: 2}", pair(SAME, NEAR), ""),
        ("{warning: 1, error: 2}", pair(SAME, SAME), "warning"),
        ("{warning: 1, error: 2}", pair(SAME, NEAR), "info"),
        ("{error: 1, answers: 1}", pair(SAME, SAME), "error"),
        ("{error: 1, answers: 1}", pair(SAME, NEAR), "warning"),
        ("{error: 1, answers: 1}", pair(SAME, SAME, ("Carbon dioxide", "The carbon dioxide")), "warning"),
    ],
)
def test_a_likeness_counts_from_its_limit_on(settings: str, cards: str, severity: str, tmp_path: Path) -> None:
    lint = f"lint: {{rules: {{near-duplicate-question: {settings}}}}}"
    found = findings(tmp_path, "near-duplicate-question", cards, lint)
    assert [message.partition("[")[0] for message in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("answers", "severity"),
    [
        (("It takes 40 days in all", "It takes 40 days in all"), "error"),
        (("It takes 40 days in all", "It takes 50 days in all"), "warning"),
        (("It takes forty days in all", "It takes fifty days in all"), "error"),
    ],
)
def test_answers_that_differ_in_a_number_are_not_the_same(
    answers: tuple[str, str], severity: str, tmp_path: Path
) -> None:
    settings = "lint: {rules: {near-duplicate-question: {answers: 0.5}}}"
    found = findings(tmp_path, "near-duplicate-question", pair(SAME, NEAR, answers), settings)
    assert [message.partition("[")[0] for message in found] == [severity]


@pytest.mark.parametrize(
    ("settings", "cards", "is_found"),
    [
        ("{answers: 1, duplicate: 2}", pair(SAME, SAME), True),
        ("{answers: 1, duplicate: 2}", pair(SAME, SAME, ("Carbon dioxide", "The carbon dioxide")), False),
        ("{questions: 1, duplicate: 2}", pair(SAME, SAME), True),
        ("{questions: 1, duplicate: 2}", pair(SAME, NEAR), False),
        ("{duplicate: 1}", pair(SAME, NEAR), True),
        ("{duplicate: 1}", pair(SAME, SAME), False),
    ],
)
def test_the_same_answer_counts_between_its_limits(settings: str, cards: str, is_found: bool, tmp_path: Path) -> None:
    lint = f"lint: {{rules: {{same-answer: {settings}}}}}"
    message = (
        'warning[same-answer]: the answer "Carbon dioxide" is that of "a" (10-a.yaml:4:33), to much the same question'
    )
    assert findings(tmp_path, "same-answer", cards, lint) == ([message] if is_found else [])


@pytest.mark.parametrize(("days", "count", "most"), [(40, 4, 0), (39, 4, 3), (40, 5, 4), (30, 3, 0), (10, 3, 0)])
def test_every_ten_days_until_the_exam_allow_a_card(days: int, count: int, most: int, tmp_path: Path) -> None:
    settings = f"lint: {{rules: {{sibling-flood: {{days: {days}}}}}}}"
    said = f"the note has {count} cards; Anki shows one sibling a day, so some are never seen in time"
    found = [f"warning[sibling-flood]: {said}"] if most else []
    assert findings(tmp_path, "sibling-flood", gaps(count), settings) == found


def test_a_reason_of_ten_letters_is_one(tmp_path: Path) -> None:
    card = "- {{id: a, kind: basic, front: Is it so?, back: It is, lint: {{allow: {{yes-no: {}}}}}}}\n"
    assert findings(tmp_path, "yes-no", card.format("ten of the")) == []
    assert findings(tmp_path, "yes-no", card.format("nine of a")) == [
        'error[allow-reason]: the allow of "yes-no" has no reason of 10 characters or more'
    ]


@pytest.mark.parametrize(
    ("as_of", "found"),
    [
        ("n/a", []),
        ("N/A", []),
        ("' n/a '", []),
        ("never", ['"never" is no date']),
        ("2024-13", ['"2024-13" is no date']),
    ],
)
def test_what_has_no_date_is_never_stale(as_of: str, found: list[str], tmp_path: Path) -> None:
    card = f"- {{id: a, kind: basic, front: How many gates has it?, back: 7 of 9, as_of: {as_of}}}\n"
    assert findings(tmp_path, "stale", card) == [f"warning[stale]: {message}" for message in found]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [("x" * 60, "x" * 60), ("x" * 61, "x" * 59 + "…"), ("x" * 58 + " xx", "x" * 58 + "…"), ("", "")],
)
def test_a_quoted_text_has_sixty_letters_at_most(text: str, quoted: str) -> None:
    assert shorten(text) == quoted
