"""What is wrong in a text, before anybody knows in which file it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from builder.diagnostics import Problem, Severity, counted
from builder.syntax import SourceFile, Text


class Fault(NamedTuple):
    """Something in a text that the author must change: where (`snippet` of the text), which rule, and what to do."""

    snippet: str
    rule: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR
    occurrence: int = 0
    """Which of the equal snippets of the text it is, from 0."""

    def is_error(self) -> bool:
        """Tell whether it stops a build."""
        return self.severity is Severity.ERROR


class LeftOut(NamedTuple):
    """A tag of which something was left out: as written, which of its equals it is, and what it was."""

    snippet: str
    occurrence: int
    what: tuple[str, ...]


class HarmlessHtml:
    """What was left out of the texts of a file, which is told once."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.places: dict[tuple[int, str, int], tuple[Text, LeftOut]] = {}
        """By place: a text that several fields show counts once."""

    def add(self, text: Text, left_out: Iterable[LeftOut]) -> None:
        """Take in what was left out of a text."""
        for item in left_out:
            self.places.setdefault((text.start, item.snippet, item.occurrence), (text, item))

    def problems(self, hint: str) -> Iterator[Problem]:
        """Yield one warning at the first place, if there is any."""
        if not self.places:
            return
        text, first = min(self.places.values(), key=lambda place: place[0].start)
        count = counted(sum(len(item.what) for _, item in self.places.values()), "piece")
        message = f"{count} of HTML that cards do without, such as {first.what[0]}, will not be on them"
        yield problem_of(
            self.file, text, Fault(first.snippet, "harmless-html", message, hint, Severity.WARNING, first.occurrence)
        )


def unsafe(snippet: str, message: str, hint: str) -> Fault:
    """Return a fault for what can hurt a learner."""
    return Fault(snippet=snippet, rule="unsafe-html", message=message, hint=hint)


def unclosed(snippet: str, message: str, hint: str) -> Fault:
    """Return a fault for tags that are not balanced."""
    return Fault(snippet=snippet, rule="unclosed-html", message=message, hint=hint)


def crossed_edge(snippet: str, message: str, rule: str = "gap-edge") -> Fault:
    """Return the fault of what begins in a gap, or in a tag, and ends outside of it, or the other way round."""
    hint = r"let it begin and end on one side of the edge; where its signs are text, write \ before them"
    return Fault(snippet=snippet, rule=rule, message=message, hint=hint, severity=Severity.WARNING)


def wide_row(line: str) -> Fault:
    """Return the fault of a row with more cells than its table has columns."""
    message = "the row has more cells than the table has columns, and the last ones would be lost"
    hint = r"write a header for each column; a pipe that is text is written \|"
    return Fault(snippet=line, rule="table-row", message=message, hint=hint)


def markdown_in_html(written: str) -> Fault:
    """Return the fault of a mark of Markdown's that stands in a block of HTML."""
    shown = written if len(written) <= 40 else f"{written[:40]}…"
    message = f'"{shown}" shows as typed: a line that starts with the tag of a block begins HTML'
    hint = "leave an empty line between the tag and the Markdown, or write it as HTML"
    return Fault(snippet=written, rule="markdown-in-html", message=message, hint=hint, severity=Severity.WARNING)


def no_table(line: str, message: str, hint: str) -> Fault:
    """Return the fault of a line that was meant for a part of a table and makes none."""
    return Fault(snippet=line, rule="no-table", message=f"no table: {message}", hint=hint, severity=Severity.WARNING)


def as_text(snippet: str) -> str:
    r"""Return how to show a tag as text; names the start alone where the tag is long."""
    name = snippet if len(snippet) <= 20 else snippet.split()[0]
    return rf"to show it as text write \{name}, or put it in backticks"


def problem_of(file: SourceFile, text: Text, fault: Fault) -> Problem:
    """Return the problem of a fault in a text of a file."""
    first_line = fault.snippet.partition("\n")[0]  # the others may be indented in the file
    location = file.within(text, first_line, fault.occurrence)
    return Problem(location=location, severity=fault.severity, rule=fault.rule, message=fault.message, hint=fault.hint)
