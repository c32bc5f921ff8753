"""What an author does by which learners see a question or an answer no more."""

from __future__ import annotations

from dataclasses import replace

from tests.verify.cases import FACTS, PLAIN, Case
from tests.verify.faults_of_notes import GAPS
from tests.verify.packages import CLOZE, Build, Kind, Template, rows

QUESTION, ANSWER = FACTS[3]
BOXED = Kind(templates=(Template(back='{{FrontSide}}<hr id=answer><div class="ans">{{Back}}</div>'),))
SOURCED = Kind(
    fields=("Front", "Back", "Source"),
    templates=(Template(back='{{FrontSide}}<div class="ans">{{Back}}</div><footer>{{Source}}</footer>'),),
)
SUM = "It holds for 0 &lt; x and for y as well"
CODE = "A List&lt;String&gt; of all names"
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
    Case(
        does="gives all answers the colour of their ground",
        old=Build(notes=PLAIN.notes, kind=BOXED),
        new=PLAIN.later(kind=Kind(templates=BOXED.templates, css=".card { background: #fff } .ans { color: white }")),
        losses={"no-answer": 8},
    ),
    Case(
        does="writes an answer in white",
        old=PLAIN,
        new=written(QUESTION, f'<font color="white">{ANSWER}</font>'),
        losses={"no-answer": 1},
    ),
    Case(
        does="hides all answers, and not what stands below them",
        old=Build(notes=rows([(*fact, "A guide to all of it") for fact in FACTS]), kind=SOURCED),
        new=Build(
            notes=rows([(*fact, "A guide to all of it") for fact in FACTS]),
            kind=Kind(fields=SOURCED.fields, templates=SOURCED.templates, css=".ans { opacity: 0 }"),
        ).later(),
        losses={"hidden": 8},
    ),
    Case(
        does="gives gaps the colour of their ground",
        old=GAPS,
        new=GAPS.later(kind=replace(CLOZE, css=".cloze { color: white; }")),
        losses={"no-answer": 4, "hidden": 2},
    ),
    Case(
        does="writes a sign that is less than meant within an answer",
        old=written(QUESTION, SUM),
        new=written(QUESTION, SUM.replace("&lt; ", "<")).later(),
        losses={"cut": 1},
    ),
    Case(
        does="writes such a sign before a letter that is a tag",
        old=written(QUESTION, SUM.replace("x", "p")),
        new=written(QUESTION, SUM.replace("&lt; x", "<p")).later(),
        losses={"cut": 1},
    ),
    Case(
        does="writes code with its own signs",
        old=written(QUESTION, CODE),
        new=written(QUESTION, CODE.replace("&lt;", "<").replace("&gt;", ">")).later(),
        losses={"cut": 1},
    ),
    Case(
        does="names a tag in an answer",
        old=written(QUESTION, "The &lt;script&gt; of a page runs first"),
        new=written(QUESTION, "The <script> of a page runs first").later(),
        losses={"cut": 1},
    ),
]
