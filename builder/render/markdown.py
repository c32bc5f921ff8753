"""One field's Markdown to HTML, with cloze, math and sound left whole, and unsafe HTML reported.

Differences from plain Markdown, so that text comes out as typed: `<`, `>` and `&` are text unless they make a safe
tag; `#1` and `>5` are text (a heading or quote needs a space), and so is `1986. A year` (items count to 99); there are
no underlined headings, no entities, no reference links, no mail links.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from builder.cloze import find_clozes, may_have_clozes, space_braces
from builder.render.fast_markdown import read_plain
from builder.render.sanitize import SAFE, Fault, find_unbalanced, judge_address, judge_tag

if TYPE_CHECKING:
    from builder.render.python_markdown import TagJudge

# Control characters never come from the author (they are dropped first, as Anki does), so they can hold places.
_AMP = "\x10"
_OPEN, _CLOSE = "\x0e", "\x0f"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_PLAIN = re.compile(r"[^\d\s\x00-\x1f#*+\-=_~>|:`\[\]{}<&\\!][^\x00-\x1f*_`\[\]{}<>&\\!|~]*\Z")
"""A single line that no Markdown rule can touch."""
_AS_TYPED = re.compile(r"[\w .,:;/()-]*\Z", re.A)
"""What is the same as HTML, mostly ids and sources."""
_MATH = re.compile(r"\\\((?:[^\\]|\\(?!\)))*\\\)|\\\[(?:[^\\]|\\(?!\]))*\\\]", re.S)
_SOUND = re.compile(r"\[sound:([^\]\n]+)\]")
_PLACE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_IMAGE = re.compile(r'<img\b[^<>]*?\bsrc="([^"]*)"')
_LINK = re.compile(r'<a\b[^<>]*?\bhref="([^"]*)"')


class Markup(NamedTuple):
    """A rendered text: its HTML, the media files that it names (as written), and what is wrong with it."""

    html: str
    media: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def escape(text: str) -> str:
    """Return text as HTML that shows it as typed."""
    if _AS_TYPED.match(text):
        return text
    return html.escape(normalize(text), quote=False)


def normalize(text: str) -> str:
    """Drop what Anki drops (control characters) and compose what it composes (Unicode NFC)."""
    if text.isascii():
        return text if text.replace("\n", "").isprintable() else _CONTROL.sub("", text)
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def render(text: str) -> Markup:
    """Render a field. HTML that may not stand in a card is shown as text, and a fault names it."""
    text = normalize(text.replace("\r\n", "\n")).strip("\n")
    if _PLAIN.match(text):
        return Markup(text.rstrip())
    # Nothing to keep from Markdown (math, clozes, sound, ampersands), and no address to check.
    if "\\" not in text and "{{" not in text and "](" not in text and "[s" not in text and "&" not in text:
        body = read_plain(text)
        if body:
            return Markup(_unwrap(body))
    return _Rendering(text).run()


class _Rendering:
    """The state of one call of `render`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stash: list[str] = []
        self.faults: list[Fault] = []
        self.media: list[str] = []
        self.has_tags = False

    def run(self) -> Markup:
        source = self._protect_clozes(_MATH.sub(self._keep_math, self.text))
        source = _SOUND.sub(self._keep_sound, source).replace("&", _AMP)
        try:
            body = read_plain(source) or convert(self, source)
        except RecursionError:
            fault = Fault(self.text, "markdown-depth", "lists or quotes are nested too deep", "flatten them")
            return Markup(html.escape(self.text, quote=False), faults=(fault,))
        body = _unwrap(body)
        self._check_addresses(body)
        if self.has_tags and not self.faults:
            unbalanced = find_unbalanced(body)
            if unbalanced is not None:
                self.faults.append(unbalanced)
        body = self._restore(body).replace(_AMP, "&amp;")
        return Markup(body, tuple(dict.fromkeys(self.media)), tuple(self.faults))

    def _keep(self, kept: str) -> str:
        self.stash.append(kept)
        return f"{_OPEN}{len(self.stash) - 1}{_CLOSE}"

    def _restore(self, body: str) -> str:
        return _PLACE.sub(lambda place: self._restore(self.stash[int(place[1])]), body) if self.stash else body

    def _keep_math(self, math: re.Match[str]) -> str:
        inner = space_braces(math[0]) if may_have_clozes(self.text) else math[0]
        return self._keep(html.escape(inner, quote=False).replace("\n", " "))

    def _keep_sound(self, sound: re.Match[str]) -> str:
        self.media.append(sound[1])
        return self._keep(html.escape(sound[0], quote=False))

    def _protect_clozes(self, source: str) -> str:
        marks: list[tuple[int, int]] = []
        for cloze in find_clozes(source):
            marks += [(cloze.start, cloze.inner_start), (cloze.inner_end, cloze.end)]
        for start, end in sorted(marks, reverse=True):
            source = source[:start] + self._keep(source[start:end]) + source[end:]
        return source

    def _check_addresses(self, body: str) -> None:
        if 'src="' in body:
            self.media += [self._typed(address) for address in _IMAGE.findall(body)]
        if 'href="' in body:
            for address in _LINK.findall(body):
                fault = judge_address(self._typed(address))
                if fault is not None:
                    self.faults.append(fault)

    def _typed(self, address: str) -> str:
        return self._restore(html.unescape(address)).replace(_AMP, "&")

    def pass_tag(self, tag: str) -> bool:
        """Tell whether a tag of the text is HTML that may pass; record it if it may not stand there at all."""
        verdict = judge_tag(tag.replace(_AMP, "&"))
        if isinstance(verdict, Fault):
            self.faults.append(verdict)
            return False
        self.has_tags = self.has_tags or verdict
        return verdict


def convert(judge: TagJudge, source: str) -> str:
    """Convert with Python-Markdown itself; `source` has placeholders for what it must not see."""
    from builder.render.python_markdown import converter

    return converter().convert_for(judge, source)


def _unwrap(body: str) -> str:
    """Return the HTML without its paragraph where it is a single one."""
    if body.startswith("<p>") and body.endswith("</p>") and body.find("<p>", 3) < 0:
        return body[3:-4]
    return body


__all__ = ["SAFE", "Markup", "escape", "normalize", "render"]
