"""An instance of Python-Markdown that is used again and again. It takes 11 ms to load."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any, Protocol
from xml.etree.ElementTree import Element

import markdown

from builder.render.dialect import LINE_BREAK
from builder.render.faults import Fault

_NEEDS = {
    "backtick": "`", "escape": "\\", "link": "[", "image_link": "[", "autolink": "<", "html": "<", "emphasis": "*_~",
}  # fmt: skip
"""The signs without one of which an inline pattern, by its name, has nothing to do in a text.

Left in, those patterns would take half of the time. One that is not named here always runs.
"""
_SIGNS = frozenset("".join(_NEEDS.values()))
_STASHED = re.compile(r"\x02(?:klzzwxh:(\d+)|(\d+))\x03")
"""Python-Markdown's placeholders for what an inline pattern has read already, and for a sign behind a backslash."""


class TagJudge(Protocol):
    """Who decides on the tags of a text."""

    def pass_tag(self, written: str, around: tuple[str, str] | None) -> str | None:
        """Return the HTML that stands for a tag; None where it is text.

        `around` are the signs before and behind it in running text; None in a block of HTML.
        """

    def report(self, fault: Fault) -> None:
        """Take what is wrong with a text, and may not be read as it was meant."""

    @property
    def typed(self) -> Callable[[str], str]:
        """What gives a part of the text as its author typed it, before anything of it was put away."""


class Converter(markdown.Markdown):
    """A Markdown instance that is used again and again, and knows whose text it converts."""

    judge: TagJudge
    written: dict[Element | str, str]
    """What stood in the text for which there is a node or a placeholder now."""

    def convert_for(self, judge: TagJudge, source: str) -> str:
        """Return a text's HTML; `judge` decides on its tags."""
        self.judge = judge
        self.written = {}
        inline: Any = self.treeprocessors["inline"]
        inline.inlinePatterns = self.needed(_SIGNS.intersection(source))
        return self.reset().convert(source).replace(LINE_BREAK, "<br>")

    @functools.cache  # noqa: B019 - there is one instance, which lives as long as the process
    def needed(self, signs: frozenset[str]) -> Any:
        """Return the inline patterns that a text with these signs can need, in their order."""
        registry: Any = self.inlinePatterns
        names = [entry.name for entry in registry._priority]
        return [registry[name] for name in names if name not in _NEEDS or signs.intersection(_NEEDS[name])]

    @property
    def nodes(self) -> dict[str, Element | str]:
        """What was read, by the number of its placeholder."""
        inline: Any = self.treeprocessors["inline"]
        nodes: dict[str, Element | str] = inline.stashed_nodes
        return nodes

    def typed(self, text: str) -> str:
        """Return a part of the text as it was before inline patterns put parts of it away."""
        whole = _STASHED.sub(self._typed, text) if "\x02" in text else text
        return whole.replace(LINE_BREAK, "\n")

    def _typed(self, placeholder: re.Match[str]) -> str:
        if placeholder[2]:
            return f"\\{chr(int(placeholder[2]))}"
        node = self.nodes.get(placeholder[1], "")
        return self.typed(self.written.get(node) or str(node))
