"""Links and pictures by a name, `[words][name]` with `[name]: https://…` in a line: they are not read, which is told.

They are none here since a line such as `[1]: the source` would vanish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.diagnostics import Severity
from builder.render.faults import Fault
from builder.texts.code_places import find_places, outside

MAY_HAVE = re.compile(r"^[ ]{0,3}\[[^\[\]^\n]+\]:[ \t]", re.M)
"""A sign without which a text has none."""
_TARGET = re.compile(
    r"^[ ]{0,3}\[(?P<name>[^\[\]^\n]{1,100})\]:[ \t]+<?(?P<target>(?:https?:|mailto:)[^\s<>]+"
    r"|[^\s<>]+\.(?:avif|gif|jpe?g|png|svg|webp))>?(?P<title>[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$",
    re.M,
)
_USED = re.compile(r"(?<![\\\]])!?\[(?P<label>[^\[\]\n]{1,200})\](?:\[(?P<name>[^\[\]\n]{0,100})\])?(?![\[(:])")
_MOST = 100
"""Links of a text that are told."""


def reference_faults(text: str) -> Iterator[Fault]:
    """Yield the links by a name whose address a line of the text says; without such a line they are text."""
    code = find_places(text).code
    targets = {
        found["name"].casefold(): f"{found['target']}{found['title'] or ''}"
        for found in outside(code, _TARGET.finditer(text))
    }
    told = 0
    for mark in outside(code, _USED.finditer(text)) if targets else ():
        target = targets.get((mark["name"] or mark["label"]).casefold())
        if target is None:
            continue
        sign = "!" if mark[0][0] == "!" else ""
        message = f'"{mark[0]}" is a link by a name, and shows as typed'
        hint = f"write {sign}[{mark['label']}]({target}), and delete the line that says where it leads"
        before = text.count(mark[0], 0, mark.start())
        yield Fault(mark[0], "foreign-mark", message, hint, Severity.WARNING, before)
        told += 1
        if told == _MOST:
            return
