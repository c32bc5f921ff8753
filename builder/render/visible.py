"""The text of a page that a reader sees: as a browser parses it, without what is hidden or never shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from builder.cloze import filled_in
from builder.dom import Element, Node, walk
from builder.render.colours import DEFAULT, Palette, coloured, palette
from builder.render.hiding import hides, hiding
from builder.render.html_tags import names
from builder.render.sanitize import ELEMENTS, STARTS_BLOCK
from builder.render.selectors import Selector, is_selected, marks_of

_UNSEEN = names("datalist head iframe noembed noframes script style template title")
"""Elements whose text is never shown."""
_BOXES = names("select textarea")
"""Elements that, left open, take all that follows for the text of a box."""
_PICTURES = names("img svg audio video object canvas iframe embed math")
_OF_THEIR_OWN = names("math svg")
"""Elements in which others have names that are not HTML's."""
_BREAKS = STARTS_BLOCK | names("br hr td th")
_FLAGS = names(
    "allowfullscreen async autofocus autoplay checked compact contenteditable controls default defer disabled download"
    " draggable formnovalidate hidden inert ismap itemscope loop multiple muted nohref noshade novalidate nowrap open"
    " playsinline readonly required reversed selected"
)
"""Attributes that have no value."""
_SPACE = re.compile(r"[\s\u200b\u2060\ufeff]+")
_END = '<wbr title="dw-end">'
"""What stands behind a page; an element that has it as a text was left open."""
_ACTIVE = re.compile(r"<script\b|\son[a-z]+\s*=|<label\b", re.I)
"""What can show at a click what was hidden."""

_Part = tuple[Literal["seen", "hidden", "cut"], str]


class View(NamedTuple):
    """The texts of a card's side."""

    seen: str
    """On one line, pictures by their kinds and names."""
    hidden: str = ""
    """What an attribute or a style hides, or what has the colour of its ground."""
    cut: str = ""
    """What stands in a tag that is none, or behind one that is left open, as behind a sign that is less than meant."""
    is_still: bool = True
    """Whether nothing happens to it by itself, or at a click."""


class Style(NamedTuple):
    """What stylesheets hide and colour."""

    hiding: frozenset[Selector] = frozenset()
    palette: Palette = Palette()


def view(html: str, css: str = "") -> View:
    """Return what is seen of a card's side, and what is not; `css` is its style.

    Where the side does something by itself, all that it hides may come to be seen.
    """
    nodes = list(walk(f'<!doctype html><body class="card"><div id="qa">{html}{_END}'))
    is_still = not _ACTIVE.search(html)
    style = _style([css, *_style_texts(nodes)]) if is_still else None
    texts: dict[str, list[str]] = {"seen": [], "hidden": [], "cut": []}
    for sort, text in _parts(nodes, style):
        texts[sort].append(text)
    seen, hidden, cut = (_SPACE.sub(" ", filled_in("".join(parts))).strip() for parts in texts.values())
    return View(seen=seen, hidden=hidden, cut=cut, is_still=is_still)


def _style(styles: Sequence[str]) -> Style:
    return Style(
        hiding=frozenset(selector for style in styles for selector in hiding(style)),
        palette=palette("\n".join(styles)),
    )


def _style_texts(nodes: Iterable[tuple[int, Node]]) -> Iterator[str]:
    is_style = False
    for _, node in nodes:
        if is_style and isinstance(node, str):
            yield node
        is_style = isinstance(node, Element) and node.tag == "style"


def _parts(nodes: Iterable[tuple[int, Node]], style: Style | None) -> Iterator[_Part]:
    """Yield the texts of a page, each with what becomes of it, and blanks where lines end."""
    path: list[Element] = []
    marks: list[tuple[str, frozenset[str]]] = []
    colours = [DEFAULT]
    unseen: int | None = None
    for depth, node in nodes:
        if any(element.tag in _BREAKS for element in path[depth:]):
            yield "seen", " "
        del path[depth:], marks[depth:], colours[depth + 1 :]
        if unseen is not None and depth > unseen:
            yield from _unseen(path[unseen].tag, node)
            continue
        unseen = None
        if isinstance(node, Element):
            yield "cut", _in_tag(node, path)
            path.append(node)
            marks.append((node.tag, marks_of(node.attributes)))
            if node.tag in _UNSEEN or (style and _is_hidden(node, marks, style.hiding)):
                unseen = depth
            elif node.tag in _PICTURES:
                yield "seen", f" [{node.tag} {node.attributes.get('src', '')}] "
            elif node.tag in _BREAKS:
                yield "seen", " "
            around = colours[-1]
            colours.append(coloured(around, marks, node.attributes, style.palette) if style else around)
        elif isinstance(node, str) and path and path[-1].tag in _BOXES and _END in node:
            yield "cut", node
        elif isinstance(node, str):
            yield "seen" if colours[-1].is_seen or not node.strip() else "hidden", node


def _unseen(tag: str, node: Node) -> Iterator[_Part]:
    """Yield what is not seen for an element around it that hides it, or that hides all that follows, left open."""
    if tag not in _UNSEEN:
        yield "hidden", node if isinstance(node, str) else " "
    elif isinstance(node, str) and _END in node:
        yield "cut", node


def _in_tag(element: Element, around: Sequence[Element]) -> str:
    """Return what stands in a tag and was not meant for one: in `0<x and y>`, or in `List<String>`."""
    if any(one.tag in _OF_THEIR_OWN for one in around):
        return ""
    is_known = element.tag in ELEMENTS or ":" in element.tag or "-" in element.tag
    values = [
        f"{name} {value}" for name, value in element.attributes.items() if not (is_known and (value or name in _FLAGS))
    ]
    if is_known and not values:
        return ""
    return f" {element.tag} {' '.join(values)} "


def _is_hidden(element: Element, marks: list[tuple[str, frozenset[str]]], hidden: frozenset[Selector]) -> bool:
    attributes = element.attributes
    return "hidden" in attributes or hides(attributes.get("style", "")) or is_selected(hidden, marks)
