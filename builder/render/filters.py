"""Anki's template filters, as in `{{hint:text:Field}}`."""

from __future__ import annotations

import hashlib
import html
import html.entities
import re
from collections.abc import Callable, Sequence

from builder.render.cloze_sides import MARKUP, reveal, reveal_only

_RUBY = re.compile(r" ?([^ >]+?)\[(.+?)\]")
_HINT = """
<a class=hint href="#"
onclick="this.style.display='none';
document.getElementById('{id}').style.display='block';
return false;" draggable=false>
{name}</a>
<div id="{id}" class=hint style="display: none">{text}</div>
"""


def apply_filters(text: str, filters: Sequence[str], field: str, number: int, *, question: bool) -> str:
    """Return a field's text after its filters, the first of them first; `number` is the card's cloze number.

    Unknown filters are passed over, as in Anki without the add-on that brings them.
    """
    if filters and filters[-1] == "type":
        kind = filters[0] if len(filters) == 2 and filters[0] in ("cloze", "nc") else ""
        return f"[[type:{kind}:{field}]]" if kind else f"[[type:{field}]]"
    for name in filters:
        if name in _FILTERS:
            text = _FILTERS[name](text)
        elif name == "hint":
            text = _hint(text, field)
        elif name == "cloze":
            text = reveal(text, number, question=question)
        elif name == "cloze-only":
            text = reveal_only(text, number, question=question)
        elif name.startswith("tts "):
            text = f"[anki:tts lang={name[4:]}]{text}[/anki:tts]"
    return text


def strip_html(text: str) -> str:
    """Return text without markup, entities read; where one of them is malformed, all stay as they are."""
    bare = MARKUP.sub("", text)
    if "&" not in bare:
        return bare
    return html.unescape(bare).replace("\xa0", " ") if _well_formed(bare) else bare


def _well_formed(text: str) -> bool:
    """Tell whether Anki knows every entity: numbers, and names of a single character."""
    return all(
        re.fullmatch(r"#(\d+|[xX][0-9a-fA-F]+);", body)
        or (body.endswith(";") and len(html.entities.html5.get(body, "")) == 1)
        for body in re.findall(r"&([^;]*(?:;|\Z))", text)
    )


def _ruby(text: str, shown: str) -> str:
    """Return a text in which each `word[reading]` became `shown`, a pattern's replacement; sounds stay."""

    def replace(ruby: re.Match[str]) -> str:
        return ruby[0] if ruby[2].startswith("sound:") else ruby.expand(shown)

    return _RUBY.sub(replace, text.replace("&nbsp;", " "))


def _hint(text: str, field: str) -> str:
    if not text.strip():
        return text
    digest = hashlib.blake2b(f"{text}{field}".encode(), digest_size=8).hexdigest()
    return _HINT.format(id=f"hint{digest}", name=field, text=text)


_FILTERS: dict[str, Callable[[str], str]] = {
    "text": strip_html,
    "furigana": lambda text: _ruby(text, r"<ruby><rb>\1</rb><rt>\2</rt></ruby>"),
    "kana": lambda text: _ruby(text, r"\2"),
    "kanji": lambda text: _ruby(text, r"\1"),
}
"""Those that depend on nothing but the text."""
