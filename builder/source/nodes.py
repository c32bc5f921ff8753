"""YAML text to nodes with positions; every scalar stays the text that the author typed."""

from __future__ import annotations

from typing import Any

import yaml

from builder.deck import Map, Node, Seq, SourceFile, Text
from builder.problems import Location, Problem

_QUOTE = 'put the whole value in quotes: key: "…"'
_QUOTE_CLOZE = 'a value that starts with a cloze needs quotes: text: "{{c1::…}}"'
_QUOTE_COLON = 'a value with a colon and a space in it needs quotes: key: "like this: quoted"'
_DEPTH = 50
_SPECIAL = "&*!%@`|>[]{}#,?\"'"
_ALIAS_MESSAGE = "anchors, aliases and merge keys are not read, so that each card says what it holds"


class _Refused(Exception):  # noqa: N818 - a signal inside this module
    """Valid YAML that a deck must not use."""

    def __init__(self, mark: Any, rule: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.mark, self.rule, self.message, self.hint = mark, rule, message, hint


def compose(file: SourceFile) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the file's only document as nodes, or the problem that stopped the reader; an empty file is None."""
    try:
        return _compose(file.text), ()
    except _Refused as refused:
        location = _place(file, refused.mark)
        return None, (file.error(location, refused.rule, refused.message, refused.hint),)
    except yaml.YAMLError as error:
        return None, (_syntax_problem(file, error),)


def _compose(text: str) -> Node | None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    get_event = loader.get_event
    root: Node | None = None
    documents = 0
    # One frame for each open collection: (is it a mapping, its start event's mark, the children so far).
    stack: list[tuple[bool, Any, list[Any]]] = []
    children: list[Any] = []
    try:
        while True:
            event = get_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                start = event.start_mark
                if event.anchor is not None or event.tag is not None:
                    _refuse_properties(event)
                children.append(
                    Text(
                        event.value,
                        start.line + 1,
                        start.column + 1,
                        start.index,
                        event.end_mark.index,
                        event.style or "",
                    )
                )
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    _refuse_properties(event)
                _refuse_depth(len(stack), event)
                stack.append((kind is yaml.MappingStartEvent, event.start_mark, children))
                children = []
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                is_map, start, outer = stack.pop()
                place = (start.line + 1, start.column + 1, start.index, event.end_mark.index)
                outer.append(Map(_pairs(children, text, start), *place) if is_map else Seq(tuple(children), *place))
                children = outer
            elif kind is yaml.AliasEvent:
                raise _Refused(event.start_mark, "yaml-alias", _ALIAS_MESSAGE, f"if the star is text, {_QUOTE}")
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise _Refused(
                        event.start_mark, "yaml-documents", "a second document starts here", "keep one to a file"
                    )
            elif kind is yaml.StreamEndEvent:
                break
    finally:
        loader.dispose()
    if children:
        root = children[0]
    return root


def _refuse_depth(depth: int, event: Any) -> None:
    if depth > _DEPTH:
        raise _Refused(event.start_mark, "yaml-depth", f"nested more than {_DEPTH} deep", "flatten it")


def _refuse_properties(event: Any) -> None:
    if event.anchor is not None:
        raise _Refused(event.start_mark, "yaml-alias", _ALIAS_MESSAGE, f"if the ampersand is text, {_QUOTE}")
    if event.tag == "!" and not isinstance(event, yaml.CollectionStartEvent) and event.style:
        return  # what libyaml says of a quoted scalar under some versions
    raise _Refused(event.start_mark, "yaml-tag", f'the tag "{event.tag}" is not read', f"if the mark is text, {_QUOTE}")


def _pairs(children: list[Any], text: str, start: Any) -> tuple[tuple[Text, Node], ...]:
    keys = children[::2]
    for key in keys:
        if type(key) is not Text:
            mark = yaml.Mark("", key.start, key.line - 1, key.column - 1, None, 0)
            hint = _QUOTE_CLOZE if text.startswith("{{", start.index) else _QUOTE
            raise _Refused(mark, "yaml-key", "a list or mapping stands where a key should", hint)
        if key.value == "<<" and not key.style:
            mark = yaml.Mark("", key.start, key.line - 1, key.column - 1, None, 0)
            raise _Refused(mark, "yaml-alias", _ALIAS_MESSAGE, "write the keys out")
    return tuple(zip(keys, children[1::2], strict=True))


def _place(file: SourceFile, mark: Any, length: int = 1) -> Location:
    index = min(mark.index, len(file.text))
    return file.location(Text("", mark.line + 1, mark.column + 1, index, index + length), length)


def _syntax_problem(file: SourceFile, error: yaml.YAMLError) -> Problem:
    """Turn a parser's complaint into one that says what to type instead."""
    if isinstance(error, yaml.reader.ReaderError):
        return _unreadable(file, error)
    mark = getattr(error, "problem_mark", None)
    said = str(getattr(error, "problem", None) or "not valid YAML")
    context = getattr(error, "context_mark", None)
    if mark is None or ("quoted scalar" in str(getattr(error, "context", "")) and context is not None):
        mark = context or yaml.Mark("", 0, 0, 0, None, 0)
    location = _place(file, mark)
    line = location.excerpt
    if location.column > len(line) + 1 or not line.strip():
        location = _last_written(file, location)
        line = location.excerpt
    return file.error(location, "yaml-syntax", f"not valid YAML: {said}", _syntax_hint(file, location, line, said))


def _unreadable(file: SourceFile, error: Any) -> Problem:
    index = next((i for i, c in enumerate(file.text) if yaml.reader.Reader.NON_PRINTABLE.search(c)), 0)
    line = file.text.count("\n", 0, index)
    column = index - (file.text.rfind("\n", 0, index) + 1)
    location = _place(file, yaml.Mark("", index, line, column, None, 0))
    code = ord(file.text[index]) if file.text else 0
    return file.error(
        location,
        "yaml-syntax",
        f"not valid YAML: the character U+{code:04X} may not stand in a file",
        'delete it, or write it in double quotes as an escape ("\\x07")',
    )


def _last_written(file: SourceFile, location: Location) -> Location:
    """Return the end of the last line with text before a place that has none, so that the marker shows something."""
    lines = file.text.split("\n")[: location.line]
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        return location
    line = lines[-1].rstrip("\r")
    column = min(len(line) + 1, location.column if len(lines) == location.line else len(line) + 1)
    return Location(path=file.path, line=len(lines), column=max(1, column), excerpt=line)


def _syntax_hint(file: SourceFile, location: Location, line: str, said: str) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())] or (said.startswith("found character") and "\t" in line):
        return "indent with spaces: YAML takes no tabs there"
    value = line.partition(": ")[2].strip() if ": " in line else line.strip().removeprefix("- ")
    if "{{c" in line and (value.startswith("{") or "{{c" in value):
        return _QUOTE_CLOZE
    if "mapping values are not allowed" in said:
        return _QUOTE_COLON
    if "quoted scalar" in said or "end of stream" in said:
        return "a quote is opened and not closed: close it, or double it inside the value"
    if value[:1] in ('"', "'"):
        return "text follows the closing quote: quote the whole value, and double the quotes inside it"
    if value[:1] and value[0] in _SPECIAL:
        return f'a value that starts with "{value[0]}" needs quotes: {_QUOTE}'
    if "expected key" in said or "block end" in said or "expected ':'" in said:
        return "check the indentation here and in the line above, and that each key is followed by a colon and a space"
    return f"if this is text, {_QUOTE}"
