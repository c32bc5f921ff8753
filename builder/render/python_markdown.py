"""Python-Markdown, set up for the project's dialect. It takes 11 ms to load: import it where a text needs it."""

from __future__ import annotations

import bisect
import functools
import re
import string
from collections.abc import Iterable, Sequence
from typing import Any, Protocol
from xml.etree import ElementTree

import markdown
from markdown.blockparser import BlockParser
from markdown.inlinepatterns import BacktickInlineProcessor, InlineProcessor, SimpleTagInlineProcessor
from markdown.util import AtomicString, code_escape

from builder.render.block_structure import Block, Code, Heading, Html, List, Paragraph, Quote, blocks_of
from builder.render.dialect import AMPERSAND, CODE, EXTENSIONS, INLINE_LEFT_OUT, STRIKE
from builder.render.emphasis import Span, element_of, spans_of
from builder.render.faults import Fault, wide_row
from builder.render.html_tags import TAG
from builder.render.sanitize import BLOCK
from builder.render.tables import Tables

_NEEDS = {
    "backtick": "`", "escape": "\\", "link": "[", "image_link": "[", "autolink": "<", "html": "<", "emphasis": "*_",
    "nl": "\n", "linebreak": "\n", "del": "~",
}  # fmt: skip
"""The signs without one of which an inline pattern, by its name, has nothing to do in a text.

Left in, those patterns would take half of the time. One that is not named here always runs.
"""
_SIGNS = frozenset("".join(_NEEDS.values()))
_TASK = re.compile(r"\[([ xX])\](?= )")
_BOXES = {" ": "☐", "x": "☑"}
"""What stands for the boxes of a task list: signs that every device has, and that nobody can tap."""
_HARD_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)\\\n")
_LANGUAGE = re.compile(r"[\w+#.-]+")
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

    def report(self, fault: Fault) -> None:
        """Take what is wrong with a text, and may not be read as it was meant."""


class Converter(markdown.Markdown):
    """A Markdown instance that is used again and again, and knows whose text it converts."""

    judge: TagJudge

    def convert_for(self, judge: TagJudge, source: str) -> str:
        """Return a text's HTML; `judge` decides on its tags."""
        self.judge = judge
        inline: Any = self.treeprocessors["inline"]
        inline.inlinePatterns = self.needed(_SIGNS.intersection(source))
        return self.reset().convert(source)

    @functools.cache  # noqa: B019 - there is one instance, which lives as long as the process
    def needed(self, signs: frozenset[str]) -> Any:
        """Return the inline patterns that a text with these signs can need, in their order."""
        registry: Any = self.inlinePatterns
        names = [entry.name for entry in registry._priority]
        return [registry[name] for name in names if name not in _NEEDS or signs.intersection(_NEEDS[name])]


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


class _Blocks(BlockParser):
    """Makes a tree of a text's blocks, in the place of Python-Markdown's own parser; inline marks stay its work."""

    def __init__(self, md: Converter) -> None:
        super().__init__(md)
        self.tables = Tables(self, lambda row: md.judge.report(wide_row(row)))

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
        for item in items.items:
            if item.blocks and isinstance(item.blocks[0], Paragraph):
                first = item.blocks[0].lines
                first[0] = _TASK.sub(lambda box: _BOXES[box[1].lower()], first[0])
            self.fill(ElementTree.SubElement(element, "li"), item.blocks, is_tight=not items.is_loose)

    def add_paragraph(self, parent: ElementTree.Element, lines: Sequence[str], *, is_tight: bool) -> None:
        """Put lines of text into an element, with the table that they may hold or be."""
        table = self.tables.find(lines)
        if table is not None:
            if table:
                self.add_paragraph(parent, lines[:table], is_tight=is_tight)
            self.tables.add(parent, lines[table:])
            return
        text = "\n".join(lines)
        text = _HARD_BREAK.sub(r"\1\n", text)
        if not is_tight:
            ElementTree.SubElement(parent, "p").text = text
        elif len(parent):
            parent[-1].tail = text
        else:
            parent.text = text


class _Emphasis(InlineProcessor):
    """Reads the first emphasis behind a place, in the place of Python-Markdown's patterns.

    Python-Markdown asks again after each one, with a placeholder for what was read. What stands behind it is as it was,
    and so is its emphasis, which is found once.
    """

    before, rest = "", ""
    """What stands before and behind the last emphasis that was read."""
    spans: Sequence[Span] = ()
    """The emphasis that is left, counted from the start of the text in which it was found."""
    length = 0
    """Of that text."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        if not self.goes_on(data):
            self.rest, self.length, self.spans = data, len(data), spans_of(data)
        self.before = ""
        shift = len(data) - self.length
        first = bisect.bisect_left(self.spans, m.start(0) - shift, key=_start)
        if first == len(self.spans):
            self.spans, self.rest, self.before = (), data, data
            return None, None, None
        outer = self.spans[first]
        last = bisect.bisect_left(self.spans, outer.end, key=_start)
        element = element_of(data, [_moved(span, shift) for span in self.spans[first:last]])
        self.spans = self.spans[last:]
        self.before, self.rest = data[: outer.start + shift], data[outer.end + shift :]
        return element, outer.start + shift, outer.end + shift

    def goes_on(self, data: str) -> bool:
        """Tell whether a text is the last one, with a placeholder for what was read of it."""
        if self.before is data:
            return True
        middle = data[len(self.before) : len(data) - len(self.rest)]
        is_placeholder = bool(self.before or self.rest) and _STASHED.fullmatch(middle) is not None
        return is_placeholder and data.startswith(self.before) and data.endswith(self.rest)


def _start(span: Span) -> int:
    return span.start


def _moved(span: Span, shift: int) -> Span:
    start, inner_start, inner_end, end, tag = span
    return Span(start + shift, inner_start + shift, inner_end + shift, end + shift, tag)


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
    md = Converter(extensions=list(EXTENSIONS), output_format="html")
    md.preprocessors.deregister("html_block")
    md.block_level_elements = sorted(BLOCK)
    inline: Any = md.inlinePatterns
    for name in INLINE_LEFT_OUT:
        inline.deregister(name)
    # The numbers are priorities; tags and code take the places of Python-Markdown's own.
    inline.register(_Tags(TAG.pattern, md), "html", 90)
    md.ESCAPED_CHARS = [*string.punctuation, AMPERSAND]
    inline.register(BacktickInlineProcessor(CODE), "backtick", 190)
    for name in ("em_strong", "em_strong2", "strong_em"):
        inline.deregister(name, strict=False)
    inline.register(_Emphasis(r"[*_]", md), "emphasis", 60)
    inline.register(SimpleTagInlineProcessor(STRIKE, "del"), "del", 65)
    md.parser = _Blocks(md)
    list(inline)  # puts it in order, on which `needed` relies
    return md
