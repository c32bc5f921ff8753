"""What an author does to fields and to the ids of note types by which learners lose something."""

from __future__ import annotations

from dataclasses import replace

from tests.verify.cases import FACTS, PLAIN, Case
from tests.verify.packages import CLOZE, Build, Kind, Row, Template, rows

SIMPLE = Kind()
WITH_IDS = Kind(ids=True)
OWNED = replace(PLAIN, kind=WITH_IDS)
THREE = Kind(fields=("Front", "Back", "Hint"))
BASIC = replace(PLAIN, kind=replace(SIMPLE, name="Basic"))
HINTED = Build(kind=THREE, notes=rows([(*fact, "") for fact in FACTS]))

LOGGED = ("Why keep a decision log?", "So that no question is settled twice")
"""A new text for the fifth fact."""


def reworded(build: Build, *more: str) -> tuple[Row, ...]:
    """Return a build's notes, with a new text for the fifth of them, and with more fields."""
    return tuple(replace(row, fields=(*(LOGGED if row.guid == "g5" else row.fields), *more)) for row in build.notes)


TYPE_ID = replace(SIMPLE, id=1_999_888_777)

FIELD_FAULTS = [
    Case(
        does="adds a field",
        old=PLAIN,
        new=PLAIN.later(kind=THREE, notes=reworded(PLAIN, "")),
        losses={"conflict": 8, "fork": 1, "text": 1},
    ),
    Case(
        does="adds a field where fields have ids",
        old=OWNED,
        new=OWNED.later(kind=replace(THREE, ids=True), notes=reworded(OWNED, "")),
        losses={"conflict": 8, "fork": 1, "text": 1},
    ),
    Case(
        does="renames a field without an id",
        old=PLAIN,
        new=PLAIN.later(
            kind=replace(SIMPLE, fields=("Front", "Answer"), templates=(Template(back="{{FrontSide}}<hr>{{Answer}}"),))
        ),
        losses={"conflict": 8, "fork": 1, "style": 1},
    ),
    Case(
        does="takes a field out",
        old=HINTED,
        new=HINTED.later(kind=SIMPLE, notes=reworded(PLAIN)),
        losses={"conflict": 8, "fork": 1, "text": 1},
    ),
    Case(
        does="puts the fields in another order",
        old=PLAIN,
        new=PLAIN.later(
            kind=replace(SIMPLE, fields=("Back", "Front"), sort=0),
            notes=tuple(replace(row, fields=row.fields[::-1]) for row in PLAIN.notes),
        ),
        losses={"conflict": 8, "fork": 1},
    ),
    Case(
        does="sorts by another field",
        old=PLAIN,
        new=PLAIN.later(kind=replace(SIMPLE, sort=1), notes=reworded(PLAIN)),
        losses={"full-sync": 1, "text": 1},
    ),
    Case(
        does="sorts by another field where the note type is called as one of Anki's own",
        old=BASIC,
        new=BASIC.later(kind=replace(SIMPLE, name="Basic", sort=1), notes=reworded(PLAIN)),
        losses={"full-sync": 1, "text": 1},
    ),
    Case(
        does="exchanges the names of two fields that have ids",
        old=OWNED,
        new=OWNED.later(
            kind=replace(
                WITH_IDS,
                fields=("Back", "Front"),
                templates=(Template(front="{{Back}}", back="{{FrontSide}}<hr id=answer>{{Front}}"),),
            )
        ),
        losses={"exchanged": 8, "style": 1},
    ),
    Case(
        does="makes a note type of gaps out of one of questions",
        old=PLAIN,
        new=PLAIN.later(
            kind=replace(
                SIMPLE,
                cloze=True,
                templates=(Template(name="Cloze", front="{{cloze:Front}}", back="{{cloze:Front}}<br>{{Back}}"),),
            ),
            notes=rows([(f"{question} {{{{c1::{answer}}}}}", "") for question, answer in FACTS]),
        ),
        losses={"conflict": 8, "fork": 1, "text": 8, "style": 1},
    ),
    Case(
        does="moves a note to another note type",
        old=PLAIN,
        new=PLAIN.edited("g5", fields=(*LOGGED, ""), kind=replace(THREE, id=5_566_778, name="With hints")),
        losses={"conflict": 1, "text": 1},
    ),
    Case(
        does="gives the note type a new id and keeps its name",
        old=PLAIN,
        new=PLAIN.later(kind=TYPE_ID, notes=reworded(PLAIN)),
        losses={"conflict": 8, "fork": 1, "text": 1},
    ),
    Case(
        does="gives the note type a new id and a new name",
        old=PLAIN,
        new=PLAIN.later(kind=replace(TYPE_ID, name="Simple 2"), notes=reworded(PLAIN)),
        losses={"conflict": 8, "text": 1},
    ),
    Case(
        does="gives the note type a new id, and new GUIDs to its notes",
        old=PLAIN,
        new=PLAIN.later(kind=TYPE_ID, notes=rows(FACTS, "n")),
        losses={"reborn": 8, "fork": 1},
    ),
    Case(
        does="gives another note type the id of the old one",
        old=PLAIN,
        new=PLAIN.later(
            kind=replace(CLOZE, id=SIMPLE.id), notes=rows([("{{c1::Paris}} is the capital of France", "")], "c")
        ),
        losses={"fork": 1, "style": 1},
    ),
]
