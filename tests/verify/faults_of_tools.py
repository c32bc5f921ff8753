"""What programs do to texts by which learners lose something."""

from __future__ import annotations

from collections.abc import Callable

from tests.verify.cases import FACTS, PLAIN, Case
from tests.verify.faults_of_notes import GAPS, WAYS
from tests.verify.packages import Build, Kind, Template, rows

SIGNS = Build(notes=rows([("A &lt; B", "less"), ("A &gt; B", "more"), ("A &amp; B", "both"), ("A = B", "the same")]))
WORDS = Build(notes=rows([("собака", "der Hund"), ("дверь", "die Tür"), ("вода", "das Wasser"), ("рыба", "der Fisch")]))
READ = Build(
    kind=Kind(templates=(Template(front="{{kanji:Front}}", back="{{furigana:Front}}<hr>{{Back}}"),)),
    notes=rows([("犬[いぬ]", "dog"), ("猫[ねこ]", "cat"), ("水[みず]", "water")]),
)


def each(build: Build, change: Callable[[str], str]) -> Build:
    """Return the next build, in which a tool has been at all fields."""
    return build.later(notes=rows([tuple(map(change, row.fields)) for row in build.notes]))


TOOL_FAULTS = [
    Case(
        does="cuts all answers at one length",
        old=PLAIN,
        new=PLAIN.later(notes=rows([(question, answer[:30]) for question, answer in FACTS])),
        losses={"truncated": 8},
    ),
    Case(
        does="reads the texts as Latin-1",
        old=WORDS,
        new=each(WORDS, lambda text: text.encode().decode("latin-1")),
        losses={"garbled": 4},
    ),
    Case(
        does="reads the texts as Windows does",
        old=WORDS,
        new=each(WORDS, lambda text: text.encode().decode("cp1252", "replace")),
        losses={"garbled": 4},
    ),
    Case(
        does="writes question marks for letters that it does not know",
        old=WORDS,
        new=each(WORDS, lambda text: text.encode("ascii", "replace").decode()),
        losses={"garbled": 4},
    ),
    Case(
        does="escapes texts twice",
        old=SIGNS,
        new=each(SIGNS, lambda text: text.replace("&", "&amp;")),
        losses={"raw-marks": 3},
    ),
    Case(
        does="shows readings without their filter",
        old=READ,
        new=READ.later(kind=Kind(templates=(Template(front="{{kanji:Front}}", back="{{Front}}<hr>{{Back}}"),))),
        losses={"raw-marks": 3},
    ),
    Case(
        does="shows the answers on the fronts",
        old=PLAIN,
        new=PLAIN.later(kind=Kind(templates=(Template(front="{{Front}}<br>{{Back}}"),))),
        losses={"given-away": 8},
    ),
    Case(
        does="gives the clozes other numbers",
        old=GAPS,
        new=each(GAPS, lambda text: text.replace("c2::", "c4::")),
        losses={"blank": 3},
    ),
    Case(
        does="deals all answers anew",
        old=WAYS,
        new=WAYS.later(
            notes=rows(
                [("der Hund", "the cow"), ("die Katze", "the dog"), ("das Pferd", "the cat"), ("die Kuh", "the horse")]
            )
        ),
        losses={"moved-answers": 4},
    ),
]
