r"""Running text as Markdown: marks where they hold, as in `**bold**`, and tags where they would not.

Emphasis next to letters or brackets is not always read (`a**(b)**c`), and what `<br>` or a space ends is none. So the
text is made of pieces first, each with the signs that Markdown sees of it from either side, and each mark is tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from builder.cloze import ANKI_OPENING
from builder.dom import Comment, Element, Node
from builder.inverse.escapes import Ahead, Care, emphasis_at, escaped, escaped_in_html
from builder.inverse.same_dom import BLOCKS, MARK
from builder.render.html_tags import names, write_tag
from builder.render.open_tags import VOID
from builder.texts.formula_places import find_formulas

_SIGNS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "strike": "~~"}
_WHOLE = re.compile(rf"(?P<opening>{ANKI_OPENING.pattern})|(?P<closing>\}}\}})|{MARK}(?P<sound>sound:[^\]\n]+\])")
_ADDRESS = re.compile(r"https?://[\w./?=#%+,;@:~-]+\Z|mailto:[\w.@+-]+\Z")
_FILE = re.compile(r"[\w./%+,@-]+\Z")
_EMBEDDED = re.compile(r"[\w ./%+,@()-]+\Z")
_PIXELS = re.compile(r"[1-9][0-9]{0,3}\Z")
_WIDTH = re.compile(r"[1-9][0-9]{0,3}\Z|[1-9][0-9]{0,2}%\Z")
_PLAIN = re.compile(r"[\w ,.-]*\Z")
_SHARED = names("StartFragment EndFragment")
"""What programs write into comments around what they copy."""


class CannotError(Exception):
    """What stands in a field has no form in Markdown."""


class Manner(NamedTuple):
    """How a field is written."""

    care: Care = Care.NEEDED
    with_marks: bool = True
    """Whether there are marks of Markdown, or tags alone."""
    with_comments: bool = True
    is_flat: bool = False
    """Whether blocks are tags in one paragraph, or one block of HTML."""
    has_math: bool = False
    """Whether there are formulas in the field."""


def write_inline(nodes: Sequence[Node], manner: Manner, *, with_lines: bool = True) -> str:
    """Return running text as Markdown, with line breaks as new lines or as `<br>`.

    Raise `CannotError` where there is no Markdown for it.
    """
    return _Inline(manner, with_lines=with_lines).write(nodes)


@dataclass(slots=True)
class _Piece:
    """A part of a line as it is written, or text to be escaped; `sees` are its signs as Markdown sees its ends."""

    written: str
    sees: str = "x"
    is_text: bool = False
    is_break: bool = False
    partner: int = -1
    """For what may become a mark: the index of its other end."""
    element: Element | None = None
    """What it begins or ends as a mark, as long as that is not settled."""


class _Inline:
    """Writes running text."""

    def __init__(self, manner: Manner, *, with_lines: bool) -> None:
        self.manner, self.with_lines = manner, with_lines
        self.pieces: list[_Piece] = []

    def write(self, nodes: Sequence[Node]) -> str:
        self.add(nodes)
        for index, piece in enumerate(self.pieces):
            if piece.element is not None and piece.partner > index:
                self.settle(index)
        self.escape()
        return "".join(self.broken())

    def add(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            if isinstance(node, str):
                self.add_text(node)
            elif isinstance(node, Comment):
                comment = written_comment(node) if self.manner.with_comments else ""
                self.pieces += [_Piece(comment)] if comment else []
            else:
                self.add_element(node)

    def add_text(self, text: str) -> None:
        for part, is_text in apart(text):
            if is_text:
                self.pieces.append(_Piece(part, part, is_text=True))
            else:
                self.pieces.append(_Piece(part))

    def add_element(self, element: Element) -> None:
        tag, attributes, children = element
        if tag == "br" and not attributes:
            self.pieces.append(_Piece("<br>", " ", is_break=True))
        elif tag == "img":
            self.pieces.append(_Piece(written_picture(attributes)))
        elif tag in _SIGNS and not attributes:
            self.add_emphasis(element)
        elif tag == "code" and self.manner.with_marks and not attributes and (code := written_code(children)):
            self.pieces.append(_Piece(code))
        elif tag == "a" and self.manner.with_marks and (address := self.plain_address(element)):
            self.pieces.append(_Piece("[", "x "))
            self.add(children)
            self.pieces.append(_Piece(f"]({address})", " x"))
        else:
            self.pieces.append(_Piece(write_tag(tag, attributes.items())))
            if tag not in VOID:
                self.add(children)
                self.pieces.append(_Piece(f"</{tag}>"))

    def add_emphasis(self, element: Element) -> None:
        start = len(self.pieces)
        sees = "_" if element.tag in ("em", "i") else _SIGNS[element.tag][0]
        self.pieces.append(_Piece("", sees, element=element))
        self.add(element.children)
        self.pieces.append(_Piece("", sees, element=element, partner=start))
        self.pieces[start].partner = len(self.pieces) - 1

    def plain_address(self, element: Element) -> str:
        """Return where a link leads, if it can be written with brackets."""
        href = element.attributes.get("href", "")
        is_plain = len(element.attributes) == 1 and _ADDRESS.match(href)
        return href if is_plain and _can_be_label(element.children) else ""

    # ---- Marks.

    def settle(self, start: int) -> None:
        """Write an element's marks where Markdown reads them, else its tags."""
        opening, closing = self.pieces[start], self.pieces[self.pieces[start].partner]
        element = opening.element
        if element is None:
            return
        sign = self.sign_for(_SIGNS[element.tag], start, opening.partner) if self.manner.with_marks else ""
        tag = "del" if element.tag == "strike" else element.tag
        opening.written, closing.written = (sign, sign) if sign else (f"<{tag}>", f"</{tag}>")
        opening.sees = closing.sees = sign[:1].replace("~", "x") or "x"
        opening.element = closing.element = None

    def sign_for(self, sign: str, start: int, end: int) -> str:
        """Return the mark to write around what stands between two pieces; empty where none is read."""
        inner = self.pieces[start + 1 : end]
        before, first = self.sign_before(start), self.sign_behind(start)
        last, behind = self.sign_before(end), self.sign_behind(end)
        if not inner or first.isspace() or last.isspace() or inner[0].is_break or inner[-1].is_break:
            return ""
        if sign == "~~":
            return sign if "~" not in (before, first, last, behind) else ""
        beside = {before, first, last, behind}
        forms = (sign, "_") if sign == "*" else (sign,)
        for form in forms:
            is_read = emphasis_at(form[0], before, first)[0] and emphasis_at(form[0], last, behind)[1]
            if is_read and form[0] not in beside:
                return form
        return ""

    def sign_before(self, index: int) -> str:
        return next((piece.sees[-1:] for piece in reversed(self.pieces[max(0, index - 2) : index]) if piece.sees), " ")

    def sign_behind(self, index: int) -> str:
        return next((piece.sees[:1] for piece in self.pieces[index + 1 : index + 3] if piece.sees), " ")

    def escape(self) -> None:
        texts = [
            (piece, self.sign_before(index), self.sign_behind(index))
            for index, piece in enumerate(self.pieces)
            if piece.is_text or "`" in piece.written
        ]
        has_marks = any(piece.partner >= 0 and piece.sees in "*_" for piece in self.pieces)
        ahead = Ahead(has_marks=has_marks, has_math=self.manner.has_math)
        for piece, before, behind in texts:
            ahead.add(piece.written, before, behind, is_text=piece.is_text)
        for piece, before, behind in texts:
            if piece.is_text:
                piece.written = escaped(piece.written, self.manner.care, ahead, before, behind)
            else:
                ahead.add(piece.written, before, behind, is_text=False, sign=-1)

    # ---- Lines.

    def broken(self) -> Iterator[str]:
        """Yield the written pieces, the last break of a row as a new line where text stands on either side."""
        filled = [index for index, piece in enumerate(self.pieces) if not piece.is_break]
        first, last = (filled[0], filled[-1]) if filled else (0, 0)
        for index, piece in enumerate(self.pieces):
            is_line = piece.is_break and self.with_lines and first < index < last
            if is_line and not self.pieces[index + 1].is_break:
                before, behind = self.pieces[index - 1].written[-1:], self.pieces[index + 1].written[:1]
                is_line = not before.isspace() and not behind.isspace()
                yield "\n" if is_line else piece.written
            else:
                yield piece.written


