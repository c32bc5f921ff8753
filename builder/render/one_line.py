"""Fields without line breaks.

AnkiDroid's editor turns each newline of a field into `<br>`, and a note that a learner opens and saves there would not
be itself any more. Only `<pre>` keeps them.
"""

from __future__ import annotations

import re

from builder.render.sanitize import BLOCK

_PRE = re.compile(r"(<pre\b.*?</pre\s*>)", re.S | re.I)
_BREAKS = "|".join(sorted((*BLOCK, "br")))
_BEGINS_BLOCK = re.compile(rf"</?(?:{_BREAKS})\b", re.I)
_ENDS_BLOCK = re.compile(rf"</?(?:{_BREAKS})\b[^<>]*>\Z", re.I)


def one_line(field: str) -> str:
    """Return HTML that looks the same on one line: a newline beside a block is dropped, any other one is a space."""
    if "\n" not in field:
        return field
    parts = _PRE.split(field)
    return "".join([part if index % 2 else _joined(part) for index, part in enumerate(parts)])


def _joined(text: str) -> str:
    first, *rest = text.split("\n")
    parts = [first]
    """Each part but the first without white space around it."""
    for line in filter(None, map(str.strip, rest)):
        left = parts[-1].rstrip()
        # What stands before a tag is found from its sign, so that a long line is not searched for each of its signs.
        tag = left[left.rfind("<") :] if left.endswith(">") else ""
        is_apart = not left or _ENDS_BLOCK.match(tag) or _BEGINS_BLOCK.match(line)
        parts[-1] = left
        parts += [line] if is_apart else [f" {line}"]
    return "".join(parts)
