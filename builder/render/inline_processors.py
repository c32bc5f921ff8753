"""What Python-Markdown does with running text, where ours differs: code, links, pictures, tags and emphasis.

They read as CommonMark says (spec.commonmark.org), and keep to one side of the edge of a gap.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER, AtomicString, code_escape

from builder.render.all_at_once import STASHED, AllAtOnce, Match, Processor
from builder.render.block_structure import DEEPEST, TooDeepError
from builder.render.converter import Converter
from builder.render.dialect import ESCAPED, INLINE_LEFT_OUT, LINE_BREAK, STASH_CLOSE, STASH_OPEN
from builder.render.emphasis import Span, find_emphasis
from builder.render.faults import crossed_edge
from builder.render.gap_edges import GapEdges, crosses_gap
from builder.render.html_tags import TAG, read_tag
from builder.render.links import AUTOLINK, Link, find_links
from builder.render.open_tags import VOID
from builder.render.picture_sizes import size_behind_bar, size_in_braces
from builder.texts.backticks import CodeEnds
from builder.texts.code_places import TYPED

TIGHT = "tight"
"""The element of a paragraph without a tag; Python-Markdown would read twice what stands beside other elements."""
_ESCAPE_OR_TICKS = re.compile(r"\\[\\`]|`+")
_BREAK = re.compile(f"{LINE_BREAK}|\x02{ord(LINE_BREAK)}\x03")
_BRACES = re.compile(rf"\{{[^{{}}\n{STASH_OPEN}]{{1,60}}(?:\}}|{STASH_OPEN}\d+{STASH_CLOSE})")
_ESCAPED = re.compile(rf"\\([{re.escape(ESCAPED)}])")


def register_processors(md: Converter) -> None:
    """Put these processors in the place of Python-Markdown's own; the numbers are their priorities."""
    inline: Any = md.inlinePatterns
    for name in INLINE_LEFT_OUT:
        inline.deregister(name, strict=False)
    inline.register(_InlineCode(md), "backtick", 190)
    inline.register(_Links(md), "link", 160)
    inline.register(_Pictures(md), "image_link", 150)
    inline.register(_Autolinks(md), "autolink", 120)
    inline.register(_Tags(md), "html", 90)
    inline.register(_Emphasis(md), "emphasis", 60)
    list(inline)  # puts them in order, on which `Converter.needed` relies
    md.treeprocessors.register(_Descriptions(md), "descriptions", 15)
    md.treeprocessors.register(_TightText(md), "tight", 14)


class _CodeSpan(NamedTuple):
    start: int
    end: int
    ticks: int


class _InlineCode(AllAtOnce[_CodeSpan]):
    """Reads code in backticks, which are text where it would end outside of the gap in which it begins."""

    ANCESTOR_EXCLUDES = (*Processor.ANCESTOR_EXCLUDES, "a", "img")
    sign = "`"

    def find(self, text: str) -> list[_CodeSpan]:
        ends = CodeEnds(text)
        found: list[_CodeSpan] = []
        place = 0
        while sign := _ESCAPE_OR_TICKS.search(text, place):
            start, place = sign.span()
            end = ends.end_of(place - start, place) if sign[0][0] == "`" else None
            if end and crosses_gap(text, start, end):
                self.report(text[start:end], "code")
            elif end:
                found.append(_CodeSpan(start, end, place - start))
                place = end
        return found

    def element(self, text: str, found: Sequence[_CodeSpan]) -> Element:
        start, end, ticks = found[0]
        code = text[start + ticks : end - ticks].replace(LINE_BREAK, " ")
        if code.startswith(" ") and code.endswith(" ") and code.strip(" "):
            code = code[1:-1]
        element = Element("code")
        element.text = AtomicString(code_escape(code))
        return element


class _LinksOrPictures(AllAtOnce[Link]):
    is_picture: bool

    def find(self, text: str) -> list[Link]:
        found = [link for link in find_links(text) if link.is_picture is self.is_picture] if "](" in text else []
        for link in found:
            if link.crosses_gap:
                self.report(text[link.start : link.end], "picture" if link.is_picture else "link")
        return [link for link in found if not link.crosses_gap]

    def value(self, written: str) -> str:
        """Return an address or a title without its backslashes."""
        return _ESCAPED.sub(r"\1", self.md.typed(written))


class _Links(_LinksOrPictures):
    """Reads links, `[words](address "title")`."""

    ANCESTOR_EXCLUDES = (*Processor.ANCESTOR_EXCLUDES, "a", "img")
    sign = r"\["
    is_picture = False

    def element(self, text: str, found: Sequence[Link]) -> Element:
        link = found[0]
        element = Element("a", {"href": self.value(link.address)})
        if link.title:
            element.set("title", self.value(link.title))
        element.text = text[link.label_start : link.label_end]
        return element


class _Pictures(_LinksOrPictures):
    """Reads pictures, `![description](file)`, whose descriptions `_Descriptions` takes in the end."""

    ANCESTOR_EXCLUDES = (*Processor.ANCESTOR_EXCLUDES, "img")
    sign = r"!\["
    is_picture = True

    def find(self, text: str) -> list[Link]:
        found = super().find(text)
        return [self.with_braces(text, link) for link in found] if "){" in text else found

    def with_braces(self, text: str, picture: Link) -> Link:
        """Return a picture with the size that stands in braces straight behind it."""
        # The brace that ends it may be put away, where it stands before those of a gap.
        braces = _BRACES.match(text, picture.end)
        size = size_in_braces(self.md.judge.typed(braces[0]).strip()) if braces else {}
        return picture._replace(end=braces.end(), size=tuple(size.items())) if braces and size else picture

    def element(self, text: str, found: Sequence[Link]) -> Element:
        picture, *inner = found
        element = Element("img", {"src": self.value(picture.address), **dict(picture.size)})
        if picture.title:
            element.set("title", self.value(picture.title))
        signs = sorted(edge for one in inner for edge in ((one.start, one.label_start), (one.label_end, one.end)))
        parts: list[str] = []
        copied = picture.label_start
        for start, end in signs:
            parts.append(text[copied:start])
            copied = end
        element.text = "".join([*parts, text[copied : picture.label_end]])
        return element


