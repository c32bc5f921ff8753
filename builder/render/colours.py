"""Whether the text of an element has the colour of its ground, as far as simple selectors tell: white on white.

Where anything else may colour it (another screen, a click, a picture, a gradient, a variable) it counts as seen.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import tinycss2
from tinycss2.color3 import parse_color

from builder.render.html_tags import names
from builder.render.selectors import Path, Selector, rules, selects, text_of

RGBA = tuple[float, float, float, float]
"""Red, green, blue and how opaque, each from 0 to 1."""
_BLACK, _WHITE = (0.0, 0.0, 0.0, 1.0), (1.0, 1.0, 1.0, 1.0)
_NEAR = 0.03
"""So little in each of red, green and blue, of 0 to 1, is not told apart by eyes."""
_CLEAR = 0.05
"""A colour that is no more opaque than this is not seen."""
_COLOURED = names("button input mark option select textarea")
"""Elements to which browsers give a colour and a ground of their own; to a link they give a colour."""
_OTHERWISE = names(
    "all animation animation-name background-clip -webkit-background-clip -webkit-text-fill-color -webkit-text-stroke"
    " text-shadow mix-blend-mode filter color-scheme"
)
"""Properties by which a text is seen in another colour than its own, or in spite of it."""
_MOST = 200
"""Selectors that are looked at: more than any deck's style has colours for."""


class Colours(NamedTuple):
    """The colour of a text and of what it stands on; None where that is not sure."""

    text: RGBA | None = _BLACK
    ground: RGBA | None = _WHITE

    @property
    def is_seen(self) -> bool:
        """Return whether the text is seen."""
        if self.text is None:
            return True
        if self.text[3] <= _CLEAR:
            return False
        pairs = zip(self.text[:3], self.ground[:3], strict=True) if self.ground else ()
        return self.ground is None or any(abs(one - other) > _NEAR for one, other in pairs)


Colour = RGBA | Literal["", "around"] | None
"""A colour, nothing said (""), the one around the element, or one that is not sure (None)."""


class Declared(NamedTuple):
    """What declarations say of colours."""

    text: Colour = ""
    ground: Colour = ""

    def over(self, other: Declared) -> Declared:
        """Return what both say, where this one has the last word."""
        return Declared(*(above if above != "" else below for above, below in zip(self, other, strict=True)))


class Palette(NamedTuple):
    """The colours that a stylesheet gives."""

    rules: tuple[tuple[Selector, Declared], ...] = ()
    """Those with simple selectors, by weight, the later ones last."""
    forced: tuple[tuple[Selector, Declared], ...] = ()
    """Those of them that are `!important`."""
    unsure: frozenset[str] = frozenset()
    """Tags, classes and ids that rules of other sorts colour."""


DEFAULT = Colours()
_NOT_SURE = Declared(None, None)


@functools.lru_cache(maxsize=64)
def palette(css: str) -> Palette:
    """Return the colours of a stylesheet."""
    found: dict[bool, list[tuple[Selector, Declared]]] = {False: [], True: []}
    unsure: set[str] = set()
    for rule in rules(css):
        for is_forced, some in found.items():
            declared = _declared(rule.content, is_forced=is_forced)
            if declared != Declared() and rule.selector:
                some.append((rule.selector, declared))
            elif declared != Declared():
                unsure |= rule.targets
    plain, forced = (sorted(some, key=lambda one: _weight(one[0])) for some in found.values())
    if len(plain) + len(forced) > _MOST:
        return Palette(unsure=frozenset({"body"}))
    return Palette(tuple(plain), tuple(forced), frozenset(unsure))


def coloured(around: Colours, path: Path, attributes: Mapping[str, str], used: Palette) -> Colours:
    """Return the colours of the last of some elements, from those of the one around it."""
    tag, marks = path[-1]
    said = _NOT_SURE if tag in _COLOURED else Declared(text=None) if tag == "a" else Declared()
    if "color" in attributes or "bgcolor" in attributes:
        given = (_colour(attributes[name]) if name in attributes else "" for name in ("color", "bgcolor"))
        said = Declared(*given).over(said)
    said = _selected(used.rules, path, said)
    if used.unsure and used.unsure & {tag, *map(str.lower, marks)}:
        said = _NOT_SURE
    if "style" in attributes:
        own = tinycss2.parse_declaration_list(attributes["style"])
        said = _declared(own, is_forced=True).over(_declared(own, is_forced=False).over(said))
    said = _selected(used.forced, path, said)
    text = around.text if isinstance(said.text, str) else said.text
    return Colours(text, around.ground if isinstance(said.ground, str) else said.ground)


def _selected(among: Sequence[tuple[Selector, Declared]], path: Path, said: Declared) -> Declared:
    for selector, declared in among:
        if selects(selector, path):
            said = declared.over(said)
    return said


def _weight(selector: Selector) -> tuple[int, int, int]:
    marks = [mark for one in selector for mark in one.marks]
    ids = sum(mark.startswith("#") for mark in marks)
    return ids, len(marks) - ids, sum(bool(one.tag) for one in selector)


def _declared(declarations: Sequence[Any], *, is_forced: bool) -> Declared:
    """Return what declarations say that are `!important`, or those that are not."""
    said = Declared()
    for declaration in declarations:
        if declaration.type != "declaration" or declaration.important is not is_forced:
            continue
        name, value = declaration.lower_name, text_of(declaration)
        if name in _OTHERWISE:
            return _NOT_SURE
        if name == "color":
            said = Declared(text=_colour(value)).over(said)
        elif name in ("background", "background-color"):
            said = Declared(ground=_ground(value)).over(said)
        elif name == "background-image" and value != "none":
            said = Declared(ground=None).over(said)
    return said


def _colour(value: str) -> Colour:
    if value in ("inherit", "currentcolor", "unset"):
        return "around"
    colour = parse_color(value)
    return tuple(colour) if isinstance(colour, tuple) else None  # a word, or what is no colour by itself


def _ground(value: str) -> Colour:
    if value in ("none", "transparent", "unset", "initial"):
        return "around"
    colour = _colour(value)
    return colour if isinstance(colour, tuple) and colour[3] == 1 else None
