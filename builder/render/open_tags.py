"""Which tags are open: what HTML5 closes by itself (`<li>` by the next one), and what is really left open."""

from __future__ import annotations

from collections import Counter
from typing import Generic, NamedTuple, TypeVar

from builder.render.html_tags import names

VOID = names("br col hr img source wbr")
"""Tags that hold nothing and are never closed."""
OPTIONAL = names("caption colgroup dd dt li p rb rp rt rtc tbody td tfoot th thead tr")
"""Tags whose end need not be written."""
NEEDS = {
    "li": names("ol ul"),
    **dict.fromkeys(("dd", "dt"), names("dl")),
    **dict.fromkeys(("rb", "rp", "rt", "rtc"), names("ruby")),
    **dict.fromkeys(("caption", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"), names("table")),
}
"""In which tags, one of them, a tag must stand, directly or not."""
_CELLS = names("td th")
_PARTS = names("caption colgroup tbody tfoot thead tr") | _CELLS
_RUBY = names("rb rp rt")
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (names("li"), names("ol ul")),
    **dict.fromkeys(("dd", "dt"), (names("dd dt"), names("dl"))),
    **dict.fromkeys(("td", "th"), (_CELLS, names("table tr"))),
    "tr": (_CELLS | {"caption", "colgroup", "tr"}, names("table tbody tfoot thead")),
    **dict.fromkeys(("caption", "colgroup", "tbody", "tfoot", "thead"), (_PARTS, names("table"))),
    **dict.fromkeys(("rp", "rt"), (_RUBY, names("rtc ruby"))),
    **dict.fromkeys(("rb", "rtc"), (_RUBY | {"rtc"}, names("ruby"))),
}
"""What a tag closes where it starts, and what keeps those outside of it from being closed."""
_CLOSES_PARAGRAPH = names(
    "blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary table ul"
)

Mark = TypeVar("Mark")


class Opened(NamedTuple, Generic[Mark]):
    """An open tag, and what its reader knows of it."""

    name: str
    mark: Mark


class OpenTags(Generic[Mark]):
    """The tags that are open at a place of a text, outermost first."""

    def __init__(self) -> None:
        self.stack: list[Opened[Mark]] = []
        self.paragraphs = 0
        """Those that a block inside has closed, and whose own end is still to come."""
        self.open = Counter[str]()

    def has(self, name: str) -> bool:
        """Tell whether a tag of this name stands where it must."""
        return any(self.open[outer] for outer in NEEDS.get(name, ()))

    def start(self, name: str, mark: Mark) -> list[Opened[Mark]]:
        """Open a tag, and return what it closes, innermost first."""
        closed: list[Opened[Mark]] = []
        if name in _CLOSES_PARAGRAPH:
            closed += self._close(names("p"), frozenset())
            self.paragraphs += len(closed)
        closes, within = _CLOSES.get(name, (frozenset(), frozenset()))
        closed += self._close(closes, within)
        if name not in VOID:
            self.stack.append(Opened(name, mark))
            self.open[name] += 1
        return closed

    def end(self, name: str) -> list[Opened[Mark]] | None:
        """Close a tag, and return what is closed with it, itself last; None where it closes what is not open.

        Nothing is closed by the end of a paragraph that a block has closed before.
        """
        if name in VOID:
            return []
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index].name == name:
                return self._pop_to(index)
            if self.stack[index].name not in OPTIONAL:
                break
        if name == "p" and self.paragraphs:
            self.paragraphs -= 1
            return []
        return None

    def finish(self) -> list[Opened[Mark]]:
        """Close what need not be closed at the end of a text; what is left in `stack` is really open."""
        index = len(self.stack)
        while index and self.stack[index - 1].name in OPTIONAL:
            index -= 1
        return self._pop_to(index) if index < len(self.stack) else []

    def _close(self, names: frozenset[str], within: frozenset[str]) -> list[Opened[Mark]]:
        outermost = len(self.stack)
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index].name in within or self.stack[index].name not in OPTIONAL:
                break
            if self.stack[index].name in names:
                outermost = index
        return self._pop_to(outermost)

    def _pop_to(self, index: int) -> list[Opened[Mark]]:
        closed = self.stack[index:][::-1]
        del self.stack[index:]
        self.open.subtract(opened.name for opened in closed)
        return closed
