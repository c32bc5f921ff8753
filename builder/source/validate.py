"""Checks a mapping against the keys that it may have, and keeps what is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from builder.nearest import did_you_mean
from builder.problems import Problem
from builder.shapes import Entry, Key, Shape, Value
from builder.syntax import Map, Node, Seq, SourceFile, Text, type_of_node

_TEXT = Shape.TEXT


class _Known(NamedTuple):
    """The keys that a mapping may have, ready to be held against thousands of them."""

    keys: Sequence[Key]
    """Kept, so that no others can have their identity."""
    by_name: Mapping[str, Key]
    required: tuple[Key, ...]


class Validator:
    """Reads the nodes of one file and collects the problems that it meets."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._known: dict[int, _Known] = {}

    def error(self, at: Node, rule: str, message: str, hint: str = "") -> None:
        """Record a problem at a node."""
        self.problems.append(self.file.error(self.file.location(at), rule, message, hint))

    def mapping(self, node: Node | None, what: str) -> Map | None:
        """Return the node if it is a mapping, else record what it is instead."""
        if isinstance(node, Map):
            return node
        if node is None:
            at = Text("", 1, 1, 0, 0)
            self.error(at, "empty-file", f"the file is empty, expected {what}", "write it, or delete the file")
        else:
            self.error(node, "wrong-type", f"found {type_of_node[type(node)]}, expected {what}", "write key: value")
        return None

    def entry(self, node: Map, keys: Sequence[Key], what: str, more: Mapping[str, str] = {}) -> Entry:
        """Validate a mapping; `more` names keys that belong elsewhere, with what to say of them."""
        _, known, required = self._known.get(id(keys)) or self._prepare(keys)
        values: dict[str, Value] = {}
        places: dict[str, Text] = {}
        for name, child in node.items:
            word = name.value
            if word in places:
                first = places[word].line
                self.error(
                    name, "duplicate-key", f'"{word}" stands twice, first in line {first}', "keep one of the two"
                )
                continue
            places[word] = name
            key = known.get(word)
            if key is None:
                hint = more.get(word) or did_you_mean(word, known) or f"{what} has: {', '.join(known)}"
                self.error(name, "unknown-key", f'{what} has no key "{word}"', hint)
                continue
            if type(child) is Text and key.shape is _TEXT and not key.words and child.value.strip():
                values[word] = child
                continue
            value = self._value(key, child, name)
            if value is not None:
                values[word] = value
        for key in required:
            if key.name not in places:
                if any(word not in known and did_you_mean(word, [key.name]) for word in places):
                    continue  # the unknown key's hint names it
                self.error(_head(node), "missing-key", f'{what} has no "{key.name}"', f"add {key.name}: {key.doc}")
        return tuple.__new__(Entry, (values, places, node))  # what `Entry(...)` does, in a third of the time

    def _prepare(self, keys: Sequence[Key]) -> _Known:
        known = _Known(keys, {key.name: key for key in keys}, tuple(key for key in keys if key.required))
        self._known[id(keys)] = known
        return known

    def _value(self, key: Key, node: Node, name: Text) -> Value | None:
        shape = key.shape
        if type(node) is Text and shape is Shape.TEXT:
            if not node.value.strip():
                self._empty(key, node, name)
                return None
            if key.words and node.value not in key.words:
                hint = did_you_mean(node.value, key.words) or f"one of: {', '.join(key.words)}"
                self.error(node, "wrong-type", f'"{key.name}" is "{node.value}"', hint)
                return None
            return node
        if shape is Shape.ANY:
            return node
        if isinstance(node, Text) and not node.value.strip():
            self._empty(key, node, name)
            return None
        if shape is Shape.FLAG:
            return self._flag(key, node)
        if shape is Shape.TEXTS:
            return self._texts(key, node, name)
        if shape is Shape.ENTRIES:
            return self._entries(key, node, name)
        if shape is Shape.TABLE:
            return self._table(key, node, name)
        self._wrong(key, node)
        return None

    def _empty(self, key: Key, node: Node, name: Text) -> None:
        at = name if node.start == node.end else node
        hint = f"write {key.doc}" if key.required else "write something, or delete the key"
        if at is name and self.file.location(name).excerpt[name.column + len(name.value) :].lstrip().startswith("#"):
            hint = 'a "#" after a space starts a comment: put the value in quotes'
        self.error(at, "empty-value", f'"{key.name}" is empty', hint)

    def _wrong(self, key: Key, node: Node) -> None:
        hint = ""
        if isinstance(node, Map | Seq) and key.shape in (Shape.TEXT, Shape.TEXTS):
            cloze = self.file.text.startswith("{{", node.start)
            hint = "quote it if it is text" + (': "{{c1::…}}"' if cloze else ': key: "…"')
        self.error(
            node,
            "wrong-type",
            f'"{key.name}" is {type_of_node[type(node)]}, expected {key.shape.value}',
            hint or f"write {key.shape.value}",
        )

    def _flag(self, key: Key, node: Node) -> bool | None:
        if isinstance(node, Text) and node.value.lower() in ("true", "false"):
            return node.value.lower() == "true"
        if isinstance(node, Text):
            self.error(
                node,
                "wrong-type",
                f'"{key.name}" is "{node.value}", expected true or false',
                "write true, or delete the key",
            )
        else:
            self._wrong(key, node)
        return None

    def _texts(self, key: Key, node: Node, name: Text) -> tuple[Text, ...] | None:
        if isinstance(node, Text):
            return (node,)
        if not isinstance(node, Seq):
            self._wrong(key, node)
            return None
        if len(node.items) < key.least:
            self._few(key, node, name)
            return None
        items = []
        for item in node.items:
            if not isinstance(item, Text):
                self.error(
                    item,
                    "wrong-type",
                    f'"{key.name}" holds {type_of_node[type(item)]}, expected texts',
                    'quote it if it is text: - "…"',
                )
            elif not item.value.strip():
                self.error(item, "empty-value", f'"{key.name}" holds an empty item', "write it, or delete the line")
            else:
                items.append(item)
        return tuple(items)

    def _entries(self, key: Key, node: Node, name: Text) -> tuple[Entry, ...] | None:
        if not isinstance(node, Seq):
            self._wrong(key, node)
            return None
        if len(node.items) < key.least:
            self._few(key, node, name)
            return None
        singular = f'an item of "{key.name}"'
        entries = []
        for item in node.items:
            if isinstance(item, Map):
                entries.append(self.entry(item, key.keys, singular))
            else:
                names = ", ".join(k.name for k in key.keys)
                self.error(
                    item,
                    "wrong-type",
                    f"{singular} is {type_of_node[type(item)]}, expected a mapping",
                    f"write it with its keys: {names}",
                )
        return tuple(entries)

    def _table(self, key: Key, node: Node, name: Text) -> Mapping[str, Text] | None:
        if not isinstance(node, Map):
            self._wrong(key, node)
            return None
        table: dict[str, Text] = {}
        for word, child in node.items:
            if word.value in table:
                self.error(word, "duplicate-key", f'"{word.value}" stands twice in "{key.name}"', "keep one of the two")
            elif not isinstance(child, Text):
                self.error(
                    child,
                    "wrong-type",
                    f'"{word.value}" is {type_of_node[type(child)]}, expected text',
                    'quote it if it is text: "…"',
                )
            elif not child.value.strip():
                self.error(word, "empty-value", f'"{word.value}" is empty', "write it, or delete the key")
            else:
                table[word.value] = child
        return table

    def _few(self, key: Key, node: Seq, name: Text) -> None:
        if not node.items:
            self._empty(key, node, name)
            return
        self.error(
            node,
            "wrong-type",
            f'"{key.name}" has {len(node.items)} item, expected {key.least} or more',
            "add one, or choose another kind",
        )


def _head(node: Map) -> Node:
    """Return the first key of a mapping, which is where a missing one is looked for."""
    return node.items[0][0] if node.items else node
