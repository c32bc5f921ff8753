"""Signs in an author's text that are surer than what the YAML parser says of it.

The parser notices late: a bracket at the end of the file, a missing colon in the line below. These functions look at
the text around that place, and say what is to be typed instead.
"""

from __future__ import annotations

import re
from typing import Any

from builder.diagnostics import Location, Problem
from builder.source.note_cards import sides_hint
from builder.source.quotes import backslash_problem, quoted_at, quoted_text, single_quoted, tags_hint
from builder.syntax import SourceFile, Text

QUOTE = 'put the whole value in quotes: key: "…"'
KEY_LINE = re.compile(r"[ \t]*(?:- +)*[\w-]+:(?:\s|\Z)")
"""A line that starts with a key."""
_CUT = 'a "#" after a space starts a comment, and the text ends before it'
_LEFT_OPEN = 'a "#" at the start of an item starts a comment, and the bracket behind it is a part of that'
_COMMENT_LINE = re.compile(r"[ \t]*(#)[^\n]*")
_KEY = re.compile(r"[ \t]*(?:- +)*([\w-]+):")
_KEY_AND_VALUE = re.compile(r"\s*(?:- )?([\w-]+): +(.*\S)")
_LABEL = re.compile(r"(?:(?:^|[\s{,])([\w-]+):|-|[\[,])[ \t]*\Z")
_CUT_OFF = re.compile(r"[ \t]*(?:- +)*(?:([\w-]+):[ \t]+)?([^\s\"'|>#\[{&*!%@`-].*?|-[^\s#].*?)[ \t]#")
_IN_BRACKETS = re.compile(
    r"""(?<=[\s,\[{])"(?:[^"\\]|\\.)*"|(?<=[\s,\[{])'(?:[^']|'')*'"""
    r"|(?<=[^\s,\[\]{}])[ \t]+(\#)[^\n]*|(?<=[\[{,])\s*(\#)[^\n]*[\]}]"
)
"""Quoted values, which are passed over, and comments that cut off what would close the brackets."""
_COMMA_BEHIND = re.compile(r"[}\]][ \t]*,\Z")
_LIST_ABOVE = re.compile(r"[ \t]*(?:- +)*[\w-]+:[ \t]+(\[)[^\n]*\n(?:[ \t\r]*(?:#[^\n]*)?\n)*[ \t]*\Z")
"""The line of a list in brackets, and nothing but comments behind it."""
_START_IN_BRACKETS = re.compile(r"(?:[{,][ \t]*([\w-]+):[ \t]+|[\[,][ \t]*)([^\s,\[\]{}][^,\[\]{}]*)\Z")
_END_IN_BRACES = re.compile(r"(.*?)(?:,[ \t]*[\w-]+:[ \t]|\}[ \t]*\r?$)", re.M)
_END_IN_LIST = re.compile(r"(.*?)(?:,[ \t]|\][ \t]*[}\]]?[ \t]*\r?$)", re.M)


def at_mark(mark: Any) -> Text:
    """Return a mark of the parser, which counts lines and columns from 0, as a node of one character."""
    return Text(value="", line=mark.line + 1, column=mark.column + 1, start=mark.index, end=mark.index + 1)


def quoted_line(line: str, otherwise: str) -> str:
    """Return a hint that shows a line `key: value` with its value quoted."""
    match = _KEY_AND_VALUE.match(line)
    if not match or match[2].startswith(('"', "'", "|")):
        return otherwise
    key, value = match.groups()
    return f"put the value in quotes: {key}: {quoted_text(key, value)}"


def requoted_line(line: str, otherwise: str) -> str:
    """Return a hint that shows a line `key: value` whose quotes stand in the middle of its value, rightly quoted."""
    match = _KEY_AND_VALUE.match(line)
    if not match:
        return otherwise
    key, value = match.groups()
    second = value.find(value[0], 1)
    # `"What is "x"?"` and `'What's it?'` are quoted whole, `"This" or "that"` is not.
    is_inside = value[second - 1 : second].isspace() or value[second + 1 : second + 2].isalnum() or second < 0
    is_whole = len(value) > 1 and value[0] == value[-1] and (is_inside or second == len(value) - 1)
    inner = value[1:-1] if is_whole else value
    inner = inner.replace('\\"', '"') if is_whole and value[0] == '"' else inner
    return f"put the whole value in single quotes: {key}: {single_quoted(inner)}"


