"""YAML text to nodes with positions; every scalar stays the text that the author typed.

The nodes are made from the parser's events, not by PyYAML's own `compose`. That one follows aliases and gives every
scalar a tag, after which nobody can tell what the author wrote; here anchors, aliases and tags are refused, so that
each card says what it holds. And its nodes would have to be made over into ours, in a second pass over all of a deck.

A node's `start` and `end` index the file's text in characters, so that `text[start:end]` is its source. The end of a
scalar in one line, and of a collection in brackets, is right behind its last character. A block (`|`, `>`, a list with
dashes, a mapping without braces) ends only where the parser knew it: behind the comments and blank lines that follow.
`value_end` in edits.py finds the end that an author sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import yaml

from builder.diagnostics import Problem
from builder.makers import maker
from builder.source.yaml_clues import QUOTE, at_mark
from builder.source.yaml_errors import (
    CLOZE_MESSAGE,
    DEPTH,
    DEPTH_HINT,
    DEPTH_MESSAGE,
    QUOTE_CLOZE,
    RefusedError,
    conflict_marker,
    hidden_breaks,
    yaml_problem,
)
from builder.syntax import Map, Node, Seq, SourceFile, Text

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser of libyaml, many times faster; PyYAML's own one gives the same events where it was built without."""
_make_text, _make_seq, _make_map = maker(Text), maker(Seq), maker(Map)
_MOST_VALUES = 1_000_000
"""Values, lists and mappings of a file: a hundred thousand notes, and 300 MB of memory."""
_MOST_SIGNS = 100_000
"""Characters of a text: fifty pages, and more than any card shows."""
_ALIAS_MESSAGE = "anchors, aliases and merge keys are not read, so that each card says what it holds"
_ALIAS_HINT = "delete the anchor, and write the values out where they are meant"


def compose(file: SourceFile) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the file's only document as nodes, or the problems that stopped the reader; an empty file is None."""
    if problems := conflict_marker(file) or hidden_breaks(file):
        return None, problems
    try:
        return _compose(file.text), ()
    except (RefusedError, yaml.YAMLError) as error:
        return None, (yaml_problem(file, error),)


def _compose(text: str) -> Node | None:
    loader = _LOADER(text)
    try:
        return _document(loader.get_event, text)
    finally:
        loader.dispose()


def _document(next_event: Callable[[], Any], text: str) -> Node | None:
    """Return the nodes of the events, in one loop and not by recursion: a deck has a million of them."""
    children: list[Any] = []
    """Of the innermost collection that is open; a mapping's are its keys and values by turns."""
    opened: list[tuple[Any, list[Any]]] = []
    """The start of each open collection, and the children so far of the one that it stands in."""
    documents = 0
    for event in _bounded(next_event):
        event_type = type(event)
        if event_type is yaml.ScalarEvent:
            if event.anchor is not None or event.tag is not None or len(event.value) > _MOST_SIGNS:
                _refuse_scalar(event)
            start = event.start_mark
            children.append(
                _make_text(
                    value=event.value,
                    line=start.line + 1,
                    column=start.column + 1,
                    start=start.index,
                    end=event.end_mark.index,
                    style=event.style or "",
                )
            )
        elif event_type is yaml.MappingStartEvent or event_type is yaml.SequenceStartEvent:
            if event.anchor is not None or event.tag is not None:
                _refuse_properties(event)
            if len(opened) > DEPTH:
                raise _refused(event, "yaml-depth", DEPTH_MESSAGE, DEPTH_HINT)
            opened.append((event, children))
            children = []
        elif event_type is yaml.MappingEndEvent or event_type is yaml.SequenceEndEvent:
            start_event, siblings = opened.pop()
            start, end = start_event.start_mark, event.end_mark.index
            line, column = start.line + 1, start.column + 1
            if event_type is yaml.SequenceEndEvent:
                siblings.append(_make_seq(items=tuple(children), line=line, column=column, start=start.index, end=end))
            else:
                pairs = _pairs(children, text, start)
                siblings.append(_make_map(items=pairs, line=line, column=column, start=start.index, end=end))
            children = siblings
        elif event_type is yaml.AliasEvent:
            raise _refused(event, "yaml-alias", _ALIAS_MESSAGE, f"if the star is text, {QUOTE}", quotable=True)
        elif event_type is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _refused(
                    event, "yaml-documents", "a second document starts here", "delete this line: a file is one document"
                )
    return children[0] if children else None


def _bounded(next_event: Callable[[], Any]) -> Iterator[Any]:
    """Yield the events of a file; refuse one that has too many."""
    for count, event in enumerate(iter(next_event, None)):
        if count > _MOST_VALUES:
            message = f"the file has more than {_MOST_VALUES:,} values, lists and mappings"
            raise _refused(event, "file-size", message, "make several files of it")
        yield event


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


def _refuse_scalar(event: Any) -> None:
    """Refuse a text that is too long, or has an anchor or a tag."""
    size = len(event.value)
    if size > _MOST_SIGNS:
        message = f"a text has {size:,} characters, and at most {_MOST_SIGNS:,} are read"
        raise _refused(event, "text-size", message, "no card shows as much: make several of it")
    _refuse_properties(event)


def _refuse_properties(event: Any) -> None:
    """Refuse an anchor and a tag; their marks mean nothing else in YAML, so a value that starts with one is told."""
    if event.anchor is not None and isinstance(event, yaml.CollectionStartEvent):
        raise _refused(event, "yaml-alias", _ALIAS_MESSAGE, _ALIAS_HINT)
    if event.anchor is not None:
        raise _refused(event, "yaml-alias", _ALIAS_MESSAGE, f"if the ampersand is text, {QUOTE}", quotable=True)
    if event.tag is None:
        return
    if event.tag == "!" and not isinstance(event, yaml.CollectionStartEvent) and event.style:
        return  # what libyaml says of a quoted scalar under some versions
    raise _refused(
        event, "yaml-tag", f'the tag "{event.tag}" is not read', f"if the mark is text, {QUOTE}", quotable=True
    )


def _refused(event: Any, rule: str, message: str, hint: str, *, quotable: bool = False) -> RefusedError:
    return RefusedError(at_mark(event.start_mark), rule, message, hint, quotable=quotable)
