"""Pieces of English that several rules look for."""

from __future__ import annotations

import re


def any_of(listed: str) -> str:
    """Return a pattern for any of the words of a list; `_` in a word is a space."""
    return f"(?:{'|'.join(word.replace('_', ' ') for word in listed.split())})"


ASKERS = any_of("what which who whom whose why how when where")
ASKER = re.compile(rf"\b{ASKERS}\b", re.I)
AUXILIARIES = any_of("is are was were do does did has have had can could should would will shall may might must")
SENTENCE = re.compile(r"[^.?!]+[.?!]*")
ENDS_SENTENCE = r"(?=\s*(?:[?.,;:)]|\Z))"
"""What follows is the end of a sentence or clause."""


def with_article(noun: str) -> str:
    """Return `a script`, `an answer`."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
