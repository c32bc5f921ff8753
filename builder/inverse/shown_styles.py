"""What attributes show: those that do nothing are left out, and a style that stands for a mark becomes that mark.

Browsers put the whole style of a place into what is copied from it, and editors undo a mark by the style of a `span`
within it. What a template may style (`class`), and what differs from the card around it (colours, sizes), counts.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from builder.entities import read_number
from builder.render.html_tags import names

_NOTHING = re.compile(
    r"(?:background(?:-color|-image)?:(?:initial|inherit|none|transparent|rgba\(0,0,0,0\))"
    r"|(?:caret-color|color|font|font-family|font-size|line-height):(?:inherit|unset)|font-size:(?:100%|1em)"
    r"|display:inline|float:none|letter-spacing:normal|orphans:\w+|widows:\w+|text-indent:0(?:px)?|text-transform:none"
    r"|white-space:normal|word-spacing:0(?:px)?|-webkit-text-[\w-]+:(?:0(?:px)?|auto|initial)|vertical-align:baseline"
    r"|text-decoration(?:-\w+)?:(?:none|initial|solid|auto|from-font)|font-(?:variant|feature|stretch|kerning)[\w-]*:normal"
    r"|(?:margin|padding|border|outline)(?:-\w+)*:(?:0|0px|none|0px0px|0px0px0px0px)|box-sizing:[\w-]+)\Z"
)
"""Declarations, without blanks, that a learner sees nothing of in running text."""
_MARKS = {
    "font-weight:bold": "strong",
    "font-weight:bolder": "strong",
    "font-style:italic": "em",
    "text-decoration:underline": "u",
    "text-decoration-line:underline": "u",
    "text-decoration:line-through": "del",
    "text-decoration-line:line-through": "del",
}
_WEIGHT = re.compile(r"font-weight:(\d{3})\Z")
_UNDONE = {"font-weight:normal": "strong", "font-weight:lighter": "strong", "font-style:normal": "em"}
_BOLD_FROM = 600
_UNSEEN = names("id rel target")
_UNSEEN_CLASS = re.compile(r"(?:Apple-[\w-]+|Mso\w+|p\d|s\d)\Z")
_PIXELS = re.compile(r"(width|height):(\d+)(?:\.\d+)?px\Z")


class Shown(NamedTuple):
    """What the attributes of an element show: marks that they make and undo, and the attributes that are left."""

    made: frozenset[str]
    undone: frozenset[str]
    attributes: dict[str, str]


def shown_by(tag: str, attributes: dict[str, str]) -> Shown:
    """Return what the attributes of an element show."""
    if not attributes:
        return Shown(frozenset(), frozenset(), {})
    made, undone = set(), set()
    kept = {name: value for name, value in attributes.items() if not _is_unseen(name, value)}
    left = []
    for declaration in kept.pop("style", "").split(";"):
        style = re.sub(r"\s+", "", declaration).lower().removesuffix("!important")
        weight = _WEIGHT.match(style)
        if weight:
            style = "font-weight:bold" if read_number(weight[1]) >= _BOLD_FROM else "font-weight:normal"
        size = _PIXELS.match(style)
        if size and tag == "img":
            kept[size[1]] = size[2]
        elif style in _MARKS:
            made.add(_MARKS[style])
        elif style in _UNDONE:
            undone.add(_UNDONE[style])
        elif style and not _NOTHING.match(style):
            left.append(declaration.strip())
    if left:
        kept["style"] = "; ".join(sorted(left)) + ";"
    return Shown(frozenset(made), frozenset(undone), kept)


def _is_unseen(name: str, value: str) -> bool:
    if name == "class":
        return all(_UNSEEN_CLASS.match(word) for word in value.split())
    return name in _UNSEEN or name.startswith(("data-", "aria-")) or (name, value) == ("dir", "ltr") or not value
