"""Checks a mapping against the keys that it may have, and keeps what is right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from builder.diagnostics import Problem, counted, did_you_mean
from builder.makers import maker
from builder.schema import Entry, Key, Shape, Value
from builder.source.edits import is_flow
from builder.source.html_text import html_text, no_text_hint
from builder.source.plain_entries import no_entry
from builder.source.quotes import comment_behind, lost_text, quoted_text
from builder.source.value_hints import COMMENT, after_comma, as_text, sign_and_figure, uncommented
from builder.syntax import FILE_START, Map, Node, Seq, SourceFile, Text, type_of_node

_TEXT = Shape.TEXT
_SPACES = (" ", "\t")

_make_entry = maker(Entry)


class _Allowed(NamedTuple):
    """The keys that a mapping may have, ready to be held against thousands of them."""

    keys: Sequence[Key]
    """Kept, so that no others can have their identity."""
    by_name: Mapping[str, Key]
    required: tuple[Key, ...]


_LOST_DASH = 'is a "- " missing before this id? Else keep one of the two'


class Validator:
    """Validates the mappings of one file and collects the problems that it meets."""

    def __init__(self, file: SourceFile, *, has_prose: bool = True) -> None:
        """Begin with a file; with `has_prose` its texts reach cards, and none may lose anything on the way."""
        self.file = file
        self.problems: list[Problem] = []
        self.misread: set[int] = set()
        """Where values start that are not what their author typed, so that nothing else need be said of them."""
        self._has_prose = has_prose
        self._has_comments = " #" in file.text or "\t#" in file.text
        self._allowed: dict[int, _Allowed] = {}

    def error(self, at: Node, rule: str, message: str, hint: str = "") -> None:
        """Record a problem at a node."""
        self.problems.append(self.file.error(self.file.location(at), rule, message, hint))

    def mapping(self, node: Node | None, expected: str) -> Map | None:
        """Return the node if it is a mapping, else record what it is instead of what was expected."""
        if isinstance(node, Map):
            return node
        if node is None:
            self.error(
                FILE_START, "empty-file", f"the file is empty, expected {expected}", "write it, or delete the file"
            )
        else:
            hint = (
                "write its keys above, and the list below one of them" if isinstance(node, Seq) else "write key: value"
            )
            self.error(node, "wrong-type", f"found {type_of_node[type(node)]}, expected {expected}", hint)
        return None

    def entry(self, node: Map, keys: Sequence[Key], subject: str, elsewhere: Mapping[str, str] = {}) -> Entry:
        """Return what is right of a mapping, and record what is wrong.

        `subject` is what messages call it; `elsewhere` has a hint for each key that authors look for here and that
        belongs somewhere else.
        """
        allowed = self._allowed.get(id(keys)) or self._prepare(keys)
        by_name = allowed.by_name
        values: dict[str, Value] = {}
        key_nodes: dict[str, Text] = {}
        for key_node, child in node.items:
            name = key_node.value
            if name in key_nodes:
                message = f'"{name}" stands twice, first in line {key_nodes[name].line}'
                if name == "id" and not is_flow(self.file.text, node):
                    self.error(key_node, "duplicate-key", message, _LOST_DASH)
                    break  # what follows is most likely the next card
                self.error(key_node, "duplicate-key", message, "keep one of the two")
                continue
            key_nodes[name] = key_node
            key = by_name.get(name)
            if key is None:
                hint = (
                    after_comma(self.file.text, node, key_node, child)
                    or elsewhere.get(name)
                    or did_you_mean(name, by_name)
                )
                hint = hint or f"{subject} has: {', '.join(by_name)}"
                self.error(key_node, "unknown-key", f'{subject} has no key "{name}"', hint)
            # What `_value` would say of nearly all values of a deck, without a call for each.
            elif type(child) is Text and key.shape is _TEXT and not key.words and child.value.strip():
                values[name] = child
                if self._may_lose(child, key):
                    self.check_prose(child, f"{name}: ", in_brackets=is_flow(self.file.text, node))
            else:
                value = self._value(key, child, key_node)
                if value is not None:
                    values[name] = value
        for key in allowed.required:
            if key.name not in key_nodes:
                unknown = [name for name in key_nodes if name not in by_name]
                if not any(elsewhere.get(name) == f'did you mean "{key.name}"?' for name in unknown):
                    self._missing(key, node, subject, unknown)
        return _make_entry(values=values, keys=key_nodes, at=node)

    def check_prose(self, node: Text, label: str, *, in_brackets: bool = False) -> None:
        """Record where a text is not what its author typed; `label` is what stands before it (`front: `)."""
        problem = lost_text(self.file, node, label, in_brackets=in_brackets)
        if problem is not None:
            self.problems.append(problem)
            self.misread.add(node.start)

    def _may_lose(self, node: Text, key: Key) -> bool:
        """Tell, for little time, whether YAML can have taken anything away from a value."""
        more = node.end - node.start - len(node.value)
        if not node.style and not more:  # in one line, so that only a comment can have cut it off
            if not self._has_comments or self.file.text[node.end : node.end + 1] not in _SPACES:
                return False
        elif node.style == "|" or (node.style and more == 2 and self.file.text.find("\n", node.start, node.end) < 0):
            return False
        return self._has_prose and not key.label

    def _prepare(self, keys: Sequence[Key]) -> _Allowed:
        by_name = {key.name: key for key in keys}
        allowed = _Allowed(keys=keys, by_name=by_name, required=tuple(key for key in keys if key.required))
        self._allowed[id(keys)] = allowed
        return allowed

    def _missing(self, key: Key, node: Map, subject: str, unknown: Iterable[str]) -> None:
        if any(did_you_mean(name, [key.name]) for name in unknown):
            return  # the unknown key's hint names it
        at = node.items[0][0] if node.items else node  # an author looks for it at the mapping's first line
        fixed = "; deckwright check --fix gives it one" if key.name == "id" else ""
        self.error(at, "missing-key", f'{subject} has no "{key.name}"', f"add {key.name}: {key.doc}{fixed}")

    def _value(self, key: Key, node: Node, key_node: Text) -> Value | None:
        shape = key.shape
        if type(node) is Text and shape is Shape.TEXT:
            return self._text(key, node, key_node)
        if shape is Shape.ANY:
            return node
        if isinstance(node, Text) and not node.value.strip():
            self._empty(key, node, key_node)
            return None
        if shape is Shape.FLAG:
            return self._flag(key, node)
        if shape is Shape.TEXTS or (key.many and isinstance(node, Seq)):
            return self._texts(key, node, key_node)
        if shape is Shape.ENTRIES:
            return self._entries(key, node, key_node)
        if shape is Shape.TABLE:
            return self._table(key, node)
        if shape is Shape.TEXT and (html := html_text(key, node)):
            return html
        self._wrong_type(key, node)
        return None

    def _empty(self, key: Key, node: Node, key_node: Text) -> None:
        at = key_node if node.start == node.end else node
        hint = f"write {key.doc}" if key.required else "write something, or delete the key"
        hint = sign_and_figure(self.file.text, node, key.name) or hint
        comment = comment_behind(self.file.text, key_node.end + 1) if at is key_node else ""
        # What `new` leaves behind a key says what belongs there, and is no text that was meant as one.
        if comment and comment.lstrip("# ") != key.doc:
            hint = (
                uncommented(key, comment, in_list=False) or f"{COMMENT}: {key.name}: {quoted_text(key.name, comment)}"
            )
        self.error(at, "empty-value", f'"{key.name}" is empty', hint)

    def _wrong_type(self, key: Key, node: Node) -> None:
        hint = f"write {key.shape.value}"
        if isinstance(node, Map | Seq) and key.shape in (Shape.TEXT, Shape.TEXTS):
            hint = no_text_hint(key, node, as_text(self.file.text, node, f"{key.name}: ", key.shape))
        message = f'"{key.name}" is {type_of_node[type(node)]}, expected {key.shape.value}'
        self.error(node, "wrong-type", message, hint)

    def _text(self, key: Key, node: Text, key_node: Text) -> Text | None:
        if not node.value.strip():
            self._empty(key, node, key_node)
            return None
        if key.words and node.value not in key.words:
            hint = did_you_mean(node.value, key.words) or f"one of: {', '.join(key.words)}"
            self.error(node, "wrong-type", f'"{key.name}" is "{node.value}"', hint)
            return None
        return node

    def _flag(self, key: Key, node: Node) -> bool | None:
        if not isinstance(node, Text):
            self._wrong_type(key, node)
            return None
        if node.value.lower() in ("true", "false"):
            return node.value.lower() == "true"
        message = f'"{key.name}" is "{node.value}", expected true or false'
        self.error(node, "wrong-type", message, "write true, or delete the key")
        return None

    def _texts(self, key: Key, node: Node, key_node: Text) -> tuple[Text, ...] | None:
        if isinstance(node, Text):
            if self._may_lose(node, key):
                self.check_prose(node, f"{key.name}: ")
            if key.least > 1:
                parts = [part.strip() for part in re.split("[,;\n]", node.value) if part.strip()]
                message = f'"{key.name}" is one text, expected a list of {key.least} or more'
                self.error(node, "wrong-type", message, f"write {key.name}: [{', '.join(parts)}]")
                return None
            return (node,) if self._is_among(key, node) else None
        items = self._items(key, node, key_node)
        if items is None:
            return None
        texts = []
        for item in items:
            html = html_text(key, item)
            if html is not None:
                texts.append(html)
            elif not isinstance(item, Text):
                message = f'"{key.name}" holds {type_of_node[type(item)]}, expected texts'
                hint = no_text_hint(key, item, as_text(self.file.text, item, "- "))
                self.error(item, "wrong-type", message, hint)
            elif not item.value.strip():
                comment = comment_behind(self.file.text, item.end) if item.start == item.end else ""
                hint = f"{COMMENT}: - {quoted_text(key.name, comment)}" if comment else "write it, or delete the line"
                hint = uncommented(key, comment, in_list=True) or hint
                self.error(item, "empty-value", f'"{key.name}" holds an empty item', hint)
            elif self._is_among(key, item):
                texts.append(item)
                if self._may_lose(item, key):
                    in_brackets = is_flow(self.file.text, node)
                    self.check_prose(item, "" if in_brackets else "- ", in_brackets=in_brackets)
        return tuple(texts)

    def _is_among(self, key: Key, item: Text) -> bool:
        """Tell whether an item of a list is one of the words that a key allows; record where it is not."""
        if not key.words or item.value in key.words:
            return True
        hint = did_you_mean(item.value, key.words) or f"one of: {', '.join(key.words)}"
        self.error(item, "wrong-type", f'"{key.name}" holds "{item.value}"', hint)
        return False

    def _entries(self, key: Key, node: Node, key_node: Text) -> tuple[Entry, ...] | None:
        items = self._items(key, node, key_node)
        if items is None:
            return None
        entries = []
        for item in items:
            if isinstance(item, Map):
                entries.append(self.entry(item, key.keys, f'an item of "{key.name}"'))
            else:
                self.error(item, *no_entry(self.file.text, key, node, item))
        return tuple(entries)

    def _items(self, key: Key, node: Node, key_node: Text) -> tuple[Node, ...] | None:
        """Return a list's items if there are enough of them."""
        if not isinstance(node, Seq):
            self._wrong_type(key, node)
            return None
        if not node.items:
            self._empty(key, node, key_node)
            return None
        if len(node.items) < key.least:
            message = f'"{key.name}" has {counted(len(node.items), "item")}, expected {key.least} or more'
            self.error(node, "wrong-type", message, "add one, or choose another kind")
            return None
        return node.items

    def _table(self, key: Key, node: Node) -> Mapping[str, Text] | None:
        if not isinstance(node, Map):
            self._wrong_type(key, node)
            return None
        table: dict[str, Text] = {}
        for name, child in node.items:
            if name.value in table:
                message = f'"{name.value}" stands twice in "{key.name}"'
                self.error(name, "duplicate-key", message, "keep one of the two")
            elif not isinstance(child, Text):
                message = f'"{name.value}" is {type_of_node[type(child)]}, expected text'
                self.error(child, "wrong-type", message, 'quote it if it is text: "…"')
            elif not child.value.strip():
                self.error(name, "empty-value", f'"{name.value}" is empty', "write it, or delete the key")
            else:
                table[name.value] = child
                if self._may_lose(child, key):
                    self.check_prose(child, f"{name.value}: ", in_brackets=is_flow(self.file.text, node))
        return table
