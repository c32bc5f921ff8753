"""Where YAML joins lines that are to be lines of their own: those of a list, a table, a heading, code, a quote.

In a plain value, in quotes and under `>` one line break is a space. Wrapped prose wants just that. What Markdown reads
line by line is lost, and the parser is content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from builder.diagnostics import Problem
from builder.source.edits import BREAK
from builder.syntax import SourceFile, Text

_ITEM = re.compile(r"(?:[-*+]|\d{1,2}[.)])[ \t]+\S")
_HEADING = re.compile(r"(#{1,6})[ \t]+(\S)")
_QUOTE = re.compile(r">[ \t]+(\S)")
_FENCE = re.compile(r"`{3,}[^`]*\Z|~{3,}[^~]*\Z")
_RULE = re.compile(r"(?:-[ \t]*){3,}\Z|(?:\*[ \t]*){3,}\Z|(?:_[ \t]*){3,}\Z")
_TABLE = re.compile(r"(?=.*\|)(?=.*-)[|:\- \t]+\Z")
"""The line below the head of a table."""
_BREAKS_ITSELF = re.compile(r"(?<!\\)(?:\\\\)*\\n\\?\Z")
r"""The end of a line in double quotes that has a line break of its own: `one\n` and `one\n\`."""
_BLANKS = " \t"
_NARROW = 40
"""Columns before which nobody wraps prose: a line that ends there was to end there."""
_ENDS_SENTENCE = tuple(".:!?…。！？")


class _Line(NamedTuple):
    """A line of a value as it stands in the file, without the blanks around it."""

    start: int
    """Where its text starts in the file."""
    text: str
    width: int
    """The column behind its text."""
    is_joined: bool
    """Whether YAML joins it to the line above."""


class _Block(NamedTuple):
    """What loses its lines: what messages call it, where its first line is, and how much of that is marked."""

    name: str
    line: int
    length: int


def joined_lines(file: SourceFile, node: Text, label: str, *, in_brackets: bool) -> Problem | None:
    """Return a problem where lines of a value that mean something by themselves become one line of text."""
    source = file.text[node.start : node.end]
    if node.style == "|" or BREAK.search(source) is None:
        return None
    lines = list(_folded(file, node, source) if node.style == ">" else _flowing(node, source))
    block = _lost(lines)
    if block is None:
        return None
    start = lines[block.line].start
    begin = file.text.rfind("\n", 0, start) + 1
    line = node.line + file.text.count("\n", node.start, start)
    at = Text(value="", line=line, column=start - begin + 1, start=start, end=start + block.length)
    message = f"without a | the lines of a value are joined, and the {block.name} becomes part of a line of text"
    hint = f"write {label}| and the {block.name} in the lines below it"
    hint = f"write the value outside of brackets: {hint.removeprefix('write ')}" if in_brackets else hint
    return file.error(file.location(at), "yaml-joined", message, hint)


def _flowing(node: Text, source: str) -> Iterator[_Line]:
    """Yield the lines of a plain or quoted value: one break between two lines with text is a space."""
    quotes = len(node.style)
    inner = source[quotes : len(source) - quotes]
    column, after_text = node.column - 1 + quotes, False
    for start, written in _split(inner):
        text = written.strip(_BLANKS)
        indent = len(written) - len(written.lstrip(_BLANKS))
        width = column + len(written.rstrip(_BLANKS))
        yield _Line(node.start + quotes + start + indent, text, width, is_joined=after_text and text != "")
        column = 0
        after_text = text != "" and not (node.style == '"' and _BREAKS_ITSELF.search(text))


def _folded(file: SourceFile, node: Text, source: str) -> Iterator[_Line]:
    """Yield the lines under a `>`: those that stand deeper than the first keep their breaks."""
    margin, after_text = -1, False
    for start, written in list(_split(source))[1:]:  # behind the line of the sign
        text = written.strip(_BLANKS)
        indent = len(written) - len(written.lstrip(" "))
        if margin < 0 and text:
            margin = indent - _indent_of_text(node.value)
        if text and indent < margin:
            return  # a comment behind the value, which the parser takes for a part of it
        is_deeper = written[margin : margin + 1] in tuple(_BLANKS)
        is_plain = text != "" and not is_deeper
        deep = len(written) - len(written.lstrip(_BLANKS))
        width = len(written.rstrip(_BLANKS))
        yield _Line(node.start + start + deep, text, width, is_joined=after_text and is_plain)
        after_text = is_plain


def _indent_of_text(value: str) -> int:
    """Return the blanks before the first line with text of a value."""
    first = next((line for line in value.split("\n") if line.strip(_BLANKS)), "")
    return len(first) - len(first.lstrip(" "))


def _split(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each line of a text starts, and the line."""
    start = 0
    for newline in BREAK.finditer(text):
        yield start, text[start : newline.start()]
        start = newline.end()
    yield start, text[start:]


def _lost(lines: Sequence[_Line]) -> _Block | None:
    """Return the first block that joined lines take away."""
    items = [index for index, line in enumerate(lines) if _ITEM.match(line.text) and not _RULE.match(line.text)]
    quotes = [index for index, line in enumerate(lines) if _QUOTE.match(line.text)]
    if len(items) > 1 and any(lines[index].is_joined for index in items):
        return _Block("list", items[0], len(lines[items[0]].text.split()[0]))
    for index, line in enumerate(lines):
        joins_next = index + 1 < len(lines) and lines[index + 1].is_joined
        if not line.is_joined and not joins_next:
            continue
        size = len(line.text)
        if _FENCE.match(line.text):
            return _Block("code", index, size)
        if line.is_joined and _TABLE.match(line.text):
            return _Block("table", index - 1, len(lines[index - 1].text))
        if _RULE.match(line.text):
            return _Block(f"line {line.text[:3]}", index, size)
        heading = _HEADING.match(line.text)
        edge = lines[index - 1] if line.is_joined else line
        if heading and (len(heading[1]) > 1 or _is_meant(edge, heading[2])):
            return _Block("heading", index, len(heading[1]))
        quote = _QUOTE.match(line.text) if line.is_joined else None
        if quote and (len(quotes) > 1 or _is_meant(lines[index - 1], quote[1])):
            return _Block("quote", quotes[0], 1)
    return None


def _is_meant(edge: _Line, sign: str) -> bool:
    """Tell whether a line break before `# ` or `> ` was meant, or comes of wrapping a sentence with that sign in it.

    `edge` is the line that it ends, and `sign` is what follows the mark: a sentence goes on in small letters or digits.
    """
    return edge.width < _NARROW or edge.text.endswith(_ENDS_SENTENCE) or not (sign.islower() or sign.isdigit())
