"""Names that Anki puts into cards as HTML: of decks and subdecks, tags, note types, fields and templates.

`{{Subdeck}}`, `{{Tags}}`, `{{Type}}` and the like are shown as they are, and no import can write them otherwise: a name
that HTML reads as anything but itself can only be refused.
"""

from __future__ import annotations

from typing import NamedTuple

from builder.anki_marks import find_delimiter, find_mark
from builder.entities import unescape


class NameFault(NamedTuple):
    """What is wrong with a name, as a sentence, and a name that is as near as can be."""

    message: str
    fixed: str


def fault_of_name(name: str) -> NameFault | None:
    """Return why a name would not be shown as it is typed; None where it would."""
    fault = _first_fault(name)
    again = _first_fault(fault.fixed) if fault else None
    while fault and again:
        fault = fault._replace(fixed=again.fixed)
        again = _first_fault(fault.fixed)
    return fault


def _first_fault(name: str) -> NameFault | None:
    if "<" in name:
        # Also where a space follows it: Anki takes all from there to the next > out of the browser's columns.
        fixed = name.replace("<", "‹").replace(">", "›")
        return NameFault('Anki shows names as HTML, where "<" begins a tag', fixed)
    if "&" in name and unescape(name) != name:
        read = unescape(name)
        return NameFault(f'Anki shows names as HTML, where this one reads "{read}"', read)
    mark = find_mark(name)
    if mark:
        return NameFault(f'Anki acts on "{mark}", in names too', name.replace("[", "(").replace("]", ")"))
    delimiter = find_delimiter(name)
    if delimiter:
        return NameFault(f'Anki makes a formula of "{delimiter}", in names too', name.replace("\\", ""))
    return None
