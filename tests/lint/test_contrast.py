"""The back of an own kind ends with the good answer, and labels the bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint.decks import checked
from tests.support import write_deck

KIND = """\
doc: a bad answer and a good one
fields:
  - {name: Prompt, doc: what is asked, required: true}
  - {name: Bad, doc: a bad answer, required: true}
  - {name: Good, doc: a good one, required: true}
templates:
  - {name: Mend, asks: [Prompt, Bad], answers: [Good]}
"""
CARDS = """\
- {id: a, kind: pair, prompt: How was it?, bad: It went well for all of us., good: The May date held.}
- {id: b, kind: pair, prompt: What did you do?, bad: I kept everyone aligned., good: I cut two features.}
"""
FRONT = "{{Prompt}} Weak answer: {{Bad}}"


@pytest.mark.parametrize(
    ("back", "fault"),
    [
        ("{{Prompt}} Weak: {{Bad}} Say: {{Good}}", ""),
        ("{{Prompt}} Weak: {{Bad}} {{#Good}}Say: {{Good}}{{/Good}}", ""),
        ("{{Good}} and not {{Bad}}", "shows the bad answer after the good one"),
        ("{{Prompt}}<hr>{{Bad}}<hr>{{Good}}", "shows the bad answer without a label"),
    ],
)
def test_a_kinds_back_is_judged_once(back: str, fault: str, tmp_path: Path) -> None:
    files = {"kind.yaml": KIND, "mend.front.html": FRONT, "mend.back.html": back}
    write_deck(tmp_path, {f"kinds/pair/{name}": text for name, text in files.items()})
    problems = checked(tmp_path, CARDS, "", {"bad-shown-last"}).problems
    faults = [(problem.rule, problem.message, problem.location.line) for problem in problems]
    assert faults == ([("bad-shown-last", f'the back of "Mend" {fault}', 4)] if fault else [])
