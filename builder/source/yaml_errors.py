"""The YAML parser's complaints as problems in our words, which say what to type instead.

The parser says what it expected at the place where it gave up. An author needs what was wrong before that: nearly
always a text that wants quotes, a key without its space, or an indent. The words here go by both, the complaint and the
line that it is about.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from builder.diagnostics import Location, Problem
from builder.source.quotes import backslash_problem, quoted_at, single_quoted
from builder.syntax import FILE_START, Node, SourceFile, Text

QUOTE = 'put the whole value in quotes: key: "…"'
QUOTE_CLOZE = 'a value that starts with a cloze needs quotes: text: "{{c1::…}}"'
CLOZE_MESSAGE = 'a value that is not quoted starts with "{{", which YAML takes for a mapping'
_QUOTE_COLON = 'a value with a colon and a space in it needs quotes: key: "like this: quoted"'
_SPECIAL = "&*!%@`|>[]{}#,?\"'"


class RefusedError(Exception):
    """Valid YAML that a deck must not use; with `quotable` the hint shows the line with its value in quotes."""

    def __init__(self, at: Node, rule: str, message: str, hint: str, *, quotable: bool = False) -> None:
        super().__init__(message)
        self.at, self.rule, self.message, self.hint, self.quotable = at, rule, message, hint, quotable


def at_mark(mark: Any) -> Text:
    """Return a mark of the parser, which counts lines and columns from 0, as a node of one character."""
    return Text(value="", line=mark.line + 1, column=mark.column + 1, start=mark.index, end=mark.index + 1)


def yaml_problem(file: SourceFile, error: RefusedError | yaml.YAMLError) -> Problem:
    """Return what keeps a file from being read as a problem that says what to type instead."""
    if isinstance(error, RefusedError):
        location = file.location(error.at, length=1)
        hint = _quoted(location.excerpt, error.hint) if error.quotable else error.hint
        return file.error(location, error.rule, error.message, hint)
    if isinstance(error, yaml.reader.ReaderError):
        return _unreadable(file)
    return _syntax_problem(file, error)


def _unreadable(file: SourceFile) -> Problem:
    """Find the character that may not stand in YAML; the parser's mark of it counts bytes."""
    unprintable = yaml.reader.Reader.NON_PRINTABLE
    index = next((index for index, sign in enumerate(file.text) if unprintable.search(sign)), 0)
    line = file.text.count("\n", 0, index) + 1
    column = index - file.text.rfind("\n", 0, index)
    code = ord(file.text[index]) if file.text else 0
    return file.error(
        file.location(Text(value="", line=line, column=column, start=index, end=index + 1), length=1),
        "yaml-syntax",
        f"the character U+{code:04X} may not stand in a file",
        "delete it",
    )


def _syntax_problem(file: SourceFile, error: yaml.YAMLError) -> Problem:
    complaint = str(getattr(error, "problem", None) or "it cannot be read")
    context = str(getattr(error, "context", None) or "")
    mark, context_mark = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    # An open quote is noticed at the end of the file; what there is to mend is where it opens.
    if context_mark is not None and (mark is None or "quoted scalar" in context):
        mark = context_mark
    told = _told_by_text(file, complaint, mark, context_mark)
    if told is not None:
        return told
    location = file.location(at_mark(mark) if mark else FILE_START, length=1)
    if location.column > len(location.excerpt) + 1 or not location.excerpt.strip():
        location = _last_written(file, location)
    value = _value_in(location.excerpt)
    if "could not find expected ':'" in complaint and not value.startswith("{{"):
        return _colon_problem(file, location)
    message, hint = _reworded(complaint, context, location, value)
    return file.error(location, "yaml-syntax", message, hint)


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


# ---- What the text shows, and the complaint does not.

