"""Which elements a stylesheet hides, as far as simple selectors tell.

What another rule may show again, on a click, by and by or on a phone, counts as shown.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence
from itertools import islice
from typing import Any

import tinycss2

from builder.render.selectors import Selector, rules, text_of

_NOTHING = r"[+-]?0?\.?0+[a-z%]*\Z"
_HIDDEN = {
    "display": re.compile(r"none\Z"),
    "visibility": re.compile(r"(?:hidden|collapse)\Z"),
    "content-visibility": re.compile(r"hidden\Z"),
    "opacity": re.compile(_NOTHING),
    "font-size": re.compile(_NOTHING),
    "zoom": re.compile(_NOTHING),
    "text-indent": re.compile(r"-\d{3,}"),
    "left": re.compile(r"-\d{4,}"),
    "top": re.compile(r"-\d{4,}"),
    "transform": re.compile(r"scale[xy]?\(\s*0\s*\)\Z"),
    "filter": re.compile(r"opacity\(\s*0%?\s*\)\Z"),
    "clip-path": re.compile(r"inset\(\s*(?:50|100)%\s*\)\Z|circle\(\s*0[a-z%]*\s*\)\Z"),
}
"""Declarations by which nothing of an element is seen."""
_EITHER = frozenset({"display", "visibility"})
"""What lifts them wherever it stands: the one hides on one side of a card what the other shows."""

_MOST = 200
"""Selectors that are looked at: more than any deck's style hides by."""


def hides(style: str) -> bool:
    """Tell whether declarations hide what they are for."""
    return bool(style) and _is_hiding(tinycss2.parse_declaration_list(style), _EITHER) is True


@functools.lru_cache(maxsize=64)
def hiding(css: str) -> frozenset[Selector]:
    """Return the first selectors of a stylesheet by which elements are hidden that no rule shows."""
    hidden: dict[Selector, None] = {}
    shown: set[str] = set()
    for rule in rules(css):
        state = _is_hiding(rule.content, _EITHER if rule.selector else _HIDDEN.keys())
        if state is False:
            shown |= rule.targets
        elif state and rule.selector:
            hidden[rule.selector] = None
    certain = (one for one in hidden if not shown & {one[-1].tag, *map(str.lower, one[-1].marks)})
    return frozenset(islice(certain, _MOST))


def _is_hiding(declarations: Sequence[Any], lifting: Collection[str]) -> bool | None:
    """Tell whether declarations hide an element, or show it; None where they say nothing of that.

    What moves may come to be seen; so may what others of some names say more of.
    """
    state: bool | None = None
    for declaration in declarations:
        if declaration.type != "declaration":
            continue
        name = declaration.lower_name
        if name.startswith(("animation", "-webkit-animation")):
            return False
        if name in _HIDDEN:
            is_hidden = bool(_HIDDEN[name].match(text_of(declaration)))
            state = True if is_hidden else state if state or name not in lifting else False
    return state
