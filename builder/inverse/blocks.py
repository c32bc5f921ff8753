"""Paragraphs, lists, quotes, code, tables and headings as Markdown, and as HTML what Markdown has no form for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from builder.dom import Comment, Element, Node
from builder.entities import read_number
from builder.inverse.escapes import escaped_line
from builder.inverse.inline import CannotError, Manner, write_inline, written_html
from builder.inverse.same_dom import BLOCKS, MARK
from builder.render.html_tags import names

_HEADINGS = names("h1 h2 h3 h4 h5 h6")
_LISTS = names("ol ul")
_MOST_ITEMS = 99
_LANGUAGE = re.compile(r"language-([\w+#.-]+)\Z")
_FENCES = re.compile(r"^ {0,3}(`{3,})", re.M)
ALIGNED = {"": "---", "text-align: left;": ":---", "text-align: center;": ":---:", "text-align: right;": "---:"}
"""The styles that Markdown gives the cells of a table, and the rules that make them."""


def write_field(nodes: Sequence[Node], manner: Manner) -> str:
    """Return the Markdown of a field; raise `CannotError` where it has none."""
    writer = _Writer(manner)
    if not has_blocks(nodes):
        return writer.paragraph(nodes)
    if not manner.is_flat:
        try:
            return "\n\n".join(writer.blocks(nodes))
        except CannotError:
            pass
    if _begins_block(nodes):
        return written_html(nodes)
    return escaped_line(writer.one_line(nodes), is_first=True)


class _Writer:
    """Writes blocks in one manner."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner

    def paragraph(self, nodes: Sequence[Node], *, in_item: bool = False) -> str:
        lines = write_inline(nodes, self.manner).split("\n")
        return "\n".join(
            [escaped_line(line, is_first=number == 0, in_item=in_item) for number, line in enumerate(lines)]
        )

    def one_line(self, nodes: Sequence[Node]) -> str:
        return write_inline(nodes, self.manner, with_lines=False)

    def blocks(self, nodes: Sequence[Node]) -> list[str]:
        """Return blocks, each of one or more lines; text that stands beside them without a paragraph has none."""
        parts: list[str] = []
        last_mark = ""
        was_html = False
        for node in nodes:
            if isinstance(node, str):
                if node:
                    raise CannotError
                continue
            if isinstance(node, Comment):
                parts += [comment for comment in [self.one_line([node])] if comment]
                continue
            last_mark = self.mark_of(node, last_mark)
            written = self.block(node, last_mark)
            is_html = written is None
            if written is None:
                if node.tag not in BLOCKS:
                    raise CannotError
                written = written_html([node])
            if is_html and was_html:
                parts[-1] += f"\n{written}"
            else:
                parts.append(written)
            was_html = is_html
        return parts

    def block(self, element: Element, mark: str) -> str | None:
        """Return one block as Markdown; None where it has to be HTML."""
        tag, attributes, children = element
        try:
            if tag in _LISTS:
                return self.list_of(element, mark)
            if tag == "pre":
                return fenced(element)
            if attributes:
                return None
            if tag == "p" and children and not has_blocks(children):
                return self.paragraph(children) or None
            if tag == "blockquote" and children:
                return quoted("\n\n".join(self.blocks(children)))
            if tag in _HEADINGS and children and not has_blocks(children):
                return f"{'#' * int(tag[1])} {self.one_line(children)}"
            if tag == "table":
                return self.table(element)
        except CannotError:
            return None
        return "---" if tag == "hr" else None

    # ---- Lists.

    def mark_of(self, element: Element, last: str) -> str:
        """Return the mark of a list, another one than that of a list right before it; empty for what is no list."""
        if element.tag not in _LISTS:
            return ""
        marks = ("-", "*") if element.tag == "ul" else (".", ")")
        return marks[last == marks[0]]

    def list_of(self, element: Element, mark: str) -> str:
        items = [child for child in element.children if not isinstance(child, Comment) and child != ""]
        start = element.attributes.get("start", "1") if element.tag == "ol" else "1"
        first = read_number(start) if start.isascii() and start.isdecimal() else -1
        is_known = not element.attributes.keys() - ({"start"} if element.tag == "ol" else set())
        if not items or not is_known or first < 0 or first + len(items) - 1 > _MOST_ITEMS:
            raise CannotError
        is_loose = any(_is_paragraph(part) for item in items if isinstance(item, Element) for part in item.children)
        written = []
        for number, item in enumerate(items, first):
            if not isinstance(item, Element) or item.tag != "li" or item.attributes:
                raise CannotError
            lead = f"{mark} " if element.tag == "ul" else f"{number}{mark} "
            text = "\n\n".join(self.blocks(item.children)) if is_loose else self.tight_item(item)
            written.append(f"{lead}{indented(text, len(lead))}".rstrip(" "))
        return ("\n\n" if is_loose else "\n").join(written)

    def tight_item(self, item: Element) -> str:
        """Return an item's text and the blocks in it, one below the other."""
        parts: list[str] = []
        for are_blocks, group in itertools.groupby(item.children, is_block):
            nodes = list(group)
            parts += self.blocks(nodes) if are_blocks else [self.paragraph(nodes, in_item=not parts)]
        return "\n".join(part for part in parts if part)

    # ---- Tables.

    def table(self, element: Element) -> str:
        parts = [child for child in element.children if not isinstance(child, Comment) and child != ""]
        if [part.tag if isinstance(part, Element) else "" for part in parts] != ["thead", "tbody"]:
            raise CannotError
        head, *more = (rows_of(part) for part in parts if isinstance(part, Element))
        rows = [*head, *(row for rows in more for row in rows)]
        alignments = [cell.attributes.get("style", "") for cell in rows[0]] if len(head) == 1 else []
        if not alignments or any(alignment not in ALIGNED for alignment in alignments):
            raise CannotError
        lines = [self.row(row, "td" if number else "th", alignments) for number, row in enumerate(rows)]
        rule = " | ".join(ALIGNED[alignment] for alignment in alignments)
        return "\n".join([lines[0], f"| {rule} |", *lines[1:]])

    def row(self, cells: Sequence[Element], tag: str, alignments: Sequence[str]) -> str:
        written = []
        for cell, alignment in zip(cells, alignments, strict=False):
            is_plain = cell.tag == tag and cell.attributes == ({"style": alignment} if alignment else {})
            if not is_plain or has_blocks(cell.children):
                raise CannotError
            written.append(self.one_line(cell.children).replace("|", "\\|"))
        if len(cells) != len(alignments):
            raise CannotError
        return f"| {' | '.join(written)} |"


