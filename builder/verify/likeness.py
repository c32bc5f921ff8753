"""How much of a text is found in another one, and which of thousands of texts has most of it.

Words that few texts have say more than those that all have: "What is the capital of France?" is told from the same
question about Spain by one word in six. So a word counts by its rarity, as in any search engine (inverse document
frequency), and a text is only held against those that share a rare word with it.
"""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from builder.lock.guards import alike as measure
from builder.render.html_tags import names
from builder.render.plain_text import plain_text

_WORD = re.compile(r"\w+")
_FEW = 4
"""Texts of fewer words than this, as those of languages without blanks, are held against each other by letters too."""
_GRAM = 3
_MOST = 40
"""A word that more texts have than this leads to none of them: it would lead to all."""
_LIKELY = 5
"""Texts that are looked at closely, of those that share a rare word."""
_USUAL, _USUAL_SHARE = 3, 0.02
"""Words and texts that this many notes have, and this part of all, say nothing of one of them."""
_FUNCTION_WORDS = names(
    "a an the der die das den dem des ein eine einen einem einer eines le la les l un une du des el los las una il lo"
    " gli i de het een o os as um uma en ett to"
    " what which who whom whose when where why how does do did is are was were be of in on at by for from with and or"
    " was wer wen wem wann wo warum wie welche welcher welches ist sind wird hat im in von mit zu und oder nicht"
    " qui que quoi quel quelle quels quelles quand où comment pourquoi combien est sont a à en de dans et ou ne"
    " qué quién cuál cuándo dónde cómo es del y chi che cosa quale quando dove sono di e"
)
"""Words of which one says nothing of a note, also in a deck in which few notes have it: articles, and how one asks."""
_RESPELT = 0.75
"""Words at least this alike are one word, spelt otherwise."""
_COMPARED = 30
"""Words of a text whose spelling is compared."""
_LETTERS = 200
"""Letters of a text that are compared."""
_TIMES = re.compile(r"(?<=\d)\s*[x×*·⋅∙]\s*(?=\d)")
_OVER = re.compile(r"(?<=\d)\s*[:÷/∶∕]\s*(?=\d)")
_MINUS = re.compile(r"[\u2010-\u2015\u2212]")
"""Signs that sums are written with in several ways; any other sign makes it another sum."""

Values = Sequence[str]
"""A note's fields, as Anki keeps them."""


class Found(NamedTuple):
    """A text, and how much of it is found in another: 0 to 1."""

    key: str
    share: float


class Texts:
    """Notes by key, to be searched by what they say."""

    def __init__(self, notes: Mapping[str, Values]) -> None:
        self.words = {key: _words(values) for key, values in notes.items()}
        self.count = Counter(word for words in self.words.values() for word in words)
        self.weight = {word: math.log(1 + len(self.words) / count) for word, count in self.count.items()}
        self.usual = max(_USUAL, math.ceil(_USUAL_SHARE * len(notes)))
        self.parts = {key: list(filter(None, map(words_of, values))) for key, values in notes.items()}
        self.first = Counter(parts[0] for parts in self.parts.values() if parts)
        self.holders: dict[str, list[str]] = {}
        for key, words in self.words.items():
            for word in words:
                if self.count[word] <= _MOST:
                    self.holders.setdefault(word, []).append(key)

    def share(self, key: str, values: Values) -> float:
        """Return how much of a note is found in other values: 0 to 1; 1 for a note that says nothing."""
        return self._share(key, _words(values))

    def nearest(self, values: Values) -> list[Found]:
        """Return the notes of which most is found in values, the nearest first, of those that share a rare word."""
        words = _words(values)
        common: dict[str, float] = defaultdict(float)
        for word in sorted(words & self.holders.keys()):
            weight = self.weight[word]
            for key in self.holders[word]:
                common[key] += weight
        likely = heapq.nsmallest(_LIKELY, common, key=lambda key: (-common[key], key))
        return sorted((Found(key, self._share(key, words)) for key in likely), key=lambda one: (-one.share, one.key))

    def is_within(self, key: str, values: Values) -> bool:
        """Tell whether other values hold what a note asks, word for word, though in fields cut otherwise.

        Four words that no other note begins with are enough; else half of its fields have to stand there too.
        """
        whole = f" {' '.join(map(words_of, values))} "
        parts = self.parts[key]
        held = [part for part in parts if f" {part} " in whole]
        if not parts or parts[0] not in held:
            return False
        if len(parts[0].split()) >= _FEW and self.first[parts[0]] == 1:
            return True
        return len(held) > 1 and 2 * len(held) >= len(parts) and len(" ".join(held).split()) >= _FEW

    def are_unrelated(self, before: Values, after: Values) -> bool:
        """Tell whether no field has anything to do with what stood there, but for words that many notes have."""
        for old, new in zip_longest(map(_text, before), map(_text, after), fillvalue=""):
            is_usual = old == new and (not old or self.count[f"={old}"] >= self.usual)
            if not is_usual and (old == new or any(self._related_words(old, new))):
                return False
        return True

    def is_mended(self, before: Values, after: Values) -> bool:
        """Tell whether all that was changed is single words that are spelt otherwise."""
        pairs = [
            (old, new) for old, new in zip_longest(map(_text, before), map(_text, after), fillvalue="") if old != new
        ]
        return all({old_word for old_word, _ in self._respelt(old, new)} == _rest(old, new) for old, new in pairs)

    def _related_words(self, old: str, new: str) -> Iterator[str]:
        """Yield words that two texts share and few notes have, or that are the same but for their spelling."""
        yield from (word for word in _found(old) & _found(new) - _FUNCTION_WORDS if self.count[word] < self.usual)
        yield from (word for word, _ in self._respelt(old, new))

    def _respelt(self, old: str, new: str) -> Iterator[tuple[str, str]]:
        for left in sorted(_rest(old, new))[:_COMPARED]:
            for right in sorted(_rest(new, old))[:_COMPARED]:
                if alike(left, right) >= _RESPELT:
                    yield left, right

    def _share(self, key: str, words: frozenset[str]) -> float:
        own = self.words[key]
        whole = math.fsum(self.weight[word] for word in own)
        return math.fsum(self.weight[word] for word in own & words) / whole if own else 1.0


def alike(left: str, right: str) -> float:
    """Return how alike the beginnings of two texts are, from 0 to 1, as the lock's own guards measure it."""
    return measure(left[:_LETTERS], right[:_LETTERS])


def words_of(value: str) -> str:
    """Return the words of a field with a space between them."""
    return " ".join(_WORD.findall(_plain(value)))


def _text(value: str) -> str:
    return _plain(value) or value


def _plain(value: str) -> str:
    """Return the text of a field, with one form of each letter and of each sign of sums."""
    text = plain_text(value)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _MINUS.sub("-", _OVER.sub(" / ", _TIMES.sub(" × ", text.casefold())))


def _found(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def _rest(text: str, other: str) -> frozenset[str]:
    return _found(text) - _found(other)


def _words(values: Values) -> frozenset[str]:
    """Return the words of a note's fields, and each field as a whole: a text that stays as it is weighs most."""
    words: set[str] = set()
    for value in filter(None, values):
        text = _text(value)
        found = _WORD.findall(text)
        words.update(found)
        words.add(f"={text}")
        if len(found) < _FEW:
            words.update(text[start : start + _GRAM] for start in range(len(text) - _GRAM + 1))
    return frozenset(words)
