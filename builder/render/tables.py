"""Tables as GitHub reads them: a row of headers, a row of dashes, and rows of cells between pipes.

Python-Markdown builds them. It is told what a table is and where its cells end: a pipe behind a backslash is text, in
code too. A pipe in code ends a cell on GitHub, and so it does here, unless the row had more cells then than the table
has columns: there it is text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from markdown.blockparser import BlockParser
from markdown.extensions.tables import TableProcessor

from builder.diagnostics import counted
from builder.render.faults import Fault, no_table, wide_row
from builder.texts.backticks import CodeEnds

_RULE = re.compile(r"\|?[ ]*+:?-+:?[ ]*+(?:\|[ ]*+:?-+:?[ ]*+)*\|?\Z")
_SIGN = re.compile(r"\\[\\`|]|(?P<ticks>`+)|(?P<pipe>\|)")


class Tables(TableProcessor):
    """Python-Markdown's tables, with rows that are cut as on GitHub; `report` is given what is wrong with them."""

    def __init__(self, parser: BlockParser, report: Callable[[Fault], None]) -> None:
        super().__init__(parser, {"use_align_attribute": False})
        self.report = report
        self.columns: list[str] = []

    def find(self, lines: Sequence[str]) -> int | None:
        """Return in which line of a paragraph a table starts; the lines are stripped."""
        for number in range(1, len(lines)):
            rule = lines[number]
            if "|" in lines[number - 1] and _RULE.match(rule) and ("|" in rule or ":" in rule):
                self.columns = _split(rule, _pipes(rule))
                if len(split_row(lines[number - 1], len(self.columns))) == len(self.columns):
                    return number - 1
        return None

    def report_meant(self, lines: Sequence[str]) -> None:
        """Report lines that make no table and must have been meant for one."""
        for above, below in itertools.pairwise(lines):
            if "|" not in above or "|" not in below:
                continue
            columns = len(split_row(above, len(above)))
            write = f"write |{'---|' * columns}"
            if _RULE.match(below):
                count = counted(len(_split(below, _pipes(below))), "column")
                self.report(no_table(below, f"the line has {count}, the header above {columns}", write))
                return
            if _is_row(above) and _is_row(below):
                message = "lines of cells show as typed where no line of dashes is"
                self.report(no_table(above, message, f"{write} below it"))
                return

    def add(self, parent: Element, lines: Sequence[str]) -> None:
        """Put the table into an element that was found to start with these lines."""
        self.separator = self.columns  # type: ignore[assignment]  # the stubs have it as one text
        self.run(parent, ["\n".join(lines)])
        if len(lines) == 2:  # Python-Markdown has a row where there is none
            table = parent[-1]
            table.remove(table[1])

    def _split_row(self, row: str) -> list[str]:
        cells = split_row(row, len(self.columns))
        if any(cells[len(self.columns) :]):
            self.report(wide_row(row))
        return cells


def _is_row(line: str) -> bool:
    return line.startswith("|") and line.endswith("|") and sum(1 for _ in _pipes(line)) > 2


def split_row(line: str, most: int) -> list[str]:
    """Return the cells of a line, with its escaped pipes as pipes; where they are too many, pipes in code are text."""
    cells = _split(line, _pipes(line))
    if len(cells) > most and "`" in line:
        fewer = _split(line, _pipes_outside_code(line))
        cells = fewer if len(fewer) <= most else cells
    return cells


def _split(line: str, pipes: Iterable[int]) -> list[str]:
    cells: list[str] = []
    start = 0
    for pipe in pipes:
        if pipe or start:  # the first pipe of a line only opens it
            cells.append(line[start:pipe])
        start = pipe + 1
    if start < len(line) or not cells:
        cells.append(line[start:])
    return [cell.replace("\\|", "|").strip(" ") for cell in cells]


def _pipes(line: str) -> Iterator[int]:
    return (sign.start() for sign in _SIGN.finditer(line) if sign["pipe"])


def _pipes_outside_code(line: str) -> Iterator[int]:
    ends = CodeEnds(line)
    place = 0
    while sign := _SIGN.search(line, place):
        place = sign.end()
        if sign["pipe"]:
            yield sign.start()
        elif sign["ticks"]:
            place = ends.end_of(len(sign["ticks"]), place) or place
