"""What a chapter or a card says of its texts, of all of them or by key: the language that they are in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from builder.diagnostics import did_you_mean
from builder.model import Kind
from builder.schema import ByKey, Entry, Key
from builder.source import keys
from builder.source.settings import LANGUAGE, node_of
from builder.source.validate import Validator
from builder.syntax import Map, Node, Text, type_of_node


class Saying(NamedTuple):
    """A key by which something is said of texts: the form of its values, what they are, and what one looks like."""

    key: str
    form: re.Pattern[str]
    what: str
    example: str


SPOKEN_IN = Saying(key="language", form=LANGUAGE, what="a language tag", example="one like en, de or pt-BR")
SAYINGS = (SPOKEN_IN,)


def said_texts(kind: Kind) -> frozenset[str]:
    """Return the keys of texts of which a language may be said; none for a kind whose cards stay as they are."""
    common = keys.common_keys(kind)
    can_say = any(key.name == SPOKEN_IN.key for key in common)
    return frozenset(_text_keys(keys.with_html((*common, *kind.keys)))) if can_say else frozenset()


def _text_keys(known: Iterable[Key]) -> Iterator[str]:
    for key in known:
        yield from _text_keys(key.keys)
        if key.html:
            yield key.name


def read_saying(reader: Validator, entry: Entry, saying: Saying, known: Collection[str], above: ByKey) -> ByKey:
    """Return what is said of the texts of a card, or of a chapter's cards; `above` is what holds where nothing is said.

    `known` are the keys of texts that may be named. One value is for all texts, whatever is said above of some.
    """
    node = node_of(entry, saying.key)
    if node is None:
        return above
    if isinstance(node, Text):
        value = _sound(reader, saying, node, saying.key)
        return ByKey(others=value) if value else above
    if not isinstance(node, Map) or not node.items:
        found = "empty" if isinstance(node, Map) else f"{type_of_node[type(node)]}, expected text or a mapping"
        hint = f"write {saying.example}, or one for each text: {saying.key}: {{front: …}}"
        reader.error(node, "wrong-type", f'"{saying.key}" is {found}', hint)
        return above
    by_key = dict(above.keys)
    for name, child in node.items:
        if name.value not in known:
            hint = did_you_mean(name.value, known) or f"the texts are: {', '.join(sorted(known))}"
            reader.error(name, "unknown-key", f'"{name.value}" is no text of these cards', hint)
        elif value := _sound(reader, saying, child, name.value):
            by_key[name.value] = value
    return above._replace(keys=by_key)


def _sound(reader: Validator, saying: Saying, node: Node, name: str) -> str:
    """Return the value behind a name where it has its form, and record where it has not."""
    hint = f"write {saying.example}"
    if not isinstance(node, Text):
        reader.error(node, "wrong-type", f'"{name}" is {type_of_node[type(node)]}, expected {saying.what}', hint)
    elif not node.value.strip():
        reader.error(node, "empty-value", f'"{name}" is empty', hint)
    elif saying.form.match(node.value):
        return node.value
    else:
        reader.error(node, "wrong-type", f'"{node.value}" is not {saying.what}', hint)
    return ""
