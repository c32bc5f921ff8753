"""Reads the plainest Markdown without Python-Markdown, to the very HTML that it gives; all else it leaves to it.

A text is plain if it is paragraphs, lists of one level with one line an item, tables and fenced code, a blank line
between them, and if every sign that Markdown could act on belongs to a simple span: `**bold**`, `*italic*`,
`` `code` ``, a link, an image or a tag without attributes. Every pattern is possessive or stops at the next special
sign, so that the time grows with the text's length alone; groups are not possessive, since Python before 3.11.5 matches
such groups wrongly (gh-106052). tests/render/test_plain.py compares the two on made-up texts without end.
"""

from __future__ import annotations

import re

from builder.render.sanitize import INLINE

_INSIDE = r"[^*_`\[\]<>\\|~\n\s]++(?:[ ]++[^*_`\[\]<>\\|~\n\s]++)*"
"""What a span may hold: words with single-line spaces between them."""
_ADDRESS = r"[\w./?=#%+,;@:\x10-]++"
_SPAN = re.compile(
    rf"(?:\*\*(?<![^ \n(]\*\*)(?P<bold>{_INSIDE})\*\*|\*(?<![^ \n(]\*)(?P<italic>{_INSIDE})\*"
    rf"|`(?<![^ \n(]`)(?P<code>{_INSIDE})`"
    rf"|\[(?<![^ \n(]\[)(?P<label>{_INSIDE})\]\((?P<address>{_ADDRESS})\)"
    rf"|!\[(?<![^ \n(]!\[)(?P<alt>[\w ,.-]*+)\]\((?P<picture>{_ADDRESS})\))(?![^ \n.,;:?)])"
    r"|<(?P<tag>/?[a-z]++)>"
)
_SPECIAL = re.compile(r"[*_`\[\]<>\\|~\t\xa0\x85\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
"""Signs that Markdown could act on, and white space that it could take for an end."""
_TEXT = r"(?![\s#+=:>|-]|\d+\.|```)[^\n]++"
"""A line that starts nothing else than text."""
_TEXTS = re.compile(rf"{_TEXT}(?:\n{_TEXT})*")
_BULLETS = re.compile(rf"- {_TEXT}(?:\n- {_TEXT})*")
_NUMBERS = re.compile(rf"1\. {_TEXT}(?:\n\d{{1,2}}\. {_TEXT})*")
_NUMBER = re.compile(r"\n\d{1,2}\. ")
_FENCE = re.compile(r"```([a-z]*)\n")
_RULE = re.compile(r"\|(?: -{3,} \|)+")
_ENTITIES = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&quot;"})


class _NotPlainError(Exception):
    """The text is not plain."""


def read_plain(text: str) -> str | None:
    """Return the HTML of a plain text, None where it is not plain enough. The tags in it are known and balanced."""
    if "&" in text or "\t" in text or " \n" in text or text.endswith(" "):
        return None
    found: list[str] = []
    place, was_list = 0, False
    try:
        while True:
            end, block = _block(text, place)
            is_list = block.startswith(("<ul>", "<ol>"))
            if is_list and was_list:
                return None
            found.append(block)
            if end == len(text):
                return "\n".join(found)
            place, was_list = end + 2, is_list
    except _NotPlainError:
        return None


def _block(text: str, place: int) -> tuple[int, str]:
    """Return where the block at `place` ends, and its HTML."""
    if text.startswith("```", place):
        return _fenced(text, place)
    end = text.find("\n\n", place)
    end = len(text) if end < 0 else end
    source = text[place:end]
    if _TEXTS.fullmatch(source):
        body = _inline(source)
        return end, f"<p>{body}</p>".replace("\n", "<br>\n") if "\n" in body else f"<p>{body}</p>"
    if _BULLETS.fullmatch(source):
        items = _inline(source)[2:].replace("\n- ", "</li>\n<li>")
        return end, f"<ul>\n<li>{items}</li>\n</ul>"
    if _NUMBERS.fullmatch(source):
        items = _NUMBER.sub("</li>\n<li>", _inline(source)[3:])
        return end, f"<ol>\n<li>{items}</li>\n</ol>"
    return end, _table(source.split("\n"))


def _fenced(text: str, place: int) -> tuple[int, str]:
    opened = _FENCE.match(text, place)
    start = opened.end() if opened else 0
    end = text.find("\n```", start - 1)
    if opened is None or end < start or not (end + 4 == len(text) or text.startswith("\n\n", end + 4)):
        raise _NotPlainError
    named = f' class="language-{opened[1]}"' if opened[1] else ""
    return end + 4, f"<pre><code{named}>{text[start : end + 1].translate(_ENTITIES)}</code></pre>"


def _table(lines: list[str]) -> str:
    if len(lines) < 3 or not _RULE.fullmatch(lines[1]):
        raise _NotPlainError
    width = lines[1].count("|") - 1
    rows = []
    for sort, line in zip(["th", *["td"] * (len(lines) - 2)], [lines[0], *lines[2:]], strict=True):
        cells = line[2:-2].split(" | ")
        if not line.startswith("| ") or not line.endswith(" |") or len(cells) != width:
            raise _NotPlainError
        row = "".join(f"<{sort}>{_inline(cell.strip(' '))}</{sort}>\n" for cell in cells)
        rows.append(f"<tr>\n{row}</tr>\n")
    return f"<table>\n<thead>\n{rows[0]}</thead>\n<tbody>\n{''.join(rows[1:])}</tbody>\n</table>"


def _inline(text: str) -> str:
    """Return the HTML of running text; a tag must close in the line and between the spans where it opens."""
    if "<" not in text:
        text = text.replace(">", "&gt;")
    parts = []
    opened: list[str] = []
    last = 0
    while sign := _SPECIAL.search(text, last):
        start = sign.start()
        if start > last and text.startswith("![", start - 1):
            start -= 1
        span = _SPAN.match(text, start)
        if span is None or (opened and text.find("\n", last, start) >= 0):
            raise _NotPlainError
        parts += [text[last:start], _html(span, opened)]
        last = span.end()
    if opened:
        raise _NotPlainError
    return "".join([*parts, text[last:]])


def _html(span: re.Match[str], opened: list[str]) -> str:
    sort = span.lastgroup
    if sort == "bold":
        return f"<strong>{span[sort]}</strong>"
    if sort == "italic":
        return f"<em>{span[sort]}</em>"
    if sort == "code":
        return f"<code>{span[sort]}</code>"
    if sort == "address":
        return f'<a href="{span[sort]}">{span["label"]}</a>'
    if sort == "picture":
        return f'<img alt="{span["alt"]}" src="{span[sort]}">'
    tag = span["tag"]
    if tag.startswith("/"):
        if not opened or opened.pop() != tag[1:]:
            raise _NotPlainError
    elif tag not in INLINE or tag in ("img", "wbr"):
        raise _NotPlainError
    elif tag != "br":
        opened.append(tag)
    return span[0]
