"""Marks of other dialects of Markdown that a card shows as they were typed: those of MkDocs, kramdown, Pandoc, GitHub.

Boxes (`::: note`, `!!! note`), tables of contents, attributes (`{: .class}`), definitions, abbreviations,
citations, emoji by their names, and the tags of forums. In code and formulas they are text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from builder.diagnostics import Severity
from builder.render.faults import Fault
from builder.texts.code_places import find_places, outside

MAY_HAVE = re.compile(
    r":::|!!! |\?\?\?\+? |\[TOC|\[toc|\{[.:#$]|\)\{|^:[ \t]|^\*\[|\[-?@|\[/[a-z]|:[a-z\d_+-]+:", re.M | re.I
)
"""A sign without which a text has none of these marks."""
_SIGNS = {
    "+1": "👍", "-1": "👎", "100": "💯", "arrow_down": "⬇️", "arrow_left": "⬅️", "arrow_right": "➡️", "arrow_up": "⬆️",
    "blush": "😊", "boom": "💥", "brain": "🧠", "bulb": "💡", "clap": "👏", "exclamation": "❗", "eyes": "👀",
    "fire": "🔥", "grin": "😁", "heart": "❤️", "heart_eyes": "😍", "heavy_check_mark": "✔️", "hourglass": "⌛",
    "information_source": "ℹ️", "joy": "😂", "memo": "📝", "muscle": "💪", "no_entry": "⛔", "ok_hand": "👌",
    "point_left": "👈", "point_right": "👉", "pray": "🙏", "pushpin": "📌", "red_circle": "🔴", "rocket": "🚀",
    "smile": "😄", "smiley": "😃", "sob": "😭", "sparkles": "✨", "tada": "🎉", "thinking": "🤔", "thumbsdown": "👎",
    "thumbsup": "👍", "warning": "⚠️", "wave": "👋", "white_check_mark": "✅", "wink": "😉", "zap": "⚡",
}  # fmt: skip
"""Emoji by the names that GitHub knows, where a name between colons is nothing else."""
_FORUM = {
    **dict.fromkeys(("center", "color", "size"), "its words alone, or **…**"),
    "img": "![](name.png)",
    "quote": "> and a blank before each of its lines",
    "url": "[words](https://…)",
}
"""What to write for the tags of forums that are called otherwise in HTML, or not at all."""
_START = r"^[ \t>]*"
_INDENTED_BELOW = r"[ \t]*\n(?:[ \t]*\n)?(?: {4}|\t)[ \t]*\S"
_ATTRIBUTE = r"(?:[.#][A-Za-z][\w-]+|[A-Za-z-]+=(?:\"[^\"\n]*\"|[^\s{}\"=]+))"
_ATTRIBUTES = rf"\{{(?::[ \t]*)?[.#][A-Za-z][\w-]+(?:[ \t]+{_ATTRIBUTE})*[ \t]*\}}"
_MARKS = re.compile(
    rf"{_START}(?P<div>:{{3,}}[ \t]*(?:\{{[^{{}}\n]+\}}|[A-Za-z])[^\n]*?)[ \t]*$"
    rf"|{_START}(?P<box>(?:!!!|\?\?\?\+?)[ \t]+[a-z]+(?:[ \t]+\"[^\"\n]+\"|(?={_INDENTED_BELOW})))[ \t]*$"
    rf"|{_START}(?P<contents>\[(?:TOC|toc)\]|@\[(?:TOC|toc)\]|\{{:toc\}}|\$\{{toc\}})[ \t]*$"
    r"|(?P<line>\{:[ \t]+(?:#[A-Za-z][\w-]*|[A-Za-z-]+=\"[^\"\n]*\")[ \t]*\})[ \t]*$"
    rf"|(?P<attributes>(?:(?<=[\]`*_])(?!\{{:)|(?=\{{:)){_ATTRIBUTES})(?!\w)"
    rf"|(?<![!\w])\[[^\[\]\n]{{1,200}}\]\([^()\n]{{1,500}}\)(?P<behind>\{{[^{{}}\n]*=[^{{}}\n]*\}}|{_ATTRIBUTES})"
    rf"|^#{{1,6}}[ \t][^\n{{}}]*(?P<heading>\{{(?:[#.][A-Za-z][\w-]*|-)\}})[ \t]*$"
    r"|(?<=\S\n)(?P<definition>:[ \t]+(?P<means>\S[^\n]*))$"
    r"|^\*\[(?P<short>[^\[\]\n]+)\]:[ \t]+(?P<long>\S[^\n]*)$"
    r"|(?P<cited>\[-?@[A-Za-z][\w:.-]*\d{4}[a-z]?(?:[,;][^\[\]\n]*)?\])(?![(\[])"
    r"|\[(?P<forum>(?i:b|i|u|s|sub|sup|center|color|size|url|img|quote))(?:=[^\[\]\n]*)?\]"
    r"|(?<![\w:]):(?P<emoji>[a-z\d_+-]+):(?![\w:])",
    re.M,
)
_WITH_TEXT = {"means": "definition", "long": "short"}
"""The marks that have a text behind them, by its name."""
_DIV_END = re.compile(rf"{_START}:{{3,}}[ \t]*$", re.M)
_NAME = re.compile(r"[A-Za-z]+(?=[^A-Za-z-]|\Z)")
_TITLE = re.compile(r"\"([^\"\n]+)\"|\[([^\[\]\n]+)\]")
_SHOWN = 60
"""Signs of a mark that a message repeats."""
_COUNTED = 100
"""Faults that are told of one text."""


def dialect_faults(text: str) -> Iterator[Fault]:
    """Yield what a Markdown text has that other dialects read, and that a card shows as typed."""
    places = find_places(text)
    unread = sorted((*places.code, *places.formulas, *places.comments))
    last = functools.cache(text.rfind)
    last_end = max((end.start() for end in _DIV_END.finditer(text)), default=-1) if ":::" in text else -1
    count = 0
    for mark in outside(unread, _MARKS.finditer(text)):
        if count == _COUNTED:
            return
        if mark["div"] and mark.start() >= last_end:
            continue
        if mark["forum"] and last(f"[/{mark['forum']}]") < mark.end():
            continue
        fault = _fault(mark)
        start = text.index(fault.snippet, mark.start()) if fault else 0
        if fault and text[max(0, start - 1) : start] != "\\":
            count += 1
            yield fault._replace(occurrence=text.count(fault.snippet, 0, start))


def _fault(mark: re.Match[str]) -> Fault | None:
    kind = mark.lastgroup or ""
    kind = _WITH_TEXT.get(kind, kind)
    written = mark[kind]
    if kind in ("div", "box"):
        return _box(written, kind)
    if kind == "contents":
        return _warning(written, "a card has no table of contents", "delete it")
    if kind == "short":
        means = f'<abbr title="{mark["long"].strip()}">{written}</abbr>'
        return _warning(mark[0], "a card has no list of abbreviations", f"delete it, and write {means} in the text")
    if kind == "definition":
        above = mark.string[: mark.start()].rstrip("\n").split("\n")
        term = next((line.strip(" *:") for line in reversed(above) if not line.startswith(":")), "")
        return _warning(written, "", f"write it behind what it explains: **{term}**: {mark['means']}")
    if kind == "cited":
        return _warning(written, "a card has no list of literature", "cite it as the card's source, and delete it here")
    if kind == "forum":
        return _warning(mark[0], "", f"write {_FORUM.get(written.lower()) or f'<{written}>…</{written}>'.lower()}")
    if kind == "emoji":
        sign = _SIGNS.get(written)
        return _warning(f":{written}:", "", f"write {sign}; if it is text, put it in backticks") if sign else None
    hint = 'delete it; a class may stand in a tag, <span class="…">…</span>'
    return _warning(written, "attributes are no Markdown here", hint if kind != "heading" else "delete it")


def _box(written: str, kind: str) -> Fault:
    title, name = _TITLE.search(written), _NAME.search(written)
    label = next(filter(None, title.groups())) if title else (name[0].capitalize() if name else "Note")
    rest = "delete the ::: that ends it" if kind == "div" else "its text in the lines below, not further in"
    label += ":" * label[-1].isalnum()
    return _warning(written, "a card has no such boxes", f"write **{label}**, and {rest}")


def _warning(snippet: str, why: str, hint: str) -> Fault:
    shown = snippet if len(snippet) <= _SHOWN else f"{snippet[:_SHOWN]}…"
    message = f'"{shown}" shows as typed{why and ": "}{why}'
    return Fault(snippet=snippet, rule="foreign-mark", message=message, hint=hint, severity=Severity.WARNING)
