"""One field's Markdown to HTML, with cloze, math and sound left whole, and unsafe HTML reported.

What the Markdown is, and what its two readers are given, stands in `dialect`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple

from builder.anki_marks import hints_as_text, is_whole, unsafe_command, without_delimiters, written_as_text
from builder.cloze import colons_of_code, find_clozes, may_have_clozes, space_braces, touching_braces, without_marks
from builder.makers import maker
from builder.render.code_as_text import lost_marks
from builder.render.comments import without_comments
from builder.render.dialect import (
    AMPERSAND,
    GAP_CLOSE,
    GAP_OPEN,
    INLINE_SIGNS,
    START_SIGNS,
    STASH_CLOSE,
    STASH_OPEN,
    TAB,
)
from builder.render.fast_markdown import convert_if_plain
from builder.render.faults import Fault, LeftOut
from builder.render.html_tags import TAG
from builder.render.mark_count import find_excess
from builder.render.one_line import one_line
from builder.render.other_marks import MAY_HAVE as MAY_HAVE_MARKS
from builder.render.other_marks import read_marks
from builder.render.sanitize import is_known
from builder.render.shown_marks import shown_marks
from builder.render.sounds import sounds_in
from builder.render.tabs import keep_tabs
from builder.render.text_faults import faults_of_text
from builder.render.whole_marks import whole_mark_faults
from builder.render.written_tags import TagReader
from builder.texts.code_places import find_places, outside
from builder.texts.furigana import BEFORE_PARENTHESIS, find_readings, replace_readings

_DROPPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
"""What Anki drops."""
_KEPT_SIGNS = r"{}&!\x00-\x1f"
"""Signs of clozes, ampersands, images and line breaks, as part of a set."""
_UNTOUCHED = re.compile(rf"[^{INLINE_SIGNS}{START_SIGNS}{_KEPT_SIGNS}\d\s][^{INLINE_SIGNS}{_KEPT_SIGNS}]*\Z")
"""A single line that no rule of Markdown, and nothing else here, can touch."""
_AS_TYPED = re.compile(r"[\w .,:;/()-]*\Z", re.A)
"""What is the same as HTML, mostly ids and sources."""
_IS_QUOTED = re.compile(r"[ \t]*>")
_QUOTE_MARKS = re.compile(r"\n[ ]{0,3}(?:> ?)+")
_STASHED = re.compile(f"[{GAP_OPEN}{GAP_CLOSE}]?{STASH_OPEN}(\\d+){STASH_CLOSE}")
_TAG_BREAK = "\x1f"
"""Stands for a line break inside a tag; to patterns it is white space."""


class Markup(NamedTuple):
    """A rendered text: its HTML, the media files that it names (as written), and what is wrong with it."""

    html: str
    media: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """HTML that does no harm, and that cards do not hold."""


_make_markup = maker(Markup)


def escape(text: str) -> str:
    """Return text as HTML that shows it as typed."""
    if _AS_TYPED.match(text):
        return text
    return without_delimiters(written_as_text(html.escape(normalize(text), quote=False)))


def normalize(text: str) -> str:
    """Drop what Anki drops (control characters) and compose what it composes (Unicode NFC)."""
    if text.isascii():
        return text if text.replace("\n", "").isprintable() else without_controls(text)
    return unicodedata.normalize("NFC", without_controls(text))


def without_controls(text: str) -> str:
    """Drop the control characters that Anki drops."""
    return _DROPPED.sub("", text)


def render(text: str, *, dollars: bool = False, readings: bool = False) -> Markup:
    """Render a field. HTML that may not stand in a card is shown as text, and a fault names it.

    `dollars` is whether the deck writes math between dollars too, `readings` whether `薬[くすり]` is a word with its
    reading above it.
    """
    written = normalize(text.replace("\r\n", "\n"))
    text = written.strip("\n")
    excess = find_excess(text)
    if excess is not None:
        return _unread(text, excess)
    faults = shown_marks(text)
    if MAY_HAVE_MARKS.search(text):
        read = read_marks(text, dollars=dollars)
        text, faults = read.text, (*read.faults, *faults)
    markup = _rendered(text, readings=readings and any(find_readings(text)))
    if markup.html[:1] in ("<", "") and not any(map(Fault.is_error, markup.faults)):
        faults += tuple(whole_mark_faults(text, markup.html, is_line="\n" not in written))
    return markup._replace(faults=(*faults, *markup.faults)) if faults else markup


def _rendered(text: str, *, readings: bool) -> Markup:
    if readings:
        return _Rendering(text, readings=True).run()
    if _UNTOUCHED.match(text):
        return _make_markup(html=text.rstrip())
    # Nothing to put away (math, clozes, sound, ampersands), and no address to check.
    if "\\" not in text and "{{" not in text and "](" not in text and "[s" not in text and "&" not in text:
        body = convert_if_plain(text)
        if body:
            return _make_markup(html=written_as_text(_unwrap(body)))
    return _Rendering(text).run()


class _Rendering:
    """The state of one call of `render`."""

    def __init__(self, text: str, *, readings: bool = False) -> None:
        self.text, self.readings = text, readings
        self.has_clozes = may_have_clozes(text)
        self.stash: list[str] = []
        self.typed: list[str] = []
        """What was put away as the author typed it."""
        self.faults: list[Fault] = []
        self.media: list[str] = []
        self.tags = TagReader(self.text, self._typed)

    def run(self) -> Markup:
        source = self.text
        if "<!--" in source:
            source, fault = without_comments(source)
            self.faults += [fault] if fault else []
        if "\t" in source:
            source = keep_tabs(source)
        if "<" in source and "\n" in source:
            source = self._join_tags(source)
        if "}}}" in source and self.has_clozes:
            source = self._part_braces(source)
        source = self._protect_clozes(self._keep_formulas(source))
        source = self._keep_sounds(source)
        if self.readings:
            source = replace_readings(source, lambda reading: self._keep(reading.ruby, reading.typed))
        source = source.replace("&", AMPERSAND)
        if "](" in source and not source.isascii():
            source = BEFORE_PARENTHESIS.sub(lambda reading: reading[0][:-1] + self._keep("(", "("), source)
        try:
            body = convert_if_plain(source) or self._convert(source)
        except RecursionError:
            message = "lists, quotes or emphasis are nested too deep"
            return _unread(self.text, Fault(self.text, "markdown-depth", message, "flatten them"))
        read = _unwrap(body)
        written = self.tags.write(read)
        faults = (*self.faults, *dict.fromkeys(self.tags.reported), *written.faults)
        faults += tuple(faults_of_text(self.text, read, written.html, whole=not any(map(Fault.is_error, faults))))
        if "<em>" in read or "<strong>" in read or "\\" in self.text:
            faults += tuple(lost_marks(self.text, read))
        body = without_delimiters(written_as_text(one_line(written.html)))
        body = _unwrap(self._restore(body).replace(AMPERSAND, "&amp;").replace(_TAG_BREAK, " ").rstrip())
        body = body.replace(TAB, "\t")
        if may_have_clozes(body):
            body = hints_as_text(body)
        command = unsafe_command(body)
        if command:
            hint = "delete it: a formula may show, but not lead anywhere, load, or style what is around it"
            message = f"{command} may not stand in a formula"
            faults = (*faults, Fault(command, "unsafe-math", message, hint))
        return _make_markup(
            html=body,
            media=tuple(dict.fromkeys([*self.media, *written.media])),
            faults=faults,
            left_out=written.left_out,
        )

    def _convert(self, source: str) -> str:
        from builder.render.python_markdown import convert  # takes 11 ms to load, and most builds do without

        return convert(self.tags, source)

    def _keep(self, kept: str, typed: str) -> str:
        self.stash.append(kept)
        self.typed.append(typed)
        return f"{STASH_OPEN}{len(self.stash) - 1}{STASH_CLOSE}"

    def _restore(self, body: str) -> str:
        """Return HTML with what was put away back in it; that can hold placeholders too, as sound with math does."""
        if not self.stash:
            return body
        return _STASHED.sub(lambda placeholder: self._restore(self.stash[int(placeholder[1])]), body)

    def _typed(self, text: str) -> str:
        """Return a part of the source as its author typed it."""
        if STASH_OPEN in text:
            text = _STASHED.sub(lambda placeholder: self._typed(self.typed[int(placeholder[1])]), text)
        return text.replace(AMPERSAND, "&").replace(_TAG_BREAK, "\n").replace(TAB, "\t")

    def _join_tags(self, source: str) -> str:
        """Put tags of several lines on one, so that no line of them is taken for a quote or a list."""
        tags = [tag for tag in TAG.finditer(source) if "\n" in tag[0] and is_known(tag[2].lower())]
        parts: list[str] = []
        copied = 0
        for tag in outside(find_places(source).code, tags) if tags else ():
            parts += [source[copied : tag.start()], tag[0].replace("\n", _TAG_BREAK)]
            copied = tag.end()
        return "".join([*parts, source[copied:]])

    def _part_braces(self, source: str) -> str:
        """Write braces in gaps so that Anki takes no two of them for its end; a formula gets spaces, unseen."""
        formulas = find_places(source).formulas
        parts, end, formula = [], 0, 0
        for index, is_in_gap in touching_braces(source):
            while formula < len(formulas) and formulas[formula][1] <= index:
                formula += 1
            parts.append(source[end:index])
            end = index + 1
            if formula < len(formulas) and formulas[formula][0] <= index:
                parts.append("} ")
            else:  # an attribute, in which no entity stands, gets the space
                parts.append(self._keep("&#125;", "} ") if is_in_gap else "}")
        return "".join([*parts, source[end:]])

    def _keep_formulas(self, source: str) -> str:
        if "\\(" not in source and "\\[" not in source:
            return source
        parts: list[str] = []
        copied = line = 0
        for start, end in find_places(source).formulas:
            line = source.rfind("\n", copied, start) + 1 or line
            is_quoted = _IS_QUOTED.match(source, line) is not None
            parts += [source[copied:start], self._keep_formula(source[start:end], is_quoted=is_quoted)]
            copied = end
        return "".join([*parts, source[copied:]])

    def _keep_formula(self, formula: str, *, is_quoted: bool) -> str:
        inner = space_braces(formula) if self.has_clozes else formula
        if not is_whole(without_marks(inner) if self.has_clozes else inner):
            hint = "close each { with a }; a brace that shows is written \\{ or \\}, and no \\\\ stands before the end"
            message = "a formula whose end MathJax does not find, and which shows as typed"
            self.faults.append(Fault(formula, "unclosed-math", message, hint))
        if is_quoted:
            inner = _QUOTE_MARKS.sub("\n", inner)
        return self._keep(written_as_text(html.escape(inner, quote=False)).replace("\n", " "), formula)

    def _keep_sounds(self, source: str) -> str:
        """Put sounds away; what stands in code is text, which Anki would play."""
        if "[sound:" not in source:
            return source
        code = iter(find_places(source).code)
        code_start, code_end = next(code, (len(source), len(source)))
        parts: list[str] = []
        copied = 0
        for start, end in sounds_in(source):
            while code_end <= start:
                code_start, code_end = next(code, (len(source), len(source)))
            parts += [source[copied:start], self._keep_sound(source[start:end], is_played=start < code_start)]
            copied = end
        return "".join([*parts, source[copied:]])

    def _keep_sound(self, sound: str, *, is_played: bool) -> str:
        if not is_played:
            return self._keep(f"&#91;{html.escape(sound[1:], quote=False)}", sound)
        self.media.append(self._typed(sound[7:-1]))
        return self._keep(html.escape(sound, quote=False), sound)

    def _protect_clozes(self, source: str) -> str:
        marks: list[tuple[int, int, str]] = []
        for cloze in find_clozes(source):
            marks += [(cloze.start, cloze.inner_start, GAP_OPEN), (cloze.inner_end, cloze.end, GAP_CLOSE)]
        colons = [(colon + 1, colon + 2, "") for colon in colons_of_code(source)] if marks else []
        end, parts = 0, []
        for start, stop, edge in sorted([*marks, *colons]):
            # In a gap, Anki would take two colons for the start of its hint.
            kept = source[start:stop] if edge else "&#58;"
            parts += [source[end:start], edge, self._keep(kept, source[start:stop])]
            end = stop
        return "".join([*parts, source[end:]])


def _unread(text: str, fault: Fault) -> Markup:
    """Return what stands for a text that is not read."""
    return Markup(html=html.escape(text, quote=False), faults=(fault,))


def _unwrap(body: str) -> str:
    """Return the HTML without its paragraph where it is a single one."""
    if body.startswith("<p>") and body.endswith("</p>") and body.find("<p>", 3) < 0:
        return body[3:-4]
    return body
