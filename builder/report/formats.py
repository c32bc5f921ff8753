"""Problems for the programs that read them: editors, GitHub, and code scanning services."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from builder import __version__
from builder.diagnostics import Location, Problem, Severity
from builder.report.problems_text import as_text, headline
from builder.report.terminal import Paint, plain


class RuleText(NamedTuple):
    """What a log says of a rule beside its problems."""

    summary: str
    why: str


Format = Callable[[Iterable[Problem], Paint], str]
"""Gives problems as the text of a format; programs get no colour."""


def as_concise(problems: Iterable[Problem], paint: Paint = plain) -> str:
    """Return a line a problem."""
    return "".join(headline(problem, paint) + "\n" for problem in problems)


def as_json(problems: Iterable[Problem], paint: Paint = plain) -> str:
    """Return a JSON list of problems."""
    objects = [
        {
            "path": problem.location.path,
            "line": problem.location.line,
            "column": problem.location.column,
            "length": problem.location.length,
            "severity": problem.severity.value,
            "rule": problem.rule,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"


_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(problems: Iterable[Problem], paint: Paint = plain) -> str:
    """Return workflow commands that GitHub shows as annotations on the lines."""
    return "".join(map(_annotation, problems))


def _annotation(problem: Problem) -> str:
    location = problem.location
    properties = {
        "file": location.path,
        "line": str(location.line),
        "col": str(location.column),
        "endColumn": str(location.column + location.length),
        "title": problem.rule,
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_GITHUB_LEVELS[problem.severity]} {listed}::{_command_data(_message_and_hint(problem))}\n"


def _command_data(text: str) -> str:
    """Escape what would end a workflow command; a property has two signs more that would end it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _command_data(text).replace(":", "%3A").replace(",", "%2C")


def _message_and_hint(problem: Problem) -> str:
    return problem.message + (f"; {problem.hint}" if problem.hint else "")


_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(problems: Iterable[Problem], paint: Paint = plain, described: Mapping[str, RuleText] = {}) -> str:
    """Return a SARIF 2.1.0 log, which code scanning services read; `described` has the texts of rules by their ids."""
    listed = list(problems)
    ids = sorted({problem.rule for problem in listed})
    results = [
        {
            "ruleId": problem.rule,
            "ruleIndex": ids.index(problem.rule),
            "level": _SARIF_LEVELS[problem.severity],
            "message": {"text": _message_and_hint(problem)},
            "locations": [{"physicalLocation": _sarif_location(problem.location)}],
        }
        for problem in listed
    ]
    rules = [_sarif_rule(rule, described.get(rule)) for rule in ids]
    driver = {"name": "deckwright", "version": __version__, "rules": rules}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _sarif_rule(rule: str, text: RuleText | None) -> dict[str, object]:
    if text is None:
        return {"id": rule}
    return {"id": rule, "shortDescription": {"text": text.summary}, "help": {"text": text.why}}


def _sarif_location(location: Location) -> dict[str, object]:
    return {
        "artifactLocation": {"uri": quote(location.path)},
        "region": {
            "startLine": location.line,
            "startColumn": location.column,
            "endColumn": location.column + location.length,
        },
    }


FORMATS: Mapping[str, Format] = {
    "text": as_text,
    "concise": as_concise,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
"""The formats of `check --format`; `sarif` is without the rules' texts, which its caller binds."""
