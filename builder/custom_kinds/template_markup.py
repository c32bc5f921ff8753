"""The HTML of an own kind's templates: what a browser's parser makes of it, whatever the fields hold.

Each mark of a template, `{{Field}}`, `{{#Field}}` or `[[word]]`, is replaced by a word that stands nowhere else, and
the parser is asked where that word has come to stand. Between tags a field can do nothing: what it holds was judged by
itself. In the name of a tag, in an attribute, in a comment or in a style it would be read as something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from builder.anki_marks import find_mark
from builder.dom import Element, walk
from builder.render.formula_text import FormulaText
from builder.render.html_tags import TAG, Tag, names, read_tag
from builder.render.sanitize import SAFE
from builder.render.styles import style_faults

_SHOWN = names("audio img source video")
_ELEMENTS = (SAFE - _SHOWN) | names("article aside footer header main nav section")
_AROUND = names("html head body")
"""What stands around every card; a tag of one gives that element its attributes."""
_ATTRIBUTES = names(
    "align class colspan dir draggable hidden href id lang open reversed role rowspan scope start style tabindex title "
    "type value"
)
_MORE_ATTRIBUTES = re.compile(r"(?:data|aria)-[\w-]+\Z")
_NUMBERS = frozenset({"CardFlag", "CardID", "Id"})
"""Names whose values are letters, digits and `.-_/` alone, so that they may stand in any attribute."""
_TAGS, _ANY_TAGS = "Tags", "' >"
"""Tags may stand between double quotes, which no tag has; and what else they can hold."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_ODD = re.compile(r"<[!?](?!--[^<>]*-->)")
"""The start of what is a comment to one reader of HTML and not to another (`<!--><script>`)."""
_MARK = re.compile(
    rf"(?P<comment>{_COMMENT.pattern})|\{{\{{(?P<anki>.*?)(?:\}}\}}|\Z)|\[\[(?P<ours>[^\[\]]{{0,200}})\]\]", re.S
)
"""A mark that is replaced before a browser sees the template. In comments Anki replaces none.

What has no end goes to the template's: it is told elsewhere, and is not looked for again at each start.
"""
_BACKSLASH = re.compile(r"\\|&(?:#0*92|#x0*5c|bsol)\b;?", re.I)
_SECTION = re.compile(r"\{\{[#^/].*?(?:\}\}|\Z)", re.S)
_WEB = re.compile(r"https?://[^/?#\s]+(?:[/?#]|\Z)|mailto:|#")


class MarkupFault(NamedTuple):
    """What is wrong with a template: where it starts, its length, which rule, what, and what to do."""

    start: int
    length: int
    rule: str
    message: str
    hint: str


class _Mark(NamedTuple):
    """A mark: where it starts, as it is written, what is in it, and whether it is one of ours."""

    start: int
    written: str
    inner: str
    is_ours: bool

    @property
    def is_section(self) -> bool:
        return not self.is_ours and self.inner[:1] in ("#", "^", "/")

    @property
    def called(self) -> str:
        return self.written if self.is_ours or self.is_section else f'the field "{self.inner}"'


class _Probe:
    """A template with a word in the place of each mark."""

    def __init__(self, template: str) -> None:
        self.stem = "dwmark"
        while self.stem in template.lower():
            self.stem += "x"
        self.word = re.compile(rf"{self.stem}(\d+)z")
        self.marks: list[_Mark] = []
        self.html = _MARK.sub(self.replace, template)

    def replace(self, found: re.Match[str]) -> str:
        if found["comment"] is not None:
            return found[0]
        is_ours = found["anki"] is None
        inner = found["ours"] if is_ours else found["anki"].lstrip("{")
        self.marks.append(_Mark(found.start(), found[0], inner.strip(), is_ours))
        return self.written(len(self.marks) - 1)

    def written(self, number: int) -> str:
        """Return what stands for a mark: for tags with all that they can hold."""
        return f"{self.stem}{number}z" + (_ANY_TAGS if self.marks[number].inner == _TAGS else "")

    def numbers(self, text: str) -> list[int]:
        """Return the numbers of the marks whose words stand in a text."""
        return [int(number) for number in self.word.findall(text)]


def markup_faults(template: str) -> Iterator[MarkupFault]:
    """Yield what may not stand in the HTML of a template, or of a part of one."""
    for comment in _ODD.finditer(template):
        hint = "write it as <!-- words -->: browsers end other comments elsewhere"
        message = "a comment holds more than words"
        yield MarkupFault(comment.start(), len(comment[0]), "unsafe-html", message, hint)
    probe = _Probe(template)
    reading = _Reading(template, probe)
    reading.read()
    yield from sorted(set(reading.faults))
    yield from _acted_on(template, probe, reading.text.text())


