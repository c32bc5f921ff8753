"""YAML text to nodes with positions; every scalar stays the text that the author typed.

The nodes are made from the parser's events, not by PyYAML's own `compose`, for three reasons. That one resolves plain
scalars, after which `no` is a boolean and `1:30` a number of seconds, whereas a flashcard says what was typed. It
follows aliases and merge keys, so that a card's text may stand elsewhere and a small file become a huge one. And it
makes objects that are made over into ours at once, whereas events cost one pass.

A node's `start` and `end` index the file's text in characters, so that `text[start:end]` is its source. The end of a
scalar in one line, and of a collection in brackets, is right behind its last character. A block (`|`, `>`, a list with
dashes, a mapping without braces) ends only where the parser knew it: behind the comments and blank lines that follow.
`value_end` in edits.py finds the end that an author sees.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from builder.diagnostics import Problem
from builder.source.yaml_errors import CLOZE_MESSAGE, QUOTE, QUOTE_CLOZE, RefusedError, at_mark, yaml_problem
from builder.syntax import Map, Node, Seq, SourceFile, Text

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser of libyaml, many times faster; PyYAML's own one gives the same events where it was built without."""
_DEPTH = 50
"""Collections inside each other; the rooms that walk over nodes call themselves once for each."""
_ALIAS_MESSAGE = "anchors, aliases and merge keys are not read, so that each card says what it holds"


def compose(file: SourceFile, *, placed: bool = True) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the file's only document as nodes, or the problem that stopped the reader; an empty file is None.

    Without `placed` the nodes do not know where they stand, which costs less.
    """
    try:
        return _compose(file.text, placed), ()
    except (RefusedError, yaml.YAMLError) as error:
        return None, (yaml_problem(file, error),)


def _compose(text: str, placed: bool) -> Node | None:
    loader = _LOADER(text)
    try:
        return _document(iter(loader.get_event, None), text, placed)
    finally:
        loader.dispose()


def _document(events: Iterable[Any], text: str, placed: bool) -> Node | None:
    """Return the nodes of the events, in one loop and not by recursion: a deck has a million of them."""
    children: list[Any] = []
    """Of the innermost collection that is open; a mapping's are its keys and values by turns."""
    opened: list[tuple[Any, list[Any]]] = []
    """The start of each open collection, and the children so far of the one that it stands in."""
    documents = 0
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                _refuse_properties(event)
            children.append(_text(event, placed))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if event.anchor is not None or event.tag is not None:
                _refuse_properties(event)
            _refuse_depth(len(opened), event)
            opened.append((event, children))
            children = []
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            start_event, siblings = opened.pop()
            siblings.append(_collection(start_event, event, children, text, placed))
            children = siblings
        elif kind is yaml.AliasEvent:
            hint = f"if the star is text, {QUOTE}"
            raise RefusedError(at_mark(event.start_mark), "yaml-alias", _ALIAS_MESSAGE, hint)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                message, hint = "a second document starts here", "keep one to a file"
                raise RefusedError(at_mark(event.start_mark), "yaml-documents", message, hint)
    return children[0] if children else None


def _text(event: Any, placed: bool) -> Text:
    style = event.style or ""
    if not placed:
        return Text(value=event.value, line=1, column=1, start=0, end=0, style=style)
    mark = event.start_mark
    return Text(
        value=event.value,
        line=mark.line + 1,
        column=mark.column + 1,
        start=mark.index,
        end=event.end_mark.index,
        style=style,
    )


def _collection(start_event: Any, end_event: Any, children: list[Any], text: str, placed: bool) -> Map | Seq:
    mark = start_event.start_mark
    line, column, start, end = 1, 1, 0, 0
    if placed:
        line, column, start, end = mark.line + 1, mark.column + 1, mark.index, end_event.end_mark.index
    if type(start_event) is yaml.SequenceStartEvent:
        return Seq(items=tuple(children), line=line, column=column, start=start, end=end)
    pairs = _pairs(children, text, mark)
    return Map(items=pairs, line=line, column=column, start=start, end=end)


def _pairs(children: list[Any], text: str, mark: Any) -> tuple[tuple[Text, Node], ...]:
    """Return a mapping's keys with their values; `mark` is its start."""
    keys = children[::2]
    for key in keys:
        if type(key) is not Text:
            if text.startswith("{{", mark.index):
                raise RefusedError(at_mark(mark), "yaml-syntax", CLOZE_MESSAGE, QUOTE_CLOZE, quotable=True)
            raise RefusedError(key, "yaml-syntax", "a list or mapping stands where a key should", QUOTE)
        if key.value == "<<" and not key.style:
            raise RefusedError(key, "yaml-alias", _ALIAS_MESSAGE, "write the keys out")
    return tuple(zip(keys, children[1::2], strict=True))


def _refuse_depth(depth: int, event: Any) -> None:
    if depth > _DEPTH:
        raise RefusedError(at_mark(event.start_mark), "yaml-depth", f"nested more than {_DEPTH} deep", "flatten it")


def _refuse_properties(event: Any) -> None:
    """Refuse an anchor and a tag; their marks mean nothing else in YAML, so a value that starts with one is told."""
    if event.anchor is not None:
        hint = f"if the ampersand is text, {QUOTE}"
        raise RefusedError(at_mark(event.start_mark), "yaml-alias", _ALIAS_MESSAGE, hint)
    if event.tag == "!" and not isinstance(event, yaml.CollectionStartEvent) and event.style:
        return  # what libyaml says of a quoted scalar under some versions
    message, hint = f'the tag "{event.tag}" is not read', f"if the mark is text, {QUOTE}"
    raise RefusedError(at_mark(event.start_mark), "yaml-tag", message, hint)
