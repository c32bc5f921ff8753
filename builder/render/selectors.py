"""Simple selectors of a stylesheet: `.answer`, `#back p`, never `a:hover` or `a > b`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import tinycss2

_COMPOUND = re.compile(r"(\*|[a-z][\w-]*)?((?:[.#][\w-]+)*)\Z", re.I)
_SINGLE = re.compile(r"[.#][\w-]+|[a-z][\w-]*", re.I)
_MARK = re.compile(r"[.#][\w-]+")
_DEEPEST = 60
"""Elements around one that are looked at; what stands deeper, as no editor makes it, is selected by none."""


class Single(NamedTuple):
    """A selector of one element."""

    tag: str
    """Any, where it is empty."""
    marks: frozenset[str]
    """Classes and ids, each with its sign before it."""

    def fits(self, tag: str, marks: Collection[str]) -> bool:
        """Tell whether it selects an element."""
        return self.tag in ("", tag) and self.marks <= set(marks)


Selector = tuple[Single, ...]
"""The element that is selected, and those around it, outermost first."""
Path = Sequence[tuple[str, frozenset[str]]]
"""Elements, each in the one before it: tags, with classes and ids."""


class Rule(NamedTuple):
    """A rule for one selector."""

    written: str
    selector: Selector | None
    """None where it is not simple, or where the rule has a condition."""
    content: Sequence[Any]
    """Declarations, as `tinycss2` parses them."""

    @property
    def targets(self) -> frozenset[str]:
        """Return the tag, classes and ids of what is selected, in lower case, as far as they can be told."""
        parts = self.written.split()
        return frozenset(name.lower() for name in _SINGLE.findall(parts[-1])) if parts else frozenset()


def rules(css: str) -> Iterator[Rule]:
    """Yield the rules of a stylesheet, and those that have a condition (`@media`, `@supports`)."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield from _for_each_selector(rule, is_simple=True)
        elif rule.type == "at-rule" and rule.content and rule.lower_at_keyword in ("media", "supports"):
            for inner in tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True):
                if inner.type == "qualified-rule":
                    yield from _for_each_selector(inner, is_simple=False)


def _for_each_selector(rule: Any, *, is_simple: bool) -> Iterator[Rule]:
    content = tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
    for written in tinycss2.serialize(rule.prelude).strip().split(","):
        parts = [_COMPOUND.match(part) for part in written.split()]
        is_plain = is_simple and bool(parts) and all(parts)
        selector = tuple(_single(part) for part in parts if part) if is_plain else None
        yield Rule(written=written, selector=selector, content=content)


def _single(part: re.Match[str]) -> Single:
    return Single("" if part[1] in (None, "*") else part[1].lower(), frozenset(_MARK.findall(part[2])))


def is_selected(selectors: Collection[Selector], path: Path) -> bool:
    """Tell whether the last of some elements is selected."""
    return len(path) <= _DEEPEST and any(selects(selector, path) for selector in selectors)


def selects(selector: Selector, path: Path) -> bool:
    """Tell whether a selector selects the last of some elements."""
    *around, last = selector
    if not last.fits(*path[-1]):
        return False
    elements = iter(path[:-1])
    return all(any(one.fits(*element) for element in elements) for one in around)


def marks_of(attributes: Mapping[str, str]) -> frozenset[str]:
    """Return the classes and the id of an element as selectors write them."""
    marks = {f".{name}" for name in attributes.get("class", "").split()}
    return frozenset(marks | ({f"#{attributes['id']}"} if attributes.get("id") else set()))


def text_of(declaration: Any) -> str:
    """Return the value of a declaration in lower case."""
    return str(tinycss2.serialize(declaration.value)).strip().lower()