def apart(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text, and whether each is text: formulas, gaps' marks and sounds are not."""
    end = 0
    for formula in find_formulas(text):
        yield from _without_marks(text[end : formula.start])
        yield text[formula.start : formula.end].replace(MARK, "["), False
        end = formula.end
    yield from _without_marks(text[end:])


def _without_marks(text: str) -> Iterator[tuple[str, bool]]:
    end = 0
    for found in _WHOLE.finditer(text) if "}}" in text or "{{c" in text or MARK in text else ():
        if found.start() > end:
            yield text[end : found.start()], True
        yield f"[{found['sound']}" if found["sound"] else found[0], False
        end = found.end()
    if MARK in text[end:]:
        raise CannotError
    if end < len(text):
        yield text[end:], True


def written_picture(attributes: dict[str, str]) -> str:
    """Return a picture as Markdown, as Obsidian embeds it, or as a tag."""
    src, alt = attributes.get("src", ""), attributes.get("alt", "")
    others = attributes.keys() - {"src", "alt"}
    if not others and _FILE.match(src) and _PLAIN.match(alt):
        return f"![{alt}]({src})"
    if not others and _EMBEDDED.match(src) and not alt:
        return f"![[{src}]]"
    width, height = attributes.get("width", ""), attributes.get("height", "")
    is_sized = _WIDTH.match(width) and (_PIXELS.match(height) or "height" not in others)
    if is_sized and others <= {"width", "height"}:
        if not alt and _EMBEDDED.match(src) and not (height and "%" in width):
            return f"![[{src}|{width}x{height}]]" if height else f"![[{src}|{width}]]"
        if _FILE.match(src) and _PLAIN.match(alt):
            sides = f"width={width} height={height}" if height else f"width={width}"
            return f"![{alt}]({src}){{{sides}}}"
    return write_tag("img", attributes.items())


def written_code(children: Sequence[Node]) -> str:
    """Return code between as many backticks as it needs; empty where it is no single text, or has blanks around."""
    code = children[0] if len(children) == 1 else ""
    if not isinstance(code, str) or not code or code != code.strip() or MARK in code or "\n" in code:
        return ""
    ticks = "`"
    while ticks in code:
        ticks += "`"
    space = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{ticks}{space}{code}{space}{ticks}"


def written_comment(comment: Comment) -> str:
    """Return a comment as Markdown has it; empty for those that a program has written."""
    is_written = comment.text in _SHARED or not comment.text or "--" in comment.text or MARK in comment.text
    return "" if is_written or "`" in comment.text else f"<!-- {comment.text} -->"


def _can_be_label(children: Sequence[Node]) -> bool:
    for child in children:
        if isinstance(child, str):
            if "[" in child or "]" in child:
                return False
        elif isinstance(child, Element) and (child.tag in ("br", "a") or not _can_be_label(child.children)):
            return False
    return bool(children)


# ---- Blocks of HTML.


def written_html(nodes: Sequence[Node]) -> str:
    """Return nodes as a block of HTML, in which tags alone are read; block elements stand on lines of their own."""
    parts: list[str] = []
    was_block = False
    for node in nodes:
        if isinstance(node, str):
            parts += [part if not is_text else escaped_in_html(part) for part, is_text in apart(node)]
            was_block = was_block and not node
        elif isinstance(node, Comment):
            parts.append(written_comment(node))
        else:
            is_block = node.tag in BLOCKS
            parts.append("\n" if was_block and is_block and node.tag not in ("td", "th") else "")
            parts.append(write_tag(node.tag, node.attributes.items()))
            if node.tag not in VOID:
                parts += [written_html(node.children), f"</{node.tag}>"]
            was_block = is_block
    return "".join(parts)
