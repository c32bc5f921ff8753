"""Finds paragraphs, lists, quotes, code and headings in a text, as CommonMark says they nest.

GitHub, Obsidian and editors go by CommonMark (spec.commonmark.org): a line belongs to an item if it stands as far in as
the item's own text. This is its algorithm (appendix "A parsing strategy"): for each line, first
the containers that go on are looked up, then those that begin, and what is left belongs to the leaf that is open.

Where the dialect differs, stands in dialect.py. The time grows with the text's length and with how deep it nests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeVar

from builder.render.dialect import BLOCK_TAG, HEADING_MARK, QUOTE_MARK

DEEPEST = 50
"""Lists and quotes that may stand in each other; none that people read come near it."""
_CODE_INDENT = 4
_BREAK = re.compile(r"([-*_])(?:[ ]*\1){2,}[ ]*\Z")
_ITEM = re.compile(
    r"(?P<mark>(?P<bullet>[-+*])|(?P<number>\d{1,2})(?P<delimiter>[.)]))(?:(?P<space>[ ]+)(?P<rest>.*)|)\Z"
)
_FENCE = re.compile(r"(?P<backticks>`{3,})[^`]*\Z|(?P<tildes>~{3,})")
_HTML = re.compile(BLOCK_TAG, re.I)
_VERBATIM = re.compile(r"<(?:pre|script|style|textarea)(?:[\s>]|\Z)", re.I)
_VERBATIM_END = re.compile(r"</(?:pre|script|style|textarea)\s*>", re.I)
"""CommonMark's first condition for a block of HTML: it ends with a line that has one of these, and not before."""
_QUOTE = re.compile(QUOTE_MARK)
_MORE_QUOTE = re.compile(rf"{QUOTE_MARK}|>(?=>)")
"""The mark of a line in a quote, behind which that of an inner one may stand without a blank."""
_HEADING = re.compile(HEADING_MARK)
_Block = TypeVar("_Block", bound="Block")


@dataclass(slots=True)
class Block:
    """A part of a text; `after_blank` tells whether a blank line stands before it in what holds it."""

    after_blank: bool = False


@dataclass(slots=True)
class Paragraph(Block):
    """Lines of text."""

    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Heading(Block):
    """A heading of a level from 1 to 6."""

    level: int = 1
    text: str = ""


@dataclass(slots=True)
class ThematicBreak(Block):
    """A line across."""


@dataclass(slots=True)
class Html(Block):
    """Lines that begin with the tag of a block; `is_verbatim` says that empty lines do not end it."""

    is_verbatim: bool = False
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Code(Block):
    """Lines of code: between fences (`fence` is the one that ends them, `indent` how far it stands in), or indented."""

    fence: str = ""
    info: str = ""
    indent: int = 0
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Container(Block):
    """Something that holds blocks."""

    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Quote(Container):
    """A quote."""


@dataclass(slots=True)
class Item(Container):
    """An item of a list, whose blocks stand `offset` blanks in."""

    offset: int = 0


@dataclass(slots=True)
class List(Block):
    """Items with one mark: a bullet, or what follows their numbers; `start` is the first number, None for bullets."""

    mark: str = "-"
    start: int | None = None
    items: list[Item] = field(default_factory=list)

    @property
    def is_loose(self) -> bool:
        """Return whether blank lines stand between its items, or between what an item holds."""
        between = any(item.after_blank for item in self.items[1:])
        return between or any(block.after_blank for item in self.items for block in item.blocks[1:])


class TooDeepError(RecursionError):
    """Lists or quotes are nested deeper than `DEEPEST`."""


def blocks_of(lines: list[str]) -> list[Block]:
    """Return the blocks of a text without tabs; raise `TooDeepError` where they nest too deep."""
    parser = _Parser()
    for line in lines:
        parser.add(line)
    return parser.document.blocks


