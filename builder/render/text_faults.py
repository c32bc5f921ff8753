"""What in a text was meant for HTML, and is shown as it was typed: entities, and tags without an end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html.entities import html5

from builder.diagnostics import Severity
from builder.entities import unescape
from builder.render.dialect import AMPERSAND
from builder.render.faults import Fault, as_text, unclosed
from builder.render.html_tags import UNFINISHED
from builder.render.sanitize import is_known

_ENTITY = re.compile(rf"{AMPERSAND}((?:#[0-9]{{1,7}}|#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,30}});)")
_CODE_OF_MARKDOWN = re.compile(r'<code(?: class="[^"]*")?>.*?</code>', re.S)
_TAG = re.compile(r"<[^>]*>")


def faults_of_text(text: str, read: str, body: str, *, whole: bool) -> Iterator[Fault]:
    """Yield what in a text was meant for HTML and is shown as text: entities, and tags without an end.

    `read` is what Markdown has made of the text, in which the author's own tags are marked; `body` is the HTML of it.
    An entity in code is one where the code is HTML of the author's, and text where it is Markdown's. Only where the
    text is `whole`, without errors, are tags looked for: one that may not stand there is shown as well.
    """
    if not ("&lt;" in body or AMPERSAND in body):
        return
    shown = "".join(part.partition("<code")[0] for part in body.split("</code>"))
    shown = _TAG.sub(" ", shown)
    if whole and "\\<" not in text and "&lt;" in shown:
        for start in UNFINISHED.finditer(unescape(shown)):
            if is_known(start[1].lower()):
                snippet = f"<{start[1]}"
                hint = f"close its quotes, and end it with >; {as_text(snippet)}"
                yield unclosed(snippet, f"the tag {snippet} has no end", hint)
                break
    seen: dict[str, int] = {}
    for entity in _ENTITY.finditer(_TAG.sub(" ", _CODE_OF_MARKDOWN.sub(" ", read))) if AMPERSAND in read else ():
        written = f"&{entity[1]}"
        sign = unescape(written)
        is_one = entity[1].startswith("#") or entity[1] in html5
        if is_one and sign != written:
            occurrence = seen[written] = seen.get(written, -1) + 1
            message = f'"{written}" is shown as typed'
            yield Fault(written, "entity", message, _hint_for(sign, written), Severity.WARNING, occurrence)


def _hint_for(sign: str, written: str) -> str:
    if not sign:
        wanted = "delete it, it is no sign"
    elif sign.isprintable() and not sign.isspace() and not unicodedata.combining(sign[0]):
        wanted = f"type the sign itself, {sign}"
    else:
        name = unicodedata.name(sign[0], f"U+{ord(sign[0]):04X}").lower()
        wanted = (
            f"type the sign itself ({name}), or a plain space" if sign.isspace() else f"type the sign itself ({name})"
        )
    return f"{wanted}; where {written} is meant, put it in backticks"
