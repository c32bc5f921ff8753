"""One field's Markdown to HTML, with cloze, math and sound left whole, and unsafe HTML reported.

What the Markdown is, and what its two readers are given, stands in `dialect`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple

from builder.cloze import colons_of_code, find_clozes, may_have_clozes, space_braces
from builder.makers import maker
from builder.render.dialect import AMPERSAND, INLINE_SIGNS, START_SIGNS, STASH_CLOSE, STASH_OPEN
from builder.render.fast_markdown import convert_if_plain
from builder.render.one_line import one_line
from builder.render.sanitize import Fault, find_unbalanced, judge_address, judge_tag

_DROPPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
"""What Anki drops."""
_KEPT_SIGNS = r"{}&!\x00-\x1f"
"""Signs of clozes, ampersands, images and line breaks, as part of a set."""
_UNTOUCHED = re.compile(rf"[^{INLINE_SIGNS}{START_SIGNS}{_KEPT_SIGNS}\d\s][^{INLINE_SIGNS}{_KEPT_SIGNS}]*\Z")
"""A single line that no rule of Markdown, and nothing else here, can touch."""
_AS_TYPED = re.compile(r"[\w .,:;/()-]*\Z", re.A)
"""What is the same as HTML, mostly ids and sources."""
_MATH = re.compile(r"\\\((?:[^\\]|\\(?!\)))*\\\)|\\\[(?:[^\\]|\\(?!\]))*\\\]", re.S)
_SOUND = re.compile(r"\[sound:([^\]\n]+)\]")
_STASHED = re.compile(f"{STASH_OPEN}(\\d+){STASH_CLOSE}")
_LOST = re.compile("[\x02\x03]")
"""What Python-Markdown holds its own places with: where `*` and `**` share a sign (`*a**b*<p>`) it loses some."""
_IMAGE = re.compile(r'<img\b[^<>]*?\bsrc="([^"]*)"')
_LINK = re.compile(r'<a\b[^<>]*?\bhref="([^"]*)"')


class Markup(NamedTuple):
    """A rendered text: its HTML, the media files that it names (as written), and what is wrong with it."""

    html: str
    media: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


_make_markup = maker(Markup)


def escape(text: str) -> str:
    """Return text as HTML that shows it as typed."""
    if _AS_TYPED.match(text):
        return text
    return html.escape(normalize(text), quote=False)


def normalize(text: str) -> str:
    """Drop what Anki drops (control characters) and compose what it composes (Unicode NFC)."""
    if text.isascii():
        return text if text.replace("\n", "").isprintable() else _DROPPED.sub("", text)
    return unicodedata.normalize("NFC", _DROPPED.sub("", text))


def render(text: str) -> Markup:
    """Render a field. HTML that may not stand in a card is shown as text, and a fault names it."""
    text = normalize(text.replace("\r\n", "\n")).strip("\n")
    if _UNTOUCHED.match(text):
        return _make_markup(html=text.rstrip())
    # Nothing to put away (math, clozes, sound, ampersands), and no address to check.
    if "\\" not in text and "{{" not in text and "](" not in text and "[s" not in text and "&" not in text:
        body = convert_if_plain(text)
        if body:
            return _make_markup(html=_unwrap(body))
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
        source = _SOUND.sub(self._keep_sound, source).replace("&", AMPERSAND)
        try:
            body = convert_if_plain(source) or one_line(self._convert(source))
        except RecursionError:
            return self._unreadable("markdown-depth", "lists or quotes are nested too deep", "flatten them")
        if _LOST.search(body):
            hint = r"type a star that is text as \*, and an underscore as \_"
            return self._unreadable("markdown-marks", "stars or underscores stand too close to tell apart", hint)
        body = _unwrap(body)
        self._check_addresses(body)
        if self.has_tags and not self.faults:  # the fast reader asks about no tag, since it balances them itself
            unbalanced = find_unbalanced(body, own_paragraphs="<p" in self.text.lower())
            if unbalanced is not None:
                self.faults.append(unbalanced)
        body = self._restore(body).replace(AMPERSAND, "&amp;")
        return _make_markup(html=body, media=tuple(dict.fromkeys(self.media)), faults=tuple(self.faults))

    def _unreadable(self, rule: str, message: str, hint: str) -> Markup:
        fault = Fault(snippet=self.text, rule=rule, message=message, hint=hint)
        return Markup(html=html.escape(self.text, quote=False), faults=(fault,))

    def _convert(self, source: str) -> str:
        from builder.render.python_markdown import convert  # takes 11 ms to load, and most builds do without

        return convert(self, source)

    def _keep(self, kept: str) -> str:
        self.stash.append(kept)
        return f"{STASH_OPEN}{len(self.stash) - 1}{STASH_CLOSE}"

    def _restore(self, body: str) -> str:
        """Return HTML with what was put away back in it; that can hold placeholders too, as sound with math does."""
        if not self.stash:
            return body
        return _STASHED.sub(lambda placeholder: self._restore(self.stash[int(placeholder[1])]), body)

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
        colons = [(colon + 1, colon + 2) for colon in colons_of_code(source)] if marks and "`" in source else []
        end, parts = 0, []
        for start, stop in sorted([*marks, *colons]):
            # In a gap, Anki would take two colons for the start of its hint.
            kept = "&#58;" if source[start] == ":" else source[start:stop]
            parts += [source[end:start], self._keep(kept)]
            end = stop
        return "".join([*parts, source[end:]])

    def _check_addresses(self, body: str) -> None:
        if 'src="' in body:
            self.media += [self._typed(address) for address in _IMAGE.findall(body)]
        if 'href="' in body:
            for address in _LINK.findall(body):
                fault = judge_address(self._typed(address))
                if fault is not None:
                    self.faults.append(fault)

    def _typed(self, address: str) -> str:
        return self._restore(html.unescape(address)).replace(AMPERSAND, "&")

    def pass_tag(self, tag: str) -> bool:
        """Tell whether a tag of the text is HTML that may pass; record it if it may not stand there at all."""
        verdict = judge_tag(tag.replace(AMPERSAND, "&"))
        if isinstance(verdict, Fault):
            self.faults.append(verdict)
            return False
        self.has_tags = self.has_tags or verdict
        return verdict


def _unwrap(body: str) -> str:
    """Return the HTML without its paragraph where it is a single one."""
    if body.startswith("<p>") and body.endswith("</p>") and body.find("<p>", 3) < 0:
        return body[3:-4]
    return body
