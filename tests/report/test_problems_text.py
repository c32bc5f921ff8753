"""What a problem repeats of a file is shown, and obeyed by no terminal and no log."""

from __future__ import annotations

from builder.diagnostics import Location, Problem, Severity
from builder.report.formats import as_concise
from builder.report.problems_text import as_text


def test_control_characters_of_a_file_reach_no_terminal() -> None:
    location = Location(path="a\x1b.yaml", line=1, column=2, length=1, excerpt="x\x1b[2J\x9b31m\ty")
    problem = Problem(location, Severity.ERROR, "bad-name", 'the "a\n::error::b\x9c" is bad', "write\x1b]0;x\b")
    assert as_concise([problem]) == 'a�.yaml:1:2: error[bad-name]: the "a ::error::b�" is bad\n'
    assert as_text([problem]) == (
        'a�.yaml:1:2: error[bad-name]: the "a ::error::b�" is bad\n  1 | x�[2J�31m y\n    |  ^\n  hint: write�]0;x�\n'
    )
