"""What an author does to the ids and the number of notes by which learners lose something."""

from __future__ import annotations

from tests.verify.cases import FACTS, PLAIN, Case
from tests.verify.packages import Row, rows

NEW = Row(guid="new", fields=("What is a milestone?", "A point in time that takes no time itself"))

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
        does="adds all notes once more, under new GUIDs",
        old=PLAIN,
        new=PLAIN.later(notes=(*PLAIN.notes, *rows(FACTS, "n"))),
        losses={"copied": 8},
    ),
]