def rows_of(part: Element) -> list[list[Element]]:
    """Return the cells of a part of a table, row by row."""
    rows = [child for child in part.children if isinstance(child, Element)]
    if any(row.tag != "tr" or row.attributes for row in rows) or part.attributes:
        raise CannotError
    return [[cell for cell in row.children if isinstance(cell, Element)] for row in rows]


def fenced(element: Element) -> str:
    """Return code between fences, which must end with a line break; raise `CannotError` for other `pre`."""
    code = element.children[0] if len(element.children) == 1 else ""
    if not isinstance(code, Element) or code.tag != "code" or element.attributes or code.attributes.keys() - {"class"}:
        raise CannotError
    text = code.children[0] if len(code.children) == 1 else ""
    known = _LANGUAGE.match(code.attributes.get("class", ""))
    if not isinstance(text, str) or not text.endswith("\n") or MARK in text or (code.attributes and not known):
        raise CannotError
    fence = "`" * max([3, *(len(run) + 1 for run in _FENCES.findall(text))])
    return f"{fence}{known[1] if known else ''}\n{text}{fence}"


def indented(text: str, width: int) -> str:
    """Return lines that stand in, but for the first one."""
    first, *others = text.split("\n")
    return "\n".join([first, *(f"{' ' * width}{line}" if line else "" for line in others)])


def quoted(text: str) -> str:
    """Return lines with the mark of a quote."""
    return "\n".join([f"> {line}".rstrip(" ") for line in text.split("\n")])


def is_block(node: Node) -> bool:
    """Tell whether a node stands on lines of its own."""
    return isinstance(node, Element) and node.tag in BLOCKS


def has_blocks(nodes: Sequence[Node]) -> bool:
    """Tell whether a block stands anywhere in nodes."""
    return any(is_block(node) or (isinstance(node, Element) and has_blocks(node.children)) for node in nodes)


def _is_paragraph(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "p"


def _begins_block(nodes: Sequence[Node]) -> bool:
    return next((is_block(node) for node in nodes if not isinstance(node, Comment) and node != ""), False)