class _TightText(Treeprocessor):
    """Takes the tags of paragraphs away that stand in an item without any."""

    def run(self, root: Element) -> None:
        for paragraph in list(root.iter(TIGHT)):
            paragraph.tag = None  # type: ignore[assignment]  # so it is written as what it holds


class _Descriptions(Treeprocessor):
    """Describes pictures by the words that stand in them, and sets the size that Obsidian writes behind those."""

    def run(self, root: Element) -> None:
        for picture in list(root.iter("img")):
            words = HTML_PLACEHOLDER_RE.sub("", _BREAK.sub(" ", "".join(picture.itertext())))
            del picture[:]
            picture.text = None
            described, bar, size = words.rpartition("|")
            sides = size_behind_bar(size) if bar else {}
            alt = described if sides else words
            # What stands in braces counts for more.
            for name, value in {"alt": alt, **({} if picture.get("width") else sides)}.items():
                picture.set(name, value)


class _Autolinks(Processor):
    """Reads addresses in angle brackets."""

    sign = AUTOLINK

    def handleMatch(self, m: re.Match[str], data: str) -> Match:  # type: ignore[override]  # noqa: N802
        address = self.md.typed(m[1])
        element = Element("a", {"href": address})
        element.text = AtomicString(address)
        self.md.written[element] = m[0]
        return element, m.start(0), m.end(0)


class _Tags(Processor):
    """Lets safe tags through and leaves everything else to be shown as text."""

    sign = TAG.pattern

    def handleMatch(self, m: re.Match[str], data: str) -> Match:  # type: ignore[override]  # noqa: N802
        around = data[max(0, m.start(0) - 1) : m.start(0)], data[m.end(0) : m.end(0) + 1]
        passed = self.md.judge.pass_tag(self.md.typed(m[0]), around)
        if passed is None:
            return None, None, None
        placeholder = self.md.htmlStash.store(passed)
        self.md.written[placeholder] = m[0]
        return placeholder, m.start(0), m.end(0)


def _nested(edges: list[tuple[int, int]]) -> GapEdges:
    """Return edges in order, with a number for what each begins, and that of the outer behind an end.

    `edges` are places with 1 for a begin and -1 for an end, 2 and -2 where signs are text: negative numbers.
    """
    inside: list[int] = [0]
    gaps: list[int] = []
    for number, (_, change) in enumerate(sorted(edges), start=1):
        if change > 0:
            inside.append(number if change == 1 else -number)
        else:
            inside.pop()
        gaps.append(inside[-1])
    return GapEdges(places=tuple(place for place, _ in sorted(edges)), gaps=tuple(gaps))


class _Emphasis(AllAtOnce[Span]):
    """Reads emphasis; the last processor, since nothing in what it gives is read again."""

    sign = r"[*_~]"

    def find(self, text: str) -> Sequence[Span]:
        emphasis = find_emphasis(text, self.tag_edges(text))
        if emphasis.crossing:
            start, end, edge = emphasis.crossing
            if edge == "gap":
                self.report(text[start:end], "emphasis")
            else:
                message = "the emphasis has the edge of a tag in it, and is shown as typed"
                self.md.judge.report(crossed_edge(self.md.typed(text[start:end]), message, "tag-edge"))
        return emphasis.spans

    def tag_edges(self, text: str) -> GapEdges:
        """Return the edges of what stands between tags and their ends; tags that nothing ends here have none."""
        opened: list[tuple[str, int]] = []
        edges: list[tuple[int, int]] = []
        names: Counter[str] = Counter()
        for placeholder in STASHED.finditer(text):
            tag = read_tag(self.md.typed(placeholder[0]))
            if tag is None or tag.name in VOID:
                continue
            if not tag.is_end:
                opened.append((tag.name, placeholder.start()))
                names[tag.name] += 1
                continue
            while names[tag.name]:
                name, start = opened.pop()
                names[name] -= 1
                if name == tag.name:
                    change = 2 if name in TYPED else 1
                    edges += [(start, change), (placeholder.start(), -change)]
                    break
        return _nested(edges)

    def element(self, text: str, found: Sequence[Span]) -> Element:
        opened: list[tuple[Span, list[str]]] = []
        outer = Element("")
        copied = found[0].start
        for span in (*found, None):
            while opened and (span is None or opened[-1][0].end <= span.start):
                inner, parts = opened.pop()
                outer = Element(inner.tag)
                outer.text = AtomicString("".join([*parts, text[copied : inner.inner_end]]))
                copied = inner.end
                if opened:
                    opened[-1][1].append(self.put_away(outer))
            if span and opened:
                opened[-1][1].append(text[copied : span.start])
            if span:
                opened.append((span, []))
                copied = span.inner_start
                if len(opened) >= DEEPEST:
                    raise TooDeepError
        return outer

    def put_away(self, element: Element) -> str:
        """Return Python-Markdown's placeholder for an element."""
        nodes = self.md.nodes
        number = f"{len(nodes):04d}"
        nodes[number] = element
        return INLINE_PLACEHOLDER % number
