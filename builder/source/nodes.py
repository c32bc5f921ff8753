"""YAML text to nodes with positions; every scalar stays the text that the author typed."""

from __future__ import annotations

import re
from typing import Any

import yaml

from builder.problems import Location, Problem
from builder.syntax import Map, Node, Seq, SourceFile, Text

_QUOTE = 'put the whole value in quotes: key: "…"'
_QUOTE_CLOZE = 'a value that starts with a cloze needs quotes: text: "{{c1::…}}"'
_CLOZE_MESSAGE = 'a value that is not quoted starts with "{{", which YAML takes for a mapping'
_QUOTE_COLON = 'a value with a colon and a space in it needs quotes: key: "like this: quoted"'
_DEPTH = 50
_NOWHERE = (1, 1, 0, 0)
_SPECIAL = "&*!%@`|>[]{}#,?\"'"
_ALIAS_MESSAGE = "anchors, aliases and merge keys are not read, so that each card says what it holds"


class _Refused(Exception):  # noqa: N818 - a signal inside this module
    """Valid YAML that a deck must not use."""

    def __init__(self, mark: Any, rule: str, message: str, hint: str, *, quotable: bool = False) -> None:
        super().__init__(message)
        self.mark, self.rule, self.message, self.hint, self.quotable = mark, rule, message, hint, quotable


