"""Readings above words, typed for Anki's filter (`猫[ねこ]`), in fields that a template shows without it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from builder.diagnostics import Problem, Severity, counted
from builder.render.faults import Fault, problem_of
from builder.render.tongues import Tongues
from builder.syntax import SourceFile, Text
from builder.texts.code_places import blanked, code_elements

FILTERS = frozenset({"furigana", "kana", "kanji"})
"""What makes something else of a reading in brackets: ruby, the reading alone, the word alone."""
_KANJI = r"[\u3005\u3400-\u9fff\uf900-\ufaff]"
_KANA = r"[\u3040-\u30ff \u3000]"
_READING = re.compile(
    r"<[^<>]*>"
    rf"|(?P<written>(?<!{_KANJI})(?P<word>{_KANJI}{{1,20}})(?:\[|［)(?P<kana>{_KANA}{{1,40}})[\]］])",
    re.S,
)
"""Tags, which are passed over, and kanji with kana in brackets straight behind them."""


def may_be_read(text: str) -> bool:
    """Tell, for little time, whether a text may hold a reading."""
    return not text.isascii() and ("[" in text or "［" in text)


class _Found(NamedTuple):
    """A reading in a text of a field: as it was typed, and what is to be done about it."""

    text: Text
    written: str
    hint: str


class Readings:
    """The readings of a file that show as they were typed, of which the first is told, and how many there are."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.found: dict[tuple[int, str], _Found] = {}
        """By place: a text that several fields show counts once."""

    def add(self, body: str, texts: list[Text], field: str, tongues: Tongues) -> None:
        """Take in the readings in a field's HTML, which was made of some texts."""
        for mark in _READING.finditer(blanked(body, code_elements(body))):
            written = mark["written"]
            text = next((text for text in texts if written and written in text.value), None)
            if text is not None:
                hint = _hint(mark, text, tongues) if tongues.has_ruby else _hint_of_own(mark, field)
                self.found.setdefault((text.start, written), _Found(text, written, hint))

    def problems(self) -> Iterator[Problem]:
        """Yield one warning at the first place, if there is any."""
        if self.found:
            first = min(self.found.values(), key=lambda found: found.text.start)
            one, more = f'the reading in "{first.written}" shows', len(self.found) - 1
            what = f"{one} as it was typed" + (f", and {counted(more, 'other')}" if more else "")
            fault = Fault(first.written, "foreign-mark", what, first.hint, Severity.WARNING)
            yield problem_of(self.file, first.text, fault)


def _hint(mark: re.Match[str], text: Text, tongues: Tongues) -> str:
    typed = f"{mark['word']}[{mark['kana'].strip()}]"
    if tongues.shows_readings(text) and mark["written"] != typed:
        return f"write {typed}"
    return f"say `language: ja` of the card, its chapter or this text, and write {typed}; or write {_ruby(mark)}"


def _hint_of_own(mark: re.Match[str], field: str) -> str:
    half = "" if "［" not in mark["written"] else f", and {mark['word']}[{mark['kana'].strip()}] in the text"
    return f"write {{{{furigana:{field}}}}} in the template{half}; or {_ruby(mark)}"


def _ruby(mark: re.Match[str]) -> str:
    return f"<ruby>{mark['word']}<rt>{mark['kana'].strip()}</rt></ruby>"
