"""The plainest HTML that looks like a field: blocks, and paragraphs with line breaks, and marks where they show.

Lines are lines, whether `div`, `p` or `br` ends them, and blank lines in a row are one; a single hard blank is a blank;
marks and styles count by what is seen of each word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.dom import Comment, Element, Node
from builder.inverse.runs import BREAK, Mark, Run, laid_out, picture, runs_of
from builder.inverse.same_dom import BLOCKS, MARK, collapsed
from builder.inverse.shown_styles import shown_by
from builder.render.html_tags import names

_LINES = names("div p")
"""Blocks of which nothing shows but that they stand on lines of their own."""
_IDEMPOTENT = names("a strong em u del mark")
_SAME = {"b": "strong", "i": "em", "s": "del", "strike": "del", "ins": "u", "tt": "code"}
_WRAPS = names("span font")
_WHOLE = names("audio canvas embed iframe img input object ruby svg video wbr")
_BOLD = names("h1 h2 h3 h4 h5 h6 th")
_OF_ROWS = names("thead tbody tfoot")
_OPENS = re.compile(r"(?:\{\{c[0-9,]+::)+\Z")
_CLOSES = re.compile(r"(?:(?:::[^{}]*)?\}\})+\Z")
_LATEX = re.compile(
    rf"{MARK}(?:(?P<sign>\$\$?)\](?P<tex>[^{MARK}]*){MARK}/(?P=sign)"
    rf"|latex\]\s*(?P<dollars>\$\$?)(?P<math>[^{MARK}$]*)(?P=dollars)\s*{MARK}/latex)\]"
)
"""Anki's own marks around nothing but a formula."""


def plain(nodes: Sequence[Node]) -> list[Node]:
    """Return nodes that look like a field: blocks, and paragraphs with line breaks."""
    return list(_Flow(is_bold=False).blocks_of(collapsed([*nodes])))


