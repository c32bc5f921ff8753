"""The YAML parser's complaints as problems in our words, which say what to type instead.

The parser says what it expected at the place where it gave up. An author needs what was wrong before that: nearly
always a text that wants quotes, a key without its space, or an indent. The words here go by both, the complaint and the
line that it is about.
"""

from __future__ import annotations

import re

import yaml

from builder.diagnostics import Location, Problem
from builder.source.line_clues import told_by_line
from builder.source.quotes import single_quoted
from builder.source.yaml_clues import (
    KEY_LINE,
    QUOTE,
    at_mark,
    quoted_line,
    requoted_line,
    told_by_lines,
    told_by_text,
    unindented_fence,
)
from builder.syntax import FILE_START, Node, SourceFile, Text

QUOTE_CLOZE = 'a value that starts with a cloze needs quotes: text: "{{c1::…}}"'
DEPTH = 50
"""Collections inside each other; the rooms that walk over nodes call themselves once for each."""
DEPTH_MESSAGE, DEPTH_HINT = f"nested more than {DEPTH} deep", "flatten it"
CLOZE_MESSAGE = 'a value that is not quoted starts with "{{", which YAML takes for a mapping'
_QUOTE_COLON = 'a value with a colon and a space in it needs quotes: key: "like this: quoted"'
_HIDDEN_BREAKS = ("\x85", "\u2028", "\u2029")
_SHOWN = str.maketrans(dict.fromkeys(_HIDDEN_BREAKS, "\u2424"))
_SPECIAL = "&*!%@`|>[]{}#,?\"'"


class RefusedError(Exception):
    """Valid YAML that a deck must not use; with `quotable` the hint shows the line with its value in quotes."""

    def __init__(self, at: Node, rule: str, message: str, hint: str, *, quotable: bool = False) -> None:
        super().__init__(message)
        self.at, self.rule, self.message, self.hint, self.quotable = at, rule, message, hint, quotable


def hidden_breaks(file: SourceFile) -> tuple[Problem, ...]:
    """Return a problem at each character that ends a line for YAML 1.1 and for nothing that shows the file.

    It would end a value there, or become a space, and the number of every line below it would be another one.
    """
    if file.text.isascii() or not any(sign in file.text for sign in _HIDDEN_BREAKS):
        return ()
    hint = "delete it, or put a space there; a line break that is meant is one of your keyboard, below a |"
    problems = []
    for number, line in enumerate(file.text.split("\n"), 1):
        for index, sign in enumerate(line):
            if sign in _HIDDEN_BREAKS:
                excerpt = line.rstrip("\r").translate(_SHOWN)
                at = Location(path=file.path, line=number, column=index + 1, excerpt=excerpt)
                message = f"the character U+{ord(sign):04X}, which editors do not show, ends a line for YAML"
                problems.append(file.error(at, "yaml-syntax", message, hint))
    return tuple(problems)


_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|\Z)", re.M)


def conflict_marker(file: SourceFile) -> tuple[Problem, ...]:
    """Return a problem at the first marker that a git merge has left; no line of a deck's YAML starts with these."""
    marker = _CONFLICT.search(file.text)
    if marker is None:
        return ()
    line = file.text.count("\n", 0, marker.start()) + 1
    at = Text(value=marker[0], line=line, column=1, start=marker.start(), end=marker.end())
    hint = "choose a side, or join the two, and delete the marker lines, which start with <<<<<<<, =======, >>>>>>>"
    return (file.error(file.location(at), "yaml-syntax", "git's conflict markers stand in this file", hint),)


def yaml_problem(file: SourceFile, error: RefusedError | yaml.YAMLError) -> Problem:
    """Return what keeps a file from being read as a problem that says what to type instead."""
    if isinstance(error, RefusedError):
        location = file.location(error.at, length=1, whole=True)
        quoted = quoted_line(location.excerpt, "") if error.quotable else ""
        hint = error.hint.replace(QUOTE, quoted) if quoted and QUOTE in error.hint else quoted or error.hint
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
    if "maximum nesting depth" in complaint and mark is not None:  # the parser reads ahead, and has a limit of its own
        return file.error(file.location(at_mark(mark), length=1), "yaml-depth", DEPTH_MESSAGE, DEPTH_HINT)
    if context_mark is not None and (mark is None or "quoted scalar" in context):
        mark = context_mark
    told = told_by_text(file, complaint, mark, context_mark)
    if told is not None:
        return told
    location = file.location(at_mark(mark) if mark else FILE_START, length=1, whole=True)
    if location.column > len(location.excerpt) + 1 or not location.excerpt.strip():
        location = _last_written(file, location)
    value = _value_in(location.excerpt)
    if not value.startswith("{{") and "\t" not in location.excerpt:
        is_token = "cannot start any token" in complaint
        told = unindented_fence(file, location) if is_token else None
        told = told or told_by_line(file, location) or told_by_lines(file, complaint, location)
        if told is not None:
            return told
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


