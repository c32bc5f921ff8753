"""Reads the tags of HTML; apart from `html`, since the standard library's parser takes its time to load."""

from __future__ import annotations

from html.parser import HTMLParser

from builder.render.html import VOID, Fault


class Attributes(HTMLParser):
    """Keeps the attributes of the last tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102 - the base class's
        self.found = attrs

    handle_startendtag = handle_starttag


class Balance(HTMLParser):
    """Finds the first tag that closes what is not open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.fault: Fault | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102 - the base class's
        if tag not in VOID:
            self.open.append((tag, self.get_starttag_text() or f"<{tag}>"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        return

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        if tag in VOID:
            return
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif self.fault is None:
            inner = self.open[-1][0] if self.open else ""
            hint = f"close <{inner}> first" if inner else "delete it, or open it before"
            self.fault = Fault(f"</{tag}>", "unclosed-html", f"</{tag}> closes what is not open", hint)
