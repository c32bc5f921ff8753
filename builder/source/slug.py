"""Makes ids that a reader can tell apart from a card's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from builder.cloze import without_marks_and_hints

_MARKUP = re.compile(
    r"<[^<>]*>|!\[\[[^\[\]\n]*\]\]|\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]*)\]\]"
    r"|!?\[([^\[\]|]*)(?:\|[^\[\]]*)?\]\([^)\[]*\)|\\[()\[\]]|\[sound:[^\[\]]*\]"
)
_COMMAND = re.compile(
    r"\\(?:[a-zA-Z]+\*?(?= *[{\[])|(?:left|right|[bB]ig|quad|qquad|dot|bar|vec|hat|tilde|cdot|,|;|!)(?![a-z]))"
)
"""Commands of LaTeX that show no word: those with an argument, which shows instead, and marks on letters or space."""
_FENCED = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?(?:^[ \t]*\1|\Z)", re.S | re.M)
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_MAX_WORDS = 5
_MAX_LETTERS = 40
_STOP_WORDS = frozenset(
    _WORD.findall(
        "a an and are as at be been by can could did do does for from had has have how i in into is it its may me my "
        "no of on or our she should so that the their them then there these they this those to was we were what when "
        "where which who whom whose why will with would you your"
    )
)
"""English words that tell little; a text of nothing else keeps them."""


def readable_id(text: str, fallback: str, taken: Container[str]) -> str:
    """Return an id from the first telling words of a text, numbered where it is taken: `p0-defect-line-2`.

    `fallback` stands in for a text without letters. `taken` holds ids in lower case.
    """
    around = _FENCED.sub(" ", text) if "\n" in text else text  # code tells little
    plain = _plain(around if has_words(around) else text)
    words = [re.sub("['’]", "", word) for word in _WORD.findall(plain.lower())]
    telling = [word for word in words if word not in _STOP_WORDS] or words
    name = ""
    for word in telling[:_MAX_WORDS]:
        longer = f"{name}-{word}" if name else word[:_MAX_LETTERS]
        if len(longer) > _MAX_LETTERS:
            break
        name = longer
    name = name.strip("_-") or fallback
    if name == "null":
        name = f"{fallback}-null"  # editors read a bare null as no value
    number, numbered = 1, name
    while numbered in taken:
        number += 1
        numbered = f"{name}-{number}"
    return numbered


def has_words(text: str) -> bool:
    """Tell whether a reader sees a word in a text, which an id can be made of."""
    return _WORD.search(_plain(text)) is not None


def _plain(text: str) -> str:
    """Return a text without cloze marks, hints, HTML, commands of LaTeX, and the addresses of links and pictures."""
    plain = _COMMAND.sub(" ", without_marks_and_hints(text)) if "\\" in text else without_marks_and_hints(text)
    return unicodedata.normalize("NFC", _MARKUP.sub(lambda mark: f" {mark[1] or mark[2] or ''} ", plain))
