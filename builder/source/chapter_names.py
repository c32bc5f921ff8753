"""What the names of chapter files tell: which is a copy of which, and whose numbers are out of order."""

from __future__ import annotations

import re

_SUFFIX = re.compile(r"(?: -)? (?:Kopie|copy|Copie|Copia|Cópia)(?: \d+)?\Z| ?\(\d+\)\Z", re.I)
_PREFIX = re.compile(r"(?:Kopie von|Copy of|Copie de|Copia de) ", re.I)
_DIGITS = re.compile(r"([0-9]+)")


def is_copy(stem: str, of: str) -> bool:
    """Tell whether a file manager gives a copy of one file the name of another; both without their endings."""
    while stem != of:
        shorter = _PREFIX.sub("", _SUFFIX.sub("", stem), count=1)
        if shorter == stem:
            return False
        stem = shorter
    return True


def number_out_of_order(before: str, after: str) -> str:
    """Return the name that the second of two files must have to come before the first, by the numbers in their names.

    Empty where the numbers agree with the order of names: "Lektion 10.yaml" comes before "Lektion 2.yaml", which is to
    be called "Lektion 02.yaml".
    """
    parts, others = _DIGITS.split(before), _DIGITS.split(after)
    for index, (part, other) in enumerate(zip(parts, others, strict=False)):
        if part != other:
            is_number = index % 2 == 1
            if is_number and int(part) > int(other):
                return "".join([*others[:index], other.zfill(len(part)), *others[index + 1 :]])
            return ""
    return ""
