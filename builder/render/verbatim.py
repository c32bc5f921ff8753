"""HTML that cards hold as it is written, `{html: …}`: what of it runs or loads, and which files it names.

A text of ours is judged tag by tag and written anew. This one is not: an adopted deck's cards are what their learners
have, to the byte. So it is read as a browser reads it, and nothing that a browser would run or load passes unseen.
"""

from __future__ import annotations

import hashlib
import html
import re
import urllib.parse
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from builder.anki_marks import find_hint, find_marks, unsafe_in
from builder.cloze import may_have_clozes
from builder.dom import Element, walk
from builder.entities import unescape
from builder.render.addresses import candidates, is_external, judge_link, media_name
from builder.render.faults import Fault, unclosed, unsafe
from builder.render.formula_text import FormulaText, may_hold_formulas
from builder.render.html_tags import ATTRIBUTE, TAG, names
from builder.render.markdown import normalize
from builder.render.marks_in_tags import marks_in_tags
from builder.render.sanitize import RUNS_OR_LOADS, UNSAFE, external
from builder.render.styles import style_faults
from builder.texts.markup import without_markup

_SOUND = re.compile(r"\[sound:([^\[\]]*)\]")
_SHOWN = names("audio img source video")
_AROUND = names("body head html")
"""What the parser puts around every text."""
_END = "deckwright-end"
"""A word behind the text: where a browser does not show it, something in the text has no end."""


class Verbatim(NamedTuple):
    """What a text of HTML names and holds."""

    media: tuple[str, ...]
    """The files that it names, as Anki looks for them."""
    faults: tuple[Fault, ...]
    """What in it can hurt a learner."""
    unsafe: tuple[str, ...]
    """For each of the faults what it is, and a digest of all that it runs or loads."""


def verbatim(text: str) -> Verbatim:
    """Return what a text of HTML names and holds, read as a browser reads it."""
    reading = _Reading()
    # Anki composes letters on import, and takes control characters out: `>` and U+0338 become one, and end no tag.
    for shown in dict.fromkeys((text, normalize(text))):
        reading.read(shown)
    media = (*reading.media, *(unescape(name) for name in _SOUND.findall(text)))
    return Verbatim(
        media=tuple(dict.fromkeys(media)),
        faults=tuple(reading.faults),
        unsafe=tuple(dict.fromkeys(reading.unsafe)),
    )


def with_media(text: str, media: Mapping[str, str]) -> str:
    """Return HTML that shows other files; `media` has their names, by the names that `verbatim` found."""

    def tag(found: re.Match[str]) -> str:
        if found[2].lower() not in _SHOWN:
            return found[0]
        return ATTRIBUTE.sub(attribute, found[0])

    def attribute(found: re.Match[str]) -> str:
        if found[1].lower() != "src" or not found[2]:
            return found[0]
        name = media.get(_file_of(unescape(found[2].strip("'\""))))
        start, end = found.span(2)
        offset = found.start()
        written = f'"{html.escape(name)}"' if name else found[2]
        return f"{found[0][: start - offset]}{written}{found[0][end - offset :]}"

    text = _SOUND.sub(lambda sound: f"[sound:{media.get(unescape(sound[1]), sound[1])}]", text)
    return TAG.sub(tag, text) if "<" in text else text


