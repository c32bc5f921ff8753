"""Fixes a chapter's text where that needs no author: missing ids, `was` as a list, the order of keys.

All of it is text to text, by splices that leave alone what they do not name (see edits.py). Ids come first and then the
order of keys, for a new id is written at the top of its card, and must be in order too.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from builder.model import Kind
from builder.schema import Key, Shape
from builder.source import keys
from builder.source.edits import Splice, apply_splices, is_flow, newline_at
from builder.source.key_order import order_keys
from builder.source.kind_moves import Sides, move, moved_from
from builder.source.plain_entries import with_id
from builder.source.slug import has_words
from builder.source.taken_ids import TakenIds, cards_of, ids_of, text_of, value_of
from builder.source.yaml_nodes import compose
from builder.syntax import Map, Node, Seq, SourceFile, Text

_SAFE_IN_BRACKETS = re.compile(r"[\w.-]+\Z")
_BARE_COLON = re.compile(r"[ \t]*:")
_COMMON = tuple(key.name for key in keys.CARD if key.name not in ("id", "kind"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that was fixed; line and column are those in the fixed text, from 1."""

    line: int
    column: int
    message: str


class _Fix(NamedTuple):
    """A splice, what it does, and to which part of its card: 0 is the card, then its lines or steps."""

    part: int
    message: str
    splice: Splice


class _Done(NamedTuple):
    """A fix that was made, by its card's index in the chapter."""

    card: int
    part: int
    message: str


class _Child(NamedTuple):
    """A line or step of a card, and the key that lists it."""

    key: Key
    node: Map | Text
    """A text where it is written without its keys (plain_entries.py)."""
    in_brackets: bool


class _Card(NamedTuple):
    node: Map
    kind: Kind | None
    """None where it names none, or one that is not there."""
    was: Sides | None
    """The keys that it had where it is moved to another kind, and needs another id."""
    children: tuple[_Child, ...]


_Pass = Callable[[str, _Card, TakenIds], Iterator[_Fix]]
"""Finds what there is to fix in a card; each pass reads the text that the one before has left."""


def autofix(text: str, kinds: Mapping[str, Kind], taken: TakenIds) -> tuple[str, tuple[Change, ...]]:
    """Return a chapter's text fixed, and what was done, in the order of the text; it must be valid YAML.

    Comments, quotes, blank lines and newlines stay as they are; fixing it again changes nothing.
    """
    done: list[_Done] = []
    cards = _read(text, kinds, taken)
    passes: list[_Pass] = [_move, _fill, _order_children, _order_card]
    while passes:
        find_fixes = passes.pop(0)
        fixes = [(index, fix) for index, card in enumerate(cards) for fix in find_fixes(text, card, taken)]
        after = apply_splices(text, [fix.splice for _, fix in fixes])
        # Keys only move where the text still says the same: whatever YAML form is forgotten here, no card is spoilt.
        if fixes and (find_fixes in (_move, _fill) or _values(after) == _values(text)):
            text, cards = after, _read(after, kinds, taken)
            done += [_Done(card=index, part=fix.part, message=fix.message) for index, fix in fixes]
            if find_fixes is _order_card:
                # What stood at the end of the file, and could not move, may stand elsewhere now.
                passes = [_order_children, _order_card]
    done.sort(key=operator.attrgetter("card", "part"))  # stable: the fixes of a part stay in the order of the passes
    return text, tuple(_change(cards[fixed.card], fixed) for fixed in done)


def _change(card: _Card, fixed: _Done) -> Change:
    node = card.children[fixed.part - 1].node if fixed.part else card.node
    return Change(line=node.line, column=node.column, message=fixed.message)


def _values(text: str) -> object:
    """Return what a text says, whatever the order of its keys; two texts that say the same are equal in it."""

    def data(node: Node | None) -> object:
        if isinstance(node, Map):
            # Sorted by key alone: a key that stands twice keeps the order of its values.
            return ("map", sorted(((key.value, data(value)) for key, value in node.items), key=operator.itemgetter(0)))
        return [data(item) for item in node.items] if isinstance(node, Seq) else node and node.value

    return data(compose(SourceFile(path="", text=text))[0])


def _read(text: str, kinds: Mapping[str, Kind], taken: TakenIds) -> tuple[_Card, ...]:
    node, _ = compose(SourceFile(path="", text=text))
    default = text_of(node, "kind") if isinstance(node, Map) else None
    cards = []
    for card in cards_of(node):
        card_kind = text_of(card, "kind")
        stated = card_kind if card_kind is not None and card_kind.value.strip() else default
        kind = kinds.get(stated.value) if stated else None
        card_id = text_of(card, "id")
        was = moved_from(card_id.value, kind, taken.types, kinds) if card_id and not value_of(card, "was") else None
        cards.append(_Card(node=card, kind=kind, was=was, children=tuple(_children(text, card, kind))))
    return tuple(cards)


def _children(text: str, card: Map, kind: Kind | None) -> Iterator[_Child]:
    for key in kind.keys if kind else ():
        if key.shape is Shape.ENTRIES:
            value = value_of(card, key.name)
            for item in value.items if isinstance(value, Seq) else ():
                if isinstance(item, Map) or (key.plain_key and isinstance(item, Text) and item.value.strip()):
                    yield _Child(key=key, node=item, in_brackets=is_flow(text, value) if value else False)


