"""Fields without line breaks.

AnkiDroid's editor turns each newline of a field into `<br>`, and a note that a learner opens and saves there would not
be itself any more. Only `<pre>` keeps them.
"""

from __future__ import annotations

import re

from builder.anki_marks import closed_off, kept_apart
from builder.model import SEPARATOR
from builder.render.code_colors import MAY_HAVE, colored
from builder.render.sanitize import BLOCK
from builder.texts.code_places import code_elements

_PRE = frozenset({"pre"})
_BREAKS = "|".join(sorted((*BLOCK, "br")))
_NEWLINE = re.compile(rf"(</?(?:{_BREAKS})\b[^<>]*>) *\n\s*|\n\s*", re.I)
"""A newline with the white space behind it, and the tag of a block before it."""
_BEGINS_BLOCK = re.compile(rf"</?(?:{_BREAKS})\b", re.I)


def one_line(field: str) -> str:
    """Return HTML that looks the same on one line: a newline beside a block is dropped, any other one is a space."""
    if "\n" not in field:
        return field
    parts: list[str] = []
    copied = 0
    for start, end in code_elements(field, _PRE):
        parts += [_joined(field[copied:start]), field[start:end]]
        copied = end
    return "".join([*parts, _joined(field[copied:])])


def _joined(text: str) -> str:
    def glue(newline: re.Match[str]) -> str:
        start, end = newline.span()
        if newline[1] or start == 0 or end == len(text) or _BEGINS_BLOCK.match(text, end):
            return newline[1] or ""
        return " "

    return _NEWLINE.sub(glue, text)


def as_cards_hold(
    fields: list[str], joined: str, *, is_typed: bool = False, is_adopted: bool = False
) -> tuple[list[str], str]:
    """Return fields that reach into no other one, on one line each, and the same joined; adopted ones keep their lines.

    Code in them has its colours, unless what learners type is held against them (`is_typed`). In none of them does Anki
    compose a letter with the end of a tag.
    """
    if "\\" in joined and not is_adopted:
        fields = [closed_off(field) for field in fields]
        joined = SEPARATOR.join(fields)
    if "\n" in joined and not is_adopted:
        fields = [one_line(field) for field in fields]
        joined = SEPARATOR.join(fields)
    if MAY_HAVE in joined and not is_typed:
        fields = [colored(field) for field in fields]
        joined = SEPARATOR.join(fields)
    apart = kept_apart(joined)
    return (fields, joined) if apart == joined else (apart.split(SEPARATOR), apart)