class _Flow:
    """Collects the blocks in an element."""

    def __init__(self, *, is_bold: bool) -> None:
        self.is_bold = is_bold
        """Whether words are bold without a mark."""
        self.blocks: list[Node] = []
        self.lines: list[list[Run]] = []
        """Those of the paragraph that is read."""
        self.line: list[Run] = []
        self.is_after_gap = False

    def blocks_of(self, nodes: Sequence[Node]) -> list[Node]:
        self.add(nodes, ())
        self.end_paragraph()
        return self.blocks

    def add(self, nodes: Sequence[Node], marks: tuple[Mark, ...]) -> None:
        for node in nodes:
            if isinstance(node, str):
                self.line += runs_of(as_math(node), marks)
            elif isinstance(node, Comment):
                continue
            elif node.tag == "br":
                self.break_line()
            elif node.tag in _WHOLE:
                element = Element(node.tag, shown_by(node.tag, node.attributes).attributes, collapsed(node.children))
                self.line.append(picture(element, marks))
            elif node.tag in BLOCKS:
                self.add_block(node, marks)
            else:
                self.add(node.children, self.marked(node, marks))

    def marked(self, element: Element, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        """Return the marks of what stands in an element."""
        made, undone, attributes = shown_by(element.tag, element.attributes)
        tag = _SAME.get(element.tag, element.tag)
        if "strong" in undone and self.is_bold:
            attributes = {**attributes, "style": "font-weight: normal;"}
        own = [] if tag in _WRAPS and not attributes else [(tag, tuple(sorted(attributes.items())))]
        marks = tuple(mark for mark in marks if mark not in own or tag not in _IDEMPOTENT)
        own += [(name, ()) for name in sorted(made) if (name, ()) not in (*own, *marks)]
        return tuple(mark for mark in sorted((*marks, *own), key=_rank) if mark[0] not in undone)

    # ---- Lines.

    def is_line_empty(self) -> bool:
        return all(run.node == " " for run in self.line)

    def break_line(self) -> None:
        """End a line with `br`: an empty one is a gap."""
        if self.is_line_empty():
            self.is_after_gap = True
            self.line = []
        else:
            self.end_line()

    def end_line(self) -> None:
        """End a line, if there is one, as the border of a block does."""
        if self.is_line_empty():
            self.line = []
            return
        text = "".join(run.node if isinstance(run.node, str) else "x" for run in self.line).strip()
        if self.is_after_gap and self.lines and not _CLOSES.match(text):
            self.end_lines()
        self.is_after_gap = False
        if self.lines and _CLOSES.match(text):
            self.lines[-1] += self.line
        else:
            self.lines.append(self.line)
        self.line = []

    def end_border(self, *, with_gap: bool) -> None:
        """End a line at the border of a block, but for one in which a gap has just opened."""
        words = [run.node for run in self.line if run.node != " "]
        if len(words) == 1 and isinstance(words[0], str) and _OPENS.match(words[0]):
            return
        self.end_line()
        self.is_after_gap = self.is_after_gap or with_gap

    def end_lines(self) -> None:
        nodes = laid_out(self.lines)
        self.blocks += [Element("p", {}, nodes)] if nodes else []
        self.lines = []

    def end_paragraph(self) -> None:
        self.end_line()
        self.end_lines()
        self.is_after_gap = False

    # ---- Blocks.

    def add_block(self, element: Element, marks: tuple[Mark, ...]) -> None:
        shown = shown_by(element.tag, element.attributes)
        if element.tag in _LINES and not shown.attributes:
            is_paragraph = element.tag == "p"
            self.end_border(with_gap=is_paragraph)
            self.add(element.children, self.marked(element._replace(tag="span"), marks))
            self.end_border(with_gap=is_paragraph)
            return
        self.end_paragraph()
        if marks or shown.made or shown.undone:
            wrapped = [Element(name, {}, []) for name in sorted(shown.made)]
            self.blocks.append(self.block(element, shown.attributes, [*_elements(marks), *wrapped]))
        else:
            self.blocks.append(self.block(element, shown.attributes, []))

    def block(self, element: Element, attributes: dict[str, str], marks: Sequence[Element]) -> Element:
        """Return a block in its plain form; `marks` are around it, and count for what is in it."""
        tag, children = element.tag, element.children
        if tag == "pre":
            return _preformatted(element, attributes)
        if tag in ("ul", "ol"):
            return Element(tag, attributes, self.items(children, marks))
        if tag == "table":
            return Element(tag, attributes, self.rows(children, marks))
        inner = _Flow(is_bold=self.is_bold or tag in _BOLD)
        blocks = inner.blocks_of(_wrapped(children, marks))
        return Element(tag, attributes, blocks if tag == "blockquote" else _in_lines(blocks))

    def items(self, children: Sequence[Node], marks: Sequence[Element]) -> list[Node]:
        """Return the items of a list; a list in it that stands in no item belongs to the one before.

        What else stands in no item is text without a sign, and the whole is left as it is.
        """
        read: list[Element] = []
        for child in children:
            if isinstance(child, Element) and child.tag in ("ul", "ol") and read:
                read[-1] = read[-1]._replace(children=[*read[-1].children, child])
            elif isinstance(child, Element) and child.tag == "li":
                read.append(child)
            elif not isinstance(child, Comment) and (isinstance(child, Element) or child.strip()):
                return collapsed(_wrapped([*children], marks))
        items = [Element(item.tag, shown_by("li", item.attributes).attributes, self.flow(item, marks)) for item in read]
        is_loose = any(_is_paragraph(part) for item in items for part in item.children[1:])
        return [item if is_loose else _tight(item) for item in items]

    def flow(self, element: Element, marks: Sequence[Element]) -> list[Node]:
        return _Flow(is_bold=self.is_bold).blocks_of(_wrapped(element.children, marks))

    def rows(self, children: Sequence[Node], marks: Sequence[Element]) -> list[Node]:
        """Return the rows of a table, in a head and a body."""
        rows: list[Element] = []
        others: list[Node] = []
        for child in children:
            if not isinstance(child, Element):
                continue  # blanks: a parser lets no text stand between rows
            parts = child.children if child.tag in _OF_ROWS and not child.attributes else [child]
            for part in parts:
                if isinstance(part, Element):
                    is_row = part.tag == "tr"
                    (rows if is_row else others).append(self.row(part, marks) if is_row else part)
        if len(rows) > 1 and _is_head(rows[0]) and not any(_is_head(row) for row in rows[1:]):
            return [*others, Element("thead", {}, [*rows[:1]]), Element("tbody", {}, [*rows[1:]])]
        return [*others, Element("tbody", {}, [*rows])]

    def row(self, row: Element, marks: Sequence[Element]) -> Element:
        cells = [child for child in row.children if isinstance(child, Element)]
        shown = [self.block(cell, shown_by(cell.tag, cell.attributes).attributes, marks) for cell in cells]
        return Element("tr", shown_by("tr", row.attributes).attributes, [*shown])


def _rank(mark: Mark) -> int:
    """Return a number by which marks that do not hang on each other come in one order, before the others."""
    return ("a", "strong", "em", "u", "del", "mark").index(mark[0]) if mark[0] in _IDEMPOTENT else len(_IDEMPOTENT)


def as_math(text: str) -> str:
    r"""Return a text with Anki's marks around nothing but a formula as those of MathJax: `[$]x[/$]` as `\(x\)`."""
    return _LATEX.sub(_written_math, text) if MARK in text else text


def _written_math(formula: re.Match[str]) -> str:
    tex = formula["tex"] or formula["math"] or ""
    return rf"\({tex}\)" if (formula["sign"] or formula["dollars"]) == "$" else rf"\[{tex}\]"


def _elements(marks: Sequence[Mark]) -> list[Element]:
    return [Element(tag, dict(attributes), []) for tag, attributes in marks]


def _wrapped(children: list[Node], marks: Sequence[Element]) -> list[Node]:
    """Return nodes within marks that stand around a block, the first of them outermost."""
    for mark in reversed(marks):
        children = [Element(mark.tag, mark.attributes, children)]
    return children


def _in_lines(blocks: Sequence[Node]) -> list[Node]:
    """Return paragraphs as lines, a blank one between them; other blocks as they are."""
    lines: list[Node] = []
    for number, block in enumerate(blocks):
        if not _is_paragraph(block):
            return list(blocks)
        lines += [
            *([BREAK.node, BREAK.node] if number else []),
            *(block.children if isinstance(block, Element) else ()),
        ]
    return lines


def _tight(item: Element) -> Element:
    first, *others = item.children or [""]
    return item._replace(children=[*_in_lines([first]), *others]) if _is_paragraph(first) else item


def _is_paragraph(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "p" and not node.attributes


def _is_head(row: Element) -> bool:
    return all(isinstance(cell, Element) and cell.tag == "th" for cell in row.children)


def _preformatted(element: Element, attributes: dict[str, str]) -> Element:
    """Return preformatted text as code, which ends with a line break, if it holds nothing but text."""
    parts: list[str] = []
    children = element.children
    shown = Element("code", {}, [])
    if len(children) == 1 and isinstance(children[0], Element) and children[0].tag == "code":
        shown = Element("code", shown_by("code", children[0].attributes).attributes, [])
        children = children[0].children
    for child in children:
        if isinstance(child, Element) and child.tag != "br":
            return Element("pre", attributes, element.children)
        parts.append("\n" if isinstance(child, Element) else child if isinstance(child, str) else "")
    text = "".join(parts).rstrip("\n")
    return Element("pre", attributes, [shown._replace(children=[f"{text}\n"])])
