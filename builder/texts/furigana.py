"""Readings behind their words in a Markdown text, `薬[くすり]`, as Anki's filter `furigana` has them.

What stands in brackets is kana alone. The word before them begins behind a blank, which is not shown. Where no blank
tells, it is what the reading can be that of: kana in it must stand in the reading too, so that in
`これは薬[くすり]` it is 薬.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from builder.texts.code_places import find_places

_KANA = "\u3041-\u309f\u30a1-\u30ff"
_LEFT_ALONE = r"\\.|</?[A-Za-z][^<>]*>|\[sound:[^\]\n]*\]|!\[\[[^\]\n]*\]\]|\]\([^()\n]*\)"
_READING = re.compile(
    rf"{_LEFT_ALONE}|\[(?P<kana>[{_KANA}][{_KANA} \u3000]{{0,39}})\](?!\([^()\n]*[./\\:#][^()\n]*\))", re.S
)
"""What is passed over, and kana in brackets; a link behind a word has an address behind its brackets."""
_WORD = re.compile(r"[^\W_]{1,40}\Z")
_RUN = re.compile(rf"(?P<kana>[{_KANA}]+)|[^{_KANA}]+")
_LONGEST = 40
_AS_HIRAGANA = {sign: sign - 0x60 for sign in range(0x30A1, 0x30F7)}
BEFORE_PARENTHESIS = re.compile(
    r"(?<=[\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])\[[^\[\]\n]{1,40}\]\((?=[^()\n./\\:#]{1,100}\))"
)
"""A reading behind its word, as in `私[わたくし](humble)`: what stands in parentheses behind it is no link."""


class Reading(NamedTuple):
    """A word with its reading: where it begins, with the blank that is not shown, and where its brackets end."""

    start: int
    end: int
    word: str
    kana: str

    @property
    def typed(self) -> str:
        """Return it as it is typed."""
        return f"{self.word}[{self.kana}]"

    @property
    def ruby(self) -> str:
        """Return it as HTML has it."""
        return f"<ruby>{self.word}<rt>{self.kana}</rt></ruby>"


def is_japanese(language: str) -> bool:
    """Tell whether a language tag is one of Japanese."""
    return language[:2].lower() == "ja" and not language[2:3].isalpha()


def find_readings(text: str) -> Iterator[Reading]:
    """Yield the readings of a Markdown text in order, but for those in code, formulas and tags."""
    if "[" not in text or text.isascii():
        return
    places = find_places(text)
    closed = sorted((*places.code, *places.formulas, *places.comments))
    end = number = 0
    for found in _READING.finditer(text):
        start = found.start()
        while number < len(closed) and closed[number][1] <= start:
            number += 1
        if found["kana"] is None or (number < len(closed) and closed[number][0] <= start):
            continue
        reading = _reading(text, start, end, found["kana"])
        if reading is not None:
            yield reading._replace(end=found.end())
            end = found.end()


def without_readings(text: str) -> str:
    """Return a Markdown text with the words alone."""
    return replace_readings(text, lambda reading: reading.word)


def replace_readings(text: str, by: Callable[[Reading], str]) -> str:
    """Return a Markdown text with something else for each reading."""
    parts, end = [], 0
    for reading in find_readings(text):
        parts += [text[end : reading.start], by(reading)]
        end = reading.end
    return "".join([*parts, text[end:]]) if parts else text


def _reading(text: str, bracket: int, after: int, kana: str) -> Reading | None:
    """Return the word before a bracket, which begins at `after` or later; None where there is none."""
    run = _WORD.search(text, max(after, bracket - _LONGEST), bracket)
    if run is None:
        return None
    start, word = run.start(), run[0]
    before = text[start - 1 : start] if start > after else ""
    if not before.isspace() or before == "\n":
        shift = next((shift for shift in range(len(word)) if _fits(word[shift:], kana)), None)
        if shift is None:
            return None
        start, word = start + shift, word[shift:]
    elif before == " " and start > 1 and not text[start - 2].isascii():  # between words of Latin letters it is one
        start -= 1
    return Reading(start, bracket, word, kana.strip())


def _fits(word: str, kana: str) -> bool:
    """Tell whether kana can be the reading of a word: those in the word stand in it, in order, and others between."""
    heard = "".join(kana.translate(_AS_HIRAGANA).split())
    place, has_other, is_open = 0, False, 0
    runs = list(_RUN.finditer(word.translate(_AS_HIRAGANA)))
    for run in runs:
        if run["kana"] is None:
            is_open, has_other = 1, True
            continue
        if run is runs[-1]:
            found = len(heard) - len(run[0]) if heard.endswith(run[0]) else -1
        else:
            found = heard.find(run[0], place + is_open)
        if found < place + is_open or (not is_open and found != place):
            return False
        place, is_open = found + len(run[0]), 0
    return has_other and (place < len(heard) if is_open else place == len(heard))