_LABEL = re.compile(r"(?:(?:^|[\s{,])([\w-]+):|-|[\[,])[ \t]*\Z")
_CUT_OFF = re.compile(r"[ \t]*(?:- +)*(?:([\w-]+):[ \t]+)?([^\s\"'|>#\[{&*!%@`-].*?|-[^\s#].*?)[ \t]#")
_IN_BRACKETS = re.compile(
    r"""(?<=[\s,\[{])"(?:[^"\\]|\\.)*"|(?<=[\s,\[{])'(?:[^']|'')*'|(?<=[^\s,\[\]{}])[ \t]+(\#)[^\n]*"""
)
_START_IN_BRACKETS = re.compile(r"(?:[{,][ \t]*([\w-]+):[ \t]+|[\[,][ \t]*)([^\s,\[\]{}][^,\[\]{}]*)\Z")
_END_IN_BRACES = re.compile(r"(.*?)(?:,[ \t]*[\w-]+:[ \t]|\}[ \t]*\r?$)", re.M)
_END_IN_LIST = re.compile(r"(.*?)(?:,[ \t]|\][ \t]*[}\]]?[ \t]*\r?$)", re.M)


def _told_by_text(file: SourceFile, complaint: str, mark: Any, context_mark: Any) -> Problem | None:
    """Return a problem that is surer than the complaint: a backslash, or a text that YAML has cut short."""
    text = file.text
    if context_mark is not None and ("escape" in complaint or "hexdecimal" in complaint):
        end = quoted_at(text, context_mark.index)
        at = at_mark(context_mark)._replace(end=end, style='"')
        return backslash_problem(file, at, label_before(text, at.start)) if end > 0 else None
    if mark is None:
        return None
    if "expected ',' or" in complaint and context_mark is not None:
        for match in _IN_BRACKETS.finditer(text, context_mark.index, mark.index):
            if match[1]:
                hint = _quoted_in_brackets(text, match.start(1)) or "put the value in quotes"
                return _comment_problem(file, context_mark, match.start(1), hint)
        return _bracket_in_value(file, mark)
    if "expected key" in complaint or "block end" in complaint or "could not find expected ':'" in complaint:
        end = text.rfind("\n", 0, mark.index)
        begin = text.rfind("\n", 0, max(end, 0)) + 1
        cut = _CUT_OFF.match(text, begin, max(end, 0))
        if cut and not _KEY_LINE.match(text, end + 1):
            label = f"{cut[1]}: " if cut[1] else ""
            return _comment_problem(file, mark, cut.end() - 1, f"write the text in lines of its own, under {label}|")
    return None


def label_before(text: str, start: int) -> str:
    """Return the key or dash before a value as a line to paste has it: `front: `, `- `, or nothing."""
    match = _LABEL.search(text, text.rfind("\n", 0, start) + 1, start)
    return f"{match[1]}: " if match and match[1] else "- " if match and match[0].startswith("-") else ""


def _comment_problem(file: SourceFile, near: Any, start: int, hint: str) -> Problem:
    """Return a problem at a comment sign; `near` is a mark of the parser, from which lines are counted."""
    low, high = sorted((near.index, start))
    lines = file.text.count("\n", low, high)
    line = near.line + 1 + (lines if start > near.index else -lines)
    column = start - file.text.rfind("\n", 0, start)
    at = Text(value="", line=line, column=column, start=start, end=start + 1)
    message = 'a "#" after a space starts a comment, and the text ends before it'
    return file.error(file.location(at), "yaml-comment", message, f"if it is text, {hint}")


def _bracket_in_value(file: SourceFile, mark: Any) -> Problem | None:
    """Return what is wrong where a value inside brackets holds one itself, as in `{front: What is a[0]?}`."""
    text = file.text
    if text[mark.index : mark.index + 1] not in ("[", "]", "{", "}"):
        return None
    hint = _quoted_in_brackets(text, mark.index)
    if hint is None:
        return None
    message = f'a value inside brackets that is not quoted holds "{text[mark.index]}"'
    return file.error(file.location(at_mark(mark), length=1), "yaml-syntax", message, hint)


def _quoted_in_brackets(text: str, index: int) -> str | None:
    """Return a hint that shows in quotes the value in brackets that an index stands in; None where it is in none."""
    before = _START_IN_BRACKETS.search(text, text.rfind("\n", 0, index) + 1, index)
    if before is None:
        return None
    rest = (_END_IN_BRACES if before[1] else _END_IN_LIST).match(text, index)
    label = f"{before[1]}: " if before[1] else ""
    return f"put the value in quotes: {label}{single_quoted((before[2] + rest[1]).rstrip())}" if rest else QUOTE


