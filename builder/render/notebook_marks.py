"""Marks of notebooks that a card shows as they were typed: footnotes, comments, names of blocks, tags, diagrams.

They are those of Obsidian's "Obsidian Flavored Markdown", and Pandoc's `~2~` and `^2^`. In code, formulas, addresses
and HTML they are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from builder.diagnostics import Severity
from builder.render.faults import Fault
from builder.texts.code_places import find_places

MAY_HAVE = re.compile(r"\[\^|\^\[|%%|\^[\w+-]|~\w|#\w|mermaid|[`~][ \t]*math")
"""A sign without which a text has none of these marks."""
_TAG = r"#(?=[\w/-]*[^\W\d_])[\w/-]+"
_MARKS = re.compile(
    r"(?P<text>\\.|<[^<>\n]*>|https?://[^\s<>]+|\]\([^()\s]*\)|\$(?=\S)[^$\n]+(?<=\S)\$)"
    r"|\[\^(?P<label>[\w-]+)\](?P<colon>:?)"
    r"|(?P<inline>\^\[[^\[\]\n]+\])"
    r"|(?P<comment>(?<![\w%])%%(?!%)(?:[^%]|%(?!%))+%%(?![\w%]))"
    r"|(?<=[A-Za-z)\]])~(?P<sub>\d{1,3}[+-]?(?=~(?!~))|[A-Za-z]\w{0,9}(?=~(?![\w~])))~"
    r"|(?<=[\w)\]])\^(?P<sup>[\w+-]{1,10})\^(?![\w^])"
    r"|(?:(?<=[ \t])|^)(?P<block>\^(?=[A-Za-z\d-]*[A-Za-z]|\d{6})[A-Za-z\d-]{2,})(?=[ \t]*$)"
    rf"|(?:(?<=[ \t])|^)(?P<tags>{_TAG}(?:[ \t]+{_TAG})*)",
    re.M | re.S,
)
_DEFINED = re.compile(r"^[ ]{0,3}\[\^([\w-]+)\]:", re.M)
_DRAWN = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*(?P<language>mermaid|math)\b")
_NO_TAG = re.compile(
    r"#(?:[\da-fA-F]{3,4}|[\da-fA-F]{6}|[\da-fA-F]{8}|include|define|undef|ifn?def|if|elif|else|endif|error|pragma|line)\Z"
)
"""Colours, and what a compiler of C reads."""
_COUNTED = 100
"""Faults for which it is counted how many equal marks stand before; no more of them are told."""


def notebook_faults(text: str) -> Iterator[Fault]:
    """Yield what is wrong with a Markdown text that was written for a notebook."""
    places = find_places(text)
    for start, end in places.code:
        if drawn := _DRAWN.match(text, start, end):
            yield _drawn(drawn)
    defined = set(_DEFINED.findall(text)) if "[^" in text else set()
    count = 0
    for mark in _outside(text, sorted((*places.code, *places.formulas))):
        fault = _fault(mark, defined)
        if fault is not None:
            before = text.count(fault.snippet, 0, mark.start()) if count < _COUNTED else 0
            count += 1
            yield fault._replace(occurrence=before)


def _drawn(fence: re.Match[str]) -> Fault:
    """Return what is wrong with a fence whose code GitHub and notebooks draw."""
    if fence["language"] == "math":
        message = "a formula is set by GitHub alone, and a card shows its source"
        return _warning(fence[0].strip(), message, "write \\[ and \\] in the place of the fences")
    message = "a diagram is drawn by notebooks alone, and a card shows its source"
    return _warning(fence[0].strip(), message, "put a picture of it there: export it as .svg or .png")


def _outside(text: str, places: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Yield the marks of a text that stand in none of some places."""
    start = 0
    for stop, end in (*places, (len(text), len(text))):
        while start < stop and (mark := _MARKS.search(text, start, stop)):
            start = mark.end()
            yield mark
        start = max(start, end)


def _fault(mark: re.Match[str], defined: set[str]) -> Fault | None:
    label, comment = mark["label"], mark["comment"]
    if label and (label.isdigit() or label in defined):
        hint = "write what it says into the text in parentheses, or cite it as the card's source; then delete it"
        return _error(f"[^{label}]", "a footnote shows as typed: cards have none", hint)
    if mark["inline"]:
        message = "a footnote shows as typed: cards have none"
        return _error(mark["inline"], message, f"write ({mark['inline'][2:-1]})")
    if comment:
        hint = "delete it, or write it behind a # in a line of its own, where YAML takes it for a comment"
        return _error(comment, "a comment of a notebook shows as typed, to every learner", hint)
    if mark["sub"] or mark["sup"]:
        tag = "sub" if mark["sub"] else "sup"
        message = f'"{mark[0]}" shows as typed'
        return _warning(mark[0], message, f"write <{tag}>{mark[tag]}</{tag}>, or a formula")
    if mark["block"]:
        return _warning(mark["block"], "the name of a notebook's block shows as typed", f"delete {mark['block']}")
    return _tags(mark) if mark["tags"] else None


def _tags(mark: re.Match[str]) -> Fault | None:
    """Return what is wrong with tags at the end of a text, or alone in a line; elsewhere a `#` may be anything."""
    text, written = mark.string, mark["tags"]
    tags = written.split()
    start = text.rfind("\n", 0, mark.start()) + 1
    line_end = text.find("\n", mark.end())
    behind = text[mark.end() : line_end if line_end >= 0 else len(text)]
    is_alone = not text[start : mark.start()].strip(" \t-*>")
    is_last = line_end < 0 or not text[line_end:].strip()
    if behind.strip() or not (is_alone or is_last) or any(_NO_TAG.match(tag) for tag in tags):
        return None
    if len(tags) == 1 and "/" not in written and len(text.strip()) == len(written):
        return None  # the text is about it
    named = ", ".join(tag[1:].strip("/").replace("/", "::") for tag in tags)
    hint = f"write tags: [{named}] as a key of the card; if it is text, put it in backticks"
    return _warning(written, "a tag in a text shows as typed, and Anki finds no card by it", hint)


def _error(snippet: str, message: str, hint: str) -> Fault:
    return Fault(snippet=snippet, rule="foreign-mark", message=message, hint=hint)


def _warning(snippet: str, message: str, hint: str) -> Fault:
    return _error(snippet, message, hint)._replace(severity=Severity.WARNING)
