"""What an author does to cards and styles of note types by which learners lose something."""

from __future__ import annotations

from dataclasses import replace

from tests.verify.cases import FACTS, PLAIN, Case
from tests.verify.faults_of_fields import HINTED, OWNED, SIMPLE, THREE, WITH_IDS, reworded
from tests.verify.packages import BOTH_WAYS, FIRST_BUILD, Build, Kind, Template, rows


def hinted(kind: Kind = THREE, hint: str = "Think of money") -> Build:
    """Return a deck whose notes have a hint."""
    return Build(kind=kind, notes=rows([(*fact, hint) for fact in FACTS]))


ASKS_BACK = Template(front="{{Back}}", back="{{FrontSide}}<hr id=answer>{{Front}}")
REVERSED = replace(BOTH_WAYS, templates=BOTH_WAYS.templates[::-1])
SAME_FRONTS = replace(BOTH_WAYS, templates=(BOTH_WAYS.templates[0], Template(name="Reverse")))
WAYS = replace(PLAIN, kind=BOTH_WAYS)

SPARE = Template(name="Spare", front="{{#Front}}{{^Front}}{{Hint}}{{/Front}}{{/Front}}", back="{{Back}}", needs=())
BY_HINT = Template(name="Spare", front="{{Hint}}", back="{{FrontSide}}<hr id=answer>{{Back}}")
FILLED = hinted(replace(THREE, ids=True, templates=(Template(), SPARE)))
ONE_HINT = tuple(
    replace(row, fields=(*row.fields[:2], "The longest way" if row.guid == "g4" else "")) for row in HINTED.notes
)
TWO_SPARES = replace(
    THREE,
    templates=(
        Template(),
        replace(SPARE, front="{{#Front}}{{^Front}}{{Back}}{{/Front}}{{/Front}}"),
        replace(SPARE, name="Spare 2"),
    ),
)
SPARES_ALIKE = replace(TWO_SPARES, templates=(Template(), SPARE, replace(SPARE, name="Spare 2")))
WITH_BY_HINT = replace(THREE, templates=(Template(), BY_HINT))
WITHDRAWN = Template(name="Spare", front="{{Front}}<p>This card was withdrawn.</p>", back="{{Back}}", needs=("Hint",))
NEVER_DEALT = Template(name="Spare", front="{{Deck}}<p>{{Hint}}</p>", back="{{Back}}", needs=("Hint",))

