"""What an author does by which learners see a question or an answer no more."""

from __future__ import annotations

from tests.verify.cases import FACTS, PLAIN, Case
from tests.verify.faults_of_notes import GAPS
from tests.verify.packages import Build, Kind, Template

QUESTION, ANSWER = FACTS[3]
BOXED = Kind(templates=(Template(back='{{FrontSide}}<hr id=answer><div class="ans">{{Back}}</div>'),))
HIDING = Kind(templates=BOXED.templates, css=".ans { display: none }")


def written(question: str, answer: str) -> Build:
    """Return the next build, in which the fourth note is written otherwise."""
    return PLAIN.edited("g4", fields=(question, answer))


SIGHT_FAULTS = [
    Case(
        does="hides all answers by the style",
        old=Build(notes=PLAIN.notes, kind=BOXED),
        new=PLAIN.later(kind=HIDING),
        losses={"no-answer": 8},
    ),
    Case(
        does="hides an answer",
        old=PLAIN,
        new=written(QUESTION, f"<span hidden>{ANSWER}</span>"),
        losses={"no-answer": 1},
    ),
    Case(
        does="leaves a comment open in a question",
        old=PLAIN,
        new=written(f"{QUESTION} <!-- look it up", ANSWER),
        losses={"no-answer": 1},
    ),
    Case(
        does="writes the name of a tag in a question",
        old=PLAIN,
        new=written(f"{QUESTION} (not the <title>)", ANSWER),
        losses={"no-answer": 1},
    ),
    Case(
        does="begins an answer with a sign that is less than meant",
        old=PLAIN,
        new=written(QUESTION, "<two weeks"),
        losses={"no-answer": 1},
    ),
    Case(
        does="leaves nothing in a gap",
        old=GAPS,
        new=GAPS.edited("g1", fields=("{{c1::Paris}} is the capital of {{c2::}}", "Europe")),
        losses={"blank": 1},
    ),
    Case(
        does="leaves blanks for a question",
        old=PLAIN,
        new=written("&nbsp;<br>", ANSWER),
        losses={"blank": 1},
    ),
    Case(
        does="hides a question",
        old=PLAIN,
        new=written(f'<span style="display:none">{QUESTION}</span>', ANSWER),
        losses={"blank": 1},
    ),
]
