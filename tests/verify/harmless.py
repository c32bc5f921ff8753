"""What looks like a loss, and is none."""

from __future__ import annotations

from dataclasses import replace

from tests.verify.cases import FACTS, PLAIN, Case
from tests.verify.faults_of_fields import BASIC, HINTED, THREE
from tests.verify.faults_of_files import DRAWN, ILLUSTRATED, RED, SPOKEN, TALK
from tests.verify.packages import CLOZE, FIRST_BUILD, Build, Kind, Row, Template, rows

CAPITALS = [
    ("What is the capital of France?", "Paris"),
    ("What is the capital of Spain?", "Madrid"),
    ("What is the capital of Italy?", "Rome"),
    ("What is the capital of Peru?", "Lima"),
    ("What is the capital of Chile?", "Santiago"),
    ("What is the capital of Cuba?", "Havana"),
]
WORLD = Build(notes=rows(CAPITALS))
MIXED_UP = [(CAPITALS[0][0], "Madrid"), (CAPITALS[1][0], "Paris"), *CAPITALS[2:]]
SHARED = [
    ("Who wrote the novel Emma?", "Jane Austen"),
    ("How many legs has a spider?", "8"),
    ("In which year did the Cold War begin?", "1947"),
    ("der Hund", "dog"),
]
SINGULARS = [("der Hund", "dog"), ("die Katze", "cat"), ("der Baum", "tree"), ("die Kuh", "cow")]
PLURALS = [("die Hunde", "dogs"), ("die Katzen", "cats"), ("die Bäume", "trees"), ("die Kühe", "cows")]
MENDED = Build(notes=rows([("собака", "der Hund"), ("дверь", "die Tür"), ("вода", "das Wasser"), ("Öl", "масло")]))
GARBLED = Build(
    notes=tuple(
        replace(row, fields=tuple(field.encode().decode("latin-1") for field in row.fields)) for row in MENDED.notes
    )
)
STEPS = ["Weigh the flour", "Stir in the yeast", "Knead the dough", "Let it rise", "Bake"]


def steps(count: int) -> tuple[Row, ...]:
    """Return the first steps of a recipe, each with how many there are."""
    return rows(
        [(f"Baking bread: what is step {number} of {count}?", STEPS[number - 1]) for number in range(1, count + 1)]
    )


def new(question: str, answer: str) -> Row:
    """Return a note that learners do not have."""
    return Row(guid="new", fields=(question, answer))


def products(prefix: str, form: str = "{0} × {1}") -> tuple[Row, ...]:
    """Return each product of two numbers once."""
    pairs = [(one, other) for one in range(2, 9) for other in range(2, one)]
    return rows([(form.format(*pair), str(pair[0] * pair[1])) for pair in pairs], prefix)


def table(sum_of_two: str) -> Build:
    """Return a deck of sums, whose few words are in many notes."""
    numbers = range(1, 10)
    return Build(notes=rows([(sum_of_two % (one, other), f"{one * other}") for one in numbers for other in numbers]))


BACK = Kind(id=1_777_888_999, name="Back", templates=(Template(front="{{Back}}", back="{{Front}}"),))
_BACK = "{{FrontSide}}<hr id=answer>{{Back}}"
_BOTH = replace(
    THREE, ids=True, templates=(Template(), Template(name="Hint", front="{{#Back}}{{Hint}}{{/Back}}", back=_BACK))
)

SOURCED = Build(
    kind=replace(THREE, templates=(Template(back="{{FrontSide}}<hr>{{Back}}<footer>{{Hint}}</footer>"),)),
    notes=rows([(*fact, "A long guide to everything, page 3") for fact in FACTS]),
)

