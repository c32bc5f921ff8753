r"""The tags of one text on their way through Markdown: judged where they are read, written where they stand in the end.

While Markdown is read, a tag of the author's is `<b \x113\x12>`: its name, and its index here. So it is known
afterwards who wrote which tag, and nothing that an attribute holds is taken for Markdown, math or a gap.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable
from typing import NamedTuple

from builder.diagnostics import Severity
from builder.entities import unescape
from builder.render.addresses import is_drive, is_external, judge_link, media_name
from builder.render.faults import Fault, LeftOut, as_text, crossed_edge
from builder.render.gap_edges import gap_edges
from builder.render.html_tags import Tag, read_tag, write_tag
from builder.render.open_tags import NEEDS, OPTIONAL, VOID, OpenTags
from builder.render.sanitize import (
    INLINE,
    WORDS,
    Verdict,
    closes_nothing,
    find_lost,
    judge_tag,
    left_open,
)
from builder.texts.formula_places import find_formulas

MARK_OPEN, MARK_CLOSE = "\x11", "\x12"
_WRITTEN = re.compile(rf'<(/?)([a-z][a-z0-9]*)(?: {MARK_OPEN}(\d+){MARK_CLOSE})?((?: [a-z-]+="[^"]*")*) ?/?>')
"""A tag of what Markdown has written."""
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_BEGIN = re.compile(r"<([A-Za-z][A-Za-z0-9]*)[\s/>]")
_END = re.compile(r"</([A-Za-z][A-Za-z0-9]*)[\s/>]")
_GAP = re.compile(r"\{\{c\d")
_MAY_TOUCH_WORDS = VOID | {"audio", "ruby", "sub", "sup", "video"}


class Written(NamedTuple):
    """A text's HTML with its tags as cards hold them, and what was found on the way."""

    html: str
    media: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


class _Authored(NamedTuple):
    tag: Tag
    verdict: Verdict


class _Open(NamedTuple):
    """An open tag: the number of the author's, -1 for Markdown's; how it is closed; in which gap it stands."""

    number: int
    end: str
    gap: int


class TagReader:
    """Judges the tags of one text; `typed` gives a part of it back as its author typed it."""

    def __init__(self, text: str, typed: Callable[[str], str]) -> None:
        self.text, self.typed = text, typed
        self.authored: list[_Authored] = []
        self.reported: list[Fault] = []
        """What its Markdown cannot be read as."""

    def report(self, fault: Fault) -> None:
        """Take what is wrong with the text, whose snippet is of the text as Markdown is given it."""
        self.reported.append(fault._replace(snippet=self.typed(fault.snippet)))

    def pass_tag(self, written: str, around: tuple[str, str] | None) -> str | None:
        """Return what stands for a tag until `write`; None where it is text.

        `around` are the signs before and behind it in running text; None in a block of HTML.
        """
        tag = read_tag(self.typed(written))
        verdict = judge_tag(tag) if tag else None
        if tag is None or verdict is None or self.is_word(tag):
            return None
        if around is not None and self._is_prose(tag, *around):
            message = f"{tag.written} is not closed, and is shown as text"
            hint = rf"write \{tag.written} or put it in backticks; if it is HTML, close it with </{tag.name}>"
            fault = Fault(tag.written, "tag-or-text", message, hint, Severity.WARNING)
            verdict = Verdict(html=html.escape(tag.written, quote=False), faults=(fault,))
        elif _GAP.search(tag.written):
            hint = "let it begin and end between tags"
            fault = Fault(tag.written, "gap-in-tag", "a gap may not stand inside a tag", hint)
            verdict = verdict._replace(faults=(*verdict.faults, fault))
        if any(find_formulas(tag.written)):
            hint = "write it between tags; in an address write %28 and %29 for parentheses, without backslashes"
            fault = Fault(tag.written, "math-in-tag", "a formula may not stand inside a tag", hint)
            verdict = verdict._replace(faults=(*verdict.faults, fault))
        self.authored.append(_Authored(tag, verdict))
        slash = "/" if tag.is_end else ""
        return f"<{slash}{verdict.name or 'x'} {MARK_OPEN}{len(self.authored) - 1}{MARK_CLOSE}>"

    def is_word(self, tag: Tag) -> bool:
        """Tell whether a tag of an ordinary name is text (`at <time>`): the text does not both begin and end it."""
        is_pair = tag.name in self.begun and tag.name in self.ended
        return tag.name in WORDS and not is_pair and "=" not in tag.written

    def _is_prose(self, tag: Tag, before: str, behind: str) -> bool:
        """Tell whether a tag is none but looks like one (`Rc<a>`, `a <b and c> d`): nothing closes it."""
        if tag.is_end or tag.name in _MAY_TOUCH_WORDS or tag.name in self.ended:
            return False
        if tag.name == "p":
            return before.isspace() and not behind.isalnum()
        if tag.name in OPTIONAL:
            return self.begun.isdisjoint(NEEDS.get(tag.name, ()))
        between_words = tag.name in INLINE and bool(tag.attributes) and "=" not in tag.written
        return between_words or (before.isalnum() and not tag.attributes)

    @functools.cached_property
    def ended(self) -> frozenset[str]:
        """The names of the tags that the text closes somewhere."""
        return frozenset(name.lower() for name in _END.findall(self.text))

    @functools.cached_property
    def begun(self) -> frozenset[str]:
        """The names of the tags that the text opens somewhere."""
        return frozenset(name.lower() for name in _BEGIN.findall(self.text))

    def write(self, body: str) -> Written:
        """Return what Markdown has made of the text with all tags as cards hold them."""
        if not self.authored and '="' not in body:
            return Written(body)
        return _Writing(self).run(body)