# ---- Another kind.


def _move(text: str, card: _Card, taken: TakenIds) -> Iterator[_Fix]:
    id_node = text_of(card.node, "id")
    if card.was is None or id_node is None:
        return
    for message, splice in move(card.node, id_node, card.was, taken.new(id_node.value, "card")):
        yield _Fix(part=0, message=message, splice=splice)


# ---- Ids, and `was`.


def _fill(text: str, card: _Card, taken: TakenIds) -> Iterator[_Fix]:
    kind = card.kind
    id_node = text_of(card.node, "id")
    card_id = id_node.value if id_node else ""
    telling = telling_text(card.node, kind.keys if kind else ())
    written = _write_id(text, card.node, functools.partial(taken.new, telling, kind.name if kind else "card"))
    if written:
        card_id, splice = written
        yield _gave_id(0, card_id, splice)
    yield from _list_was(0, text, card.node)
    if card.children:
        card_ids = (card_id.lower(), *ids_of(card.node))  # what it was given just now, is called, and was called
        parts = {part for known_id in card_ids for part in taken.parts.get(known_id, ())}
        parts.update(part for child in card.children for part in ids_of(child.node))
        yield from _fill_children(text, card, TakenIds(used=parts))


def _fill_children(text: str, card: _Card, taken: TakenIds) -> Iterator[_Fix]:
    for part, child in enumerate(card.children, 1):
        singular = child.key.name.rstrip("s")
        if isinstance(child.node, Text):
            new_id = taken.new(child.node.value, singular)
            splice = with_id(text, child.node, child.key.plain_key, new_id, in_brackets=child.in_brackets)
            yield _gave_id(part, new_id, splice)
            continue
        if not any(inner.name == "id" for inner in child.key.keys):
            continue
        telling = telling_text(child.node, child.key.keys)
        written = _write_id(text, child.node, functools.partial(taken.new, telling, singular))
        if written:
            child_id, splice = written
            yield _gave_id(part, child_id, splice)
        yield from _list_was(part, text, child.node)


def _gave_id(part: int, new_id: str, splice: Splice) -> _Fix:
    return _Fix(part=part, message=f'gave it the id "{new_id}"', splice=splice)


def telling_text(entry: Map, known: Iterable[Key]) -> str:
    """Return the text that an entry is best named for: its first required one with words, else its first one."""
    texts = [key for key in known if key.shape is Shape.TEXT and key.name != "id"]
    by_need = sorted(texts, key=lambda key: not key.required)
    names = [key.name for key in by_need] or [key.value for key, _ in entry.items if key.value not in _COMMON]
    values = [text_of(entry, name) for name in names if name not in ("id", "kind")]
    return next((text.value for text in values if text is not None and has_words(text.value)), "")


def _write_id(text: str, entry: Map, new: Callable[[], str]) -> tuple[str, Splice] | None:
    """Return an id for an entry that has none, and the splice that writes it."""
    if not entry.items:
        return None
    stated = next(((key, value) for key, value in entry.items if key.value == "id"), None)
    if stated is None:
        first = entry.items[0][0]
        new_id = new()
        gap = ", " if is_flow(text, entry) else newline_at(text, first.start) + " " * (first.column - 1)
        return new_id, Splice(start=first.start, end=first.start, text=f"id: {new_id}{gap}")
    key, value = stated
    if not isinstance(value, Text) or value.value.strip() or value.style in ("|", ">"):
        return None
    if value.style:
        new_id = new()
        return new_id, Splice(start=value.start, end=value.end, text=f"{value.style}{new_id}{value.style}")
    colon = _BARE_COLON.match(text, key.end)
    if colon is None:
        return None
    new_id = new()
    return new_id, Splice(start=colon.end(), end=colon.end(), text=f" {new_id}")


def _list_was(part: int, text: str, entry: Map) -> Iterator[_Fix]:
    value = text_of(entry, "was")
    if value is None or not value.value.strip() or value.style in ("|", ">"):
        return
    source = text[value.start : value.end]
    if value.style or _SAFE_IN_BRACKETS.match(source):
        splice = Splice(start=value.start, end=value.end, text=f"[{source}]")
        yield _Fix(part=part, message="made `was` a list", splice=splice)


# ---- The order of keys.


def _order_children(text: str, card: _Card, taken: TakenIds) -> Iterator[_Fix]:
    for part, child in enumerate(card.children, 1):
        names = tuple(inner.name for inner in child.key.keys)
        splice = order_keys(text, child.node, names) if isinstance(child.node, Map) else None
        if splice:
            yield _Fix(part=part, message="put its keys in order", splice=splice)


def _order_card(text: str, card: _Card, taken: TakenIds) -> Iterator[_Fix]:
    if card.kind is not None:
        own = [key.name for key in card.kind.keys]
        common = (name for name in _COMMON if name not in keys.YIELDING.intersection(own))
        splice = order_keys(text, card.node, ("id", "kind", *own, *common))
        if splice:
            yield _Fix(part=0, message="put its keys in order", splice=splice)