class _Parser:
    def __init__(self) -> None:
        self.document = Container()
        self.open: list[Container] = [self.document]
        """The containers that may go on, the innermost last."""
        self.leaf: Paragraph | Html | Code | None = None
        """What may go on in the innermost of them."""
        self.is_after_blank = False

    def add(self, line: str) -> None:
        """Take the next line."""
        matched, rest = self._continued(line)
        goes_on = matched == len(self.open)
        if goes_on and self._is_more_of_leaf(rest):
            return
        started = False
        while (begun := self._begin(rest, matched, started=started)) is not None:
            rest, matched, started = begun, len(self.open), True
            if self.leaf is not None or not rest.strip():
                break
        if not rest.strip():
            if not started:
                self._close(matched)
                self.is_after_blank = True
        elif isinstance(self.leaf, Paragraph) and not started:
            self.leaf.lines.append(rest.strip())  # also a lazy line, which is of a paragraph in what it has left
        else:
            if not started:
                self._close(matched)
            leaf = self.leaf or self._put(Paragraph())
            leaf.lines.append(rest.strip() if isinstance(leaf, Paragraph) else rest)
            self.leaf = None if _ends_verbatim(leaf) else leaf

    def _continued(self, line: str) -> tuple[int, str]:
        """Return how many of the open containers a line continues, and what is left of it."""
        for number, container in enumerate(self.open):
            indent = _indent(line)
            if isinstance(container, Quote):
                quote = _MORE_QUOTE.match(line, indent) if indent < _CODE_INDENT else None
                if quote is None:
                    return number, line
                line = line[quote.end() :]
            elif isinstance(container, Item):
                is_blank = not line.strip()
                if (is_blank and not container.blocks) or (not is_blank and indent < container.offset):
                    return number, line
                line = "" if is_blank else line[container.offset :]
        return len(self.open), line

    def _is_more_of_leaf(self, line: str) -> bool:
        """Take a line that belongs to what is open, whatever stands in it; tell whether it does."""
        leaf, is_blank, indent = self.leaf, not line.strip(), _indent(line)
        if isinstance(leaf, Code) and leaf.fence:
            text = line.strip()
            if len(text) >= len(leaf.fence) and set(text) == {leaf.fence[0]} and indent < _CODE_INDENT:
                self.leaf = None
            else:
                leaf.lines.append(line[min(indent, leaf.indent) :])
            return True
        if isinstance(leaf, Code) and (is_blank or indent >= _CODE_INDENT):
            leaf.lines.append(line[_CODE_INDENT:])
            self.is_after_blank = is_blank
            return True
        if isinstance(leaf, Html) and (leaf.is_verbatim or not is_blank):
            leaf.lines.append(line)
            if _ends_verbatim(leaf):
                self.leaf = None
            return True
        if isinstance(leaf, (Code, Html)):
            self.leaf = None
        return False

    def _begin(self, line: str, matched: int, *, started: bool) -> str | None:
        """Begin the block that a line begins in the innermost container that goes on, and return what is left of it.

        Return None where it begins none.
        """
        indent, text = _indent(line), line.lstrip(" ")
        if not text or (indent >= _CODE_INDENT and isinstance(self.leaf, Paragraph) and not started):
            return None
        if indent >= _CODE_INDENT:
            self._close(matched)
            self.leaf = self._put(Code())
            return line[_CODE_INDENT:]
        is_in_quote = isinstance(self.open[matched - 1], Quote)
        if quote := (_MORE_QUOTE if is_in_quote else _QUOTE).match(text):
            self._enter(Quote(), matched)
            return text[quote.end() :]
        if _BREAK.match(text):
            self._close(matched)
            self._put(ThematicBreak())
            return ""
        if heading := _HEADING.match(text):
            self._close(matched)
            self._put(Heading(level=len(heading[1]), text=_heading_text(text[heading.end() :])))
            return ""
        if fence := _FENCE.match(text):
            mark = fence["backticks"] or fence["tildes"]
            self._close(matched)
            self.leaf = self._put(Code(fence=mark, info=text[len(mark) :].strip(), indent=indent))
            return ""
        is_verbatim = _VERBATIM.match(text) is not None
        if is_verbatim or _HTML.match(text):
            self._close(matched)
            self.leaf = self._put(Html(is_verbatim=is_verbatim))
            return line
        interrupts = isinstance(self.leaf, Paragraph) and not started and matched == len(self.open)
        return self._begin_item(text, indent, matched, interrupts=interrupts)

    def _begin_item(self, text: str, indent: int, matched: int, *, interrupts: bool) -> str | None:
        """Begin an item, if a list goes on or may begin: with a text, and in a paragraph with the number 1, if any."""
        item = _ITEM.match(text)
        if item is None or (interrupts and item["number"] not in (None, "1")):
            return None
        blanks = len(item["space"]) if item["rest"] and len(item["space"]) <= _CODE_INDENT else 1
        text_start = item.end("mark") + blanks
        mark = item["bullet"] or item["delimiter"]
        blocks = self.open[matched - 1].blocks
        items = blocks[-1] if blocks else None
        goes_on = isinstance(items, List) and items.mark == mark
        if not (item["rest"] or goes_on):
            return None  # a sign alone is a sign
        self._close(matched)
        if not isinstance(items, List) or not goes_on:
            items = self._put(List(mark=mark, start=int(item["number"]) if item["number"] else None))
        new = Item(after_blank=self.is_after_blank, offset=indent + text_start)
        items.items.append(new)
        self._open(new)
        return text[text_start:]

    def _enter(self, container: Container, matched: int) -> None:
        self._close(matched)
        self._open(self._put(container))

    def _open(self, container: Container) -> None:
        self.is_after_blank = False
        self.open.append(container)
        if len(self.open) > DEEPEST:
            raise TooDeepError

    def _close(self, matched: int) -> None:
        del self.open[matched:]
        self.leaf = None

    def _put(self, block: _Block) -> _Block:
        block.after_blank = self.is_after_blank
        self.open[-1].blocks.append(block)
        self.is_after_blank = False
        return block


def _ends_verbatim(leaf: Paragraph | Html | Code) -> bool:
    return isinstance(leaf, Html) and leaf.is_verbatim and _VERBATIM_END.search(leaf.lines[-1]) is not None


def _heading_text(rest: str) -> str:
    """Return a heading without the signs that close it, which stand behind a blank or alone."""
    rest = rest.strip(" ")
    bare = rest.rstrip("#")
    return bare.rstrip(" ") if not bare or bare.endswith(" ") else rest


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
