"""HTML as a browser's parser reads it: a tree of elements and texts. This is the one module that knows the parser.

A field stands within a card, and what is left open in it goes on behind it, and what it closes may be an element around
it. So it is read inside an element, with another one behind it, and its tree tells where the two have come to stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

_END = "dw-end"
"""The title of the element behind what is read; in a text that has it too, nothing is whole."""
_AROUND = 2
"""How many elements stand around the one in which a field is read."""
_PARTS = re.compile(
    r"<(html|head|body|frameset|frame|caption|colgroup|col|thead|tbody|tfoot|tr|td|th|template)\b", re.I
)
"""Elements that a parser passes over where they do not belong, or keeps apart."""


class Comment(NamedTuple):
    """A comment, without its marks."""

    text: str


class Element(NamedTuple):
    """An element: its name and those of its attributes in lower case, entities read, and what stands in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Node]


Node = Element | Comment | str


class Tree(NamedTuple):
    """What a parser makes of a piece of HTML."""

    children: list[Node]
    open_tags: tuple[str, ...] = ()
    """The elements that are left open, outermost first."""
    is_whole: bool = True
    """Whether all of it was read, and nothing is closed that stands around it."""
    depth: int = 0
    """How many elements stand in each other."""


def walk(page: str) -> Iterator[tuple[int, Node]]:
    """Yield the nodes of a whole page in their order, elements still empty, each with how many stand around it."""
    node = LexborHTMLParser(page).root
    depth = 0
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            yield depth, node.text_content or ""
        elif node.is_element_node:
            yield depth, Element(tag, {name: value or "" for name, value in node.attributes.items()}, [])
        elif node.is_comment_node:
            yield depth, Comment(node.comment_content or "")
        child = node.child
        if child is not None:
            node = child
            depth += 1
            continue
        following = node.next
        while following is None and depth:
            node = node.parent
            depth -= 1
            if node is None:
                return
            following = node.next
        node = following


def parse(html: str) -> Tree:
    """Return the tree of a piece of HTML that stands in an element of a page."""
    if "<" not in html and "&" not in html:
        return Tree([html] if html else [])
    root = Element("div", {}, [])
    path: list[Element] = []
    open_tags: tuple[str, ...] | None = None
    tags: set[str] = set()
    is_alone = True
    deepest = 0
    for depth, node in walk(f'<!doctype html><body><div>{html}<wbr title="{_END}">'):
        if depth <= _AROUND:
            is_alone = is_alone and not path
            path = [root] if isinstance(node, Element) and node.tag == "div" else []
            continue
        del path[depth - _AROUND :]
        if not path:
            is_alone = False
        elif not isinstance(node, Element):
            path[-1].children.append(node)
        elif node.tag == "wbr" and node.attributes == {"title": _END}:
            is_alone = is_alone and open_tags is None
            open_tags = tuple(element.tag for element in path[1:])
        else:
            path[-1].children.append(node)
            path.append(node)
            tags.add(node.tag)
            deepest = max(deepest, len(path) - 1)
    is_read = all(name.lower() in tags - {"template"} for name in _PARTS.findall(html))
    return Tree(root.children, open_tags or (), is_whole=is_alone and is_read and open_tags is not None, depth=deepest)
