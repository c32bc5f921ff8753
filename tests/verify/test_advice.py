"""What an author and a learner are told to do is what Anki lets them do."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from tests.verify.cases import FACTS, PLAIN, run
from tests.verify.faults_of_fields import SIMPLE, THREE
from tests.verify.packages import CLOZE, Build, Template

KEEP = "author: keep a note type's id, and the number and order of its fields and cards"
MERGE = (
    'learners: sync all devices, then import with "Merge note types" on and "Update notes: Always"; it asks for a full'
    " sync"
)
TURNED = [
    "author: leave a note with questions or with gaps as it had them, and make a new note of the other sort",
    'learners: leave "Merge note types" off, with which Anki refuses the whole package: questions do not become gaps',
]


def advice(folder: Path, old: Build, new: Build) -> dict[str, list[str]]:
    """Return what is advised, by the kind of loss."""
    return {loss["kind"]: loss["advice"] for loss in json.loads(run(folder, old, new, "--json").stdout)["losses"]}


def test_note_types_with_another_field_can_be_merged(tmp_path: Path) -> None:
    told = advice(
        tmp_path, PLAIN, PLAIN.later(kind=THREE, notes=[replace(r, fields=(*r.fields, "")) for r in PLAIN.notes])
    )
    assert told == {"conflict": [KEEP, MERGE], "fork": [KEEP, MERGE]}


def test_questions_and_gaps_cannot_be_merged(tmp_path: Path) -> None:
    told = advice(tmp_path, PLAIN, PLAIN.edited("g4", kind=CLOZE, fields=("The {{c1::longest}} chain of tasks", "")))
    assert told == {"conflict": TURNED, "text": TURNED}


def test_a_card_with_another_name_gets_the_old_one_back(tmp_path: Path) -> None:
    told = advice(tmp_path, PLAIN, PLAIN.later(kind=replace(SIMPLE, templates=(Template(name="Forward"),))))
    names = (
        'author: call fields and cards as before ("Card 1", not "Forward"), or give them ids before they get other'
        " names"
    )
    assert told == {"conflict": [names, MERGE], "fork": [names, MERGE]}


def test_a_look_that_a_conflict_keeps_out_needs_no_later_time(tmp_path: Path) -> None:
    templates = (Template(), Template(name="Card 2", front="{{Back}}", back="{{Front}}"))
    told = advice(tmp_path, PLAIN, PLAIN.later(kind=replace(SIMPLE, templates=templates)))
    assert told["style"] == [KEEP, MERGE]


def test_a_file_name_written_as_in_an_address(tmp_path: Path) -> None:
    new = PLAIN.edited("g4", fields=(FACTS[3][0], '<img src="my%20path.png">')).later(media={"my path.png": b"a"})
    assert advice(tmp_path, PLAIN, new) == {
        "missing-media": [
            "author: put them into the package",
            'author: write "my path.png" for "my%20path.png" where a file is called so',
        ]
    }
