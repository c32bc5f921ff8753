"""Reads the plainest Markdown without Python-Markdown, to the very HTML that it gives; all else it leaves to it.

A text is plain if it is paragraphs, lists of one level with one line an item, tables and fenced code, a blank line
between them, and if every sign that Markdown could act on belongs to a simple span: `**bold**`, `*italic*`,
`` `code` ``, a link, an image or a tag without attributes. Every pattern is possessive or stops at the next special
sign, so that the time grows with the text's length alone. tests/render/test_plain.py compares the two on made-up
texts without end.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_INSIDE = r"[^*_`\[\]<>\\|~\n\s]++(?:[ ]++[^*_`\[\]<>\\|~\n\s]++)*+"
"""What a span may hold: words with single-line spaces between them."""
_BEFORE, _AFTER = r"(?<![^ \n(])", r"(?![^ \n.,;:?)])"
_SPAN = re.compile(
    rf"{_BEFORE}(?:\*\*(?P<bold>{_INSIDE})\*\*|\*(?P<italic>{_INSIDE})\*|`(?P<code>{_INSIDE})`"
    rf"|\[(?P<label>{_INSIDE})\]\((?P<address>[\w./?=#%+,;@:\x10-]++)\)"
    rf"|!\[(?P<alt>[\w ,.-]*+)\]\((?P<picture>[\w./?=#%+,;@:\x10-]++)\)){_AFTER}"
    r"|(?P<tag></?[a-z]++>)"
)
_SPECIAL = re.compile(r"[*_`\[\]<>\\|~]|[^\S\n ]")
"""Signs that Markdown could act on, and white space that it could take for an end."""
_UNSAFE_START = re.compile(r"(?:\A|\n)(?:[\s#+=:>-]|\d+\.|```)|\s(?:\n|\Z)")
"""Lines that could start something else than a paragraph, or that end in white space."""
_FENCE = re.compile(r"```([a-z]*)\n")
_BULLET = re.compile(r"(?:\A|\n)- ")
_NUMBER = re.compile(r"(?:\A|\n)\d{1,2}\. ")
_RULE = re.compile(r"\|(?: -{3,} \|)+")
_ENTITY = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})

TagJudge = Callable[[str], bool]
"""Tells whether a tag may pass as HTML."""


def read_plain(text: str, inline_tags: frozenset[str], judge: TagJudge) -> str | None:
    """Return the HTML of a plain text, None where it is not plain enough.

    `judge` is told of each tag that passes, and only where the whole text is plain; `inline_tags` are those that may.
    """
    if "&" in text or "\t" in text or "\n \n" in text or "  \n" in text:
        return None
    found: list[str] = []
    tags: list[str] = []
    place = 0
    was_list = False
    while True:
        if text.startswith("```", place):
            end, block = _fenced(text, place)
            is_list = False
        else:
            end = text.find("\n\n", place)
            end = len(text) if end < 0 else end
            source = text[place:end]
            is_list = source.startswith(("- ", "1. "))
            if is_list and was_list:
                return None
            block = _block(source, inline_tags, tags)
        if block is None:
            return None
        found.append(block)
        was_list = is_list
        if end == len(text):
            break
        place = end + 2
        if text[place : place + 1].isspace() or place >= len(text):
            return None
    for tag in tags:
        judge(tag)
    return "\n".join(found)


def _fenced(text: str, place: int) -> tuple[int, str | None]:
    opened = _FENCE.match(text, place)
    start = opened.end() if opened else 0
    end = text.find("\n```", start - 1)
    if opened is None or end < start or not (end + 4 == len(text) or text.startswith("\n\n", end + 4)):
        return 0, None
    named = f' class="language-{opened[1]}"' if opened[1] else ""
    return end + 4, f"<pre><code{named}>{text[start : end + 1].translate(_ENTITY)}</code></pre>"


def _block(source: str, inline_tags: frozenset[str], tags: list[str]) -> str | None:
    if source.startswith("- "):
        return _list("ul", _BULLET.split(source)[1:], source.count("\n"), inline_tags, tags)
    if source.startswith("1. "):
        return _list("ol", _NUMBER.split(source)[1:], source.count("\n"), inline_tags, tags)
    if source.startswith("| "):
        return _table(source.split("\n"), inline_tags, tags)
    if not source or _UNSAFE_START.search(source):
        return None
    body = _inline(source, inline_tags, tags)
    return None if body is None else f"<p>{body}</p>".replace("\n", "<br>\n")


def _list(name: str, items: list[str], breaks: int, inline_tags: frozenset[str], tags: list[str]) -> str | None:
    if len(items) != breaks + 1:
        return None
    found = [f"<{name}>"]
    for item in items:
        body = None if not item or _UNSAFE_START.search(item) else _inline(item, inline_tags, tags)
        if body is None:
            return None
        found.append(f"<li>{body}</li>")
    found.append(f"</{name}>")
    return "\n".join(found)


def _table(lines: list[str], inline_tags: frozenset[str], tags: list[str]) -> str | None:
    if len(lines) < 3 or not _RULE.fullmatch(lines[1]):
        return None
    width = lines[1].count("|") - 1
    rows = []
    for number, line in enumerate(lines):
        if number == 1:
            continue
        cells = line[2:-2].split(" | ")
        if not line.startswith("| ") or not line.endswith(" |") or len(cells) != width:
            return None
        bodies = [_inline(cell.strip(" "), inline_tags, tags) for cell in cells]
        sort = "td" if number else "th"
        if None in bodies:
            return None
        rows.append("<tr>\n" + "".join(f"<{sort}>{body}</{sort}>\n" for body in bodies) + "</tr>\n")
    return f"<table>\n<thead>\n{rows[0]}</thead>\n<tbody>\n{''.join(rows[1:])}</tbody>\n</table>"


def _inline(text: str, inline_tags: frozenset[str], tags: list[str]) -> str | None:
    """Return a text's HTML; the tags in it are added to `tags`."""
    if "<" not in text:
        text = text.replace(">", "&gt;")
    if not _SPECIAL.search(text):
        return text
    if _SPECIAL.search(_SPAN.sub("", text)):
        return None
    bad = False

    def html(span: re.Match[str]) -> str:
        nonlocal bad
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
        tags.append(span[0])
        bad = bad or span[0].strip("</>") not in inline_tags
        return span[0]

    body = _SPAN.sub(html, text)
    return None if bad else body
