"""Entities and numbers of any length: Python reads no number of more than 4,300 digits, and browsers read every one."""

from __future__ import annotations

import html
import re

_LONG = re.compile(r"&#(?:([xX])([0-9a-fA-F]{9,})|([0-9]{9,}))")
_DIGITS = 8
"""Of a number that are read: more than any character has, and than any number that cards ask for."""


def read_number(digits: str) -> int:
    """Return a number of decimal digits; of one that has more than all that are used, the first of them."""
    return int(digits.lstrip("0")[:_DIGITS] or "0")


def unescape(text: str) -> str:
    """Return a text with its entities read as browsers read them, however many digits a number has."""
    return html.unescape(_LONG.sub(_shortened, text) if "&#" in text else text)


def _shortened(found: re.Match[str]) -> str:
    digits = (found[2] or found[3]).lstrip("0")[:_DIGITS] or "0"
    return f"&#{found[1] or ''}{digits}"
