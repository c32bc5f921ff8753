"""What takes nothing from a learner, and may be a fault all the same, is told without failing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.verify.cases import FACTS, PLAIN, Case, run
from tests.verify.faults_of_notes import GAPS
from tests.verify.harmless import SOURCED
from tests.verify.packages import Build, Kind, Template, rows

CODE = Build(
    notes=rows([("How is a list sorted?", "By <code>sort</code>"), ("What ends a loop?", "<code>break</code>")])
)
_USUAL = {"restamped", "other-ids"}

CAUTIONS = [
    Case(
        does="hides a line below the answers",
        old=SOURCED,
        new=SOURCED.later(kind=replace(SOURCED.kind, css="footer { display: none }")),
        losses={"partly-hidden": 8},
    ),
    Case(
        does="escapes all tags",
        old=CODE,
        new=CODE.later(notes=rows([(q, a.replace("<", "&lt;")) for q, a in (row.fields for row in CODE.notes)])),
        losses={"raw-marks": 2},
    ),
    Case(
        does="leaves all notes out",
        old=PLAIN,
        new=Build(notes=(), deck="Theirs").later(),
        losses={"strangers": 1},
    ),
    Case(
        does="leaves the cards out",
        old=PLAIN,
        new=PLAIN.later(kind=Kind(templates=(Template(needs=()),))),
        losses={"missing-cards": 8},
    ),
]


@pytest.mark.parametrize("case", CAUTIONS, ids=lambda case: case.does)
def test_what_may_be_a_fault_is_told(case: Case, tmp_path: Path) -> None:
    result = run(tmp_path, case.old, case.new, "--json")
    verdict = json.loads(result.stdout)
    told = {note["kind"]: note["count"] for note in verdict["warnings"] if note["kind"] not in _USUAL}
    assert (result.exit_code, verdict["losses"], told) == (0, [], case.losses)


def test_a_gap_with_another_number_is_named(tmp_path: Path) -> None:
    text = "{{c1::Paris}} is the capital of {{c3::France}}"
    (loss,) = json.loads(run(tmp_path, GAPS, GAPS.edited("g1", fields=(text, "Europe")), "--json").stdout)["losses"]
    assert (loss["kind"], loss["advice"][0]) == (
        "blank",
        'author: keep the numbers of gaps: "France" was cloze 2, and is cloze 3',
    )


def test_a_text_that_goes_back_with_an_older_time(tmp_path: Path) -> None:
    was = PLAIN.edited("g4", fields=(FACTS[3][0], "Another answer"))
    (loss,) = json.loads(run(tmp_path, was, PLAIN, "--json").stdout)["losses"]
    assert (loss["kind"], [item["note"] for item in loss["items"]]) == ("text", [FACTS[3][0]])
