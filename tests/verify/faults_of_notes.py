"""What an author does to notes by which learners lose something."""

from __future__ import annotations

from dataclasses import replace

from tests.verify.cases import FACTS, PLAIN, Case
from tests.verify.packages import BOTH_WAYS, CLOZE, DAY, FIRST_BUILD, Build, Kind, Row, Template, rows

HASHED = Build(notes=tuple(Row(fields=fact) for fact in FACTS))
REWORDED = [
    ("What does a gate review decide?", "Whether the project may begin its next stage"),
    ("Who owns the business case?", "The sponsor, who has to show that the money is well spent"),
    ("When is a risk closed?", "When it can no longer happen, or once it has happened"),
    ("What is the critical path?", "The longest chain of tasks from the start to the finish"),
    ("Why do you keep a decision log?", "So that nobody has to settle the same question twice"),
    ("What does the float tell you?", "How long a task can slip before it delays the end"),
    ("Where do the lessons learned go?", "Into the plan of the next project, not into a drawer"),
    ("How is the earned value measured?", "By the budget of the work that is really done"),
]
"""The same facts, each edited in one place."""
ON_TOP = ("What is a milestone?", "A point in time that takes no time itself")

GAPS = Build(
    kind=CLOZE,
    notes=rows(
        [
            ("{{c1::Paris}} is the capital of {{c2::France}}", "Europe"),
            ("{{c1::Water}} boils at {{c2::100}} degrees at sea level", ""),
            ("{{c1::Gutenberg}} printed with movable type around {{c2::1450}}", ""),
        ]
    ),
)
WAYS = Build(
    kind=BOTH_WAYS,
    notes=rows([("der Hund", "the dog"), ("die Katze", "the cat"), ("das Pferd", "the horse"), ("die Kuh", "the cow")]),
)
TYPED = Kind(templates=(Template(front="{{Front}}<br>{{type:Back}}", back="{{Front}}<hr id=answer>{{type:Back}}"),))
SWAPPED = (replace(PLAIN.notes[0], fields=FACTS[1]), replace(PLAIN.notes[1], fields=FACTS[0]), *PLAIN.notes[2:])
AHEAD = 4_000_000_000
"""A time that is still to come."""

IDENTITY = [
    Case(
        does="numbers the notes anew after a row was put on top",
        old=PLAIN,
        new=PLAIN.later(notes=rows([ON_TOP, *FACTS])),
        losses={"other-fact": 8},
    ),
    Case(
        does="numbers the notes anew after the first row was taken out",
        old=PLAIN,
        new=PLAIN.later(notes=rows(FACTS[1:])),
        losses={"other-fact": 7},
    ),
    Case(
        does="sorts the rows that give the notes their numbers",
        old=PLAIN,
        new=PLAIN.later(notes=rows(sorted(FACTS))),
        losses={"other-fact": 7},
    ),
    Case(does="exchanges two GUIDs", old=PLAIN, new=PLAIN.later(notes=SWAPPED), losses={"other-fact": 2}),
    Case(
        does="writes another fact under an old GUID",
        old=PLAIN,
        new=PLAIN.edited("g3", fields=("Which chart shows work left over time?", "The burndown chart")),
        losses={"other-fact": 1},
    ),
    Case(
        does="edits every text a little where the GUID is a hash of all fields",
        old=HASHED,
        new=HASHED.later(notes=tuple(Row(fields=fact) for fact in REWORDED)),
        losses={"reborn": 8},
    ),
    Case(
        does="mends a typo in one answer where the GUID is a hash of all fields",
        old=HASHED,
        new=HASHED.later(notes=tuple(Row(fields=fact) for fact in [*REWORDED[:1], *FACTS[1:]])),
        losses={"reborn": 1},
    ),
    Case(
        does="makes random GUIDs with each build",
        old=Build(notes=rows(FACTS, "pX7")),
        new=PLAIN.later(notes=rows(FACTS, "Rk2")),
        losses={"reborn": 8},
    ),
    Case(
        does="writes the GUIDs in capitals",
        old=PLAIN,
        new=PLAIN.later(notes=rows(FACTS, "G")),
        losses={"reborn": 8},
    ),
    Case(
        does="gives two new notes one GUID",
        old=PLAIN,
        new=PLAIN.later(notes=(*PLAIN.notes, Row(guid="new", fields=ON_TOP), Row(guid="new", fields=("Who?", "We")))),
        losses={"doubled": 1},
    ),
    Case(
        does="gives a new note the GUID of an old one",
        old=PLAIN,
        new=PLAIN.later(notes=(*PLAIN.notes, Row(guid="g1", fields=ON_TOP))),
        losses={"text": 1, "doubled": 1, "other-fact": 1},
    ),
    Case(
        does="leaves every GUID empty",
        old=PLAIN,
        new=PLAIN.later(notes=tuple(replace(row, guid="") for row in PLAIN.notes)),
        losses={"reborn": 8, "doubled": 1},
    ),
    Case(
        does="builds new notes with a clock that is ahead",
        old=PLAIN,
        new=PLAIN.later(notes=(*PLAIN.notes, Row(guid="new", fields=ON_TOP, id=AHEAD * 1000))),
        losses={"device-ids": 1},
    ),
    Case(
        does="edits a note by a clock that is ahead",
        old=PLAIN,
        new=replace(PLAIN.edited("g1", fields=(PLAIN.notes[0].fields[0], "Another answer")), time=AHEAD),
        losses={"clock": 8},
    ),
    Case(
        does="builds everything with a clock that is ahead",
        old=PLAIN,
        new=replace(PLAIN, time=AHEAD, notes=(*PLAIN.notes, Row(guid="new", fields=ON_TOP))),
        losses={"clock": 9, "device-ids": 1},
    ),
]