def told_by_text(file: SourceFile, complaint: str, mark: Any, context_mark: Any) -> Problem | None:
    """Return a problem that is surer than the complaint: a backslash, or a text that YAML has cut short."""
    text = file.text
    if context_mark is not None and ("escape" in complaint or "hexdecimal" in complaint):
        end = quoted_at(text, context_mark.index)
        at = at_mark(context_mark)._replace(end=end, style='"')
        return backslash_problem(file, at, label_before(text, at.start)) if end > 0 else None
    if mark is None:
        return None
    if "expected '-' indicator" in complaint and _COMMA_BEHIND.search(
        text, text.rfind("\n", 0, mark.index) + 1, mark.index + 1
    ):
        hint = "delete it: each card has a dash, and nothing parts them"
        message = "a comma stands behind the bracket that ends an item"
        return file.error(file.location(at_mark(mark), length=1), "yaml-syntax", message, hint)
    if "expected ',' or" in complaint and context_mark is not None:
        return _comment_in_brackets(file, context_mark.index, mark) or _bracket_in_value(file, mark)
    if "node content" in complaint:  # of a list whose bracket is gone, the next card is read as an item
        opened = _LIST_ABOVE.match(text, text.rfind("\n", 0, text.rfind("[", 0, mark.index) + 1) + 1, mark.index)
        return _comment_in_brackets(file, opened.start(1), mark) if opened else None
    quote = text[mark.index - 1 : mark.index]
    is_between = "block end" in complaint or "expected key" in complaint
    if is_between and quote in ("'", '"') and text[mark.index : mark.index + 1].isalnum():
        begin = text.rfind("\n", 0, mark.index) + 1
        if re.search(rf"(?:^|[:-] +){quote}", text[begin : mark.index - 1]):
            return None  # it was opened in this line
        message = "a quote that was opened further up closes here, in the middle of a text"
        hint = "close it where its own text ends; a quote inside single quotes is written twice"
        return file.error(file.location(at_mark(mark), length=1), "yaml-syntax", message, hint)
    if "expected key" in complaint or "block end" in complaint or "could not find expected ':'" in complaint:
        end = text.rfind("\n", 0, mark.index)
        begin = text.rfind("\n", 0, max(end, 0)) + 1
        cut = _CUT_OFF.match(text, begin, max(end, 0))
        if cut and not KEY_LINE.match(text, end + 1):
            label = f"{cut[1]}: " if cut[1] else ""
            hint = f"if it is text, write the text in lines of its own, under {label}|"
            return _comment_problem(file, mark, cut.end() - 1, _CUT, hint)
        if not KEY_LINE.match(text, end + 1):
            return _comment_in_text(file, mark, end)
    return None


def _comment_in_brackets(file: SourceFile, opening: int, mark: Any) -> Problem | None:
    """Return what is wrong where a comment takes away what would close the bracket at `opening`; `mark` is behind."""
    text = file.text
    for match in _IN_BRACKETS.finditer(text, opening, mark.index):
        if match[1]:
            hint = _quoted_in_brackets(text, match.start(1)) or "put the value in quotes"
            return _comment_problem(file, mark, match.start(1), _CUT, f"if it is text, {hint}")
        if match[2]:
            hint = _list_without_comment(text, opening, match.start(2))
            return _comment_problem(file, mark, match.start(2), _LEFT_OPEN, hint)
    return None


def _comment_in_text(file: SourceFile, mark: Any, end: int) -> Problem | None:
    """Return what is wrong where a line such as `# Heading` ends a text in several lines; `end` is that of the line."""
    text, sign = file.text, -1
    while line := _COMMENT_LINE.match(text, text.rfind("\n", 0, max(end, 0)) + 1, max(end, 0)):
        sign, end = line.start(1), line.start() - 1
    begin = text.rfind("\n", 0, max(end, 0)) + 1
    while sign >= 0 and begin > 0 and not KEY_LINE.match(text, begin):
        begin = text.rfind("\n", 0, begin - 1) + 1
    key = _KEY.match(text, begin)
    if sign < 0 or key is None or sign - text.rfind("\n", 0, sign) <= key.start(1) - begin + 1:
        return None  # a comment no deeper than the key stands between keys
    hint = f"if it is text, write the text in lines of its own, under {key[1]}: |"
    return _comment_problem(file, mark, sign, _CUT, hint)


