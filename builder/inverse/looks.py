"""Whether two fields look equal on a card, though browsers would make other trees of them.

What has one plain form (plain_html.py) looks equal; straight and curled quotes count as one, too, and so do what
pictures say where they are not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from builder.dom import Element, Node
from builder.inverse.plain_html import as_math, plain
from builder.inverse.same_dom import BLOCKS, Token, form_of, read_field
from builder.render.markdown import normalize
from builder.texts.straight import straight


def look_equal(a: str, b: str) -> bool:
    """Tell whether two fields look equal on a card; what is not whole is like itself alone."""
    if a == b:
        return True
    form = look_form(a)
    return form is not None and form == look_form(b)


class LookForm(NamedTuple):
    """What two fields have in common if they look equal: equal forms, equal looks."""

    signs: str
    """All that is to be read, without blanks, so that no form can lose a word."""
    tokens: tuple[Token, ...]
    gaps: tuple[tuple[int, ...], ...]


def look_form(html: str) -> LookForm | None:
    """Return what is compared of a field; None where its HTML reaches out of it, or is nested too deep."""
    tree = read_field(html)
    return compared(html, tree.children, plain(tree.children)) if tree else None


def compared(html: str, nodes: list[Node], plain_nodes: list[Node]) -> LookForm:
    """Return what is compared of a field, by its HTML, its nodes, and what `plain` made of them."""
    tokens, gaps, _ = form_of(normalize(html), plain_nodes)
    seen = [straight(token) if isinstance(token, str) else token for token in tokens]
    signs = "".join(as_math("".join(_texts(nodes))).split())
    return LookForm(
        straight(signs), tuple(_without_words(token) if token and token[0] == "img" else token for token in seen), gaps
    )


def _texts(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Element):
            yield from _texts(node.children)
            yield " " if node.tag in BLOCKS else ""


def _without_words(picture: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the token of a picture without what shows only where it does not."""
    pairs = list(zip(picture[1::2], picture[2::2], strict=True))
    return (picture[0], *(part for name, value in pairs if name not in ("alt", "title") for part in (name, value)))
