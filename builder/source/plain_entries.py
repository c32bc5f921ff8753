"""Lines and steps that are written as plain texts: they mean one key of theirs, and have no id until `--fix` gives one.

Without an id nothing may be made of them: it would have to come of the place or of the text, and so be another one's
when the list is put in another order or a word is mended.
"""

from __future__ import annotations

import re

from builder.schema import Key
from builder.source.edits import Splice, is_flow, newline_at
from builder.source.quotes import single_quoted
from builder.source.slug import readable_id
from builder.syntax import Node, Text, type_of_node

_LINE = re.compile(r"(\r\n|[\r\n])(?=[^\r\n])")
"""The end of a line that something follows."""
_DEEPER = "  "
_SHOWN = 60
"""Signs of a text that a hint repeats."""


def no_entry(text: str, key: Key, listed: Node, item: Node) -> tuple[str, str, str]:
    """Return rule, message and hint for an item that is no mapping, of a list in a file's text."""
    singular = f'an item of "{key.name}"'
    if isinstance(item, Text) and not item.value.strip():
        return "empty-value", f'"{key.name}" holds an empty item', "write it, or delete the line"
    dash = "" if is_flow(text, listed) else "- "
    whole = f"write {dash}{_entry(key, item)}" if isinstance(item, Text) else ""
    if isinstance(item, Text) and key.plain_key:
        return "missing-key", f"{singular} has no id", f"{whole}; deckwright check --fix does it"
    hint = whole or f"write it with its keys: {', '.join(inner.name for inner in key.keys)}"
    return "wrong-type", f"{singular} is {type_of_node[type(item)]}, expected a mapping", hint


def _entry(key: Key, item: Text) -> str:
    """Return a plain text as the entry that it is to become, with a mark for what else it needs."""
    names = key.needed or tuple(inner.name for inner in key.keys[:1])
    is_short = "\n" not in item.value and len(item.value) <= _SHOWN
    values = dict.fromkeys(names, "…") | ({names[0]: single_quoted(item.value)} if is_short else {})
    if any(inner.name == "id" for inner in key.keys):
        values = {"id": readable_id(item.value, names[0], ())} | values
    return f"{{{', '.join(f'{name}: {value}' for name, value in values.items())}}}"


def with_id(text: str, item: Text, plain_key: str, new_id: str, *, in_brackets: bool) -> Splice:
    """Return what makes an entry of a plain text in a list; quotes, comments and lines stay as they are."""
    source = text[item.start : item.end]
    if in_brackets:
        return Splice(item.start, item.end, f"{{id: {new_id}, {plain_key}: {source}}}")
    deeper = _LINE.sub(lambda line: f"{line[1]}{_DEEPER}", source)
    margin = " " * (item.column - 1)
    return Splice(item.start, item.end, f"id: {new_id}{newline_at(text, item.start)}{margin}{plain_key}: {deeper}")
