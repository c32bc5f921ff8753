"""The fields of a note that others published, as texts of a card: Markdown where that shows the same, else HTML."""

from __future__ import annotations

import enum
import html as entities
import re
from collections import Counter
from typing import NamedTuple

from builder.inverse.markdown_of import markdown_of
from builder.source.scalars import yaml_block, yaml_value

_LINE_END = re.compile(r"\r\n?")
_MARK = re.compile(r"(?:[-+*>]|#{1,6}|\d{1,2}[.)]) |```|~~~|---|\*\*\*")
_HIDDEN = re.compile("[\x85\u2028\u2029]")
"""Line ends that no source may hold."""
_MARKS = "<&"
"""What a field with markup has."""


class Form(enum.Enum):
    """What the texts of a deck are written in."""

    TEXT = "text"
    """As typed: no sign in it means anything, but for Anki's own."""
    HTML = "HTML"
    MARKDOWN = "Markdown"


class FieldCounts(NamedTuple):
    """How many of the filled fields became what; `plain` ones have no markup."""

    plain: int
    markdown: int
    verbatim: int


class ValueWriter:
    """Writes fields as values of YAML, each text once; with `tidy` what only looks the same will do, too."""

    def __init__(self, *, tidy: bool, dollars: bool = False) -> None:
        self.tidy, self.dollars = tidy, dollars
        self.counts: Counter[str] = Counter()

    def lines(self, key: str, html: str) -> list[str]:
        """Return a key with a field's value below a card; none for an empty field."""
        if not html.strip():
            return []
        markdown = markdown_of(html, dollars=self.dollars, tidy=self.tidy)
        has_markup = any(mark in html for mark in _MARKS)
        self.counts["verbatim" if markdown is None else "markdown" if has_markup else "plain"] += 1
        if markdown is None:
            return [f"    {key}:", f"      html: {yaml_block(_LINE_END.sub(chr(10), html), 8)}"]
        # A text that is nothing but a list or a quote is known to be meant so where it stands below a `|`.
        value = yaml_block(f"{markdown}\n", 6) if _MARK.match(markdown) else yaml_value(markdown, 6)
        return [f"    {key}: {value}"] if markdown.strip() else []

    def value(self, key: str, value: str | bool | tuple[str, ...], form: Form) -> list[str]:
        """Return a key of a card of our own with its value: a text in this form, several of them, or a flag."""
        if isinstance(value, bool):
            return [f"    {key}: true"] if value else []
        if isinstance(value, tuple):
            return [f"    {key}:", *(f"      - {yaml_value(item, 8)}" for item in value)]
        if form is Form.TEXT:
            return self.lines(key, entities.escape(value.strip(), quote=False).replace("\n", "<br>"))
        if form is Form.HTML:
            return self.lines(key, value)
        self.counts["markdown"] += 1
        return [f"    {key}: {yaml_value(_HIDDEN.sub(' ', value), 6)}"]

    def counted(self) -> FieldCounts:
        """Return how many fields became what."""
        counts = self.counts
        return FieldCounts(plain=counts["plain"], markdown=counts["markdown"], verbatim=counts["verbatim"])
