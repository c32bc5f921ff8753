"""Anki's template language: what a template is made of, whether it makes a card of a note, and what it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

_TAG = re.compile(r"<!--.*?-->|\{\{(.*?)\}\}", re.S)
_EMPTY = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*\Z", re.I)
_CLOZE_TEST = re.compile(r"c\d+")
_OLD_MARKS = "{{=<% %>=}}"
SPECIAL = frozenset({"FrontSide", "Card", "CardFlag", "Deck", "Subdeck", "Tags", "Type", "CardID"})
"""Names that are not fields; they do not make a card by themselves."""


class Field(NamedTuple):
    """`{{filter:Name}}`; filters in the order in which they apply, the one next to the name first."""

    name: str
    filters: tuple[str, ...]


class Section(NamedTuple):
    """`{{#Name}}…{{/Name}}`, or `{{^Name}}…{{/Name}}` where `negated`."""

    name: str
    negated: bool
    parts: tuple[Part, ...]


Part = str | Field | Section


class TemplateError(ValueError):
    """A template that Anki would refuse; `offset` is the index of the tag at fault, 0 where it is not known."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


def parse(template: str) -> tuple[Part, ...]:
    """Return a template's parts; raise `TemplateError` for sections that do not close."""
    if template.lstrip().startswith(_OLD_MARKS):
        template = template.lstrip().removeprefix(_OLD_MARKS).replace("<%", "{{").replace("%>", "}}")
    stack: list[tuple[str, bool, int, list[Part]]] = []
    parts: list[Part] = []
    end = 0
    for tag in _TAG.finditer(template):
        if tag[1] is None:  # tags inside an HTML comment are text
            continue
        if tag.start() > end:
            parts.append(template[end : tag.start()])
        end = tag.end()
        word = tag[1].lstrip("{").strip()
        mark, name = word[:1], word[1:].lstrip()
        if mark in ("#", "^") and name:
            stack.append((name, mark == "^", tag.start(), parts))
            parts = []
        elif mark == "/" and name:
            if not stack or stack[-1][0] != name:
                opened = f"{{{{#{stack[-1][0]}}}}} is open" if stack else "nothing is open"
                raise TemplateError(f"{{{{/{name}}}}} stands where {opened}", tag.start())
            opener, negated, _, outer = stack.pop()
            outer.append(Section(opener, negated, tuple(parts)))
            parts = outer
        else:
            *filters, name = word.split(":")
            parts.append(Field(name, tuple(reversed(filters))))
    if stack:
        raise TemplateError(f"{{{{#{stack[-1][0]}}}}} is not closed", stack[-1][2])
    if end < len(template):
        parts.append(template[end:])
    return tuple(parts)


def is_empty(value: str) -> bool:
    """Tell whether Anki takes a field for empty: nothing in it but white space, <br> and <div>."""
    return not value or (len(value) < 200 and bool(_EMPTY.match(value)))


def makes_card(parts: tuple[Part, ...], filled: AbstractSet[str]) -> bool:
    """Tell whether a front with these parts shows any of the filled fields, which is when Anki makes a card."""
    for part in parts:
        if isinstance(part, Field):
            if part.name in filled:
                return True
        elif isinstance(part, Section) and (part.name in filled) is not part.negated and makes_card(part.parts, filled):
            return True
    return False


def field_names(parts: tuple[Part, ...]) -> set[str]:
    """Return the names that a template mentions, special ones left out."""
    names: set[str] = set()
    for part in parts:
        if isinstance(part, Field):
            names.add(part.name)
        elif isinstance(part, Section):
            names |= {part.name} | field_names(part.parts)
    return names - SPECIAL


class CardData(NamedTuple):
    """What the sides of one card are rendered from: its note's fields by name, and what the special names show."""

    fields: Mapping[str, str]
    tags: Sequence[str]
    deck: str
    """The whole name, `Sony PM vs TPM::Roles`."""
    card: str
    """The template's name."""
    type: str
    ordinal: int
    """From 0; of a cloze note, the number less one."""
    id: int = 0


def render_side(parts: tuple[Part, ...], data: CardData, front: str | None = None) -> str:
    """Return the HTML of one side as Anki renders it; `front` is the question's HTML, for the answer side only.

    As in Anki's backend: no style, `[sound:…]` and `[anki:tts …]…[/anki:tts]` as they stand, `[[type:Field]]` where
    the learner types. Ids of hints differ from Anki's. Raise `TemplateError` for a name that is no field.
    """
    values = {
        **data.fields,
        "Tags": " ".join(data.tags),
        "Deck": data.deck,
        "Subdeck": data.deck.rpartition("::")[2],
        "Card": data.card,
        "Type": data.type,
        "CardFlag": "flag0",
        "CardID": str(data.id),
        "FrontSide": front or "",
        f"c{data.ordinal + 1}": "1",
    }
    filled = {name for name, value in values.items() if not is_empty(value)} - {"FrontSide"}
    return "".join(_Side(values, filled, data, front).pieces(parts))


class _Side(NamedTuple):
    values: Mapping[str, str]
    filled: AbstractSet[str]
    data: CardData
    front: str | None

    def pieces(self, parts: tuple[Part, ...]) -> list[str]:
        out: list[str] = []
        for part in parts:
            if isinstance(part, str):
                out.append(part)
            elif isinstance(part, Field):
                out.append(self.field(part))
            else:
                self.check_test(part)
                inner = self.pieces(part.parts)  # hidden parts too: Anki refuses wrong names in them
                if (part.name in self.filled) is not part.negated:
                    out += inner
        return out

    def field(self, part: Field) -> str:
        if not part.name and part.filters:
            return ""
        if part.name not in self.values:
            raise self.unknown(":".join((*reversed(part.filters), part.name)))
        value = self.values[part.name]
        if part.name == "FrontSide":  # Anki puts it in last, past all filters
            return value
        from builder.render.filters import apply_filters  # a build shows no cards, and does without

        return apply_filters(value, part.filters, part.name, self.data.ordinal + 1, question=self.front is None)

    def check_test(self, part: Section) -> None:
        known = part.name in self.values or _CLOZE_TEST.fullmatch(part.name)
        if not known or part.name == "FrontSide":
            raise self.unknown(f"{'^' if part.negated else '#'}{part.name}")

    def unknown(self, tag: str) -> TemplateError:
        return TemplateError(f"{{{{{tag}}}}} names no field; the fields are: {', '.join(self.data.fields)}")
