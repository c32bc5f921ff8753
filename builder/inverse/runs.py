"""The text of a paragraph as words, each with its marks: how they nest, and where blanks stand, does not count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from builder.dom import Element, Node
from builder.texts.formula_places import find_formulas

Attributes = tuple[tuple[str, str], ...]
Mark = tuple[str, Attributes]
"""An element of running text that shows in how its words look: its name and attributes."""

_SOFT, _HARD = " \t\n\r\f\x85\u2028\u2029", "\xa0\u202f"
_WORDS = re.compile(rf"[{_SOFT}{_HARD}]+|[^{_SOFT}{_HARD}]+")
_UNSEEN_ON_BLANKS = frozenset(["strong", "em", "sub", "sup", "small", "big"])
"""Marks of which nothing shows on a blank."""
_UNSEEN_ON_PICTURES = _UNSEEN_ON_BLANKS | {"u", "del"}


class Run(NamedTuple):
    """A word, a blank, a line break or something else in running text, and its marks."""

    node: Node
    marks: tuple[Mark, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Return whether it is a space or a line break."""
        return self.node == " " or is_break(self)


BREAK = Run(Element("br", {}, []))


def is_break(run: Run) -> bool:
    """Tell whether a run is a line break."""
    return isinstance(run.node, Element) and run.node.tag == "br"


def runs_of(text: str, marks: tuple[Mark, ...]) -> Iterator[Run]:
    """Yield the words and blanks of a text; of hard blanks, more than one are as they are."""
    for part in _WORDS.findall(text):
        if part[0] in _SOFT or part[0] in _HARD:
            hard = sum(map(part.count, _HARD))
            yield Run("\xa0" * hard if hard > 1 else " ", marks)
        else:
            yield Run(part, marks)


def picture(element: Element, marks: tuple[Mark, ...]) -> Run:
    """Return a picture, or what else stands in a line as a whole, with the marks that show on it."""
    return Run(element, tuple(mark for mark in marks if mark[0] not in _UNSEEN_ON_PICTURES))


def laid_out(lines: Sequence[Sequence[Run]]) -> list[Node]:
    """Return lines as nodes: one blank between words, none at the ends of lines, marks around as much as they can."""
    runs: list[Run] = []
    for line in lines:
        trimmed = _trimmed(line)
        runs += [BREAK, *trimmed] if runs and trimmed else trimmed
    return _nested(_with_marks_on_blanks(_without_breaks_in_math(runs)))


def _trimmed(line: Sequence[Run]) -> list[Run]:
    runs: list[Run] = []
    for run in line:
        if run.node == " " and (not runs or runs[-1].node == " "):
            continue
        runs.append(run)
    while runs and isinstance(runs[-1].node, str) and not runs[-1].node.strip():
        runs.pop()
    return runs


def _without_breaks_in_math(runs: list[Run]) -> list[Run]:
    """Return runs in which a line break of a formula is a blank, as it is to MathJax."""
    if BREAK not in runs or not any(isinstance(run.node, str) and "\\" in run.node for run in runs):
        return runs
    texts = [run.node if isinstance(run.node, str) else "\n" for run in runs]
    formulas = list(find_formulas("".join(texts)))
    after, at = [], 0
    for run, text in zip(runs, texts, strict=True):
        while formulas and formulas[0].end <= at:
            formulas.pop(0)
        is_inside = bool(formulas) and formulas[0].start < at
        after.append(Run(" ") if is_inside and is_break(run) else run)
        at += len(text)
    return after


def _with_marks_on_blanks(runs: list[Run]) -> list[Run]:
    """Return runs whose blanks have the marks of both neighbours; of those that show on blanks, only their own."""
    after = []
    for index, run in enumerate(runs):
        if not run.is_blank:
            after.append(run)
            continue
        before = runs[index - 1].marks if index else ()
        behind = runs[index + 1].marks if index + 1 < len(runs) else ()
        marks = [mark for mark in before if mark in behind and (mark[0] in _UNSEEN_ON_BLANKS or mark in run.marks)]
        after.append(Run(run.node, tuple(marks)))
    return after


def _nested(runs: Sequence[Run]) -> list[Node]:
    """Return runs as nodes; of the marks of a word the one that goes on for longest is the outermost."""
    nodes: list[Node] = []
    index = 0
    while index < len(runs):
        node, marks = runs[index]
        if not marks:
            _append(nodes, node)
            index += 1
            continue
        ends = [_end_of(mark, runs, index) for mark in marks]
        end = max(ends)
        mark = marks[ends.index(end)]
        inner = [Run(run.node, _without(run.marks, mark)) for run in runs[index:end]]
        nodes.append(Element(mark[0], dict(mark[1]), _nested(inner)))
        index = end
    return nodes


def _end_of(mark: Mark, runs: Sequence[Run], start: int) -> int:
    end = start
    while end < len(runs) and mark in runs[end].marks:
        end += 1
    return end


def _without(marks: tuple[Mark, ...], mark: Mark) -> tuple[Mark, ...]:
    index = marks.index(mark)
    return marks[:index] + marks[index + 1 :]


def _append(nodes: list[Node], node: Node) -> None:
    last = nodes[-1] if nodes else None
    if isinstance(last, str) and isinstance(node, str):
        nodes[-1] = last + node
    else:
        nodes.append(node)