class _Writing:
    """The state of one call of `write`."""

    def __init__(self, reader: TagReader) -> None:
        self.typed, self.authored, self.ended = reader.typed, reader.authored, reader.ended
        self.tags = OpenTags[_Open]()
        self.gap = 0
        """That of the tag in hand."""
        self.seen: dict[str, int] = {}
        self.occurrences: dict[int, int] = {}
        self.media: list[str] = []
        self.faults: list[Fault] = []
        self.left_out: list[LeftOut] = []
        self.is_balanced = True

    def run(self, body: str) -> Written:
        parts: list[str] = []
        copied = 0
        edges = gap_edges(body)
        for tag in _WRITTEN.finditer(body):
            self.gap = edges.gap_at(tag.start())
            written = self.tag(tag)
            # Anki would begin a hint, or end the gap, within the tag.
            written = written.replace("::", ":&#58;").replace("}}", "}&#125;") if self.gap else written
            parts += [body[copied : tag.start()], written]
            copied = tag.end()
        parts.append(body[copied:])
        parts += [opened.mark.end for opened in self.tags.finish()]
        if self.is_balanced and self.tags.stack:
            self.leave_open()
        whole = "".join(parts)
        is_faulty = any(map(Fault.is_error, self.faults))
        is_faulty = is_faulty or any(is_external(name) or is_drive(name) for name in self.media)
        if self.authored and not is_faulty:
            self.check(whole)
        return Written(whole, tuple(self.media), tuple(self.faults), tuple(self.left_out))

    def tag(self, found: re.Match[str]) -> str:
        """Return what cards hold for a tag of the body, with the ends of what it closes."""
        slash, name, mark, attributes = found.groups()
        if mark is None:
            return self.end(name, -1) if slash else self.start(name, -1, self.of_markdown(name, attributes, found[0]))
        index = int(mark)
        tag, verdict = self.authored[index]
        occurrence = self.occurrences[index] = self.seen.get(tag.written, 0)
        self.seen[tag.written] = occurrence + 1
        self.faults += [
            fault._replace(occurrence=occurrence) if fault.snippet == tag.written else fault for fault in verdict.faults
        ]
        self.media += verdict.media
        if verdict.left_out:
            self.left_out.append(LeftOut(tag.written, occurrence, verdict.left_out))
        if not verdict.name and tag.name != "span":
            return verdict.html
        if verdict.name in NEEDS and not slash and verdict.name not in self.ended and not self.tags.has(verdict.name):
            self.faults.append(self.misplaced(tag.written, occurrence))
        return self.end(verdict.name, index) if slash else self.start(verdict.name or "span", index, verdict.html)

    def start(self, name: str, index: int, written: str) -> str:
        closed = self.tags.start(name, _Open(index, f"</{name}>" if written else "", self.gap))
        return "".join([*(opened.mark.end for opened in closed), written])

    def end(self, name: str, index: int) -> str:
        closed = self.tags.end(name)
        if closed is None:
            if self.is_balanced:
                self.close_nothing(index)
            return ""
        if index >= 0 and closed:
            self.check_gap(name, closed[-1].mark)
        if index >= 0 and closed and not closed[-1].mark.end:
            self.left_out.append(LeftOut(self.authored[index].tag.written, self.occurrences[index], ("</span>",)))
        return "".join(opened.mark.end for opened in closed)

    def check_gap(self, name: str, opened: _Open) -> None:
        """Report a tag that stands on one side of the edge of a gap, and its end on the other."""
        if opened.gap != self.gap and opened.number >= 0 and opened.end and name in INLINE:
            written = self.authored[opened.number].tag.written
            message = f"{written} and its end stand on two sides of the edge of a gap"
            self.faults.append(crossed_edge(written, message)._replace(occurrence=self.occurrences[opened.number]))

    def close_nothing(self, index: int) -> None:
        inner = self.tags.stack[-1] if self.tags.stack else None
        if index < 0:
            self.leave_open()
            return
        self.is_balanced = False
        written = self.authored[index].tag.written
        fault = closes_nothing(written, inner.name if inner and inner.mark.number >= 0 else "")
        fault = fault._replace(hint=f"{fault.hint}; {as_text(written)}", occurrence=self.occurrences[index])
        self.faults.append(fault)

    def leave_open(self) -> None:
        """Record the innermost tag of the author's that is open."""
        self.is_balanced = False
        index = next((opened.mark.number for opened in reversed(self.tags.stack) if opened.mark.number >= 0), -1)
        if index >= 0:
            tag = self.authored[index].tag
            fault = left_open(tag.name, tag.written)
            fault = fault._replace(hint=f"{fault.hint}; {as_text(tag.written)}", occurrence=self.occurrences[index])
            self.faults.append(fault)

    def of_markdown(self, name: str, attributes: str, written: str) -> str:
        """Return a tag that Markdown has made, with the address that it names judged."""
        if not attributes:
            return written
        values = {key: self.typed(unescape(value)) for key, value in _ATTRIBUTE.findall(attributes)}
        if any(_GAP.search(value) for value in values.values()):
            value = next(value for value in values.values() if _GAP.search(value))
            hint = "let it begin and end in the words of the text"
            self.faults.append(Fault(value, "gap-in-tag", "a gap may not stand in an address or a title", hint))
        address = values.get("href") or values.get("src", "")
        if any(find_formulas(address)):
            hint = "write %28 and %29 for parentheses, without backslashes"
            self.faults.append(Fault(address, "math-in-tag", "a formula may not stand in an address", hint))
        if name == "a" and "href" in values:
            address = values.pop("href")
            link = judge_link(address, address)
            self.faults += link.faults
            values = values if link.address is None else {"href": link.address, **values}
        if name == "img":
            values["src"] = media_name(values.get("src", ""))
            self.media += [values["src"]] if values["src"] else []
            if not values["src"]:
                hint = "write its file: ![](name.png)"
                self.faults.append(Fault("![", "missing-media", "the picture names no file", hint))
        return write_tag(name, values.items())

    def check(self, whole: str) -> None:
        """Hold what is written against what a browser reads."""
        lost = find_lost(whole)
        if lost is None:
            return
        written = next((tag.written for tag, verdict in self.authored if verdict.html == lost), "")
        self.faults.append(self.misplaced(written or lost))

    def misplaced(self, written: str, occurrence: int = 0) -> Fault:
        """Return the fault of a tag that stands where HTML has none such."""
        message = f"{written} may not stand here"
        hint = f"put it where HTML has it: an item into a list, a cell into a row of a table; {as_text(written)}"
        return Fault(written, "misplaced-html", message, hint, occurrence=occurrence)
