"""A text of a card that is HTML, `{html: …}`."""

from __future__ import annotations

from builder.diagnostics import did_you_mean
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


def no_text_hint(key: Key, node: Node, otherwise: str) -> str:
    """Return what to do about a list or mapping in the place of a text: `otherwise`, if it is not meant for HTML."""
    if not key.html or not isinstance(node, Map):
        return otherwise
    names = [name.value for name, _ in node.items]
    if HTML in names:
        return f"HTML stands alone and is not empty: {HTML}: |-, and the lines of it below"
    meant = did_you_mean(names[0].lower(), [HTML]) if len(names) == 1 else ""
    return f"{meant} Else {otherwise}" if meant else otherwise
