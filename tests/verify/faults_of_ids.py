"""What an author does to the ids and the number of notes by which learners lose something."""

from __future__ import annotations

from tests.verify.cases import FACTS, PLAIN, Case
from tests.verify.packages import Build, Row, rows

NEW = Row(guid="new", fields=("What is a milestone?", "A point in time that takes no time itself"))
NOVEL = ("Who wrote the novel Emma?", "Jane Austen")
WORDS_OF_IT = [
    ("der Hund", "dog"),
    ("die Katze", "cat"),
    ("das Haus", "house"),
    ("der Baum", "tree"),
    ("das Brot", "bread"),
]
WORDS = Build(notes=rows(WORDS_OF_IT))

FRENCH = Build(
    notes=rows(
        [
            ("En quelle année la Bastille a-t-elle été prise ?", "1789"),
            ("Qui a écrit « Les Misérables » ?", "Victor Hugo"),
            ("Quel fleuve traverse Lyon ?", "Le Rhône et la Saône"),
            ("Qui a peint la Joconde ?", "Léonard de Vinci"),
        ]
    )
)


def tables(sign: str) -> Build:
    """Return a deck of which many notes have one answer, with GUIDs from its texts."""
    numbers = range(2, 6)
    return Build(
        notes=tuple(Row(fields=(f"{one} {sign} {other}", f"{one * other}")) for one in numbers for other in numbers)
    )


ID_FAULTS = [
    Case(
        does="puts a row on top where ids are given by places",
        old=PLAIN,
        new=PLAIN.later(days=0, notes=(NEW, *PLAIN.notes)),
        losses={"reused-ids": 8},
    ),
    Case(
        does="gives the id of a note that was taken out to another one",
        old=PLAIN,
        new=PLAIN.later(days=0, notes=(NEW, *PLAIN.notes[1:])),
        losses={"reused-ids": 1},
    ),
    Case(
        does="keeps ids and makes new GUIDs",
        old=PLAIN,
        new=PLAIN.later(days=0, notes=rows(FACTS, "n")),
        losses={"reborn": 8},
    ),
    Case(
        does="writes another sign into each of many questions that share their answers, where a hash is the GUID",
        old=tables("×"),
        new=tables("·").later(),
        losses={"reborn": 16},
    ),
    Case(
        does="asks otherwise for the same answer, where a hash is the GUID",
        old=Build(notes=(Row(fields=NOVEL), *(Row(fields=fact) for fact in FACTS))),
        new=Build(
            notes=(
                Row(fields=('Who is the author of the novel "Emma"?', NOVEL[1])),
                *(Row(fields=fact) for fact in FACTS),
            )
        ).later(),
        losses={"reborn": 1},
    ),
    Case(
        does="lets the column of answers slip by a row",
        old=PLAIN,
        new=PLAIN.later(
            notes=rows([(question, FACTS[place - 1][1]) for place, (question, _) in enumerate(FACTS)]),
        ),
        losses={"moved-answers": 8},
    ),
    Case(
        does="leaves a cell out, by which the answers below it slip",
        old=PLAIN,
        new=PLAIN.later(
            notes=rows(
                [*FACTS[:2], *((FACTS[place][0], FACTS[place + 1][1]) for place in range(2, 7)), (FACTS[7][0], "")]
            ),
        ),
        losses={"moved-answers": 5, "no-answer": 1},
    ),
    Case(
        does="writes another word under an old GUID in a small deck",
        old=WORDS,
        new=WORDS.edited("g4", fields=("der Apfel", "apple")),
        losses={"other-fact": 1},
    ),
    Case(
        does="adds all notes once more, under new GUIDs",
        old=PLAIN,
        new=PLAIN.later(notes=(*PLAIN.notes, *rows(FACTS, "n"))),
        losses={"copied": 8},
    ),
    Case(
        does="adds all notes once more, each a little edited, under new GUIDs",
        old=PLAIN,
        new=PLAIN.later(notes=(*PLAIN.notes, *rows([(f"<b>{one}</b>", f"{other}.") for one, other in FACTS], "n"))),
        losses={"copied": 8},
    ),
    Case(
        does="adds a short deck once more with articles",
        old=WORDS,
        new=WORDS.later(notes=(*WORDS.notes, *rows([(one, f"the {other}") for one, other in WORDS_OF_IT], "n"))),
        losses={"copied": 5},
    ),
    Case(
        does="asks something else in the same way under an old GUID in a small deck",
        old=FRENCH,
        new=FRENCH.edited("g4", fields=("Qui a découvert le radium ?", "Marie Curie")),
        losses={"other-fact": 1},
    ),
]