class _Reading:
    """What a browser makes of a text."""

    def __init__(self) -> None:
        self.text = ""
        self.faults: dict[Fault, None] = {}
        self.unsafe: list[str] = []
        self.media: list[str] = []

    def read(self, text: str) -> None:
        self.text = text
        if "<" in text or may_hold_formulas(text):
            self.walk(text)
        for mark in dict.fromkeys(mark[0] for mark in find_marks(text)):
            if mark.lower() != "[sound:":  # which is how sounds are written
                hint = "write &#91; for its bracket, to show it; a formula stands between \\( and \\)"
                self.faults[unsafe(mark, f'Anki acts on "{mark}", which may not stand in a card', hint)] = None
        hinted = find_hint(text) if may_have_clozes(text) else ""
        if hinted:
            message = f'Anki puts brackets around the hint "{hinted}", and acts on them'
            self.faults[unsafe(hinted, message, "give another hint")] = None
        end = 0
        for place, mark in marks_in_tags(text):
            hint = "let it begin and end between tags"
            self.faults[Fault(mark, "gap-in-tag", f'"{mark}" may not stand inside a tag', hint)] = None
            if place >= end:  # a tag counts once, however many marks are in it
                start, end = max(0, text.rfind("<", end, place)), text.find(">", place) + 1 or len(text)
                self.unsafe.append(_digested("a mark inside a tag", text[start:end]))

    def walk(self, text: str) -> None:
        formulas = FormulaText()
        is_whole = False
        held = ""
        """The unsafe element whose text comes next."""
        for depth, node in walk(f"<!doctype html><body><div>{text}{_END}"):
            formulas.add(depth, node)
            if isinstance(node, str):
                is_whole = is_whole or _END in node
                if held:
                    self.unsafe.append(_digested(held, node))
                held = ""
            elif isinstance(node, Element):
                held = f"<{node.tag}>" if node.tag in UNSAFE - _AROUND else ""
                self.element(node)
        for found in TAG.finditer(text):  # a parser passes over some, as over a cell without a table
            if not found[1] and found[2].lower() in UNSAFE:
                self.tell(found[2].lower(), f"<{found[2].lower()}>", found[3])
        if not is_whole:
            start = text.rfind("<")
            self.faults[unclosed(text[start : start + 20], "a tag, a comment or a value has no end", "end it")] = None
            self.unsafe.append(_digested("a tag without an end", text[start:]))
        command = unsafe_in(formulas.text())
        if may_have_clozes(text):  # with gaps Anki takes all tags out of formulas
            command = command or unsafe_in(unescape(without_markup(text)))
        if command:
            fault = Fault(command, "unsafe-math", f"{command} in a formula can lead or load somewhere", "delete it")
            self.faults[fault] = None
            self.unsafe.append(_digested(f"{command} in a formula", text))

    def tell(self, tag: str, what: str, detail: str) -> None:
        """Record what runs or loads; `detail` is what it is made of."""
        place = self.text.lower().find(f"<{tag}")
        shown = self.text[place : place + len(tag) + 1] if place >= 0 else what
        self.faults[unsafe(shown, f"{what} may not stand in a card", "delete it")] = None
        self.unsafe.append(_digested(what, detail))

    def element(self, node: Element) -> None:
        if node.tag in UNSAFE - _AROUND:
            self.tell(node.tag, f"<{node.tag}>", repr(sorted(node.attributes.items())))
        for name, value in node.attributes.items():
            self.attribute(node.tag, name, value)

    def attribute(self, tag: str, name: str, value: str) -> None:
        if name == "srcset":
            self.files(tag, candidates(value))
        elif name == "src" and tag in _SHOWN:
            self.files(tag, [media_name(value)])
        elif name == "src" or _can_hurt(name, value):
            self.tell(tag, f'the attribute "{name}" of <{tag}>', value)

    def files(self, tag: str, found: Iterable[str]) -> None:
        for name in found:
            if is_external(name):
                self.faults[external(f"<{tag}")] = None
                self.unsafe.append(_digested("media from the network", name))
            elif name:
                self.media.append(_file_of(name))


def _can_hurt(name: str, value: str) -> bool:
    if name == "style":
        return not all(fault.is_broken for fault in style_faults(value))
    if name == "href":
        return any(fault.rule == "unsafe-html" for fault in judge_link(value, value).faults)
    return name.startswith("on") or name in RUNS_OR_LOADS


def _digested(what: str, detail: str) -> str:
    return f"{what} {hashlib.sha256(detail.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _file_of(address: str) -> str:
    """Return the file that Anki looks for: it takes addresses without their percent signs."""
    return urllib.parse.unquote(media_name(address))
