"""A field's HTML as the Markdown that renders to it; what Markdown cannot hold has none, and stays HTML.

Whether a text is right is not reasoned about: it is rendered, and what comes out is held against the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from builder.cloze import find_unclosed, may_have_clozes
from builder.dom import Element, Node
from builder.inverse.blocks import ALIGNED, write_field
from builder.inverse.escapes import Care
from builder.inverse.inline import CannotError, Manner
from builder.inverse.looks import compared, look_form
from builder.inverse.plain_html import plain
from builder.inverse.same_dom import MARK, collapsed, dom_form, form_of, read_field
from builder.render.addresses import is_external
from builder.render.faults import Fault
from builder.render.html_tags import TAG, names, read_tag, write_tag
from builder.render.markdown import Markup, normalize, render
from builder.render.sanitize import judge_tag

_MARKUP = re.compile(r"[<&]")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_OF_INTENT = "sign-or-mark"
_HIDDEN = re.compile("[\x85\u2028\u2029]")
"""Line ends that neither editors nor cards show, and that no source may hold."""
_MANNERS = (
    Manner(Care.NONE),
    Manner(Care.NEEDED),
    Manner(Care.FULL, with_marks=False),
    Manner(Care.FULL, with_marks=False, with_comments=False, is_flat=True),
)
"""From what people like to read to what is least likely to be misread."""
_LONG = 20_000
"""Characters of a field that is tried in fewer manners, since each try takes its time."""
_PLAIN = names(
    "b blockquote br code div em h1 h2 h3 h4 h5 h6 hr i li ol p pre s span strong sub sup table td th tr u ul"
)
"""Elements that cards hold as they are, where they have no attributes: the most usual ones."""


def markdown_of(html: str, *, dollars: bool = False, tidy: bool = False) -> str | None:
    """Return Markdown for a field's HTML, None where it must be kept as it is.

    Rendered, the Markdown has no faults and gives the same tree as the field (`same_dom`). With `tidy` it may also only
    look equal (`look_equal`), where that spares its reader tags. `dollars` is whether the deck writes math with them.
    """
    html = normalize(html)
    if not html.isascii() and _HIDDEN.search(html):
        if not tidy:
            return None
        html = _HIDDEN.sub(" ", html)
    text = "" if _MARKUP.search(html) else _SPACE.sub(" ", html.strip(" \t\n\r\f"))
    if text and _renders_to(text, text, dollars=dollars):
        return text
    tree = read_field(html)
    if tree is None:
        return None
    same = _same(html, tree.children, dollars=dollars)
    if not tidy or (same is not None and not _can_be_tidied(same)):
        return same
    tidied = _alike(html, tree.children, dollars=dollars)
    return same if tidied is None or (same is not None and _tags_in(same) <= _tags_in(tidied)) else tidied


def _renders_to(text: str, html: str, *, dollars: bool) -> bool:
    markup = render(text, dollars=dollars)
    return markup.html == html and not _faults(markup)


def _faults(markup: Markup) -> list[Fault]:
    """Return what is wrong with a text, but for a mark that may not have been meant as one: here it is."""
    return [fault for fault in markup.faults if fault.rule != _OF_INTENT]


def _same(html: str, children: list[Node], *, dollars: bool) -> str | None:
    """Return Markdown that renders to the same tree."""
    if not all(_can_be_rendered(node) for node in children):
        return None
    nodes = collapsed(children)
    return _first(nodes, form_of(html, nodes), dom_form, html=html, dollars=dollars)


def _alike(html: str, children: list[Node], *, dollars: bool) -> str | None:
    """Return Markdown that looks equal."""
    nodes = plain(children)
    if not all(_can_be_rendered(node) for node in nodes):
        return None
    text = _first(nodes, compared(html, children, nodes), look_form, html=html, dollars=dollars)
    return None if text is None or _breaks_gap(text) else text


def _breaks_gap(text: str) -> bool:
    """Tell whether a gap begins in one block and ends in another: Anki would put its tags crosswise."""
    return may_have_clozes(text) and any(find_unclosed(part) for part in text.split("\n\n"))


def _first(nodes: list[Node], wanted: object, form: Callable[[str], object], *, html: str, dollars: bool) -> str | None:
    """Return the first form of a field that renders to what is wanted."""
    for text in _written(nodes, html):
        markup = render(text, dollars=dollars)
        is_right = not _faults(markup) and not any(is_external(name) for name in markup.media)
        if is_right and (markup.html == html or form(markup.html) == wanted):
            return text
    return None


def _can_be_tidied(text: str) -> bool:
    return "<" in text or "\xa0" in text


def _tags_in(text: str) -> int:
    """Return how much of a text is not for its reader: tags, and blanks that do not look like ones."""
    return len(TAG.findall(text)) + text.count("\xa0")


def _written(nodes: Sequence[Node], html: str) -> Iterator[str]:
    """Yield the forms in which a field can be written, each one once."""
    seen = set()
    has_math = "\\)" in html or "\\]" in html
    for manner in _MANNERS if len(html) < _LONG else (_MANNERS[1], _MANNERS[-1]):
        try:
            text = write_field(nodes, manner._replace(has_math=has_math))
        except CannotError:
            continue
        if text not in seen:
            seen.add(text)
            yield text


def _can_be_rendered(node: Node) -> bool:
    """Tell whether cards hold an element as it is, or Markdown has a mark for it."""
    if not isinstance(node, Element):
        return True
    if any(MARK in value for value in node.attributes.values()):
        return False  # Anki acts on a mark in a tag too, and Markdown would write another one
    if not _is_plain(node):
        tag = read_tag(write_tag(node.tag, node.attributes.items()))
        verdict = judge_tag(tag) if tag else None
        if verdict is None or not verdict.name or verdict.left_out or verdict.faults:
            return False
    return all(_can_be_rendered(child) for child in node.children)


def _is_plain(element: Element) -> bool:
    """Tell, for little time, whether cards hold an element as it is."""
    tag, attributes, _ = element
    if tag in ("td", "th") and attributes.keys() == {"style"}:
        return attributes["style"] in ALIGNED
    return not attributes and (tag in _PLAIN or tag == "strike")
