"""Mends a chapter's text where that needs no author: missing ids, `was` as a list, the order of keys."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from builder.model import Kind
from builder.shapes import Key, Shape
from builder.source import keys
from builder.source.edits import Splice, is_flow, newline_at, splice
from builder.source.key_order import order_keys
from builder.source.names import readable_id
from builder.source.yaml_nodes import compose
from builder.syntax import Map, Node, Seq, SourceFile, Text

_ANY_ID = re.compile(r"\b(?:id|was)[\"']?\s*:\s*[\"']?([\w.-]+)")
_SAFE_IN_BRACKETS = re.compile(r"[\w.-]+\Z")
_BARE_COLON = re.compile(r"[ \t]*:")
_COMMON = tuple(key.name for key in keys.CARD if key.name not in ("id", "kind"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that was mended; the place is in the mended text."""

    line: int
    column: int
    message: str


@dataclass(slots=True, kw_only=True)
class Names:
    """The ids of a deck, in lower case: those in its files, and the keys that its lock remembers."""

    locked: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)
    parts: dict[str, set[str]] = field(default_factory=dict)
    """The ids of lines and steps that the lock remembers, by their card."""

    def __post_init__(self) -> None:
        """Sort what the lock remembers into cards and their parts."""
        for key in self.locked:
            card, slash, part = key.partition("/")
            self.used.add(card)
            if slash:
                self.parts.setdefault(card, set()).add(part)

    def learn(self, file: SourceFile) -> None:
        """Take in a file's ids; of one that is not valid YAML, whatever looks like an id."""
        node, problems = compose(file)
        if problems:
            self.used.update(name.lower() for name in _ANY_ID.findall(file.text))
        for card in cards_of(node):
            self.used.update(_ids(card))

    def new(self, text: str, fallback: str) -> str:
        """Return an id that no card has or had, and remember it."""
        name = readable_id(text, fallback, self.used)
        self.used.add(name)
        return name


class _Mend(NamedTuple):
    """A splice, what it does, and to which part of its card: 0 is the card, then its lines or steps."""

    part: int
    message: str
    splice: Splice


class _Card(NamedTuple):
    node: Map
    kind: Kind | None
    children: tuple[tuple[Key, Map], ...]
    """Its lines or steps, each with the key that lists it."""


_Step = Callable[[str, _Card, Names], Iterator[_Mend]]


def autofix(text: str, kinds: Mapping[str, Kind], names: Names) -> tuple[str, tuple[Change, ...]]:
    """Return a chapter's text mended, and what was done, in the order of the text; it must be valid YAML.

    Comments, quotes, blank lines and newlines stay as they are; mending it again changes nothing.
    """
    done: list[tuple[int, int, str]] = []
    cards = _read(text, kinds)
    steps: list[_Step] = [_fill, _order_children, _order_card]
    while steps:
        step = steps.pop(0)
        mends = [(place, one) for place, card in enumerate(cards) for one in step(text, card, names)]
        after = splice(text, [one.splice for _, one in mends])
        if mends and (step is _fill or _values(after) == _values(text)):
            text, cards = after, _read(after, kinds)
            done += [(place, one.part, one.message) for place, one in mends]
            if step is _order_card:  # what stood at the end of the file, and could not move, may stand elsewhere now
                steps = [_order_children, _order_card]
    return text, tuple(_change(cards[place], part, message) for place, part, message in sorted(done, key=_place))


def cards_of(node: Node | None) -> Iterator[Map]:
    """Yield the mappings in a chapter's `cards`."""
    for key, value in node.items if isinstance(node, Map) else ():
        if key.value == "cards" and isinstance(value, Seq):
            yield from (item for item in value.items if isinstance(item, Map))


def _place(done: tuple[int, int, str]) -> tuple[int, int]:
    return done[:2]


def _change(card: _Card, part: int, message: str) -> Change:
    node = card.children[part - 1][1] if part else card.node
    return Change(line=node.line, column=node.column, message=message)


def _values(text: str) -> object:
    """Return what a text says, whatever the order of its keys; two texts that say the same are equal in it."""

    def data(node: Node | None) -> object:
        if isinstance(node, Map):
            # Sorted by key alone: a key that stands twice keeps the order of its values.
            return ("map", sorted(((key.value, data(value)) for key, value in node.items), key=operator.itemgetter(0)))
        return [data(item) for item in node.items] if isinstance(node, Seq) else node and node.value

    return data(compose(SourceFile(path="", text=text))[0])


def _read(text: str, kinds: Mapping[str, Kind]) -> tuple[_Card, ...]:
    node, _ = compose(SourceFile(path="", text=text))
    default = _text(node, "kind") if isinstance(node, Map) else None
    cards = []
    for card in cards_of(node):
        named = _text(card, "kind")
        stated = named if named is not None and named.value.strip() else default
        kind = kinds.get(stated.value) if stated else None
        cards.append(_Card(card, kind, tuple(_children(card, kind))))
    return tuple(cards)


