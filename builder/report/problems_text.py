"""Problems as text for people."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

from builder.diagnostics import Location, Problem, Severity, counted, printable
from builder.report.terminal import Paint, plain

_WIDEST = 200
"""Columns of a source line that is shown whole."""
_BEFORE = 60
"""Characters of a longer line that are shown before the marked ones."""
_SHOWN = 160
"""Characters of a longer line that are shown in all."""


def headline(problem: Problem, paint: Paint = plain) -> str:
    """Return `path:line:column: severity[rule]: sentence`."""
    label = paint(f"{problem.severity}[{problem.rule}]", problem.severity)
    return f"{printable(problem.location.position)}: {label}: {printable(problem.message)}"


def as_text(problems: Iterable[Problem], paint: Paint = plain) -> str:
    """Return problems with the source line, a marker under the value, and a hint."""
    blocks = []
    for problem in problems:
        lines = [headline(problem, paint)]
        if problem.location.excerpt:
            lines += _excerpt(problem.location, paint)
        if problem.hint:
            lines.append(f"  {paint('hint', 'hint')}: {printable(problem.hint)}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _excerpt(location: Location, paint: Paint) -> list[str]:
    """Return the source line and the line below it that marks the value, both behind a gutter with the line's number.

    Of a line that is too wide only the part around the marked value is shown, with `…` for what is left out.
    """
    number = str(location.line)
    line = printable(location.excerpt).replace("\t", " ")  # a tab would move the text, and not the marker
    start = location.column - 1 - location.before
    marker = " " * _width(line[:start]) + "^" * max(1, _width(line[start : start + location.length]))
    if _width(line) > _WIDEST:
        first = max(0, start - _BEFORE)
        is_cut = first + location.before > 0
        line = ("…" if is_cut else "") + line[first : first + _SHOWN] + "…"
        before_marker = line[: start - first + (1 if is_cut else 0)]
        marker = " " * _width(before_marker) + "^" * max(1, min(location.length, _SHOWN - (start - first)))
    gutter = " " * len(number)
    return [f"  {number} | {line}", f"  {gutter} | {paint(marker, 'marker')}"]


def _width(text: str) -> int:
    """Return how many columns a terminal gives a text."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


_NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def summary(problems: Iterable[Problem]) -> str:
    """Return `2 errors, 1 warning`, or an empty text for none."""
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(counted(counts[severity], noun) for severity, noun in _NOUNS.items() if counts[severity])


def statistics_text(problems: Iterable[Problem]) -> str:
    """Return how often each rule reports, the most frequent first."""
    counts = Counter((problem.rule, problem.severity) for problem in problems)
    severities = list(Severity)
    rows = sorted((-count, severities.index(severity), rule, severity) for (rule, severity), count in counts.items())
    return "".join(f"{-negative:>6}  {severity}[{rule}]\n" for negative, _, rule, severity in rows)
