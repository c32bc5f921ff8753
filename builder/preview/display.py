"""What Anki's screens make of rendered cards: buttons for sound and speech, the box to type in, hints that open."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from builder.render.filters import strip_html

_SOUND = re.compile(r"\[sound:([^\]]+)\]")
_SPEECH = re.compile(r"\[anki:tts lang=(\S+)[^\]]*\](.*?)\[/anki:tts\]", re.S)
_TYPE = re.compile(r"\[\[type:(?:(cloze|nc):)?([^\]]+)\]\]")
_HINT = re.compile(
    r"""<a class=hint href="#"\nonclick="[^"]*getElementById\('(hint[0-9a-f]+)'\)[^"]*" draggable=false>"""
)
_BUTTON = (
    '<a class="replay-button soundLink tappable" href="#answer" target="_self" role="button" aria-label="{label}"'
    ' {data}><svg class="playImage" viewBox="0 0 64 64" aria-hidden="true"><circle cx="32" cy="32" r="29"/>'
    '<path d="M25 18v28l24-14z"/></svg></a>'
)


def displayed(side: str, fields: Mapping[str, str], *, answer: bool = False) -> str:
    """Return a rendered side for a page without scripts: the page around it acts on the buttons' data."""
    if "[" in side:
        side = _SPEECH.sub(_speech, side)
        side = _SOUND.sub(_sound, side)
        side = _TYPE.sub(lambda found: _typed(found, fields) if answer else _box(found), side)
    if "class=hint" in side:
        side = _HINT.sub(r'<a class=hint href="#\1" target="_self" draggable=false>', side)
    return side


def _sound(found: re.Match[str]) -> str:
    name = html.escape(html.unescape(found[1]))
    return _BUTTON.format(label=f"Play {name}", data=f'data-sound="{name}"')


def _speech(found: re.Match[str]) -> str:
    said, language = html.escape(strip_html(found[2])), html.escape(found[1].replace("_", "-"))
    return _BUTTON.format(label="Speak", data=f'data-speak="{said}" data-language="{language}"')


def _box(found: re.Match[str]) -> str:
    return f'<input type="text" id="typeans" disabled aria-label="Type {html.escape(found[2])}">'


def _typed(found: re.Match[str], fields: Mapping[str, str]) -> str:
    return f"<code id=typeans>{html.escape(strip_html(fields.get(found[2], '')))}</code>"