def _list_without_comment(text: str, start: int, sign: int) -> str:
    """Return a hint for a comment sign that begins an item of the brackets that open at `start`."""
    line = text[start:sign] + text[sign:].partition("\n")[0]
    closing = line.rfind("]")
    label = label_before(text, start)
    if line[:1] != "[" or closing < 0 or re.search(r"[\"'\[{\n]", line[1:closing]):
        return "if it is text, put the value in quotes"
    items = [item.strip() for item in line[1:closing].split(",")]
    if label == "tags: ":
        return tags_hint(f"tags: [{', '.join(item.lstrip('#') for item in items)}]")
    listed = ", ".join(single_quoted(item) if "#" in item else item for item in items)
    return f"if it is text, put the value in quotes: {label}[{listed}]"


def label_before(text: str, start: int) -> str:
    """Return the key or dash before a value as a line to paste has it: `front: `, `- `, or nothing."""
    match = _LABEL.search(text, text.rfind("\n", 0, start) + 1, start)
    return f"{match[1]}: " if match and match[1] else "- " if match and match[0].startswith("-") else ""


def _comment_problem(file: SourceFile, near: Any, start: int, message: str, hint: str) -> Problem:
    """Return a problem at a comment sign; `near` is a mark of the parser, from which lines are counted."""
    low, high = sorted((near.index, start))
    lines = file.text.count("\n", low, high)
    line = near.line + 1 + (lines if start > near.index else -lines)
    column = start - file.text.rfind("\n", 0, start)
    at = Text(value="", line=line, column=column, start=start, end=start + 1)
    return file.error(file.location(at), "yaml-comment", message, hint)


def _bracket_in_value(file: SourceFile, mark: Any) -> Problem | None:
    """Return what is wrong where a value inside brackets holds one itself, as in `{front: What is a[0]?}`."""
    text = file.text
    sign = text[mark.index : mark.index + 1]
    if sign not in ("[", "]", "{", "}", ":"):
        return None
    hint = _quoted_in_brackets(text, mark.index)
    if hint is None:
        return None
    held = "a colon" if sign == ":" else f'"{sign}"'
    message = f"a value inside brackets that is not quoted holds {held}"
    return file.error(file.location(at_mark(mark), length=1), "yaml-syntax", message, hint)


def _quoted_in_brackets(text: str, index: int) -> str | None:
    """Return a hint that shows in quotes the value in brackets that an index stands in; None where it is in none."""
    before = _START_IN_BRACKETS.search(text, text.rfind("\n", 0, index) + 1, index)
    if before is None:
        return None
    rest = (_END_IN_BRACES if before[1] else _END_IN_LIST).match(text, index)
    label = f"{before[1]}: " if before[1] else ""
    return f"put the value in quotes: {label}{single_quoted((before[2] + rest[1]).rstrip())}" if rest else QUOTE


# ---- Lines.

_MISSING_SPACE = re.compile(r"(\s*(?:- )?)([\w-]+):([^ \t].*)")
_NO_DASH_SPACE = re.compile(r"[ ]*(-)([A-Za-z_][\w-]*:(?: .*|\Z))")
_EQUALS = re.compile(r"[ ]*(?:- )?([\w-]+)[ ]*(=)[ ]*(.*\S)")
_ODD_SPACE = re.compile("[ ]*([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff])")
_BLOCK_START = re.compile(r"([ ]*(?:- +)*)([\w-]+):[ ]+[|>][+-]?\d?[ ]*\Z")


_COMPLAINTS = ("could not find expected ':'", "mapping values", "expected key", "block end")
_NOTE_CARD = 'a card of a notebook, with "::" between its sides, is none here'
_WORD_BEFORE_COLONS = re.compile(r"[ ]*(?:- +)?[a-z_]+::[^:]")
"""What may well be a key with a colon too many."""