class _Reading:
    """What the parser makes of a template: its elements, and where its marks stand."""

    def __init__(self, template: str, probe: _Probe) -> None:
        self.template, self.probe = template, probe
        self.bare = _COMMENT.sub(lambda comment: " " * len(comment[0]), template)
        self.places: dict[str, list[tuple[int, int]]] = {}
        """Where the tags of a name start, and how long they are."""
        self.seen = Counter[str]()
        self.between: set[int] = set()
        """The marks that stand between tags."""
        self.told: set[int] = set()
        self.text = FormulaText()
        self.faults: list[MarkupFault] = []

    def read(self) -> None:
        for found in TAG.finditer(self.bare):
            tag = read_tag(found[0])
            if tag is not None and not tag.is_end:
                self.tag(tag, (found.start(), len(found[0])))
        is_whole, end = False, f"{self.probe.stem}end"
        for depth, node in walk(f'<!doctype html><body><div>{self.probe.html}<wbr title="{end}">'):
            self.text.add(depth, node)
            if isinstance(node, str):
                self.between.update(self.probe.numbers(node))
            elif isinstance(node, Element) and node.tag == "wbr" and node.attributes == {"title": end}:
                is_whole = True
            elif isinstance(node, Element):
                self.element(node)
        for number in sorted(set(range(len(self.probe.marks))) - self.between - self.told):
            self.tell(number, "stands where HTML shows no text")
        if not is_whole:
            start = max(0, self.template.rfind("<"))
            message = "a tag, a comment or a value in quotes has no end"
            self.faults.append(MarkupFault(start, 1, "unclosed-html", message, "end it"))

    def tag(self, tag: Tag, place: tuple[int, int]) -> None:
        """Judge a tag as it is written: a parser passes over some, as over a cell without a table."""
        self.places.setdefault(tag.name, []).append(place)
        if tag.name not in _ELEMENTS:
            self.refuse(tag.name, place)
        for attribute in tag.attributes:
            if attribute.name.startswith("on"):
                self.faults.append(MarkupFault(*place, "unsafe-html", *_runs(attribute.name)))

    def element(self, node: Element) -> None:
        tag, attributes = node.tag, node.attributes
        place = self.find(tag)
        in_names = [number for name in (tag, *attributes) for number in self.probe.numbers(name)]
        for number in in_names:
            self.tell(number, "stands inside a tag")
        if tag not in _ELEMENTS and tag not in _AROUND and not in_names:
            self.refuse(tag, place)
        for name, value in attributes.items():
            if not self.probe.numbers(name):
                self.attribute(tag, name, value, place)

    def find(self, tag: str) -> tuple[int, int]:
        """Return where the next tag of a name starts, and its length; of one that the parser has put in, the file's."""
        places, number = self.places.get(tag, []), self.seen[tag]
        self.seen[tag] += 1
        return places[number] if number < len(places) else (0, 1)

    def refuse(self, tag: str, place: tuple[int, int]) -> None:
        hint = "put it into a field" if tag in _SHOWN else "delete it; a style belongs into style.css"
        self.faults.append(MarkupFault(*place, "unsafe-html", f"<{tag}> may not stand in a template", hint))

    def tell(self, number: int, where: str) -> None:
        """Record a mark that stands where it may not."""
        self.told.add(number)
        mark = self.probe.marks[number]
        hint = "show it between tags, in the text"
        fault = MarkupFault(mark.start, len(mark.written), "unsafe-html", f"{mark.called} {where}", hint)
        self.faults.append(fault)

    def attribute(self, tag: str, name: str, value: str, place: tuple[int, int]) -> None:
        numbers = self.probe.numbers(value)
        self.told.update(numbers)
        fault = self.attribute_fault(tag, name, value, numbers)
        if fault is not None:
            self.faults.append(MarkupFault(*place, "unsafe-html", *fault))
        elif name == "style":
            for style in style_faults(value):
                self.faults.append(MarkupFault(*place, "unsafe-css", style.message, style.hint))

    def attribute_fault(self, tag: str, name: str, value: str, numbers: Sequence[int]) -> tuple[str, str] | None:
        """Return what is wrong with an attribute, and what to do."""
        if name.startswith("on"):
            return _runs(name)
        if name not in _ATTRIBUTES and not _MORE_ATTRIBUTES.match(name):
            return f'the attribute "{name}" may not stand in a template', f"delete it from <{tag}>"
        marks = [self.probe.marks[number] for number in numbers]
        is_address = name == "href"
        if is_address and not _WEB.match(value):
            shown = self.probe.word.sub(lambda word: self.probe.marks[int(word[1])].written, value)
            return f'a link may not lead to "{shown}"', "link to http, https or mailto"
        balanced = _are_balanced([mark.inner for mark in marks if mark.is_section])
        for number, mark in zip(numbers, marks, strict=True):
            if mark.is_ours:
                may_stand = not mark.inner.startswith((">", "speak:"))
            elif mark.is_section:
                may_stand = balanced
            else:
                is_whole = mark.inner == _TAGS and self.probe.written(number) in value
                may_stand = mark.inner in _NUMBERS or (is_whole and not is_address)
            if name == "style" or not may_stand:
                return f"{mark.called} stands inside an attribute", "show it between tags: its text may hold quotes"
        return None


def _runs(name: str) -> tuple[str, str]:
    return f'the attribute "{name}" would run a script', "delete it; cards are studied without scripts"


def _are_balanced(sections: Sequence[str]) -> bool:
    opened: list[str] = []
    for section in sections:
        name = section[1:].strip()
        if section[0] != "/":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def _acted_on(template: str, probe: _Probe, text: str) -> Iterator[MarkupFault]:
    """Yield what Anki and MathJax act on in the template itself, as they would on what the fields put into it."""
    mark = find_mark(_SECTION.sub("", _COMMENT.sub("", template)).replace("[[", "["))
    if mark:
        message = f'Anki acts on "{mark}", which may not stand in a template'
        yield MarkupFault(max(0, template.find(mark)), len(mark), "unsafe-html", message, "put it into a field")
    if re.search(rf"\\(?=[()\[\]]|{probe.stem}\d|\Z)", text):
        message = "a formula may not stand in a template, where its end could be that of a field"
        hint = r"write it into a field, or its marks, \( and \), in the text of the field"
        written = _BACKSLASH.search(template)
        start, end = written.span() if written else (0, 1)
        yield MarkupFault(start, end - start, "unsafe-math", message, hint)