def compose(file: SourceFile, *, placed: bool = True) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the file's only document as nodes, or the problem that stopped the reader; an empty file is None.

    Without `placed` the nodes do not know where they stand, which costs less.
    """
    try:
        return _compose(file.text, placed), ()
    except _Refused as refused:
        location = _place(file, refused.mark)
        hint = _quoted(location.excerpt, refused.hint) if refused.quotable else refused.hint
        return None, (file.error(location, refused.rule, refused.message, hint),)
    except yaml.YAMLError as error:
        return None, (_syntax_problem(file, error),)


def _compose(text: str, placed: bool) -> Node | None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    get_event, scalar, new = loader.get_event, yaml.ScalarEvent, tuple.__new__
    root: Node | None = None
    documents = 0
    # One frame for each open collection: (is it a mapping, its start event's mark, the children so far).
    stack: list[tuple[bool, Any, list[Any]]] = []
    children: list[Any] = []
    try:
        while True:
            event = get_event()
            kind = type(event)
            if kind is scalar:
                if event.anchor is not None or event.tag is not None:
                    _refuse_properties(event)
                place = _place_of(event.start_mark, event.end_mark) if placed else _NOWHERE
                children.append(new(Text, (event.value, *place, event.style or "")))  # `Text(...)`, in half the time
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    _refuse_properties(event)
                _refuse_depth(len(stack), event)
                stack.append((kind is yaml.MappingStartEvent, event.start_mark, children))
                children = []
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                is_map, start, outer = stack.pop()
                place = _place_of(start, event.end_mark) if placed else _NOWHERE
                items = _pairs(children, text, start) if is_map else tuple(children)
                outer.append(new(Map if is_map else Seq, (items, *place)))
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


def _place_of(start: Any, end: Any) -> tuple[int, int, int, int]:
    return start.line + 1, start.column + 1, start.index, end.index


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
            if text.startswith("{{", start.index):
                raise _Refused(start, "yaml-syntax", _CLOZE_MESSAGE, _QUOTE_CLOZE, quotable=True)
            raise _Refused(mark, "yaml-syntax", "a list or mapping stands where a key should", _QUOTE)
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
        return _unreadable(file)
    mark = getattr(error, "problem_mark", None)
    said = str(getattr(error, "problem", None) or "it cannot be read")
    context = str(getattr(error, "context", None) or "")
    opened = getattr(error, "context_mark", None)
    if opened is not None and (mark is None or "quoted scalar" in context):
        mark = opened
    location = _place(file, mark or yaml.Mark("", 0, 0, 0, None, 0))
    if location.column > len(location.excerpt) + 1 or not location.excerpt.strip():
        location = _last_written(file, location)
    return _explain(file, location, said, context)


def _unreadable(file: SourceFile) -> Problem:
    index = next((i for i, c in enumerate(file.text) if yaml.reader.Reader.NON_PRINTABLE.search(c)), 0)
    line = file.text.count("\n", 0, index)
    column = index - (file.text.rfind("\n", 0, index) + 1)
    location = _place(file, yaml.Mark("", index, line, column, None, 0))
    code = ord(file.text[index]) if file.text else 0
    return file.error(
        location,
        "yaml-syntax",
        f"the character U+{code:04X} may not stand in a file",
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


_MISSING_SPACE = re.compile(r"(\s*(?:- )?)([\w-]+):(\S.*)")
_KEY_AND_VALUE = re.compile(r"\s*(?:- )?([\w-]+): +(.*\S)")
_KEY_ONLY = re.compile(r"\s*(?:- )?[\w-]+\Z")


def _explain(file: SourceFile, location: Location, said: str, context: str) -> Problem:
    """Say in our words what the parser met, and what to type instead."""
    line = location.excerpt
    before = line[: location.column - 1]
    value = line.partition(": ")[2].strip() if ": " in line else line.strip().removeprefix("- ")
    message, hint = f"not valid YAML: {said}", f"if this is text, {_QUOTE}"
    if "\t" in line and (said.startswith("found character") or "tab" in said):
        message, hint = "a tab stands where YAML takes only spaces", "indent with spaces"
    elif value.startswith("{{"):
        message, hint = _CLOZE_MESSAGE, _quoted(line, _QUOTE_CLOZE)
    elif "mapping values are not allowed" in said and _KEY_ONLY.match(before):
        message = "this key is not in line with those above it"
        hint = "indent it by as many spaces as its neighbours"
    elif "mapping values are not allowed" in said:
        message, hint = "a value that is not quoted holds a colon", _quoted(line, _QUOTE_COLON)
    elif "quoted scalar" in context:
        message = "a quote is opened and not closed"
        hint = 'close it; inside double quotes write \\" for a quote, inside single ones write it twice'
    elif "expected ',' or" in said:
        message, hint = "a bracket is opened and not closed", f"close it; if it is text, {_QUOTE}"
    elif "could not find expected ':'" in said:
        return _colon_problem(file, location)
    elif "block sequence entries" in said:
        message, hint = "a list starts behind a key", f"start the list in the next line; if it is text, {_QUOTE}"
    elif value[:1] in ('"', "'"):
        message = "text follows a closing quote"
        hint = "quote the whole value; inside single quotes, double quotes may stand as they are"
    elif value[:1] and value[0] in _SPECIAL:
        message = f'a value that is not quoted starts with "{value[0]}", which means something else to YAML'
        hint = _quoted(line, _QUOTE)
    elif "expected key" in said or "block end" in said:
        message = "this line is not in line with those above it"
        hint = "check the indentation, and that each key is followed by a colon and a space"
    return file.error(location, "yaml-syntax", message, hint)


def _quoted(line: str, otherwise: str) -> str:
    """Return a hint that shows a line `key: value` with its value quoted."""
    found = _KEY_AND_VALUE.match(line)
    if not found or found[2].startswith(('"', "'", "|")):
        return otherwise
    quote = "'" if '"' in found[2] else '"'
    inner = found[2].replace("'", "''") if quote == "'" else found[2].replace("\\", "\\\\")
    return f"put the value in quotes: {found[1]}: {quote}{inner}{quote}"


def _colon_problem(file: SourceFile, location: Location) -> Problem:
    """Find the key without a space behind its colon, in this line or the one above, where libyaml looks for it."""
    lines = file.text.split("\n")
    for number in (location.line, location.line - 1):
        line = lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""
        found = _MISSING_SPACE.match(line)
        if found and ": " not in line:
            column = found.start(2) + 1
            place = Location(path=file.path, line=number, column=column, length=len(found[2]) + 1, excerpt=line)
            hint = f"write {found[2]}: {found[3]}"
            return file.error(place, "yaml-syntax", f'no space follows the colon of "{found[2]}"', hint)
    message = "a key has no colon behind it"
    return file.error(location, "yaml-syntax", message, "write key: value, or indent the line if it continues a text")
