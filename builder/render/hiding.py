"""Which elements a stylesheet hides, as far as simple selectors tell: `.answer`, `#back p`, never `a:hover` or `a > b`.

What another rule may show again, on a click or on a phone, counts as shown.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import tinycss2

_COMPOUND = re.compile(r"(\*|[a-z][\w-]*)?((?:[.#][\w-]+)*)\Z", re.I)
_SINGLE = re.compile(r"[.#][\w-]+|[a-z][\w-]*", re.I)
_HIDDEN = {
    "display": re.compile(r"none\Z"),
    "visibility": re.compile(r"(?:hidden|collapse)\Z"),
    "opacity": re.compile(r"0?\.?0+%?\Z"),
    "font-size": re.compile(r"0?\.?0+[a-z%]*\Z"),
}
"""Declarations by which nothing of an element is seen."""

_MOST = 200
"""Selectors that are looked at: more than any deck's style hides by."""
_DEEPEST = 60
"""Elements around one that are looked at; what stands deeper, as no editor makes it, is hidden by no selector."""


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


def is_hidden_by(selectors: Collection[Selector], path: Sequence[tuple[str, Collection[str]]]) -> bool:
    """Tell whether the last of some elements, each in the one before it, is selected: tags, with classes and ids."""
    return len(path) <= _DEEPEST and any(_selects(selector, path) for selector in selectors)


def _selects(selector: Selector, path: Sequence[tuple[str, Collection[str]]]) -> bool:
    *around, last = selector
    if not last.fits(*path[-1]):
        return False
    elements = iter(path[:-1])
    return all(any(one.fits(*element) for element in elements) for one in around)


def marks_of(attributes: Mapping[str, str]) -> frozenset[str]:
    """Return the classes and the id of an element as selectors write them."""
    marks = {f".{name}" for name in attributes.get("class", "").split()}
    return frozenset(marks | ({f"#{attributes['id']}"} if attributes.get("id") else set()))


def hides(style: str) -> bool:
    """Tell whether declarations hide what they are for."""
    return bool(style) and _is_hiding(tinycss2.parse_declaration_list(style)) is True


@functools.lru_cache(maxsize=64)
def hiding(css: str) -> frozenset[Selector]:
    """Return the first selectors of a stylesheet by which elements are hidden that no rule shows."""
    hidden: dict[Selector, None] = {}
    shown: set[str] = set()
    for prelude, content in _rules(css):
        state = _is_hiding(tinycss2.parse_declaration_list(content))
        if state is None:
            continue
        for selector in prelude.split(","):
            if state is False:
                shown.update(_SINGLE.findall(selector.split()[-1].lower()) if selector.split() else ())
                continue
            parts = [_COMPOUND.match(part) for part in selector.split()]
            if parts and all(parts):
                hidden[tuple(_single(part) for part in parts if part)] = None
    certain = (one for one in hidden if not shown & {one[-1].tag, *map(str.lower, one[-1].marks)})
    return frozenset(islice(certain, _MOST))


def _single(part: re.Match[str]) -> Single:
    return Single("" if part[1] in (None, "*") else part[1].lower(), frozenset(re.findall(r"[.#][\w-]+", part[2])))


def _rules(css: str) -> Iterator[tuple[str, Any]]:
    """Yield selectors and contents of all rules; of those with a condition with a selector that selects nothing."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield tinycss2.serialize(rule.prelude).strip(), rule.content
        elif rule.type == "at-rule" and rule.content and rule.lower_at_keyword in ("media", "supports"):
            for inner in tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True):
                if (
                    inner.type == "qualified-rule"
                    and _is_hiding(tinycss2.parse_declaration_list(inner.content)) is False
                ):
                    yield tinycss2.serialize(inner.prelude).strip(), inner.content


def _is_hiding(declarations: Sequence[Any]) -> bool | None:
    """Tell whether declarations hide an element, or show it; None where they say nothing of that."""
    state: bool | None = None
    for declaration in declarations:
        if declaration.type == "declaration" and declaration.lower_name in _HIDDEN:
            value = tinycss2.serialize(declaration.value).strip().lower()
            if _HIDDEN[declaration.lower_name].match(value):
                return True
            state = False if declaration.lower_name in ("display", "visibility") else state
    return state
