"""Python-Markdown, set up as the project wants it: loaded only where a text needs it."""

from __future__ import annotations

import functools
import re
from typing import Any, Protocol
from xml.etree import ElementTree

import markdown
from markdown.blockprocessors import BlockProcessor, BlockQuoteProcessor, HashHeaderProcessor
from markdown.inlinepatterns import InlineProcessor

from builder.render.sanitize import BLOCK, TAG

AMPERSAND = "\x10"
"""Stands for `&`, which Markdown would otherwise read as the start of an entity."""
_NEEDS = {
    "backtick": "`", "escape": "\\", "link": "[", "image_link": "[", "autolink": "<", "html": "<", "em_strong": "*_",
    "em_strong2": "_", "nl": "\n", "linebreak": "\n", "hashheader": "#", "quote": ">", "table": "|",
}  # fmt: skip
"""The signs without which a processor, by its name, has nothing to do in a text; half of the time goes into those."""
_SIGNS = frozenset("".join(_NEEDS.values()))


class TagJudge(Protocol):
    """Who decides on the tags of a text."""

    def pass_tag(self, tag: str) -> bool:
        """Tell whether a tag of the text is HTML that may pass; record it if it may not stand there at all."""


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
            names = [item.name for item in registry._priority]
            return [registry[name] for name in names if name not in _NEEDS or signs.intersection(_NEEDS[name])]

        return pick(self.inlinePatterns), pick(self.blocks)


class _Tags(InlineProcessor):
    """Lets safe tags through and leaves everything else to be shown as text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802
        tag = self.unescape(m[0])
        if not self.md.judge.pass_tag(tag):  # type: ignore[attr-defined]
            return None, None, None
        return self.md.htmlStash.store(_attribute_ampersands(tag)), m.start(0), m.end(0)

    def unescape(self, text: str) -> str:
        """Return the tag as typed, where an earlier pattern has put a part of it away."""
        stash = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]

        def typed(place: re.Match[str]) -> str:
            node = stash.get(place[1])
            return node if isinstance(node, str) else ""

        return re.sub(r"\x02klzzwxh:(\d+)\x03", typed, text)


class _Block(BlockProcessor):
    """Takes a paragraph that starts with a block's tag as HTML, so that no <br> or <p> gets between its parts."""

    start = re.compile(rf" {{0,3}}</?(?:{'|'.join(sorted(BLOCK))})[\s/>]", re.I)

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        return bool(self.start.match(block))

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        judge = self.parser.md.judge  # type: ignore[attr-defined]
        parts: list[str] = []
        end = 0
        for tag in TAG.finditer(block):
            parts.append(_text_in_html(block[end : tag.start()]))
            passes = judge.pass_tag(tag[0])
            parts.append(_attribute_ampersands(tag[0]) if passes else _text_in_html(tag[0]))
            end = tag.end()
        parts.append(_text_in_html(block[end:]))
        ElementTree.SubElement(parent, "p").text = self.parser.md.htmlStash.store("".join(parts))


def _text_in_html(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")


def _attribute_ampersands(tag: str) -> str:
    """Return a tag in which the ampersands of addresses stand as the author wrote them."""
    return tag.replace(AMPERSAND, "&") if re.search(f"{AMPERSAND}(?:#\\w+|\\w+);", tag) else tag


class _Quote(BlockQuoteProcessor):
    RE = re.compile(r"(^|\n)[ ]{0,3}>[ ](.*)")


class _Heading(HashHeaderProcessor):
    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ ](?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")


@functools.cache
def converter() -> Converter:
    """Return the instance that all texts share."""
    md = Converter(extensions=["fenced_code", "tables", "sane_lists", "nl2br"], output_format="html")
    md.preprocessors.deregister("html_block")
    for name in ("setextheader", "reference", "quote", "hashheader"):
        md.parser.blockprocessors.deregister(name)
    patterns: Any = md.inlinePatterns
    for name in ("html", "entity", "automail", "reference", "image_reference", "short_reference",
                 "short_image_ref"):  # fmt: skip
        patterns.deregister(name)
    md.parser.blockprocessors.register(_Heading(md.parser), "hashheader", 70)
    md.parser.blockprocessors.register(_Quote(md.parser), "quote", 20)
    md.parser.blockprocessors.register(_Block(md.parser), "html", 95)
    patterns.register(_Tags(TAG.pattern, md), "html", 90)
    md.block_level_elements = sorted(BLOCK)
    ordered: Any = md.parser.blockprocessors["olist"]
    ordered.RE = re.compile(r"^[ ]{0,3}\d{1,2}\.[ ]+(.*)")
    ordered.CHILD_RE = re.compile(r"^[ ]{0,3}((\d{1,2}\.))[ ]+(.*)")
    md.blocks = md.parser.blockprocessors
    for registry in (md.blocks, md.inlinePatterns):
        list(registry)  # puts it in order
    return md
