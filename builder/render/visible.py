"""The text of a page that a reader sees: as a browser parses it, without what is hidden or never shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from builder.cloze import filled_in
from builder.dom import Element, Node, walk
from builder.render.hiding import Selector, hides, hiding, is_hidden_by, marks_of
from builder.render.html_tags import names
from builder.render.sanitize import STARTS_BLOCK

_UNSEEN = names("datalist head iframe noembed noframes script style template title")
"""Elements whose text is never shown."""
_BOXES = names("select textarea")
"""Elements that, left open, take all that follows for the text of a box."""
_PICTURES = names("img svg audio video object canvas iframe embed math")
_BREAKS = STARTS_BLOCK | names("br hr td th")
_SPACE = re.compile(r"[\s\u200b\u2060\ufeff]+")
_END = '<wbr title="dw-end">'
"""What stands behind a page; an element that has it as a text was left open."""
_ACTIVE = re.compile(r"<script\b|\son[a-z]+\s*=|<label\b", re.I)
"""What can show at a click what was hidden."""


def visible_text(html: str, css: str = "") -> str:
    """Return what is seen of a card's side, on one line, pictures by their kinds and names; `css` is its style.

    Where the side does something by itself, all that it hides may come to be seen.
    """
    nodes = list(walk(f'<!doctype html><body class="card"><div id="qa">{html}{_END}'))
    styles = [css, *_style_texts(nodes)]
    is_still = not _ACTIVE.search(html)
    hidden = frozenset(selector for style in styles for selector in hiding(style)) if is_still else frozenset()
    return _SPACE.sub(" ", filled_in("".join(_seen(nodes, hidden, is_still=is_still)))).strip()


def _style_texts(nodes: Iterable[tuple[int, Node]]) -> Iterator[str]:
    is_style = False
    for _, node in nodes:
        if is_style and isinstance(node, str):
            yield node
        is_style = isinstance(node, Element) and node.tag == "style"


def _seen(nodes: Iterable[tuple[int, Node]], hidden: frozenset[Selector], *, is_still: bool) -> Iterator[str]:
    """Yield the texts that are seen, with blanks where lines end."""
    path: list[Element] = []
    marks: list[tuple[str, frozenset[str]]] = []
    unseen: int | None = None
    for depth, node in nodes:
        if any(element.tag in _BREAKS for element in path[depth:]):
            yield " "
        del path[depth:], marks[depth:]
        if unseen is not None and depth > unseen:
            continue
        unseen = None
        if isinstance(node, Element):
            path.append(node)
            marks.append((node.tag, marks_of(node.attributes)))
            if is_still and _is_hidden(node, marks, hidden):
                unseen = depth
                continue
            if node.tag in _PICTURES:
                yield f" [{node.tag} {node.attributes.get('src', '')}] "
            elif node.tag in _BREAKS:
                yield " "
            unseen = depth if node.tag in _UNSEEN else None
        elif isinstance(node, str) and not (path and path[-1].tag in _BOXES and _END in node):
            yield node


def _is_hidden(element: Element, marks: list[tuple[str, frozenset[str]]], hidden: frozenset[Selector]) -> bool:
    attributes = element.attributes
    return "hidden" in attributes or hides(attributes.get("style", "")) or is_hidden_by(hidden, marks)
