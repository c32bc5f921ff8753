"""Whether two fields are the same to a browser: one tree, with white space as it is laid out.

`b` and `strong`, `i` and `em`, `s`, `strike` and `del` count as one, and so do an `alt` that is empty and none. What
Anki acts on in the HTML itself, before a browser sees it, must stand in both: gaps, and marks such as `[sound:…]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from builder.anki_marks import set_apart
from builder.cloze import find_clozes, may_have_clozes
from builder.dom import Comment, Element, Node, Tree, parse
from builder.render.html_tags import names
from builder.render.markdown import normalize
from builder.render.sanitize import STARTS_BLOCK

DEEPEST = 60
"""Elements in each other, more than any editor makes; what nests deeper is like itself alone."""
MARK = "\x0e"
"""Stands for the bracket of a mark that Anki acts on; no field holds it, since Anki drops such signs."""
BLOCKS = STARTS_BLOCK | names("body dialog dir fieldset form html legend menu noscript optgroup option search")
"""Elements that stand on lines of their own, as browsers show them."""
_SHOWN = names("audio button canvas embed iframe img input meter object progress select svg textarea video")
"""Elements that show something, whatever stands in them."""
_SAME = {"b": "strong", "i": "em", "s": "del", "strike": "del"}
_SPACE = re.compile(r"[ \t\n\r\f]+")

Token = str | tuple[str, ...]


class DomForm(NamedTuple):
    """What two fields have in common if they are the same: equal forms, equal fields."""

    tokens: tuple[Token, ...]
    gaps: tuple[tuple[int, ...], ...] = ()
    colons: int = 0
    """Where there are gaps: those that may start a hint."""


def same_dom(a: str, b: str) -> bool:
    """Tell whether two fields are the same to a browser and to Anki; what is not whole is like itself alone."""
    if a == b:
        return True
    form = dom_form(a)
    return form is not None and form == dom_form(b)


def dom_form(html: str) -> DomForm | None:
    """Return what is compared of a field; None where its HTML reaches out of it, or is nested too deep."""
    tree = read_field(html)
    return form_of(html, collapsed(tree.children)) if tree else None


def read_field(html: str) -> Tree | None:
    """Return the tree of a field, with `MARK` in it; None where its HTML reaches out of it, or is nested too deep."""
    tree = parse(set_apart(normalize(html), MARK))
    return tree if tree.is_whole and not tree.open_tags and tree.depth <= DEEPEST else None


def form_of(html: str, nodes: list[Node]) -> DomForm:
    """Return what is compared of a field, by its HTML and what `collapsed` made of it."""
    tokens = tuple(_joined(_tokens(nodes)))
    if not may_have_clozes(html):
        return DomForm(tokens)
    return DomForm(tokens, tuple(cloze.numbers for cloze in find_clozes(html)), html.count("::"))


def _tokens(nodes: list[Node]) -> Iterator[Token]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Element):
            tag, attributes, children = node
            shown = sorted(item for item in attributes.items() if item != ("alt", ""))
            yield (_SAME.get(tag, tag), *(part for item in shown for part in item))
            yield from _tokens(children)
            yield ()


def _joined(tokens: Iterator[Token]) -> Iterator[Token]:
    """Yield tokens with texts that only a comment set apart as one."""
    texts: list[str] = []
    for token in tokens:
        if isinstance(token, str):
            texts.append(token)
            continue
        text = "".join(texts)
        if text:
            yield text
        texts.clear()
        yield token
    text = "".join(texts)
    if text:
        yield text


def collapsed(nodes: list[Node]) -> list[Node]:
    """Return nodes with white space as it is laid out: none at the ends of lines, one space for any other run."""
    layout = _Layout()
    after = layout.lay_out(nodes)
    layout.end_line()
    return after


class _Layout:
    """Where the text that is laid out has come to."""

    def __init__(self) -> None:
        self.is_after_space = True
        """Whether a space would not show: at the start of a line, or behind another one."""
        self.last: tuple[list[Node], int] | None = None
        """Where the text stands that ends with a space, as the last one of its line."""

    def lay_out(self, nodes: list[Node], *, is_kept: bool = False) -> list[Node]:
        """Return nodes with their white space as it shows; in `pre` it `is_kept`."""
        after: list[Node] = []
        for node in nodes:
            if isinstance(node, str):
                self.add_text(after, node, is_kept=is_kept)
            elif isinstance(node, Comment):
                after.append(node)
            else:
                self.add_element(after, node, is_kept=is_kept)
        return after

    def add_text(self, after: list[Node], text: str, *, is_kept: bool) -> None:
        if is_kept:
            after.append(text)
            self.is_after_space, self.last = False, None
            return
        text = _SPACE.sub(" ", text)
        if self.is_after_space:
            text = text.removeprefix(" ")
        if not text:
            return
        after.append(text)
        self.is_after_space = text.endswith(" ")
        self.last = (after, len(after) - 1) if self.is_after_space else None

    def add_element(self, after: list[Node], element: Element, *, is_kept: bool) -> None:
        tag, attributes, children = element
        breaks = tag == "br" or tag in BLOCKS
        if breaks:
            self.end_line()
        inner = self.lay_out(children, is_kept=is_kept or tag in ("pre", "textarea", "listing"))
        if breaks:
            self.end_line()
        elif tag in _SHOWN:
            self.is_after_space, self.last = False, None
        after.append(Element(tag, attributes, inner))

    def end_line(self) -> None:
        """Take away the space at the end of a line."""
        if self.last is not None:
            texts, index = self.last
            text = texts[index]
            texts[index] = text[:-1] if isinstance(text, str) else text
        self.is_after_space, self.last = True, None
