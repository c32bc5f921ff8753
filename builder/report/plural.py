"""Numbers with their nouns."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return `1 note`, `2 notes`, `1,000 notes`; for nouns that take an s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
