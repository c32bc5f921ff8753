"""Whatever an author does by which a learner loses something, `verify` names the loss."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.verify.cases import PLAIN, Case, losses, run
from tests.verify.faults_of_fields import FIELD_FAULTS
from tests.verify.faults_of_files import FILE_FAULTS
from tests.verify.faults_of_ids import ID_FAULTS
from tests.verify.faults_of_notes import NOTE_FAULTS
from tests.verify.faults_of_sight import SIGHT_FAULTS
from tests.verify.faults_of_tools import TOOL_FAULTS
from tests.verify.faults_of_types import TYPE_FAULTS

FAULTS = [*NOTE_FAULTS, *FIELD_FAULTS, *TYPE_FAULTS, *FILE_FAULTS, *ID_FAULTS, *SIGHT_FAULTS, *TOOL_FAULTS]


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case.does)
def test_what_an_author_does_is_named_as_a_loss(case: Case, tmp_path: Path) -> None:
    assert losses(tmp_path, case) == (1, case.losses)


@pytest.mark.parametrize(
    "name", ["collection.apkg", "backup-1.apkg", "backup-2024-05-01-12.30.15.apkg", "geography.colpkg"]
)
def test_a_name_by_which_anki_replaces_the_whole_collection(name: str, tmp_path: Path) -> None:
    result = run(tmp_path, PLAIN, PLAIN.later(), "--json", name=name)
    lost = {loss["kind"]: loss["count"] for loss in json.loads(result.stdout)["losses"]}
    assert (result.exit_code, lost) == (1, {"file-name": 1})


@pytest.mark.parametrize("name", ["my-backup-1.apkg", "collection-2.apkg", "backups.apkg", "my.colpkg.apkg"])
def test_a_name_that_only_sounds_like_it(name: str, tmp_path: Path) -> None:
    assert run(tmp_path, PLAIN, PLAIN.later(), name=name).exit_code == 0


def test_an_id_that_stops_anki_is_bad_input(tmp_path: Path) -> None:
    from_nothing = replace(PLAIN, time=0)
    result = run(tmp_path, from_nothing, from_nothing)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
