"""The rule about allows that silence nothing; the lint run itself knows which those are."""

from __future__ import annotations

from builder.diagnostics import Severity
from builder.lint.rule import Rule

UNUSED_ALLOW = Rule(
    id="unused-allow",
    severity=Severity.WARNING,
    summary="an allow whose rule finds nothing on the card",
    why="An excuse that is not needed any more hides the next mistake.",
    source="the habit of linters for code",
    silence="nothing: delete the allow",
    bad="""\
- id: femur
  kind: basic
  front: Which bone is the longest in the body?
  back: The femur
  lint: {allow: {yes-no: the examiners ask it this way round}}
""",
    good="""\
- id: femur
  kind: basic
  front: Which bone is the longest in the body?
  back: The femur
""",
)
