"""Marks that other tools read and Markdown does not: what has one meaning here is taken, the rest is told.

Obsidian's `![[gate.png|300]]` is a picture of that width, and `$…$` is math where deck.yaml says `math: dollars`. What
would stand on the card as it was typed (`==mark==`, `[[page]]`, Anki's own `[$]…[/$]`) is a fault with the way to write
it. Code and math are left alone.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from builder.diagnostics import Severity
from builder.render.faults import Fault
from builder.texts.code_places import code_places

MAY_HAVE = re.compile(r"\$|==|\[\[|\[/?latex\]|\)\{|> ?\[!")
"""A sign without which a text has none of these marks."""
_MARKS = re.compile(
    r"(?P<left_alone>\\\(.*?\\\)|\\\[.*?\\\]|\\.)"
    r"|!\[\[(?P<file>[^\[\]|\\\n]+)(?:\\?\|(?P<size>[^\[\]\n]*))?\]\]"
    r"|(?<![\w\])])\[\[(?P<page>[^\[\]\s][^\[\]\n]*)\]\]"
    r"|(?P<highlight>(?<![\w=])==(?=[^\s=])[^=\n]+(?<=\S)==(?![\w=]))"
    r"|(?P<anki>\[latex\]|\[\$\$?\])(?P<tex>.*?)\[/(?:latex|\$\$?)\]"
    r"|!\[[^\]\n]*\]\([^)\n]*\)(?P<attributes>\{[^{}\n]*\})"
    r"|^[ ]{0,3}> ?(?P<callout>\[![A-Za-z]+\])"
    r"|\$\$(?P<block>[^$]+)\$\$"
    r"|\$(?=[^\s$])(?P<inline>[^$\n]+?)(?<=\S)\$(?!\d)",
    re.S | re.M,
)
_LOOKS_LIKE_MATH = re.compile(r"[\\^_{}=]|[A-Za-z]\Z")
_SOUND = re.compile(r"\.(?:mp3|ogg|oga|opus|wav|m4a|flac|spx|3gp)\Z", re.I)
_NAME = re.compile(r"[a-z_:]+\Z")
"""A page that may be a name of code: an attribute of C++, a word of a shell."""
_SIZE = re.compile(r"(\d{1,4})(?:x(\d{1,4}))?\Z")


class Read(NamedTuple):
    """A text with the marks that were taken, and what is wrong with others."""

    text: str
    faults: tuple[Fault, ...]


def read_marks(text: str, *, dollars: bool) -> Read:
    """Take or tell of the marks of other tools; `dollars` is whether a deck writes math with them."""
    faults: list[Fault] = []
    seen: Counter[str] = Counter()

    def read(mark: re.Match[str]) -> str:
        written = mark["attributes"] or mark["callout"] or mark[0]
        fault = _fault(mark, dollars=dollars)
        if fault is not None:
            faults.append(fault._replace(snippet=written, occurrence=seen[written]))
            seen[written] += 1
        return _taken(mark, dollars=dollars)

    parts, end = [], 0
    for start, stop in code_places(text)[0]:
        parts += [_MARKS.sub(read, text[end:start]), text[start:stop]]
        end = stop
    return Read(text="".join([*parts, _MARKS.sub(read, text[end:])]), faults=tuple(faults))


def _taken(mark: re.Match[str], *, dollars: bool) -> str:
    if mark["file"]:
        return _embedded(mark["file"].strip(), (mark["size"] or "").strip())
    if dollars and mark["block"]:
        return rf"\[{mark['block'].strip()}\]"
    if dollars and mark["inline"]:
        return rf"\({mark['inline']}\)"
    return mark[0]


def _embedded(file: str, size: str) -> str:
    """Return what shows or plays a file as Obsidian embeds it: with a width, width and height, or another text."""
    if _SOUND.search(file):
        return f"[sound:{file}]"
    sized = _SIZE.match(size)
    width = f' width="{sized[1]}"' if sized else ""
    height = f' height="{sized[2]}"' if sized and sized[2] else ""
    alt = "" if sized else html.escape(size)
    return f'<img alt="{alt}" src="{html.escape(file)}"{width}{height}>'


def _fault(mark: re.Match[str], *, dollars: bool) -> Fault | None:
    found: dict[str, Callable[[str], Fault | None]] = {
        "page": lambda page: _foreign(
            f'"[[{page}]]" is a link of a notebook, which leads nowhere on a phone',
            f"write {page.rpartition('|')[2]}"
            + (f"; code goes in backticks: `[[{page}]]`" if _NAME.match(page) else ""),
        ),
        "highlight": lambda text: _foreign('"==" is no mark here, and shows as typed', _gap_or_mark(text[2:-2])),
        "anki": lambda text: _foreign(
            f'"{text}" is a formula that only a computer with LaTeX shows', rf"write \({mark['tex'].strip()}\)"
        ),
        "attributes": lambda text: _foreign(
            f'"{text}" behind a picture shows as typed', 'write <img src="…" width="…">, or ![[picture.png|300]]'
        ),
        "callout": lambda text: _foreign(f'"{text}" shows as typed', f"write **{text[2:-1].capitalize()}:**"),
        "block": lambda text: None if dollars else _unread_math(mark[0], rf"\[{text.strip()}\]"),
        "inline": lambda text: (
            None if dollars or not _LOOKS_LIKE_MATH.search(text) else _unread_math(mark[0], rf"\({text}\)")
        ),
    }
    return next((make(mark[name]) for name, make in found.items() if mark[name]), None)


def _gap_or_mark(text: str) -> str:
    return f"write {{{{c1::{text}}}}} for a gap, in a card of kind cloze; else <mark>{text}</mark>"


def _foreign(message: str, hint: str) -> Fault:
    return Fault(snippet="", rule="foreign-mark", message=message, hint=hint)


def _unread_math(written: str, right: str) -> Fault:
    message = f'"{" ".join(written.split())}" looks like math, and shows as typed'
    hint = f"write {right}, or set `math: dollars` in deck.yaml"
    return Fault(snippet="", rule="dollar-math", message=message, hint=hint, severity=Severity.WARNING)