HARMLESS = [
    Case(
        does="builds the same once more",
        old=PLAIN,
        new=PLAIN.later(),
        losses={},
    ),
    Case(
        does="exchanges two answers that were mixed up",
        old=replace(WORLD, notes=rows(MIXED_UP)),
        new=WORLD.later(),
        losses={},
    ),
    Case(
        does="takes a fact out and adds one that is much like it",
        old=WORLD,
        new=WORLD.later(notes=(*WORLD.notes[1:], new("What is the capital of Kenya?", "Nairobi"))),
        losses={},
    ),
    Case(
        does="takes facts out and adds others that have the same answers",
        old=Build(notes=rows([*CAPITALS, *SHARED])),
        new=Build(
            notes=(
                *rows(CAPITALS),
                Row(guid="n1", fields=("Who wrote the novel Persuasion?", "Jane Austen")),
                Row(guid="n2", fields=("How many legs has an octopus?", "8")),
                Row(guid="n3", fields=("In which year was India made independent?", "1947")),
                Row(guid="n4", fields=("der Köter", "dog")),
            )
        ).later(),
        losses={},
    ),
    Case(
        does="asks the question of another note, for another answer",
        old=WORLD,
        new=WORLD.later(notes=(*WORLD.notes, new("What is the capital of France?", "A city on the Seine"))),
        losses={},
    ),
    Case(
        does="writes all in capitals",
        old=WORLD,
        new=WORLD.later(notes=rows([(question.upper(), answer.upper()) for question, answer in CAPITALS])),
        losses={},
    ),
    Case(
        does="says much more in every answer",
        old=WORLD,
        new=WORLD.later(
            notes=rows([(question, f"{answer}, by law, as the parliament sits there") for question, answer in CAPITALS])
        ),
        losses={},
    ),
    Case(
        does="asks and answers at more length",
        old=WORLD,
        new=WORLD.later(
            notes=rows(
                [
                    (question.replace("What is", "Which city is, as of today,"), f"{answer}, where the parliament sits")
                    for question, answer in CAPITALS
                ]
            )
        ),
        losses={},
    ),
    Case(
        does="asks what he asks one way the other way too, by notes of their own",
        old=PLAIN,
        new=PLAIN.later(
            notes=(*PLAIN.notes, *(replace(row, guid=f"back-{row.guid}", kind=BACK) for row in PLAIN.notes))
        ),
        losses={},
    ),
    Case(
        does="adds the plurals of all words",
        old=Build(notes=rows(SINGULARS)),
        new=Build(notes=(*rows(SINGULARS), *rows(PLURALS, "n"))).later(),
        losses={},
    ),
    Case(
        does="asks each product the other way round too",
        old=Build(notes=products("g")),
        new=Build(notes=(*products("g"), *products("n", "{1} × {0}"))).later(),
        losses={},
    ),
    Case(
        does="asks for each capital in other words too",
        old=WORLD,
        new=WORLD.later(
            notes=(*WORLD.notes, *rows([(one.replace("What is", "Name"), other) for one, other in CAPITALS], "n"))
        ),
        losses={},
    ),
    Case(
        does="adds a step, and with it counts all steps anew",
        old=Build(notes=steps(4)),
        new=Build(notes=steps(5)).later(),
        losses={},
    ),
    Case(
        does="writes the sign of multiplication as a letter",
        old=table("%s × %s"),
        new=table("%s x %s").later(),
        losses={},
    ),
    Case(
        does="writes the letter of multiplication as a sign, between blanks",
        old=table("%sx%s"),
        new=table("%s · %s").later(),
        losses={},
    ),
    Case(
        does="moves all notes to a subdeck",
        old=PLAIN,
        new=PLAIN.later(deck="Theirs::Projects"),
        losses={},
    ),
    Case(
        does="makes the deck a filtered one, which Anki makes a plain one again",
        old=PLAIN,
        new=PLAIN.later(filtered=True, notes=(*PLAIN.notes, new("What is a milestone?", "A point in time"))),
        losses={},
    ),
    Case(
        does="renames the note type and not its time",
        old=PLAIN,
        new=PLAIN.later(kind=Kind(name="Simpler", mod=FIRST_BUILD)),
        losses={},
    ),
    Case(
        does="changes the style of a note type that is called as one of Anki's own",
        old=BASIC,
        new=BASIC.later(kind=Kind(name="Basic", css=".card { color: navy; }")),
        losses={},
    ),
    Case(
        does="says more simply which notes have a card",
        old=replace(HINTED, kind=_BOTH, notes=rows([(*fact, "Think") for fact in FACTS])),
        new=replace(
            HINTED,
            kind=replace(_BOTH, templates=(Template(), Template(name="Hint", front="{{Hint}}", back=_BACK))),
            notes=rows([(*fact, "Think") for fact in FACTS]),
        ).later(),
        losses={},
    ),
    Case(
        does="puts the first gap into a note that had no card",
        old=Build(kind=CLOZE, notes=rows([("Paris lies on the Seine", ""), ("{{c1::Rome}} lies on the Tiber", "")])),
        new=Build(
            kind=CLOZE, notes=rows([("{{c1::Paris}} lies on the Seine", ""), ("{{c1::Rome}} lies on the Tiber", "")])
        ).later(),
        losses={},
    ),
    Case(
        does="answers with a picture",
        old=PLAIN,
        new=PLAIN.edited("g4", fields=DRAWN).later(media={"path.png": RED}),
        losses={},
    ),
    Case(
        does="answers with a drawing in the text",
        old=PLAIN,
        new=PLAIN.edited("g4", fields=(FACTS[3][0], '<svg viewBox="0 0 9 9"><circle r="3" /></svg>')),
        losses={},
    ),
    Case(
        does="answers with a formula",
        old=PLAIN,
        new=PLAIN.edited("g8", fields=(FACTS[7][0], r"\(\sum_i b_i p_i\)")),
        losses={},
    ),
    Case(
        does="hides a remark beside an answer",
        old=PLAIN,
        new=PLAIN.edited("g4", fields=(FACTS[3][0], f"{FACTS[3][1]}<div hidden>from chapter 6</div>")),
        losses={},
    ),
    Case(
        does="hides a remark by the style, and the answers on paper",
        old=PLAIN,
        new=PLAIN.later(kind=Kind(css=".remark { display: none } @media print { .card { display: none } }")),
        losses={},
    ),
    Case(
        does="hides a line below the answers by the style",
        old=SOURCED,
        new=SOURCED.later(kind=replace(SOURCED.kind, css="footer { display: none }")),
        losses={},
    ),
    Case(
        does="shows answers on the fronts at a click, and lets them be typed in",
        old=PLAIN,
        new=PLAIN.later(kind=Kind(templates=(Template(front="{{Front}}<br>{{hint:Back}}<br>{{type:Back}}"),))),
        losses={},
    ),
    Case(
        does="mends texts that were read as Latin-1",
        old=GARBLED,
        new=MENDED.later(),
        losses={},
    ),
    Case(
        does="mends a text in which code was read as tags",
        old=PLAIN.edited("g4", fields=("What makes <b>this</b>&nbsp;bold?", "Two tags")),
        new=PLAIN.edited("g4", fields=("What makes &lt;b&gt;this&lt;/b&gt;&amp;nbsp;bold?", "Two tags")).later(),
        losses={},
    ),
    Case(
        does="takes what stands in parentheses out of all answers",
        old=Build(notes=rows([(one, f"{other} (a city)") for one, other in CAPITALS])),
        new=WORLD.later(),
        losses={},
    ),
    Case(
        does="writes in white on a dark ground",
        old=PLAIN,
        new=PLAIN.later(kind=Kind(css=".card { color: white; background: #222 }")),
        losses={},
    ),
    Case(
        does="lets answers come to be seen by and by",
        old=PLAIN,
        new=PLAIN.later(kind=Kind(css="#qa { opacity: 0; animation: show 1s forwards }")),
        losses={},
    ),
    Case(
        does="mends what was read as a tag",
        old=PLAIN.edited("g4", fields=(FACTS[3][0], "All tasks with 0<x and all others")),
        new=PLAIN.edited("g4", fields=(FACTS[3][0], "All tasks with 0 &lt; x and all others")).later(),
        losses={},
    ),
    Case(
        does="answers with a sound",
        old=PLAIN,
        new=PLAIN.edited("g6", fields=(FACTS[5][0], SPOKEN[1])).later(media={"float.mp3": TALK}),
        losses={},
    ),
    Case(
        does="draws a picture anew under the same name, with a later time of its note",
        old=ILLUSTRATED,
        new=ILLUSTRATED.later(media={"path.png": b"new", "float.mp3": b"new"}),
        losses={},
    ),
    Case(
        does="draws one of the pictures anew under the same name, with a later time of its note",
        old=ILLUSTRATED,
        new=ILLUSTRATED.edited("g5", days=0, mod=FIRST_BUILD + 9).later(
            days=0, media={"path.png": b"new", "float.mp3": TALK}
        ),
        losses={},
    ),
    Case(
        does="leaves out a file that nothing shows any more",
        old=ILLUSTRATED,
        new=ILLUSTRATED.edited("g5", fields=(DRAWN[0], "The longest chain of tasks")).later(media={"float.mp3": TALK}),
        losses={},
    ),
]
