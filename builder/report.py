"""Problems as text for people, and for the programs that read them."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from builder import __version__
from builder.problems import Location, Problem, Severity
from builder.terminal import Paint, plain

if TYPE_CHECKING:  # the rules take a while to import, and `build` does without them
    from builder.lint.score import Score


def head_line(problem: Problem, paint: Paint = plain) -> str:
    """Return `path:line:column: severity[rule]: sentence`."""
    place = f"{problem.location.path}:{problem.location.line}:{problem.location.column}"
    return f"{place}: {paint(f'{problem.severity}[{problem.rule}]', problem.severity)}: {problem.message}"


def as_text(problems: Iterable[Problem], paint: Paint = plain) -> str:
    """Return problems with the source line, a marker under the value, and a hint."""
    blocks = []
    for problem in problems:
        lines = [head_line(problem, paint)]
        if problem.location.excerpt:
            lines += _excerpt(problem.location, paint)
        if problem.hint:
            lines.append(f"  {paint('hint', 'hint')}: {problem.hint}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _excerpt(location: Location, paint: Paint) -> list[str]:
    number = str(location.line)
    line = location.excerpt.replace("\t", " ")
    start = location.column - 1
    marker = " " * _width(line[:start]) + "^" * max(1, _width(line[start : start + location.length]))
    if _width(line) > 200:
        begin = max(0, start - 60)
        line = ("…" if begin else "") + line[begin : begin + 160] + "…"
        shown = line[: start - begin + (1 if begin else 0)]
        marker = " " * _width(shown) + "^" * max(1, min(location.length, 160 - (start - begin)))
    gutter = " " * len(number)
    return [f"  {number} | {line}", f"  {gutter} | {paint(marker, 'marker')}"]


def _width(text: str) -> int:
    """Return how many columns a terminal gives a text."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def as_concise(problems: Iterable[Problem], paint: Paint = plain) -> str:
    """Return a line a problem."""
    return "".join(head_line(problem, paint) + "\n" for problem in problems)


def as_json(problems: Iterable[Problem], paint: Paint = plain) -> str:
    """Return a JSON list of problems."""
    listed = [
        {
            "path": p.location.path,
            "line": p.location.line,
            "column": p.location.column,
            "length": p.location.length,
            "severity": p.severity.value,
            "rule": p.rule,
            "message": p.message,
            "hint": p.hint,
        }
        for p in problems
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(problems: Iterable[Problem], paint: Paint = plain) -> str:
    """Return workflow commands that GitHub shows as annotations on the lines."""

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    lines = []
    for p in problems:
        where = f"file={value(p.location.path)},line={p.location.line},col={p.location.column}"
        where += f",endColumn={p.location.column + p.location.length},title={value(p.rule)}"
        told = p.message + (f"; {p.hint}" if p.hint else "")
        lines.append(f"::{_GITHUB[p.severity]} {where}::{data(told)}\n")
    return "".join(lines)


_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(problems: Iterable[Problem], paint: Paint = plain) -> str:
    """Return a SARIF 2.1.0 log, which code scanning services read."""
    from builder.lint.rules import RULES

    listed = list(problems)
    ids = sorted({one.rule for one in listed})
    described = [
        {"id": rule, "shortDescription": {"text": RULES[rule].summary}, "help": {"text": RULES[rule].why}}
        if rule in RULES
        else {"id": rule}
        for rule in ids
    ]
    results = [
        {
            "ruleId": p.rule,
            "ruleIndex": ids.index(p.rule),
            "level": _SARIF[p.severity],
            "message": {"text": p.message + (f"; {p.hint}" if p.hint else "")},
            "locations": [{"physicalLocation": _sarif_place(p.location)}],
        }
        for p in listed
    ]
    driver = {"name": "deckwright", "version": __version__, "rules": described}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _sarif_place(location: Location) -> dict[str, object]:
    from urllib.parse import quote

    return {
        "artifactLocation": {"uri": quote(location.path)},
        "region": {
            "startLine": location.line,
            "startColumn": location.column,
            "endColumn": location.column + location.length,
        },
    }


FORMATS: dict[str, Callable[[Iterable[Problem], Paint], str]] = {
    "text": as_text,
    "concise": as_concise,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}


def summary(problems: Sequence[Problem]) -> str:
    """Return `2 errors, 1 warning`, or an empty text for none."""
    counts = [(sum(p.severity is severity for p in problems), severity.value) for severity in Severity]
    words = {"error": "error", "warning": "warning", "info": "note"}
    return ", ".join(f"{n} {words[word]}{'' if n == 1 else 's'}" for n, word in counts if n)


def statistics_text(problems: Iterable[Problem]) -> str:
    """Return how often each rule reports, the most frequent first."""
    counts = Counter((problem.rule, problem.severity) for problem in problems)
    order = list(Severity)
    return "".join(
        f"{count:>6}  {severity}[{rule}]\n"
        for (rule, severity), count in sorted(
            counts.items(), key=lambda item: (-item[1], order.index(item[0][1]), item[0])
        )
    )


def score_text(score: Score) -> str:
    """Return the parts of the rubric for one deck, a line each, and the cards to grade by hand."""
    lines = [score.name, *(f"  {part.number:>2} {part.title}: {part.grade} ({part.reason})" for part in score.parts)]
    for sample in score.samples:
        lines.append(f"  {sample.number:>2} {sample.title}: to be graded by hand, on these cards:")
        lines += [f"       {place}" for place in sample.cards] or ["       none"]
    return "\n".join(lines) + "\n"
