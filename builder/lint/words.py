"""Words of a text: counted, reduced to content stems, and compared."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass


def any_of(listed: str) -> str:
    """Return a pattern for any of the words of a list; `_` in a word is a space."""
    return f"(?:{'|'.join(word.replace('_', ' ') for word in listed.split())})"


ASKERS = any_of("what which who whom whose why how when where")
ASKER = re.compile(rf"\b{ASKERS}\b", re.I)
AUXILIARIES = any_of("is are was were do does did has have had can could should would will shall may might must")
QUERY = re.compile(r"\b(?:SELECT|FROM|WHERE|INSERT INTO|UPDATE|CREATE|ALTER|JOIN|GROUP BY|ORDER BY)\b")
"""Keywords of SQL, in which capitals are no acronyms, and brackets stand around names."""
SENTENCE = re.compile(r"(?:[^.?!]|(?<=\d)\.(?=\d))+[.?!]*")
ENDS_SENTENCE = r"(?=\s*(?:[?.,;:)]|\Z))"
"""What follows is the end of a sentence or clause."""


def with_article(noun: str) -> str:
    """Return `a script`, `an answer`."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


_NUMBER_WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def number_word(count: int) -> str:
    """Return `five` for 5; from thirteen on the digits."""
    return _NUMBER_WORDS[count] if count < len(_NUMBER_WORDS) else str(count)


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_TOKEN = re.compile(r"[^\W_]\S*")
"""What stands between spaces and is more than punctuation."""
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
"""Letters of scripts that put no spaces between words (Japanese, Chinese, Thai)."""
_DENSE_LETTERS_A_WORD = 2


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is written as text."""
    return frozenset(text.split())


STOP_WORDS = word_set(
    """
    a about after again all also am an and any are aren't as at be because been before being both but by can can't
    cannot could couldn't did didn't do does doesn't doing don't during each either else every few for from had has
    have having he her here hers him his how i if in into is isn't it its itself just let many may me might more
    most much must my no nor not of off on once one only or other our out over own per shall she should shouldn't
    since so some such than that the their them then there these they this those through to too under until up upon
    us very was wasn't we were weren't what when where whether which while who whom whose why will with within
    without won't would wouldn't yet you your
    """
)
"""English words that carry no content of their own."""


def words(text: str) -> list[str]:
    """Return a text's words in lower case, without punctuation."""
    return _WORD.findall(text.lower())


def words_as_typed(text: str) -> list[str]:
    """Return a text's words in its own case, without punctuation."""
    return _WORD.findall(text)


_ARTICLES = word_set(
    """
    a an the der die das den dem ein eine einen einem einer le la les un une el los las una il lo gli i uno o os um uma
    het een de
    """
)
_ELIDED = re.compile(r"(?:l|d|un|dell|nell|all)['’](?=\w)")


def bare_words(text: str) -> list[str]:
    """Return a text's words in lower case without articles before them, those of neighbour languages too."""
    found = words(text)
    while len(found) > 1 and found[0] in _ARTICLES:
        del found[0]
    return [_ELIDED.sub("", found[0]), *found[1:]] if found else []


def is_dense(text: str) -> bool:
    """Tell whether a text has letters of a script that puts no spaces between words."""
    return not text.isascii() and bool(_DENSE.search(text))


def word_count(text: str) -> int:
    """Return how many words a text has; where a script writes no spaces, two letters count as a word."""
    dense = 0 if text.isascii() else len(_DENSE.findall(text))
    spaced = _DENSE.sub(" ", text) if dense else text
    return len(_TOKEN.findall(spaced)) + math.ceil(dense / _DENSE_LETTERS_A_WORD)


@functools.lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return an English word without its ending, lightly: plural, -ing, -ed, -'s and a final e."""
    word = word.split("'")[0].split("’")[0]
    if len(word) <= 3 or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def content_words(text: str) -> list[str]:
    """Return a text's words without stop words, single letters and digits, which prove nothing."""
    return [word for word in words(text) if word not in STOP_WORDS and len(word) > 1 and not word.isdigit()]


def content_stems(text: str) -> frozenset[str]:
    """Return the stems of a text's content words."""
    return frozenset([stem(word) for word in content_words(text)])


def comparable_stems(text: str) -> frozenset[str]:
    """Return the stems by which two texts are told apart: numbers and single letters count, as they may differ."""
    stems = frozenset([stem(word) for word in words(text) if word not in STOP_WORDS])
    return stems or frozenset(words(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigrams:
    """How often each run of three characters stands in a text, and the length of that vector."""

    counts: Mapping[str, int]
    norm: float


@functools.lru_cache(maxsize=20_000)
def trigrams(text: str) -> Trigrams:
    """Return the runs of three characters of a text, its words joined by single spaces."""
    joined = f" {' '.join(words(text))} "
    counts = Counter([joined[start : start + 3] for start in range(len(joined) - 2)])
    return Trigrams(counts=counts, norm=math.sqrt(sum([count * count for count in counts.values()])))


def cosine(left: Trigrams, right: Trigrams) -> float:
    """Return the cosine of two texts' trigrams, from 0 to 1."""
    fewer, more = (right, left) if len(right.counts) < len(left.counts) else (left, right)
    get = more.counts.get
    dot = sum([count * get(gram, 0) for gram, count in fewer.counts.items()])
    return dot / (left.norm * right.norm) if dot else 0.0


def _jaccard(left: AbstractSet[str], right: AbstractSet[str]) -> float:
    """Return the share of two sets' members that are in both."""
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared) if shared else 0.0


def similarity(left: str, right: str, least: float = 0.0) -> float:
    """Return how alike two texts are, from 0 to 1: half their shared content stems, half their shared trigrams.

    With `least`, texts of very unequal length, and what is sure to come out below it, are not worked out and are 0.
    """
    if left == right:
        return 1.0
    if min(len(left), len(right)) < (2 * least - 1) * max(len(left), len(right)):
        return 0.0
    shared = _jaccard(_stems(left), _stems(right))
    if shared + 1 < 2 * least:  # even with a cosine of 1
        return 0.0
    return 0.5 * shared + 0.5 * cosine(trigrams(left), trigrams(right))


_stems = functools.lru_cache(maxsize=20_000)(comparable_stems)
