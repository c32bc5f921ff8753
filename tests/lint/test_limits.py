"""A card that is exactly at the limit of a rule, and one that is a step past it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.lint.decks import reported

ASK = "Which of the three papers names the owner?"


def findings(root: Path, rule: str, cards: str, settings: str = "") -> list[str]:
    """Return what a rule says of cards, without places and hints."""
    lines = reported(root, cards, settings, {rule}).splitlines()
    return [line.partition(": ")[2] for line in lines if re.match(r"\S+\.yaml:\d+:\d+: ", line)]


def basic(front: str, back: str, more: str = "extra: more") -> str:
    """Return a plain card with one more key."""
    return f'- {{id: a, kind: basic, front: "{front}", back: "{back}", {more}}}\n'


def said(count: int) -> str:
    """Return so many words."""
    return " ".join(["gate"] * count)


def listed(*items: str) -> str:
    """Return a card whose answer is a list."""
    return f"- id: a\n  kind: basic\n  front: {ASK}\n  back: |\n" + "".join(f"    - {item}\n" for item in items)


def cloze(text: str) -> str:
    """Return a sentence with gaps."""
    return f'- {{id: a, kind: cloze, text: "{text}"}}\n'


def gaps(count: int) -> str:
    """Return a sentence with so many numbers."""
    return cloze("The staff has " + ", ".join(f"{{{{c{number}::{number} up}}}}" for number in range(1, count + 1)))


def contrast(bad: str, good: str, why: str = "Name what it cost.") -> str:
    """Return a bad answer with a good one."""
    return f'- {{id: a, kind: contrast, prompt: How was it?, bad: "{bad}", good: "{good}", why: "{why}"}}\n'


def line(say: str, cue: str = "Well?") -> str:
    """Return a script of one line."""
    return f'- {{id: a, kind: script, situation: A call., lines: [{{id: l, cue: "{cue}", say: "{say}"}}]}}\n'


def scenario(points: int, point: str = "Ships it", decide: str = "What do you ship?") -> str:
    """Return a decision that is graded by so many points, of which one is given."""
    rubric = ", ".join([point, *["Names the owner"] * (points - 1)])
    return (
        f'- {{id: a, kind: scenario, situation: A call., decide: "{decide}", answer: I ship it., rubric: [{rubric}]}}\n'
    )


A_LEAK = "Which plan shows owner, date, cost, risk, scope and margin?"
HALF = "Which plan has an owner and a date?"
SAYS = 'error[answer-leak]: the front already says the answer "Plan owner date cost risk'
LONG = "[answer-too-long]: the graded answer has"
LISTS = "[enumeration]: the answer lists"
MANY = "cloze numbers make {} cards of one sentence, each of which shows the others' answers"
STARVED = "error[cloze-starved]:"
LEFT = "does not fix the answer"
LENGTH = "warning[question-length]: the question"
LINE = "warning[script-line-too-long]: the line has"
RUBRIC = "error[rubric-missing]: the scenario has a rubric of"
TWO = "a gate, a plan"
SIBLINGS = "Anki shows one sibling a day, so some are never seen in time"

Limit = tuple[str, tuple[str, str], tuple[str, str]]
"""A rule, a card at its limit and one past it, each with what is said of it, if anything."""
LIMITS: dict[str, Limit] = {
    "words of an answer that is looked at for a leak": (
        "answer-leak",
        (basic(A_LEAK, "Plan owner date cost risk scope"), f'{SAYS} scope"'),
        (basic(A_LEAK, "Plan owner date cost risk scope margin"), ""),
    ),
    "share of an answer on the front": (
        "answer-leak",
        (basic(HALF, "Plan owner date cost risk"), f'{SAYS}"'),
        (basic(HALF, "Plan owner date cost risk scope"), ""),
    ),
    "share of an answer in the hint": (
        "answer-leak",
        (basic(ASK, "Agenda", "hint: Age"), 'error[answer-leak]: the hint "Age" gives away its first half'),
        (basic(ASK, "Agenda", "hint: Ag"), ""),
    ),
    "words of an answer": (
        "answer-too-long",
        (basic(ASK, said(30)), ""),
        (basic(ASK, said(31)), f"warning{LONG} 31 words, more than 30"),
    ),
    "words of an answer, for an error": (
        "answer-too-long",
        (basic(ASK, said(60)), f"warning{LONG} 60 words, more than 30"),
        (basic(ASK, said(61)), f"error{LONG} 61 words, more than 60"),
    ),
    "letters of an answer": (
        "answer-too-long",
        (basic(ASK, "x" * 200), ""),
        (basic(ASK, "x" * 201), f"warning{LONG} 201 characters, more than 200"),
    ),
    "items of a list": (
        "enumeration",
        (listed(*"abc"), ""),
        (listed(*"abcd"), f"warning{LISTS} 4 items, more than 3"),
    ),
    "items of a list, for an error": (
        "enumeration",
        (listed(*"abcdefg"), f"warning{LISTS} 7 items, more than 3"),
        (listed(*"abcdefgh"), f"error{LISTS} 8 items, more than 3"),
    ),
    "words of an item in a sentence": (
        "enumeration",
        (basic(ASK, f"{TWO}, a date, one two three four"), f"warning{LISTS} 4 items, more than 3"),
        (basic(ASK, f"{TWO}, a date, one two three four five"), ""),
    ),
    "words that lead in a list in a sentence": (
        "enumeration",
        (basic(ASK, f"one two three four five six, {TWO}, a date"), f"warning{LISTS} 4 items, more than 3"),
        (basic(ASK, f"one two three four five six seven, {TWO}, a date"), ""),
    ),
    "cloze numbers": (
        "cloze-too-many",
        (gaps(3), ""),
        (gaps(4), f"warning[cloze-too-many]: 4 {MANY.format(4)}"),
    ),
    "cloze numbers, for an error": (
        "cloze-too-many",
        (gaps(6), f"warning[cloze-too-many]: 6 {MANY.format(6)}"),
        (gaps(7), f"error[cloze-too-many]: 7 {MANY.format(7)}"),
    ),
    "share of hidden words": (
        "cloze-starved",
        (cloze("{{c1::one two}} gates close early"), ""),
        (
            cloze("{{c1::one two three}} gates close early today"),
            f"{STARVED} 43 % of the words are hidden, more than 40 %",
        ),
    ),
    "words of content that are left to see": (
        "cloze-starved",
        (cloze("Gates close early {{c1::now}}"), ""),
        (cloze("Gates close {{c1::now}}"), f'{STARVED} what is left to see, "Gates close …", {LEFT}'),
    ),
    "words of content that are left to see in a longer sentence": (
        "cloze-starved",
        (cloze("The gate closes the other {{c1::lab}}"), ""),
        (
            cloze("The gate of all the other {{c1::labs}}"),
            f'{STARVED} what is left to see, "The gate of all the other …", {LEFT}',
        ),
    ),
    "words that make a sentence longer": (
        "cloze-starved",
        (cloze("The gate closes the other {{c1::lab}}"), ""),
        (cloze("The gate closes the {{c1::lab}}"), f'{STARVED} what is left to see, "The gate closes the …", {LEFT}'),
    ),
    "words of a gap": (
        "cloze-bad-target",
        (cloze(f"The plan names {{{{c1::{said(6)}}}}}"), ""),
        (
            cloze(f"The plan names {{{{c1::{said(7)}}}}}"),
            "warning[cloze-bad-target]: the gap hides 7 words, more than 6",
        ),
    ),
    "words of a reason": (
        "contrast-no-why",
        (contrast("We talked.", "I cut two.", "Name what it cost."), ""),
        (
            contrast("We talked.", "I cut two.", "Name its cost."),
            'error[contrast-no-why]: the reason "Name its cost." is too short to be a principle',
        ),
    ),
    "words of a bad answer that is said again": (
        "bad-shown-last",
        (
            contrast("We all talked", "I cut two.", "They will say: We all talked"),
            'error[bad-shown-last]: "why" repeats the bad answer on the back, where nothing marks it as bad',
        ),
        (contrast("We talked", "I cut two.", "They will say: We talked"), ""),
    ),
    "how much longer the good answer is": (
        "contrast-cue",
        (contrast(said(3), said(6)), ""),
        (
            contrast(said(3), said(7)),
            "warning[contrast-cue]: the good answer has 7 words and the bad one 3, so its length gives it away",
        ),
    ),
    "months of a dated fact": (
        "stale",
        (basic(ASK, "7 of 9", "as_of: 2024-11"), ""),
        (
            basic(ASK, "7 of 9", "as_of: 2024-10"),
            "warning[stale]: what was true in 2024-10 is more than 18 months old",
        ),
    ),
    "months of a fact that is dated by its year": (
        "stale",
        (basic(ASK, "7 of 9", "as_of: 2024"), ""),
        (basic(ASK, "7 of 9", "as_of: 2023"), "warning[stale]: what was true in 2023 is more than 18 months old"),
    ),
    "cards of a note": (
        "sibling-flood",
        (gaps(3), ""),
        (gaps(4), f"warning[sibling-flood]: the note has 4 cards; {SIBLINGS}"),
    ),
    "letters of a question": (
        "question-length",
        (basic("x" * 140, "A"), ""),
        (basic("x" * 141, "A"), f"{LENGTH} has 141 characters, more than 140: five lines on a phone"),
    ),
    "letters of a cue": (
        "question-length",
        (line("Yes.", "x" * 200), ""),
        (line("Yes.", "x" * 201), f"{LENGTH} has 201 characters, more than 200: eight lines on a phone"),
    ),
    "letters of a decision": (
        "question-length",
        (scenario(2, decide="x" * 312), ""),
        (scenario(2, decide="x" * 313), f"{LENGTH} has 321 characters, more than 320: twelve lines on a phone"),
    ),
    "letters of a term": (
        "question-length",
        (f"- {{id: a, kind: definition, term: {'x' * 200}, meaning: A gate}}\n", ""),
        (
            f"- {{id: a, kind: definition, term: {'x' * 201}, meaning: A gate}}\n",
            f"{LENGTH} has 201 characters, more than 200: eight lines on a phone",
        ),
    ),
    "words of a question": (
        "question-length",
        (basic("Who signs it?", "A"), ""),
        (basic("Who signs?", "A"), f'{LENGTH} "Who signs?" has fewer than 3 words, so it does not say what is asked'),
    ),
    "words of a line": (
        "script-line-too-long",
        (line(said(20)), ""),
        (line(said(21)), f"{LINE} 21 words, more than 20: 8 seconds of speech"),
    ),
    "words of a breath": (
        "script-line-too-long",
        (line(f"{said(20)} / {said(20)}"), ""),
        (line(f"{said(20)} / {said(21)}"), f"{LINE} 21 words, more than 20: 8 seconds of speech"),
    ),
    "sentences of a line": (
        "script-line-too-long",
        (line("So it is. We go on."), ""),
        (line("So it is. We go on. Now."), f"{LINE} 3 sentences, more than 2"),
    ),
    "the fewest points of a rubric": (
        "rubric-missing",
        (scenario(2), ""),
        (scenario(1), f"{RUBRIC} 1 point, expected 2 to 5 points"),
    ),
    "the most points of a rubric": (
        "rubric-missing",
        (scenario(5), ""),
        (scenario(6), f"{RUBRIC} 6 points, expected 2 to 5 points"),
    ),
    "words of a point": (
        "rubric-missing",
        (scenario(2, said(12)), ""),
        (scenario(2, said(13)), "error[rubric-missing]: a point of the rubric has 13 words, more than 12"),
    ),
    "words of a figure that needs a source": (
        "source-missing",
        (basic(ASK, "The 2 of the five plans"), "error[source-missing]: a number has no source"),
        (basic(ASK, "The 2 of the other five plans"), "warning[source-missing]: the card has no source"),
    ),
    "letters of a quotation that needs a source": (
        "source-missing",
        (basic(ASK, f"She said “{'x' * 25}”"), "error[source-missing]: a quotation has no source"),
        (basic(ASK, f"She said “{'x' * 24}”"), "warning[source-missing]: the card has no source"),
    ),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_a_rule_keeps_to_its_limit(limit: str, tmp_path: Path) -> None:
    rule, *cards = LIMITS[limit]
    settings = "# no source" if rule == "source-missing" else ""
    assert [findings(tmp_path, rule, text, settings) for text, _ in cards] == [
        [said] if said else [] for _, said in cards
    ]