_KEY_ONLY = re.compile(r"\s*(?:- )?[\w-]+\Z")


def _value_in(line: str) -> str:
    """Return what stands behind a line's first colon, or its dash."""
    return line.partition(": ")[2].strip() if ": " in line else line.strip().removeprefix("- ")


def _reworded(complaint: str, context: str, location: Location, value: str) -> tuple[str, str]:
    """Return message and hint for a complaint; the surest signs come first, for a line may show several."""
    line = location.excerpt
    if "\t" in line and (complaint.startswith("found character") or "tab" in complaint):
        return "a tab stands where YAML takes only spaces", "indent with spaces"
    sign = line[location.column - 1 : location.column]
    if "cannot start any token" in complaint and sign in ("|", ">"):
        message = f'a text in lines of its own, with "{sign}", may not stand inside braces'
        return message, f"write each key in a line of its own, without braces; if it is a sign, {QUOTE}"
    if value.startswith("{{"):
        return CLOZE_MESSAGE, quoted_line(line, QUOTE_CLOZE)
    if "mapping values are not allowed" in complaint and _KEY_ONLY.match(line[: location.column - 1]):
        return "this key is not in line with those above it", "indent it by as many spaces as its neighbours"
    if "mapping values are not allowed" in complaint:
        quoted = requoted_line if value[:1] in ('"', "'") else quoted_line
        return "a value that is not quoted holds a colon", quoted(line, _QUOTE_COLON)
    if "quoted scalar" in context and value.startswith('"') and value.endswith('\\"'):
        message = "in double quotes a backslash is special, and a quote behind one does not end the text"
        return message, requoted_line(line, QUOTE)
    if "quoted scalar" in context:
        hint = 'close it; inside double quotes write \\" for a quote, inside single ones write it twice'
        if value.startswith("'") and value.count("'") == 1 and value[1:].strip():
            hint = f"close it; if it is an apostrophe, {requoted_line(line, QUOTE)}"
        return "a quote is opened and not closed", hint
    if "expected '-' indicator" in complaint and KEY_LINE.match(line):
        return "this key is not in line with those above it", "indent it by as many spaces as its neighbours"
    if "expected ',' or" in complaint:
        return "a bracket is opened and not closed", f"close it; if it is text, {QUOTE}"
    if "block sequence entries" in complaint:
        hint = "start it in the next line, after a | if it is a list inside a text"
        return "a list starts behind a key", f"{hint}; if it is no list, {quoted_line(line, QUOTE)}"
    return _reworded_by_value(complaint, line, value)


def _reworded_by_value(complaint: str, line: str, value: str) -> tuple[str, str]:
    """Return message and hint for a complaint that says little, by the first character of the line's value."""
    if value[:1] in ('"', "'"):
        hint = "quote the whole value; inside single quotes, double quotes may stand as they are"
        return "text follows a closing quote", requoted_line(line, hint)
    if value[:1] == "|":
        hint = "write it in the lines below, deeper than the key"
        key = KEY_LINE.match(line)
        quoted = f"{line[: key.end()].lstrip(' -').rstrip()} {single_quoted(value)}" if key else ""
        return 'text follows a "|" in its line', hint + (f"; if the sign is text, write {quoted}" if quoted else "")
    if value[:1] and value[0] in _SPECIAL:
        message = f'a value that is not quoted starts with "{value[0]}", which means something else to YAML'
        return message, quoted_line(line, QUOTE)
    if "expected key" in complaint or "block end" in complaint:
        if line.lstrip().startswith("- "):
            return "this dash is not in line with those above it", "put it below the first dash of its list"
        hint = "check the indentation, and that each key is followed by a colon and a space"
        return "this line is not in line with those above it", hint
    return f"not valid YAML: {complaint}", f"if this is text, {QUOTE}"
