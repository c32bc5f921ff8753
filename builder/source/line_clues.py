"""Slips in the line where the YAML parser gives up, or in the one above, whatever it complains of."""

from __future__ import annotations

import re

from builder.diagnostics import Location, Problem
from builder.syntax import SourceFile

_KEY = r"(?P<before>[ ]*(?:-[ ]+)*)(?P<key>[a-z_]{1,20})"
_DASH = re.compile(r"(?P<before>[ ]*)-(?P<rest>[a-z_]{1,20}:(?: .*)?)\Z")
_WIDE_COLON = re.compile(rf"{_KEY}[ ]*(?P<sign>：)[ \u3000]*(?P<value>.*)\Z")
_ODD_SPACE = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
_BEHIND_COLON = re.compile(rf"{_KEY}:(?P<sign>[{_ODD_SPACE}])[ {_ODD_SPACE}]*(?P<value>.*)\Z")
_BEHIND_DASH = re.compile(rf"(?P<before>[ ]*)-(?P<sign>[{_ODD_SPACE}])[ {_ODD_SPACE}]*(?P<rest>.*)\Z")
_CARD = re.compile(r"(?P<before>[ ]*)-[ ]+(?:id|kind|front|text)[ ]*:")
_TOP = re.compile(r"(?:title|tags|source|kind)[ ]*:[ ]+\S")
_CARDS = re.compile(r"^cards[ ]*:", re.M)


def told_by_line(file: SourceFile, location: Location) -> Problem | None:
    """Return what is wrong in the line of a place, or in the last one with text above it; None for neither."""
    lines = file.text.split("\n")[: location.line]
    number = len(lines)
    told = _slip(file, number, lines[number - 1].rstrip("\r")) if lines else None
    while told is None and number > 1:
        number -= 1
        above = lines[number - 1].rstrip("\r")
        if above.strip() and not above.lstrip().startswith("#"):
            return _slip(file, number, above) or _no_cards(file, len(lines), lines[-1], above)
    return told


def _slip(file: SourceFile, number: int, line: str) -> Problem | None:
    """Return what is wrong in a line that has lost a blank, or has a sign of an Asian keyboard or of a web page."""
    dash = _DASH.match(line)
    if dash:
        at = len(dash["before"])
        return _problem(file, number, at, line, "no space follows the dash", f"write - {dash['rest']}")
    colon = _WIDE_COLON.match(line)
    if colon:
        message = f'the colon behind "{colon["key"]}" is a wide one (U+FF1A), which is no colon to YAML'
        return _problem(file, number, colon.start("sign"), line, message, _plain(colon["key"], colon["value"]))
    space = _BEHIND_COLON.match(line)
    if space:
        message = f'the space behind the colon of "{space["key"]}" is of another sort (U+{ord(space["sign"]):04X})'
        hint = f"delete it and type a plain one: {_plain(space['key'], space['value']).removeprefix('write ')}"
        return _problem(file, number, space.start("sign"), line, message, hint)
    space = _BEHIND_DASH.match(line)
    if space:
        message = f"the space behind the dash is of another sort (U+{ord(space['sign']):04X})"
        hint = f"delete it and type a plain one: - {space['rest']}"
        return _problem(file, number, space.start("sign"), line, message, hint)
    return None


def _plain(key: str, value: str) -> str:
    return f"write {key}: {value.strip() or '…'}"


def _no_cards(file: SourceFile, number: int, line: str, above: str) -> Problem | None:
    """Return that `cards:` is missing, where the first card stands right below a key of the chapter."""
    card = _CARD.match(line)
    if card and _TOP.match(above) and not _CARDS.search(file.text):
        return _problem(file, number, len(card["before"]), line, "a list stands under no key", "write cards: above it")
    return None


def _problem(file: SourceFile, number: int, start: int, line: str, message: str, hint: str) -> Problem:
    at = Location(path=file.path, line=number, column=start + 1, length=1, excerpt=line.rstrip("\r"))
    return file.error(at, "yaml-syntax", message, hint)
