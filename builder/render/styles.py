"""What a style may hold, read by a CSS parser: nothing that loads, nothing that runs, nothing that ends the style.

The parser takes 12 ms to load: import this where there is a style.

Judged are the tokens, escapes read, wherever they stand: an address in a custom property, in a rule that no browser
knows, or behind what is broken is refused as well, since browsers go on differently there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import tinycss2

_LINE_END = re.compile(r"\r\n|[\n\r\f]")
"""As CSS counts lines (CSS Syntax 3, 3.3)."""
_ENDLESS = re.compile(r"[0-9]{1000,}")
_LOADING_RULES = frozenset({"import", "namespace"})
_LOADING_FUNCTIONS = frozenset({
    *("src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade"),
    *("element", "-moz-element", "paint", "expression"),
})  # fmt: skip
"""Those that take an address as a string, that draw by a script, or that are one. `url()` may hold a data: address."""
_RUNNING_PROPERTIES = frozenset({"behavior", "-ms-behavior", "-moz-binding"})
_SIZE_UNITS = {"px": "", "%": "%"}
_MOST = 99_999
"""A larger width or height is none of a picture; some have no end (`1e999px`)."""
_OFFLINE = "cards must work offline; only data: addresses pass"


_CLOSING = frozenset(")]}")
_OPENING = {"{} block": "{", "[] block": "[", "() block": "(", "function": "("}
_PARTNER = {"{": "}", "[": "]", "(": ")"}
_DECLARE = "write name: value; for a declaration, and selector { … } for a rule"
_Lost = tuple[int, int, str, str]
"""Line and column, what is wrong, and what to do."""


class StyleFault(NamedTuple):
    """What a style may not hold: where it starts, its length, what is wrong, and what to do."""

    start: int
    length: int
    message: str
    hint: str
    is_broken: bool = False
    """Whether it can do no more than keep a part of the style from being read."""


def style_faults(css: str) -> Iterator[StyleFault]:
    """Yield what a stylesheet, or the declarations of a `style` attribute, may not hold."""
    end = css.find("</")
    if end >= 0:
        yield StyleFault(end, 2, '"</" would end the style', "delete it")
    lines = [0, *(found.end() for found in _LINE_END.finditer(css))]
    for token, written, message, hint in sorted(_faults(_parsed(css)), key=_place):
        start = lines[token.source_line - 1] + token.source_column - 1
        yield StyleFault(start, len(written), message, hint, is_broken=token.type == "error")


def lost_styles(css: str) -> Iterator[StyleFault]:
    """Yield what of a stylesheet browsers pass over in silence, one a line: a bracket alone, what is no rule.

    Where a brace is not closed that is all that follows.
    """
    lines = [0, *(end.end() for end in _LINE_END.finditer(css))]
    found = sorted([*_unpaired(css), *_unread(tinycss2.parse_stylesheet(_readable(css)))], reverse=True)
    for line, column, message, hint in sorted({lost[0]: lost for lost in found}.values()):
        yield StyleFault(lines[line - 1] + column - 1, 1, message, hint, is_broken=True)


def _unpaired(css: str) -> Iterator[_Lost]:
    """Yield where a bracket closes nothing, and the last one at the top that is not closed."""
    lists = [_parsed(css)]
    while lists:
        for token in lists.pop():
            if token.type == "error" and token.kind in _CLOSING:
                yield *_at(token), f'"{token.kind}" closes nothing', "delete it, or open what it closes"
            lists += [token.content] if isinstance(getattr(token, "content", None), list) else []
            lists += [token.arguments] if token.type == "function" else []
    closed = [token for token in _parsed(f"{css}\n}}") if token.type != "whitespace"]
    is_open = closed and not (closed[-1].type == "error" and closed[-1].kind == "}")
    if is_open and closed[-1].type in _OPENING:
        sign = _OPENING[closed[-1].type]
        message = f'"{sign}" is not closed, and takes all that follows'
        yield *_at(closed[-1]), message, f"write the {_PARTNER[sign]} that closes it"


def _unread(nodes: Iterable[Any]) -> Iterator[_Lost]:
    """Yield what a list of rules and declarations holds that is neither, however deep."""
    levels = [nodes]
    while levels:
        for node in levels.pop():
            if node.type == "error" and node.kind == "invalid":
                yield *_at(node), "this is no rule and no declaration, and browsers pass over it", _DECLARE
            elif node.type in ("qualified-rule", "at-rule") and node.content:
                levels.append(tinycss2.parse_blocks_contents(node.content))


def _at(node: Any) -> tuple[int, int]:
    return node.source_line, node.source_column


def size_of(style: str) -> dict[str, str]:
    """Return the width and the height that a `style` attribute gives a picture: whole pixels, or percent with `%`."""
    sizes: dict[str, str] = {}
    tokens = [token for token in _parsed(style) if token.type not in ("whitespace", "comment")]
    ends = [-1, *(index for index, part in enumerate(tokens) if part == ";"), len(tokens)]
    for before, end in pairwise(ends):
        declaration = tokens[before + 1 : end]
        if len(declaration) >= 3 and declaration[0].type == "ident" and declaration[1] == ":":
            name, value = declaration[0].lower_value, declaration[2]
            unit = getattr(value, "lower_unit", "%" if value.type == "percentage" else None)
            is_last = len(declaration) == 3 or declaration[3] == "!"
            if name in ("width", "height") and unit in _SIZE_UNITS and 0 <= value.value <= _MOST and is_last:
                sizes[name] = f"{int(value.value)}{_SIZE_UNITS[unit]}"
    return sizes


_Told = tuple[Any, str, str, str]
"""A token, what of it is marked, what is wrong, and what to do."""


def _place(told: _Told) -> tuple[int, int]:
    return told[0].source_line, told[0].source_column


def _parsed(css: str) -> Sequence[Any]:
    tokens: Sequence[Any] = tinycss2.parse_component_value_list(_readable(css))
    return tokens


def _readable(css: str) -> str:
    """Return a style, as long as before, without whole numbers of more digits than Python reads; none is shown so."""
    return _ENDLESS.sub(lambda digits: f"{digits[0][0]}.{digits[0][2:]}", css)


def _faults(tokens: Sequence[Any]) -> Iterator[_Told]:
    lists = [tokens]
    while lists:
        tokens = lists.pop()
        yield from _running(tokens)
        for token in tokens:
            told = _fault(token)
            if told is not None:
                yield (token, *told)
            inner = getattr(token, "content", None) or getattr(token, "arguments", None)
            if inner and not told:
                lists.append(inner)


def _fault(token: Any) -> tuple[str, str, str] | None:
    if token.type == "error" and token.kind in _BROKEN:
        return "x", f"{_BROKEN[token.kind]} is not closed, or broken by a line end", "close it, or delete it"
    if token.type == "at-keyword" and token.lower_value in _LOADING_RULES:
        written = f"@{token.lower_value}"
        return written, f'"{written}" in a style would load a file', _OFFLINE
    if token.type == "url" and not _is_data(token.value):
        return "url(", '"url(" in a style would load a file', _OFFLINE
    if token.type == "function":
        name, arguments = token.lower_name, [part for part in token.arguments if part.type not in _NO_VALUES]
        written = f"{name}("
        if name in _LOADING_FUNCTIONS or (name == "url" and not _are_data(arguments)):
            return written, f'"{written}" in a style would load a file', _OFFLINE
        if name == "attr" and any(map(_is_type, arguments)):
            return written, '"attr(" may give a text, and no address', _OFFLINE
    return None


_BROKEN = {
    "bad-string": "a text in quotes",
    "eof-in-string": "a text in quotes",
    "bad-url": "an address",
    "eof-in-url": "an address",
}
_NO_VALUES = ("whitespace", "comment")


def _are_data(arguments: Sequence[Any]) -> bool:
    (only,) = arguments if len(arguments) == 1 else (None,)
    return only is not None and only.type == "string" and _is_data(str(only.value))


def _is_type(part: Any) -> bool:
    return bool(part.type == "function" or (part.type == "ident" and part.lower_value == "url"))


def _is_data(address: str) -> bool:
    return address.strip().lower().startswith("data:")


def _running(tokens: Iterable[Any]) -> Iterator[_Told]:
    """Yield the properties, in a list of tokens, by which old browsers run what an address holds."""
    shown = [token for token in tokens if token.type not in _NO_VALUES]
    for index, token in enumerate(shown[:-1]):
        before = shown[index - 1] if index else None
        begins = before is None or before == ";" or before.type == "{} block"
        is_running = token.type == "ident" and token.lower_value in _RUNNING_PROPERTIES
        if is_running and begins and shown[index + 1] == ":":
            yield token, token.value, f'"{token.lower_value}" would run what it names', "delete it"
