"""How many marks of Markdown are read in a text: one with more than any card has is an error, and not read.

Python-Markdown writes a text anew for each mark that it reads. With as many as here, and as many signs as a text may
have, a field takes less than a second. Cards that people write have a hundred, and the longest tables a thousand.
"""

from __future__ import annotations

import re

from builder.render.dialect import INLINE_SIGNS
from builder.render.faults import Fault
from builder.texts.code_places import find_places, replaced

MOST_MARKS = 15_000
"""Signs that Markdown acts on, and ends of lines."""
_MARK = re.compile(rf"[{INLINE_SIGNS}\n]")
_LISTING = re.compile(r"^(?:[ \t>]*(?:`{3,}|~{3,})[^`\n]*$|\s)", re.M)
"""How code of lines of its own begins: between fences, or further in."""


def find_excess(text: str) -> Fault | None:
    """Return the fault of a text with too many marks; those in listings do not count, since they are not read."""
    if len(text) <= MOST_MARKS:
        return None
    listings = [place for place in find_places(text).code if _LISTING.match(text, place[0])]
    count = sum(1 for _ in _MARK.finditer(replaced(text, listings, "")))
    if count <= MOST_MARKS:
        return None
    message = f"the text has {count:,} marks and ends of lines, and at most {MOST_MARKS:,} are read"
    hint = "make several cards of it; marks in a listing between fences do not count"
    return Fault(snippet=text, rule="mark-count", message=message, hint=hint)
