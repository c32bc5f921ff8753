"""docs/security.md names tests for each of its promises, and they are run."""

from __future__ import annotations

import re
from pathlib import Path

from tests.test_promises import defined_in

PAGE = (Path(__file__).parents[1] / "docs" / "security.md").read_text("utf-8")
ROW = re.compile(r"^\| (?P<promise>.+?) \| (?P<tests>`[^|]+`) \|$", re.M)


def faults_of(page: str) -> list[str]:
    """Return what is wrong with the page: rows without tests, and tests that `make test` does not run."""
    lines = [line for line in page.splitlines() if line.startswith("| ") and line[2:5] not in ("pro", "---")]
    rows = list(ROW.finditer(page))
    faults = [f"no tests: {line}" for line in lines if not ROW.match(line)]
    for row in rows:
        names = re.findall(r"`([^`]+)`", row["tests"])
        faults += [
            f"no test that `make test` runs: {name}"
            for name in names
            if not defined_in(name.partition("::")[0]).get(name.partition("::")[2])
        ]
    return faults


def test_each_promise_has_tests_that_are_run() -> None:
    assert len(ROW.findall(PAGE)) > 20
    assert faults_of(PAGE) == []


def test_a_promise_without_a_test_is_told() -> None:
    assert faults_of("| It makes coffee. | |\n") == ["no tests: | It makes coffee. | |"]
    assert faults_of("| It makes tea. | `tests/test_tea.py::test_tea` |\n") == [
        "no test that `make test` runs: tests/test_tea.py::test_tea"
    ]