TEXTS = [
    Case(
        does="stamps each build with the same time",
        old=PLAIN,
        new=PLAIN.edited("g2", days=0, fields=("Who owns the business case?", "The sponsor")),
        losses={"text": 1},
    ),
    Case(
        does="edits on a computer whose clock is behind",
        old=PLAIN,
        new=PLAIN.edited("g2", days=-3, fields=("Who owns the business case?", "The sponsor")),
        losses={"text": 1},
    ),
    Case(
        does="edits with the right time after a build with a clock that was ahead",
        old=replace(PLAIN, time=AHEAD),
        new=PLAIN.edited("g2", fields=("Who owns the business case?", "The sponsor")),
        losses={"text": 1},
    ),
    Case(
        does="stamps each build with the beginning of time",
        old=replace(PLAIN, time=1),
        new=replace(PLAIN.edited("g2", fields=("Who owns the business case?", "The sponsor")), time=1),
        losses={"text": 1},
    ),
    Case(
        does="changes tags without a later time",
        old=PLAIN,
        new=PLAIN.edited("g5", days=0, tags=("logs",)),
        losses={"text": 1},
    ),
    Case(
        does="gives some notes a new time for nothing",
        old=PLAIN,
        new=PLAIN.later(
            days=0, notes=tuple(replace(row, mod=FIRST_BUILD + DAY) for row in PLAIN.notes[:3]) + PLAIN.notes[3:]
        ),
        losses={"rewritten": 3},
    ),
    Case(
        does="stamps the notes that he edits and some others",
        old=PLAIN,
        new=PLAIN.later(
            days=0,
            notes=(
                replace(PLAIN.notes[0], mod=FIRST_BUILD + DAY, fields=REWORDED[0]),
                replace(PLAIN.notes[1], mod=FIRST_BUILD + DAY),
                *PLAIN.notes[2:],
            ),
        ),
        losses={"rewritten": 1},
    ),
    Case(
        does="empties an answer",
        old=PLAIN,
        new=PLAIN.edited("g4", fields=("What is the critical path?", "")),
        losses={"no-answer": 1},
    ),
    Case(
        does="empties an answer that is typed in",
        old=replace(PLAIN, kind=TYPED),
        new=replace(PLAIN, kind=TYPED).edited("g4", fields=("What is the critical path?", "")),
        losses={"no-answer": 1},
    ),
    Case(
        does="empties a question",
        old=PLAIN,
        new=PLAIN.edited("g4", fields=("", "The longest chain of tasks from start to finish")),
        losses={"blank": 1},
    ),
]

SIDES = [
    Case(
        does="exchanges two cloze numbers",
        old=GAPS,
        new=GAPS.edited("g1", fields=("{{c2::Paris}} is the capital of {{c1::France}}", "Europe")),
        losses={"exchanged": 2},
    ),
    Case(
        does="numbers the clozes of every note backwards",
        old=GAPS,
        new=GAPS.later(
            notes=rows(
                [
                    ("{{c2::Paris}} is the capital of {{c1::France}}", "Europe"),
                    ("{{c2::Water}} boils at {{c1::100}} degrees at sea level", ""),
                    ("{{c2::Gutenberg}} printed with movable type around {{c1::1450}}", ""),
                ]
            )
        ),
        losses={"exchanged": 6},
    ),
    Case(
        does="numbers the only cloze that is left anew",
        old=GAPS,
        new=GAPS.edited("g2", fields=("Water boils at {{c1::100}} degrees at sea level", "")),
        losses={"exchanged": 1, "blank": 1},
    ),
    Case(
        does="puts a cloze in front and numbers the others anew",
        old=GAPS,
        new=GAPS.edited(
            "g3", fields=("In {{c1::Mainz}}, {{c2::Gutenberg}} printed with movable type around {{c3::1450}}", "")
        ),
        losses={"exchanged": 2},
    ),
    Case(
        does="hides another thing under an old cloze number",
        old=GAPS,
        new=GAPS.edited(
            "g1", fields=("Paris is the capital of {{c2::France}} and lies on the {{c1::Seine}}", "Europe")
        ),
        losses={"other-fact": 1},
    ),
    Case(
        does="takes a cloze out",
        old=GAPS,
        new=GAPS.edited("g3", fields=("{{c1::Gutenberg}} printed with movable type around 1450", "")),
        losses={"blank": 1},
    ),
    Case(
        does="exchanges the columns of question and answer",
        old=PLAIN,
        new=PLAIN.later(notes=rows([(answer, question) for question, answer in FACTS])),
        losses={"exchanged": 8},
    ),
    Case(
        does="exchanges the columns of words that are asked both ways",
        old=WAYS,
        new=WAYS.later(notes=tuple(replace(row, fields=row.fields[::-1]) for row in WAYS.notes)),
        losses={"exchanged": 8},
    ),
    Case(
        does="exchanges the columns of one note",
        old=WAYS,
        new=WAYS.edited("g2", fields=("the cat", "die Katze")),
        losses={"exchanged": 2},
    ),
]

NOTE_FAULTS = [*IDENTITY, *TEXTS, *SIDES]