def _children(card: Map, kind: Kind | None) -> Iterator[tuple[Key, Map]]:
    for key in kind.keys if kind else ():
        if key.shape is Shape.ENTRIES:
            value = _value(card, key.name)
            items = value.items if isinstance(value, Seq) else ()
            yield from ((key, item) for item in items if isinstance(item, Map))


def _value(entry: Map, word: str) -> Node | None:
    return next((value for key, value in entry.items if key.value == word), None)


def _text(entry: Map, word: str) -> Text | None:
    value = _value(entry, word)
    return value if isinstance(value, Text) else None


def _ids(entry: Map) -> Iterator[str]:
    """Yield the id of a card, line or step and those that it had, in lower case."""
    for word in ("id", "was"):
        value = _value(entry, word)
        items = value.items if isinstance(value, Seq) else (value,)
        yield from (item.value.lower() for item in items if isinstance(item, Text) and item.value)


# ---- Ids, and `was`.


def _fill(text: str, card: _Card, names: Names) -> Iterator[_Mend]:
    kind = card.kind
    own = _text(card.node, "id")
    name = own.value if own else ""
    words = _words(card.node, kind.keys if kind else ())
    stamped = _stamp(text, card.node, functools.partial(names.new, words, kind.name if kind else "card"))
    if stamped:
        name, change = stamped
        yield _Mend(0, f'gave it the id "{name}"', change)
    yield from (_Mend(0, "made `was` a list", change) for change in _list_was(text, card.node))
    if card.children:
        taken = {word for whole in (name.lower(), *_ids(card.node)) for word in names.parts.get(whole, ())}
        taken.update(word for _, child in card.children for word in _ids(child))
        yield from _fill_children(text, card, Names(used=taken))


def _fill_children(text: str, card: _Card, names: Names) -> Iterator[_Mend]:
    for part, (key, child) in enumerate(card.children, 1):
        if not any(each.name == "id" for each in key.keys):
            continue
        stamped = _stamp(text, child, functools.partial(names.new, _words(child, key.keys), key.name.rstrip("s")))
        if stamped:
            yield _Mend(part, f'gave it the id "{stamped[0]}"', stamped[1])
        yield from (_Mend(part, "made `was` a list", change) for change in _list_was(text, child))


def _words(entry: Map, known: Iterable[Key]) -> str:
    """Return the text that an entry is best named for: its first required one, else its first one."""
    by_need = sorted(
        (key for key in known if key.shape is Shape.TEXT and key.name != "id"), key=lambda k: not k.required
    )
    words = [key.name for key in by_need] or [key.value for key, _ in entry.items if key.value not in _COMMON]
    found = (_text(entry, word) for word in words if word not in ("id", "kind"))
    return next((text.value for text in found if text is not None and text.value.strip()), "")


def _stamp(text: str, entry: Map, new: Callable[[], str]) -> tuple[str, Splice] | None:
    """Return an id for an entry that has none, and the splice that writes it."""
    if not entry.items:
        return None
    known = next(((key, value) for key, value in entry.items if key.value == "id"), None)
    if known is None:
        first = entry.items[0][0]
        name = new()
        gap = ", " if is_flow(text, entry) else newline_at(text, first.start) + " " * (first.column - 1)
        return name, Splice(first.start, first.start, f"id: {name}{gap}")
    key, value = known
    if not isinstance(value, Text) or value.value.strip() or value.style in ("|", ">"):
        return None
    if value.style:
        name = new()
        return name, Splice(value.start, value.end, f"{value.style}{name}{value.style}")
    colon = _BARE_COLON.match(text, key.end)
    if colon is None:
        return None
    name = new()
    return name, Splice(colon.end(), colon.end(), f" {name}")


def _list_was(text: str, entry: Map) -> Iterator[Splice]:
    value = _text(entry, "was")
    if value is None or not value.value.strip() or value.style in ("|", ">"):
        return
    if value.style or _SAFE_IN_BRACKETS.match(text[value.start : value.end]):
        yield Splice(value.start, value.end, f"[{text[value.start : value.end]}]")


# ---- The order of keys.


def _order_children(text: str, card: _Card, names: Names) -> Iterator[_Mend]:
    for part, (key, child) in enumerate(card.children, 1):
        change = order_keys(text, child, tuple(each.name for each in key.keys))
        if change:
            yield _Mend(part, "put its keys in order", change)


def _order_card(text: str, card: _Card, names: Names) -> Iterator[_Mend]:
    if card.kind is not None:
        change = order_keys(text, card.node, ("id", "kind", *(key.name for key in card.kind.keys), *_COMMON))
        if change:
            yield _Mend(0, "put its keys in order", change)