_KEY_LINE = re.compile(r"[ \t]*(?:- +)*[\w-]+:(?:\s|\Z)")
_MISSING_SPACE = re.compile(r"(\s*(?:- )?)([\w-]+):(\S.*)")
_KEY_AND_VALUE = re.compile(r"\s*(?:- )?([\w-]+): +(.*\S)")
_KEY_ONLY = re.compile(r"\s*(?:- )?[\w-]+\Z")


def _value_in(line: str) -> str:
    """Return what stands behind a line's first colon, or its dash."""
    return line.partition(": ")[2].strip() if ": " in line else line.strip().removeprefix("- ")


def _reworded(complaint: str, context: str, location: Location, value: str) -> tuple[str, str]:
    """Return message and hint for a complaint; the surest signs come first, for a line may show several."""
    line = location.excerpt
    if "\t" in line and (complaint.startswith("found character") or "tab" in complaint):
        return "a tab stands where YAML takes only spaces", "indent with spaces"
    if value.startswith("{{"):
        return CLOZE_MESSAGE, _quoted(line, QUOTE_CLOZE)
    if "mapping values are not allowed" in complaint and _KEY_ONLY.match(line[: location.column - 1]):
        return "this key is not in line with those above it", "indent it by as many spaces as its neighbours"
    if "mapping values are not allowed" in complaint:
        return "a value that is not quoted holds a colon", _quoted(line, _QUOTE_COLON)
    if "quoted scalar" in context:
        hint = 'close it; inside double quotes write \\" for a quote, inside single ones write it twice'
        return "a quote is opened and not closed", hint
    if "expected '-' indicator" in complaint and _KEY_LINE.match(line):
        return "this key is not in line with those above it", "indent it by as many spaces as its neighbours"
    if "expected ',' or" in complaint:
        return "a bracket is opened and not closed", f"close it; if it is text, {QUOTE}"
    if "block sequence entries" in complaint:
        hint = "start it in the next line, after a | if it is a list inside a text"
        return "a list starts behind a key", f"{hint}; if it is no list, {_quoted(line, QUOTE)}"
    return _reworded_by_value(complaint, line, value)


def _reworded_by_value(complaint: str, line: str, value: str) -> tuple[str, str]:
    """Return message and hint for a complaint that says little, by the first character of the line's value."""
    if value[:1] in ('"', "'"):
        hint = "quote the whole value; inside single quotes, double quotes may stand as they are"
        return "text follows a closing quote", hint
    if value[:1] and value[0] in _SPECIAL:
        message = f'a value that is not quoted starts with "{value[0]}", which means something else to YAML'
        return message, _quoted(line, QUOTE)
    if "expected key" in complaint or "block end" in complaint:
        hint = "check the indentation, and that each key is followed by a colon and a space"
        return "this line is not in line with those above it", hint
    return f"not valid YAML: {complaint}", f"if this is text, {QUOTE}"


def _quoted(line: str, otherwise: str) -> str:
    """Return a hint that shows a line `key: value` with its value quoted."""
    match = _KEY_AND_VALUE.match(line)
    if not match or match[2].startswith(('"', "'", "|")):
        return otherwise
    key, value = match.groups()
    return f"put the value in quotes: {key}: {single_quoted(value)}"


def _colon_problem(file: SourceFile, location: Location) -> Problem:
    """Find the key without a space behind its colon, in this line or the one above, where libyaml looks for it."""
    lines = file.text.split("\n")
    for number in (location.line, location.line - 1):
        line = lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""
        match = _MISSING_SPACE.match(line)
        if match and ": " not in line:
            key, value = match[2], match[3]
            column = match.start(2) + 1
            at_key = Location(path=file.path, line=number, column=column, length=len(key) + 1, excerpt=line)
            message, hint = f'no space follows the colon of "{key}"', f"write {key}: {value}"
            return file.error(at_key, "yaml-syntax", message, hint)
    message = "a key has no colon behind it"
    return file.error(location, "yaml-syntax", message, "write key: value, or indent the line if it continues a text")
