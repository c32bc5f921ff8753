"""What a deck may be called: Anki changes some names on import, after which later imports make a second deck."""

from __future__ import annotations

import re
import unicodedata

from builder.source.names import fault_of_name
from builder.source.validate import Validator
from builder.syntax import Text

MOST_PARTS = 100
"""Of the name of a deck or tag: Anki makes one of each."""
CONTROLS = ("Cc", "Zl", "Zp")
"""Categories of signs that Anki drops from names, or that only look like a space."""
_CURLED = re.compile(r"[“”„«»‘’‚]([^“”„«»‘’‚]+)[“”«»‘’]\Z")


def name_in_deck(*names: str) -> str:
    """Return the name of the last of decks that are in each other; those that are empty count for nothing."""
    return "::".join(name for name in names if name)


def check_deck_name(validator: Validator, name: Text, within: str = "") -> None:
    """Record what Anki would change in the name of a deck, which is `within` another one below the deck's own."""
    file, stated = validator.file, name.value.strip()
    fault = deck_name_fault(stated, file.text[name.start : name.end], within)
    if fault:
        validator.error(name, "bad-name", *fault)
    elif curled := _CURLED.match(stated):
        message = f"the curled quotes are a part of the name {stated}"
        validator.problems.append(file.warning(file.location(name), "bad-name", message, f"write {curled[1]}"))


def deck_name_fault(stated: str, written: str, within: str = "") -> tuple[str, str] | None:
    """Return what is wrong with a deck's name and what to do; None where Anki leaves it as it is.

    `written` is how it stands in its file: a control sign that is an escape there was told already.
    """
    parts = stated.split("::")
    depth = len(parts) + (within.count("::") + 1 if within else 0)
    composed = unicodedata.normalize("NFC", stated)
    if depth > MOST_PARTS:
        message = f"the name has {depth:,} parts, and at most {MOST_PARTS} decks stand in each other"
        return message, "leave some out"
    if not all(part.strip() for part in parts):
        return "a part of the deck's name is empty", 'write a name on both sides of "::"'
    if '"' in stated or "\n" in stated:
        return "Anki takes no quotes and line breaks in a deck's name", "leave them out"
    if (control := control_in(stated)) and control in written:
        spaced = "".join(" " if control_in(sign) else sign for sign in stated)
        return f"there is {_called(control)} in the deck's name", f'write "{" ".join(spaced.split())}"'
    if any(part != part.strip() or part[:1] == ":" for part in parts):
        fixed = "::".join(part.strip(" :") for part in parts)
        return 'Anki would take away what stands beside "::"', f'write "{fixed}"'
    if composed != stated:
        message = "the name has letters and accents as signs of their own, which Anki would join"
        return message, f'write "{composed}", copied from here'
    fault = fault_of_name(stated)
    return (fault.message, f'write "{fault.fixed}"') if fault else None


def control_in(text: str) -> str:
    """Return the first sign of a text that Anki drops from names, or that only looks like a space; else nothing."""
    return next((sign for sign in text if unicodedata.category(sign) in CONTROLS), "")


def _called(control: str) -> str:
    return "a tab" if control == "\t" else f"the character U+{ord(control):04X}"