TEMPLATES = [
    Case(
        does="adds a template",
        old=PLAIN,
        new=PLAIN.later(kind=replace(SIMPLE, templates=(Template(), replace(ASKS_BACK, name="Card 2")))),
        losses={"conflict": 8, "fork": 1, "style": 1},
    ),
    Case(
        does="adds a template where templates have ids",
        old=OWNED,
        new=OWNED.later(kind=replace(WITH_IDS, templates=(Template(), replace(ASKS_BACK, name="Card 2")))),
        losses={"conflict": 8, "fork": 1, "style": 1},
    ),
    Case(
        does="takes a template out",
        old=WAYS,
        new=WAYS.later(kind=replace(BOTH_WAYS, templates=BOTH_WAYS.templates[:1]), notes=reworded(WAYS)),
        losses={"conflict": 8, "fork": 1, "text": 1, "style": 1},
    ),
    Case(
        does="puts the templates in another order",
        old=WAYS,
        new=WAYS.later(kind=REVERSED),
        losses={"conflict": 8, "fork": 1, "style": 1},
    ),
    Case(
        does="renames a template without an id",
        old=PLAIN,
        new=PLAIN.later(kind=replace(SIMPLE, templates=(Template(name="Question"),))),
        losses={"conflict": 8, "fork": 1},
    ),
    Case(
        does="exchanges the sides of two templates under their old names",
        old=WAYS,
        new=WAYS.later(
            kind=replace(
                BOTH_WAYS,
                templates=tuple(
                    replace(one, name=other.name)
                    for one, other in zip(REVERSED.templates, BOTH_WAYS.templates, strict=True)
                ),
            )
        ),
        losses={"exchanged": 16},
    ),
    Case(
        does="asks for the front where the back was asked",
        old=PLAIN,
        new=PLAIN.later(kind=replace(SIMPLE, templates=(ASKS_BACK,))),
        losses={"exchanged": 8},
    ),
    Case(
        does="asks another field than the one that was reviewed",
        old=hinted(),
        new=replace(hinted(), time=FIRST_BUILD).later(
            kind=replace(THREE, templates=(Template(front="What is meant by this? {{Hint}}", back="{{Hint}}"),))
        ),
        losses={"other-fact": 8},
    ),
    Case(
        does="takes the answer out of a template",
        old=PLAIN,
        new=PLAIN.later(kind=replace(SIMPLE, templates=(Template(back="{{FrontSide}}"),))),
        losses={"no-answer": 8},
    ),
    Case(
        does="makes a front that never shows anything",
        old=WAYS,
        new=WAYS.later(
            kind=replace(
                BOTH_WAYS,
                templates=(
                    BOTH_WAYS.templates[0],
                    replace(ASKS_BACK, name="Reverse", front="{{#Back}}{{^Back}}{{Front}}{{/Back}}{{/Back}}", needs=()),
                ),
            )
        ),
        losses={"blank": 8},
    ),
    Case(
        does="asks only notes with a hint",
        old=HINTED,
        new=HINTED.later(
            notes=ONE_HINT,
            kind=replace(THREE, templates=(Template(front="{{#Hint}}{{Front}}{{/Hint}}", needs=("Hint",)),)),
        ),
        losses={"blank": 7},
    ),
    Case(
        does="gives two templates the same front",
        old=WAYS,
        new=WAYS.later(kind=SAME_FRONTS),
        losses={"exchanged": 8, "uneditable": 1},
    ),
    Case(
        does="gives two spare templates the same front",
        old=replace(HINTED, kind=TWO_SPARES),
        new=HINTED.later(kind=SPARES_ALIKE),
        losses={"uneditable": 1},
    ),
    Case(
        does="begins to use a spare template that asks what notes have already",
        old=FILLED,
        new=FILLED.later(kind=replace(FILLED.kind, templates=(Template(), BY_HINT))),
        losses={"device-ids": 8},
    ),
    Case(
        does="says on a front that its cards were withdrawn",
        old=replace(HINTED, kind=WITH_BY_HINT, notes=ONE_HINT),
        new=HINTED.later(kind=replace(THREE, templates=(Template(), WITHDRAWN)), notes=ONE_HINT),
        losses={"device-ids": 7, "junk": 7},
    ),
    Case(
        does="shows the deck's name on a card that only some notes have",
        old=replace(HINTED, kind=WITH_BY_HINT, notes=ONE_HINT),
        new=HINTED.later(kind=replace(THREE, templates=(Template(), NEVER_DEALT)), notes=ONE_HINT),
        losses={"device-ids": 7, "junk": 7},
    ),
]


def old_style(**changes: object) -> Kind:
    """Return a changed note type that says that it is as old as the first build."""
    return replace(SIMPLE, mod=FIRST_BUILD, **changes)  # type: ignore[arg-type]


STYLES = [
    Case(
        does="changes the style and not the note type's time",
        old=PLAIN,
        new=PLAIN.later(kind=old_style(css=".card { color: navy; }")),
        losses={"style": 1},
    ),
    Case(
        does="changes a template and not the note type's time",
        old=PLAIN,
        new=PLAIN.later(kind=old_style(templates=(Template(front="<h1>{{Front}}</h1>"),))),
        losses={"style": 1},
    ),
    Case(
        does="changes the style of a note type that says it is older",
        old=PLAIN,
        new=PLAIN.later(kind=replace(SIMPLE, mod=FIRST_BUILD - 5, css=".card { color: navy; }")),
        losses={"style": 1},
    ),
    Case(
        does="changes texts and style, and stamps both with the first time",
        old=PLAIN,
        new=PLAIN.later(days=0, kind=replace(SIMPLE, css=".card { color: navy; }"), notes=reworded(PLAIN)),
        losses={"style": 1, "text": 1},
    ),
]

TYPE_FAULTS = [*TEMPLATES, *STYLES]
