"""A processor of Python-Markdown that finds all that a text has of a sort at once, and hands it out one by one.

Python-Markdown's own processors look at what follows a mark for each mark, which takes long where there are many.
"""

from __future__ import annotations

import bisect
import re
from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, Protocol, TypeVar
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor

from builder.render.converter import Converter
from builder.render.faults import crossed_edge

Match = tuple["Element | str | None", "int | None", "int | None"]
"""What Python-Markdown asks of a processor: what stands for a part of the text, and where that starts and ends."""
STASHED = re.compile(r"\x02klzzwxh:\d+\x03")
"""Python-Markdown's placeholder for what was read already."""


class _Place(Protocol):
    """Something that was found in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_Found = TypeVar("_Found", bound=_Place)


def _start(place: _Place) -> int:
    return place.start


class Processor(InlineProcessor):
    """A processor that knows the converter which it is a part of."""

    md: Converter
    ANCESTOR_EXCLUDES: ClassVar[tuple[str, ...]] = ("em", "strong", "del")
    """What `Emphasis` gives holds nothing that is left to be read; Python-Markdown would read it again."""
    sign: str
    """The pattern of what has to stand in a text for it."""

    def __init__(self, md: Converter) -> None:
        super().__init__(self.sign, md)

    def report(self, written: str, what: str) -> None:
        """Report what would be a link, or code, or emphasis, had it not the edge of a gap in it."""
        message = f"the {what} has the edge of a gap in it, and is shown as typed"
        self.md.judge.report(crossed_edge(self.md.typed(written), message))


class AllAtOnce(Processor, Generic[_Found]):
    """Finds all places of a text when it is asked for the first, and hands out one after the other.

    Python-Markdown asks again after each one, with a placeholder for what was read. What stands behind it is as it was,
    and so is what was found there.
    """

    text, before, rest = "", "", ""
    """The text in which was found, and what stands before and behind the last place that was handed out."""
    found: Sequence[_Found] = ()
    """What is left of it."""

    @abstractmethod
    def find(self, text: str) -> Sequence[_Found]:
        """Return what is in a text, in order; places in each other are handed out together."""

    @abstractmethod
    def element(self, text: str, found: Sequence[_Found]) -> Element:
        """Return what stands for the first of some places, the others of which are inside of it."""

    def handleMatch(self, m: re.Match[str], data: str) -> Match:  # type: ignore[override]  # noqa: N802
        """Return the first place that is left behind a mark, with what stands for it."""
        if not self.goes_on(data):
            self.text = self.rest = data
            self.found = self.find(data)
        self.before = ""
        shift = len(data) - len(self.text)
        first = bisect.bisect_left(self.found, m.start(0) - shift, key=_start)
        if first == len(self.found):
            self.found, self.rest, self.before = (), data, data
            return None, 0, len(data)
        place = self.found[first]
        last = bisect.bisect_left(self.found, place.end, key=_start)
        element = self.element(self.text, self.found[first:last])
        self.md.written[element] = self.text[place.start : place.end]
        self.found = self.found[last:]
        start, end = place.start + shift, place.end + shift
        self.before, self.rest = data[:start], data[end:]
        return element, start, end

    def goes_on(self, data: str) -> bool:
        """Tell whether a text is the last one, with a placeholder for what was read of it."""
        if self.before is data:
            return True
        middle = data[len(self.before) : len(data) - len(self.rest)]
        is_placeholder = bool(self.before or self.rest) and STASHED.fullmatch(middle) is not None
        return is_placeholder and data.startswith(self.before) and data.endswith(self.rest)