def told_by_lines(file: SourceFile, complaint: str, location: Location) -> Problem | None:
    """Return what is wrong in the line of a place, or in the one above, where the parser looks for a colon or a key."""
    no_colon = "could not find expected ':'" in complaint
    lines = file.text.split("\n")
    numbers = [number for number in (location.line, location.line - 1) if 0 < number <= len(lines)]
    for number in reversed(numbers):
        line = lines[number - 1].rstrip("\r")
        hint = "" if KEY_LINE.match(line) or _WORD_BEFORE_COLONS.match(line) else sides_hint(line)
        if hint:
            return _at_line(file, number, _indent(line), line, _NOTE_CARD, hint, length=len(line.strip()))
    if not any(words in complaint for words in _COMPLAINTS):
        return None
    for number in numbers:
        told = _told_by_line(file, number, lines[number - 1].rstrip("\r"), no_colon=no_colon)
        if told is not None:
            return told
    for number in numbers:
        start = _BLOCK_START.match(lines[number - 2].rstrip("\r")) if number > 1 else None
        line = lines[number - 1].rstrip("\r")
        if start and line.strip() and not KEY_LINE.match(line) and _indent(line) <= len(start[1]):
            hint = f"indent it deeper than {start[2]}"
            return _at_line(file, number, _indent(line), line, "a text below a | is not indented", hint)
    if not no_colon:
        line, above = location.excerpt, lines[: numbers[0] - 1]
        if line.startswith("- ") and not any(earlier.lstrip().startswith("- ") for earlier in above):
            return _at_line(file, numbers[0], 0, line, "a list stands under no key", "write cards: above it")
        return None
    for number in reversed(numbers):
        line = lines[number - 1].rstrip("\r")
        if line.strip() and not KEY_LINE.match(line) and not line.lstrip().startswith(("#", "- ")):
            hint = "write key: value, or indent the line if it continues a text"
            return _at_line(file, number, _indent(line), line, "a key has no colon behind it", hint)
    hint = "write key: value, or indent the line if it continues a text"
    return file.error(location, "yaml-syntax", "a key has no colon behind it", hint)


def unindented_fence(file: SourceFile, location: Location) -> Problem | None:
    """Return what is wrong where a fence stands no deeper than the key of the text that it belongs to."""
    fence = location.column - 1
    if not location.excerpt.startswith("`", fence) or location.excerpt[:fence].strip():
        return None
    least = len(file.text)
    for above in reversed(file.text.split("\n")[: location.line - 1]):
        start = _BLOCK_START.match(above.rstrip("\r"))
        if start:
            hint = f"indent the text under the |, deeper than {start[2]}"
            is_its_text = fence <= len(start[1]) < least
            message = "a text below a | is not indented"
            return _at_line(file, location.line, fence, location.excerpt, message, hint) if is_its_text else None
        least = min(least, _indent(above)) if above.strip() else least
    return None


def _told_by_line(file: SourceFile, number: int, line: str, *, no_colon: bool) -> Problem | None:
    odd = _ODD_SPACE.match(line)
    if odd:
        message = "a space of another sort stands where YAML takes only plain ones"
        return _at_line(
            file, number, odd.start(1), line, message, "indent with plain spaces: delete it and type it anew"
        )
    dash = _NO_DASH_SPACE.match(line)
    if dash:
        return _at_line(file, number, dash.start(1), line, "no space follows the dash", f"write - {dash[2].strip()}")
    space = _MISSING_SPACE.match(line)
    if no_colon and space and ": " not in line:
        key, value = space[2], space[3].lstrip(":").strip()
        message = f'no space follows the colon of "{key}"'
        hint = f"write {key}: {value}" if value else f"write {key}: …"
        return _at_line(file, number, space.start(2), line, message, hint, length=len(key) + 1)
    equals = _EQUALS.match(line)
    if no_colon and equals and ": " not in line:
        message = 'a key is followed by "=", expected a colon'
        return _at_line(file, number, equals.start(2), line, message, f"write {equals[1]}: {equals[3]}")
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _at_line(
    file: SourceFile, number: int, start: int, line: str, message: str, hint: str, *, length: int = 1
) -> Problem:
    at = Location(path=file.path, line=number, column=start + 1, length=length, excerpt=line)
    return file.error(at, "yaml-syntax", message, hint)
