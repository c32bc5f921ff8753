"""A text of a card that is HTML, `{html: …}`."""

from __future__ import annotations

from builder.schema import Key
from builder.source.keys import HTML
from builder.syntax import Map, Node, Text


def html_text(key: Key, node: Node) -> Text | None:
    """Return the text of `{html: …}` where the key of a card may have it; None for all else."""
    if not key.html or not isinstance(node, Map) or len(node.items) != 1:
        return None
    name, text = node.items[0]
    is_html = name.value == HTML and isinstance(text, Text) and bool(text.value.strip())
    return text._replace(is_html=True) if is_html and isinstance(text, Text) else None


def html_hint(key: Key, node: Node) -> str:
    """Return how to write a mapping that was meant as `{html: …}`; empty for all else."""
    is_meant = key.html and isinstance(node, Map) and any(name.value == HTML for name, _ in node.items)
    return f"HTML stands alone and is not empty: {HTML}: |-, and the lines of it below" if is_meant else ""
