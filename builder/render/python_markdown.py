"""Python-Markdown, set up for the project's dialect. It takes 11 ms to load: import it where a text needs it."""

from __future__ import annotations

import functools
import re
from typing import Any, Protocol
from xml.etree import ElementTree

import markdown
from markdown.blockprocessors import BlockProcessor, BlockQuoteProcessor, HashHeaderProcessor
from markdown.inlinepatterns import InlineProcessor

from builder.render.dialect import (
    BLOCK_TAG,
    BLOCKS_LEFT_OUT,
    EXTENSIONS,
    HEADING_MARK,
    INLINE_LEFT_OUT,
    ITEM_NUMBER,
    QUOTE_MARK,
)
from builder.render.html_tags import TAG
from builder.render.sanitize import BLOCK

_NEEDS = {
    "backtick": "`", "escape": "\\", "link": "[", "image_link": "[", "autolink": "<", "html": "<", "em_strong": "*_",
    "em_strong2": "_", "nl": "\n", "linebreak": "\n", "hashheader": "#", "quote": ">", "table": "|",
}  # fmt: skip
"""The signs without one of which a processor, by its name, has nothing to do in a text.

Left in, those processors would take half of the time. One that is not named here always runs.
"""
_SIGNS = frozenset("".join(_NEEDS.values()))
_STASHED = re.compile(r"\x02klzzwxh:(\d+)\x03")
"""Python-Markdown's placeholder for what an inline pattern has read already."""
_ESCAPED = re.compile(r"\x02(\d+)\x03")
"""Python-Markdown's placeholder for a sign behind a backslash."""
_IN_HTML = re.compile(rf"\\<|{TAG.pattern}")


class TagJudge(Protocol):
    """Who decides on the tags of a text."""

    def pass_tag(self, written: str, around: tuple[str, str] | None) -> str | None:
        """Return the HTML that stands for a tag; None where it is text.

        `around` are the signs before and behind it in running text; None in a block of HTML.
        """


class Converter(markdown.Markdown):
    """A Markdown instance that is used again and again, and knows whose text it converts."""

    judge: TagJudge
    blocks: Any
    """All block processors; the parser is given those that a text needs."""

    def convert_for(self, judge: TagJudge, source: str) -> str:
        """Return a text's HTML; `judge` decides on its tags."""
        self.judge = judge
        inline: Any = self.treeprocessors["inline"]
        inline.inlinePatterns, self.parser.blockprocessors = self.needed(_SIGNS.intersection(source))
        return self.reset().convert(source)

    @functools.cache  # noqa: B019 - there is one instance, which lives as long as the process
    def needed(self, signs: frozenset[str]) -> Any:
        """Return the inline patterns and the block processors that a text with these signs can need, in their order."""

        def pick(registry: Any) -> list[Any]:
            names = [entry.name for entry in registry._priority]
            return [registry[name] for name in names if name not in _NEEDS or signs.intersection(_NEEDS[name])]

        return pick(self.inlinePatterns), pick(self.blocks)


class _Tags(InlineProcessor):
    """Lets safe tags through and leaves everything else to be shown as text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802
        around = data[max(0, m.start(0) - 1) : m.start(0)], data[m.end(0) : m.end(0) + 1]
        passed = self.md.judge.pass_tag(self.unescape(m[0]), around)  # type: ignore[attr-defined]
        if passed is None:
            return None, None, None
        return self.md.htmlStash.store(passed), m.start(0), m.end(0)

    def unescape(self, text: str) -> str:
        """Return the tag as typed, where an earlier pattern has put a part of it away."""
        stash = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]

        def typed(placeholder: re.Match[str]) -> str:
            node = stash.get(placeholder[1])
            if isinstance(node, str):
                return _ESCAPED.sub(lambda sign: f"\\{chr(int(sign[1]))}", node)
            words = "" if node is None else "".join(node.itertext())
            return f"`{words}`" if node is not None and node.tag == "code" else words

        return _STASHED.sub(typed, text)


class _HtmlBlock(BlockProcessor):
    """Takes a paragraph that starts with a block's tag as HTML, so that no <br> or <p> gets between its parts."""

    start = re.compile(rf" {{0,3}}{BLOCK_TAG}", re.I)

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        return bool(self.start.match(block))

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        html = html_block(self.parser.md.judge, block)  # type: ignore[attr-defined]
        ElementTree.SubElement(parent, "p").text = self.parser.md.htmlStash.store(html)


def html_block(judge: TagJudge, block: str) -> str:
    """Return a block of HTML with its tags judged, and what stands between them as text."""
    parts: list[str] = []
    end = 0
    for found in _IN_HTML.finditer(block):
        passed = None if found[0] == "\\<" else judge.pass_tag(found[0], None)
        parts += [_text_in_html(block[end : found.start()]), passed or _text_in_html(found[0].removeprefix("\\"))]
        end = found.end()
    return "".join([*parts, _text_in_html(block[end:])])


def _text_in_html(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")


class _Quote(BlockQuoteProcessor):
    RE = re.compile(rf"(^|\n)[ ]{{0,3}}{QUOTE_MARK}(.*)")


class _Heading(HashHeaderProcessor):
    RE = re.compile(rf"(?:^|\n){HEADING_MARK}(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")


def convert(judge: TagJudge, source: str) -> str:
    """Return the HTML of a text as `dialect` tells that the readers are given it; `judge` decides on its tags."""
    return converter().convert_for(judge, source)


@functools.cache
def converter() -> Converter:
    """Return the instance that all texts share."""
    md = Converter(extensions=list(EXTENSIONS), output_format="html")
    md.preprocessors.deregister("html_block")
    md.block_level_elements = sorted(BLOCK)
    blocks: Any = md.parser.blockprocessors
    inline: Any = md.inlinePatterns
    for name in BLOCKS_LEFT_OUT:
        blocks.deregister(name)
    for name in INLINE_LEFT_OUT:
        inline.deregister(name)
    # The numbers are priorities. These three take the places of Python-Markdown's own processors of the same names.
    blocks.register(_Heading(md.parser), "hashheader", 70)
    blocks.register(_Quote(md.parser), "quote", 20)
    inline.register(_Tags(TAG.pattern, md), "html", 90)
    md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "<"]
    blocks.register(_HtmlBlock(md.parser), "html", 95)  # before everything that could split or change the block
    blocks["olist"].RE = re.compile(rf"^[ ]{{0,3}}{ITEM_NUMBER}[ ]+(.*)")
    blocks["olist"].CHILD_RE = re.compile(rf"^[ ]{{0,3}}(({ITEM_NUMBER}))[ ]+(.*)")
    md.blocks = blocks
    for registry in (blocks, inline):
        list(registry)  # puts it in order, on which `needed` relies
    return md
