"""Python-Markdown, set up for the project's dialect. It takes 11 ms to load: import it where a text needs it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree import ElementTree

from markdown.blockparser import BlockParser
from markdown.util import AtomicString, code_escape

from builder.render.block_structure import Block, Code, Heading, Html, List, Paragraph, Quote, blocks_of
from builder.render.converter import Converter, TagJudge
from builder.render.dialect import ESCAPED, LINE_BREAK
from builder.render.faults import markdown_in_html
from builder.render.html_tags import TAG
from builder.render.inline_processors import TIGHT, register_processors
from builder.render.sanitize import BLOCK
from builder.render.tables import Tables

_TASK = re.compile(r"\A\[([ xX])\](?= )")
_BOXES = {" ": "☐", "x": "☑"}
"""What stands for the boxes of a task list: signs that every device has, and that nobody can tap."""
_LANGUAGE = re.compile(r"[\w+#.-]+")
_VERBATIM = re.compile(r"<(?:pre|code|kbd|samp)\b", re.I)
_MARKDOWN = re.compile(
    r"(?<![*\\\w])\*\*(?=[^\s*])[^*\n<>]+(?<=\S)\*\*(?![*\w])|(?<![\]\\\w])!?\[[^\[\]\n<>]+\]\((?:https?:|[\w-]+\.)[^()\s<>]+\)"
    r"|(?<![`\\])`[^`\n<>]+`(?!`)"
)
"""Bold, a link, a picture or code, which nobody writes in HTML to be seen as it was typed."""
_IN_HTML = re.compile(rf"\\<|{TAG.pattern}")


class _Blocks(BlockParser):
    """Makes a tree of a text's blocks, in the place of Python-Markdown's own parser; inline marks stay its work."""

    def __init__(self, md: Converter) -> None:
        super().__init__(md)
        self.tables = Tables(self, lambda fault: md.judge.report(fault))

    def parseDocument(self, lines: Iterable[str]) -> ElementTree.ElementTree[Any]:  # noqa: N802
        self.root = ElementTree.Element(self.md.doc_tag)
        self.fill(self.root, blocks_of(list(lines)))
        return ElementTree.ElementTree(self.root)

    def fill(self, parent: ElementTree.Element, blocks: Sequence[Block], *, is_tight: bool = False) -> None:
        """Put blocks into an element; the paragraphs of a tight item stand in it without a tag."""
        for block in blocks:
            if isinstance(block, Paragraph):
                self.add_paragraph(parent, block.lines, is_tight=is_tight)
            elif isinstance(block, Heading):
                ElementTree.SubElement(parent, f"h{block.level}").text = block.text
            elif isinstance(block, Code):
                _add_code(parent, block)
            elif isinstance(block, Html):
                html = html_block(self.md.judge, "\n".join(block.lines))  # type: ignore[attr-defined]
                ElementTree.SubElement(parent, "p").text = self.md.htmlStash.store(html)
            elif isinstance(block, Quote):
                self.fill(ElementTree.SubElement(parent, "blockquote"), block.blocks)
            elif isinstance(block, List):
                self.add_list(parent, block)
            else:
                ElementTree.SubElement(parent, "hr")

    def add_list(self, parent: ElementTree.Element, items: List) -> None:
        element = ElementTree.SubElement(parent, "ul" if items.start is None else "ol")
        if items.start not in (None, 1):
            element.set("start", str(items.start))
        is_tight = not items.is_loose
        for item in items.items:
            if item.blocks and isinstance(item.blocks[0], Paragraph):
                first = item.blocks[0].lines
                first[0] = _TASK.sub(lambda box: _BOXES[box[1].lower()], first[0])
            self.fill(ElementTree.SubElement(element, "li"), item.blocks, is_tight=is_tight)

    def add_paragraph(self, parent: ElementTree.Element, lines: Sequence[str], *, is_tight: bool) -> None:
        """Put lines of text into an element, with the table that they may hold or be."""
        table = self.tables.find(lines)
        if table is not None:
            if table:
                self.add_paragraph(parent, lines[:table], is_tight=is_tight)
            self.tables.add(parent, lines[table:])
            return
        self.tables.report_meant(lines)
        ElementTree.SubElement(parent, TIGHT if is_tight else "p").text = LINE_BREAK.join(lines)


def _add_code(parent: ElementTree.Element, block: Code) -> None:
    lines = block.lines
    while lines and not block.fence and not lines[-1].strip():
        lines = lines[:-1]
    code = ElementTree.SubElement(ElementTree.SubElement(parent, "pre"), "code")
    language = _LANGUAGE.match(block.info)
    if language:
        code.set("class", f"language-{language[0]}")
    code.text = AtomicString(code_escape("".join(f"{line}\n" for line in lines)))


def html_block(judge: TagJudge, block: str) -> str:
    """Return a block of HTML with its tags judged, and what stands between them as text."""
    unread = None if _VERBATIM.search(block) else _MARKDOWN.search(block)
    if unread:
        judge.report(markdown_in_html(unread[0]))
    parts: list[str] = []
    end = 0
    for found in _IN_HTML.finditer(block):
        passed = None if found[0] == "\\<" else judge.pass_tag(found[0], None)
        parts += [_text_in_html(block[end : found.start()]), passed or _text_in_html(found[0].removeprefix("\\"))]
        end = found.end()
    return "".join([*parts, _text_in_html(block[end:])])


def _text_in_html(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")


def convert(judge: TagJudge, source: str) -> str:
    """Return the HTML of a text as `dialect` tells that the readers are given it; `judge` decides on its tags."""
    return converter().convert_for(judge, source)


@functools.cache
def converter() -> Converter:
    """Return the instance that all texts share."""
    md = Converter(output_format="html")
    md.preprocessors.deregister("html_block")
    md.block_level_elements = sorted(BLOCK)
    md.ESCAPED_CHARS = list(ESCAPED)
    md.parser = _Blocks(md)
    register_processors(md)
    return md
