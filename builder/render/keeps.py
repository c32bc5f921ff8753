"""Shows phrases of a text in bold, found as a reader sees them: neither marks nor the form of quotes count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from builder.entities import unescape
from builder.render.open_tags import VOID
from builder.render.plain_text import plain_text
from builder.render.sanitize import BLOCK
from builder.texts.straight import comparable, straight

_TOKEN = re.compile(
    r"""(?P<ruby><ruby\b[^<>]*>(?:(?!</ruby>)[^\x00])*+</ruby>)"""
    r"""|<(?P<end>/?)(?P<tag>[a-zA-Z][\w-]*)(?:[^<>"']|"[^"]*"|'[^']*')*>"""
    r"|(?P<whole>\\\((?:[^\\]|\\(?![()]))*+\\\)|\\\[(?:[^\\]|\\(?![\[\]]))*+\\\])"
    r"|(?P<unseen>\[sound:[^\[\]]*+\])|(?P<entity>&#?\w+;)"
)


class _Sign(NamedTuple):
    """A sign that a reader sees, and where its HTML stands: that of a whole formula, or of a word with its reading."""

    sign: str
    start: int
    end: int


def with_keeps(field: str, phrases: Sequence[Iterable[str]]) -> tuple[str, list[int]]:
    """Return HTML with phrases in bold, and the indexes of those that do not stand in it.

    Each phrase comes in the forms that it may have; the first that is found counts.
    """
    signs = list(_signs(field))
    seen = "".join([sign.sign for sign in signs])
    places: list[tuple[int, int]] = []
    missing = []
    for index, forms in enumerate(phrases):
        found = next((found for form in forms if (found := list(_found(seen, comparable(form))))), [])
        places += found
        missing += [] if found else [index]
    parts, end = [], 0
    for first, last in _joined(places):
        start = signs[first].start
        stop = _with_ends(field, start, signs[last - 1].end)
        if start >= end:  # else it is a part of the formula that the one before has a part of
            parts += [field[end:start], _bold(field[start:stop])]
            end = stop
    return "".join([*parts, field[end:]]), missing


def _signs(field: str) -> Iterator[_Sign]:
    last = ""
    for text, start, end in _pieces(field):
        for sign in straight(text):
            shown = " " if sign.isspace() else sign
            if shown != " " or last != " ":
                yield _Sign(shown, start, end)
            last = shown


def _pieces(field: str) -> Iterator[tuple[str, int, int]]:
    """Yield what is seen of HTML with its place: signs, formulas and entities, and a space where a line ends."""
    end = 0
    for token in _TOKEN.finditer(field):
        yield from ((field[index], index, index + 1) for index in range(end, token.start()))
        end = token.end()
        tag = (token["tag"] or "").lower()
        if tag == "br" or tag in BLOCK:
            yield " ", token.start(), end
        elif token["ruby"]:
            yield plain_text(token[0]), token.start(), end
        elif token["whole"] or token["entity"]:
            yield unescape(token[0]), token.start(), end
    yield from ((field[index], index, index + 1) for index in range(end, len(field)))


def _found(seen: str, phrase: str) -> Iterator[tuple[int, int]]:
    start = seen.find(phrase) if phrase else -1
    while start >= 0:
        yield start, start + len(phrase)
        start = seen.find(phrase, start + len(phrase))


def _joined(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield places in their order, those that share a sign as one."""
    first = last = 0
    for start, end in sorted(places):
        if start >= last:
            if last:
                yield first, last
            first = start
        last = max(last, end)
    if last:
        yield first, last


def _bold(part: str) -> str:
    """Return a part of a field in bold; what is bold ends before a tag whose partner is outside, and goes on behind."""
    cuts, opened = _unpaired(part)
    shown, end = [], 0
    for cut in sorted([*cuts, *opened], key=lambda token: token.start()):
        shown += [_in_bold(part[end : cut.start()]), cut[0]]
        end = cut.end()
    return "".join([*shown, _in_bold(part[end:])])


def _unpaired(part: str) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """Return the tags of blocks and those that close what is open before; and those that are left open."""
    cuts: list[re.Match[str]] = []
    opened: list[re.Match[str]] = []
    for token in _TOKEN.finditer(part):
        tag = (token["tag"] or "").lower()
        if tag in BLOCK:
            cuts += [*opened, token]
            opened = []
        elif tag and token["end"]:
            if opened and opened[-1]["tag"].lower() == tag:
                opened.pop()
            else:
                cuts.append(token)
        elif tag and tag not in VOID:
            opened.append(token)
    return cuts, opened


def _with_ends(field: str, start: int, stop: int) -> int:
    """Return where a part ends with the tags right behind it that close what it has opened."""
    for token in reversed(_unpaired(field[start:stop])[1]):
        end = f"</{token['tag']}>"
        if not field.startswith(end, stop):
            break
        stop += len(end)
    return stop


def _in_bold(run: str) -> str:
    return f"<b>{run}</b>" if run.strip() else run
