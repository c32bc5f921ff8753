"""Reads the plainest Markdown without Python-Markdown, to the very HTML that it gives; all else it leaves to it.

Python-Markdown takes 50 to 200 µs for a field, and 11 ms to load; this reader takes some 5 µs for the texts that
most fields hold. Of a build without a cache it saves 0.2 s at a thousand notes, and 1.7 s at ten thousand.

A text is plain if it is paragraphs, lists of one level with one line an item, tables and fenced code, a blank line
between them, and if every sign that Markdown could act on belongs to a simple span: `**bold**`, `*italic*`,
`` `code` ``, a link, an image or a tag without attributes. When in doubt a text is not plain: a wrong "no" costs some
microseconds, a wrong "yes" changes what a learner sees. tests/render/test_fast_markdown.py compares the two readers on
made-up texts without end.

Every pattern is possessive or stops at the next special sign, so that the time grows with the text's length alone;
groups are not possessive, since Python before 3.11.5 matches such groups wrongly (gh-106052).
"""

from __future__ import annotations

import re

from builder.render.dialect import AMPERSAND, FENCE, GAP_CLOSE, GAP_OPEN, INLINE_SIGNS, ITEM_NUMBER, START_SIGNS
from builder.render.sanitize import INLINE

_WORD = rf"[^{INLINE_SIGNS}\s]++"
_INSIDE = rf"{_WORD}(?:[ ]++{_WORD})*"
"""What a span may hold: words with spaces between them, on one line."""
_ADDRESS = rf"[\w./?=#%+,;@:{AMPERSAND}-]++"
_SPAN = re.compile(
    rf"(?:\*\*(?<![^ \n(]\*\*)(?P<bold>{_INSIDE})\*\*|\*(?<![^ \n(]\*)(?P<italic>{_INSIDE})\*"
    rf"|`(?<![^ \n(]`)(?P<code>{_INSIDE})`"
    rf"|\[(?<![^ \n(]\[)(?P<label>{_INSIDE})\]\((?P<address>{_ADDRESS})\)"
    rf"|!\[(?<![^ \n(]!\[)(?P<alt>[\w ,.-]*+)\]\((?P<picture>{_ADDRESS})\))(?![^ \n.,;:?)])"
    r"|<(?P<tag>/?[a-z]++)>"
)
"""A span, which starts after a space or a parenthesis and ends before a space or a mark; or a tag, anywhere.

The looks behind stand after the sign itself, so that they are tried only where there is one. The last group that
matched tells which kind of span it is.
"""
_SPECIAL = re.compile(rf"[{INLINE_SIGNS}\t\xa0\x85\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
"""Signs that Markdown could act on, and white space that it could take for an end."""
_TEXT = rf"(?![\s{START_SIGNS}]|{ITEM_NUMBER}|{FENCE})[^\n]++"
"""A line that starts nothing else than text."""
_PARAGRAPH = re.compile(rf"{_TEXT}(?:\n{_TEXT})*")
_BULLETS = re.compile(rf"- {_TEXT}(?:\n- {_TEXT})*")
_NUMBERED = re.compile(rf"1\. {_TEXT}(?:\n\d{{1,2}}\. {_TEXT})*")
_NEXT_NUMBER = re.compile(r"\n\d{1,2}\. ")
_FENCE_START = re.compile(rf"{FENCE}([a-z]*)\n")
_TABLE_RULE = re.compile(r"\|(?: -{3,} \|)+")
_BETWEEN_EDGES = re.compile(f"[^{GAP_OPEN}{GAP_CLOSE}]+")
_CODE_ENTITIES = str.maketrans({"<": "&lt;", ">": "&gt;"})


class _NotPlainError(Exception):
    """The text is not plain."""


def convert_if_plain(text: str) -> str | None:
    """Return the HTML of a plain text, None where it is not plain enough. The tags in it are known and balanced.

    It is that of Python-Markdown, on one line but for code (one_line.py).
    """
    if "&" in text or "\t" in text or " \n" in text or text.endswith(" ") or (GAP_OPEN in text and "<" in text):
        return None
    if AMPERSAND in text and "<code>" in text:  # an entity there is told of, and in backticks it is not
        return None
    blocks: list[str] = []
    start, was_list = 0, False
    try:
        while True:
            end, block = _block(text, start)
            is_list = block.startswith(("<ul>", "<ol>"))
            if is_list and was_list:  # Python-Markdown can make one list of the two
                return None
            blocks.append(block)
            if end == len(text):
                return "".join(blocks)
            start, was_list = end + 2, is_list
    except _NotPlainError:
        return None


def _block(text: str, start: int) -> tuple[int, str]:
    """Return where the block at `start` ends, and its HTML."""
    if text.startswith(FENCE, start):
        return _fenced_code(text, start)
    end = text.find("\n\n", start)
    end = len(text) if end < 0 else end
    source = text[start:end]
    if _PARAGRAPH.fullmatch(source):
        body = _inline(source)
        return end, f"<p>{body}</p>".replace("\n", "<br>")
    if _BULLETS.fullmatch(source):
        items = _inline(source)[2:].replace("\n- ", "</li><li>")
        return end, f"<ul><li>{items}</li></ul>"
    if _NUMBERED.fullmatch(source):
        items = _NEXT_NUMBER.sub("</li><li>", _inline(source)[3:])
        return end, f"<ol><li>{items}</li></ol>"
    return end, _table(source.split("\n"))


def _fenced_code(text: str, start: int) -> tuple[int, str]:
    opening = _FENCE_START.match(text, start)
    if opening is None:
        raise _NotPlainError
    code_start = opening.end()
    # The search starts a sign early, so that it does not pass over the fence that ends empty code.
    code_end = text.find(f"\n{FENCE}", code_start - 1) + 1
    end = code_end + len(FENCE)
    if code_end <= code_start or not (end == len(text) or text.startswith("\n\n", end)):
        raise _NotPlainError
    if FENCE in text[code_start:code_end]:  # with blanks before it, it can be the end
        raise _NotPlainError
    language = f' class="language-{opening[1]}"' if opening[1] else ""
    code = text[code_start:code_end].rstrip().translate(_CODE_ENTITIES)
    return end, f"<pre><code{language}>{code}\n</code></pre>"


def _table(lines: list[str]) -> str:
    if len(lines) < 3 or not _TABLE_RULE.fullmatch(lines[1]):
        raise _NotPlainError
    width = lines[1].count("|") - 1
    head = _row(lines[0], "th", width)
    body = "".join(_row(line, "td", width) for line in lines[2:])
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def _row(line: str, tag: str, width: int) -> str:
    cells = line[2:-2].split(" | ")
    if not line.startswith("| ") or not line.endswith(" |") or len(cells) != width:
        raise _NotPlainError
    row = "".join(f"<{tag}>{_inline(cell.strip(' '))}</{tag}>" for cell in cells)
    return f"<tr>{row}</tr>"


def _inline(text: str) -> str:
    """Return the HTML of running text; a tag must close in the line and between the spans where it opens."""
    if "<" not in text:
        text = text.replace(">", "&gt;")
    has_gaps = GAP_OPEN in text or GAP_CLOSE in text
    parts = []
    opened: list[str] = []
    end = 0
    while sign := _SPECIAL.search(text, end):
        start = sign.start()
        if start > end and text.startswith("![", start - 1):
            start -= 1
        span = _SPAN.match(text, start)
        crosses_line = bool(opened) and text.find("\n", end, start) >= 0
        if span is None or crosses_line or (has_gaps and not _holds_whole_gaps(span[0])):
            raise _NotPlainError
        parts += [text[end:start], _span(span, opened)]
        end = span.end()
    if opened:
        raise _NotPlainError
    return "".join([*parts, text[end:]])


def _holds_whole_gaps(span: str) -> bool:
    """Tell whether no gap begins or ends in a span alone; gaps in gaps are left to the other reader."""
    return not _BETWEEN_EDGES.sub("", span).replace(GAP_OPEN + GAP_CLOSE, "")


def _span(span: re.Match[str], opened: list[str]) -> str:
    """Return the HTML of a span. `opened` holds the tags that are open, and is kept up to date."""
    group = span.lastgroup
    if group == "bold":
        return f"<strong>{span[group]}</strong>"
    if group == "italic":
        return f"<em>{span[group]}</em>"
    if group == "code":
        return f"<code>{span[group]}</code>"
    if group == "address":
        return f'<a href="{span[group]}">{span["label"]}</a>'
    if group == "picture":
        return f'<img alt="{span["alt"]}" src="{span[group]}">'
    tag = span["tag"]
    if tag.startswith("/"):
        if not opened or opened.pop() != tag[1:]:
            raise _NotPlainError
    elif tag not in INLINE or tag in ("img", "wbr"):
        raise _NotPlainError
    elif tag != "br":
        opened.append(tag)
    return span[0]
