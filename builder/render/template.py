"""Anki's template language: what a template is made of, and whether it makes a card of a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

_CLOSINGS = {"<!--": "-->", "{{": "}}"}
_OPENING = re.compile("|".join(map(re.escape, _CLOSINGS)))
_DEPTH = 50
"""Sections inside each other; all that walks over a template calls itself once for each."""
_EMPTY = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*+\Z", re.I)
_CLOZE_CONDITION = re.compile(r"c\d+")
_OLD_MARKS = "{{=<% %>=}}"
SPECIAL = frozenset({"FrontSide", "Card", "CardFlag", "Deck", "Subdeck", "Tags", "Type", "CardID"})
"""Names that are not fields."""
FILLED = frozenset({"Card", "CardFlag", "Deck", "Subdeck", "Type"})
"""Those of them that Anki counts as filled fields of every note, also where it decides on a front (anki 26.9)."""


class Field(NamedTuple):
    """`{{filter:Name}}`; filters in the order in which they apply, the one next to the name first."""

    name: str
    filters: tuple[str, ...]


class Section(NamedTuple):
    """`{{#Name}}…{{/Name}}`, or `{{^Name}}…{{/Name}}` where `negated`."""

    name: str
    negated: bool
    parts: tuple[TemplatePart, ...]


TemplatePart = str | Field | Section


class TemplateError(ValueError):
    """A template that Anki would refuse; `offset` is the index of the tag at fault, 0 where it is not known."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


class _Opened(NamedTuple):
    """A section that is not closed yet; `outer` are the parts around it, so far."""

    name: str
    negated: bool
    offset: int
    outer: list[TemplatePart]


class Tag(NamedTuple):
    """A `{{…}}` or a comment of a template: where it starts and ends, and what is in it."""

    start: int
    end: int
    inner: str
    is_comment: bool


def find_tags(template: str) -> Iterator[Tag]:
    """Yield the tags and the HTML comments of a template that have an end, in order.

    Where there is none for one of them there is none for all that follow, and it is not looked for again.
    """
    done = 0
    endless: set[str] = set()
    for opening in _OPENING.finditer(template):
        if opening.start() < done or opening[0] in endless:
            continue
        closing = _CLOSINGS[opening[0]]
        end = template.find(closing, opening.end())
        if end < 0:
            endless.add(opening[0])
        else:
            done = end + len(closing)
            inner = template[opening.end() : end]
            yield Tag(start=opening.start(), end=done, inner=inner, is_comment=opening[0] == "<!--")


def parse(template: str) -> tuple[TemplatePart, ...]:
    """Return a template's parts; raise `TemplateError` for sections that do not close."""
    if template.lstrip().startswith(_OLD_MARKS):
        template = template.lstrip().removeprefix(_OLD_MARKS).replace("<%", "{{").replace("%>", "}}")
    stack: list[_Opened] = []
    parts: list[TemplatePart] = []
    end = 0
    for tag in find_tags(template):
        if tag.is_comment:  # tags inside an HTML comment are text
            continue
        if tag.start > end:
            parts.append(template[end : tag.start])
        end = tag.end
        inner = tag.inner.lstrip("{").strip()
        mark, name = inner[:1], inner[1:].lstrip()
        if mark in ("#", "^") and name:
            if len(stack) == _DEPTH:
                raise TemplateError(f"{{{{{mark}{name}}}}} stands in {_DEPTH} other sections", tag.start)
            stack.append(_Opened(name=name, negated=mark == "^", offset=tag.start, outer=parts))
            parts = []
        elif mark == "/" and name:
            if not stack or stack[-1].name != name:
                opened = f"{{{{#{stack[-1].name}}}}} is open" if stack else "nothing is open"
                raise TemplateError(f"{{{{/{name}}}}} stands where {opened}", tag.start)
            section = stack.pop()
            section.outer.append(Section(name=name, negated=section.negated, parts=tuple(parts)))
            parts = section.outer
        else:
            *filters, name = inner.split(":")
            parts.append(Field(name=name, filters=tuple(reversed(filters))))
    if stack:
        raise TemplateError(f"{{{{#{stack[-1].name}}}}} is not closed", stack[-1].offset)
    if end < len(template):
        parts.append(template[end:])
    return tuple(parts)


def is_cloze_condition(name: str) -> bool:
    """Tell whether a section's name is none of a field, but asks for a cloze's number: `{{#c1}}`."""
    return bool(_CLOZE_CONDITION.fullmatch(name))


def is_empty(value: str) -> bool:
    """Tell whether Anki takes a field for empty: nothing in it but white space, <br> and <div>."""
    return not value or _EMPTY.match(value) is not None


def makes_card(parts: tuple[TemplatePart, ...], filled: AbstractSet[str]) -> bool:
    """Tell whether a front with these parts shows any of the filled fields, which is when Anki makes a card."""
    for part in parts:
        if isinstance(part, Field):
            if part.name in filled:
                return True
        elif isinstance(part, Section) and (part.name in filled) is not part.negated and makes_card(part.parts, filled):
            return True
    return False


def field_names(parts: tuple[TemplatePart, ...]) -> set[str]:
    """Return the names that a template mentions, special ones left out."""
    names: set[str] = set()
    for part in parts:
        if isinstance(part, Field):
            names.add(part.name)
        elif isinstance(part, Section):
            names |= {part.name} | field_names(part.parts)
    return names - SPECIAL


def shown_fields(parts: Sequence[TemplatePart]) -> Iterator[Field]:
    """Yield the fields that a template shows, in their order."""
    for part in parts:
        if isinstance(part, Field):
            yield part
        elif isinstance(part, Section):
            yield from shown_fields(part.parts)


class TypeBox(NamedTuple):
    """A `{{type:…}}`: its field, and the names of the sections around it, each with whether it is negated."""

    field: Field
    conditions: tuple[tuple[str, bool], ...]

    def is_shown(self, filled: Mapping[str, object]) -> bool:
        """Tell whether a note shows it; names that are no fields of the note say nothing."""
        return all(bool(filled.get(name)) is not negated for name, negated in self.conditions if name not in SPECIAL)


def type_boxes(parts: Sequence[TemplatePart], around: tuple[tuple[str, bool], ...] = ()) -> Iterator[TypeBox]:
    """Yield where a template asks to type a field's text, or compares what was typed."""
    for part in parts:
        if isinstance(part, Section):
            yield from type_boxes(part.parts, (*around, (part.name, part.negated)))
        elif isinstance(part, Field) and part.filters[-1:] == ("type",):
            yield TypeBox(field=part, conditions=around)


def cloze_fields(front: str, fields: Sequence[str]) -> tuple[int, ...]:
    """Return the indexes of those fields of a cloze note type whose gaps make cards: its front shows them as gaps."""
    names = {field.name for field in shown_fields(parse(front)) if "cloze" in field.filters}
    return tuple(index for index, name in enumerate(fields) if name in names)
