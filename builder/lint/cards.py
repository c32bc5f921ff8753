"""Cards as the rules read them: what each asks and answers, as plain text, and where that stands in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from builder.cloze import Cloze, find_clozes
from builder.diagnostics import Location
from builder.model import CardSource, Deck, Note, NoteType, Piece, Prose, RenderedNote, TemplateSpec
from builder.render.markdown import render
from builder.render.plain_text import plain_text
from builder.syntax import SourceFile, Text

_CODE = re.compile(r"<(code|pre|kbd|samp|tt)\b[^>]*>.*?</\1>|\\\(.{0,500}?\\\)|\\\[.{0,500}?\\\]", re.S)
_READ = 2000
"""The characters of a text in which rules look for words; few cards have a tenth of them."""
_BEFORE = 60
"""The characters before a gap in which rules look for the word that stands there."""
_CLOZE_MARK = re.compile(r"\{\{c\d[\d,]*::|\}\}")
_ITALIC = re.compile(r"<(em|i)\b[^>]*>.*?</\1>", re.S)
_QUOTED = re.compile(r"[\"“„«‹‘][^\"”“»›’]{1,200}[\"”“»›’]")
_MEDIA = re.compile(r"<img\b|\[sound:")
_BESIDE = frozenset({("contrast", "Bad"), ("choice", "Options"), ("script", "Situation")})
"""What a front shows beside the question that the author put: by kind and field."""


class Part(NamedTuple):
    """One author's text on a side of a card: `text` is what a reader sees, `bare` the same without code and math."""

    field: str
    text: str
    bare: str
    html: str
    at: Text


class Gap(NamedTuple):
    """A cloze card's two halves: what the learner sees (gaps as `…`), and each text that is hidden."""

    visible: str
    hidden: tuple[str, ...]
    in_code: bool
    before: tuple[str, ...]
    """For each hidden text, what stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintCard:
    """A card: one template (or cloze number) of one note."""

    source: CardSource
    note: Note
    rendered: RenderedNote
    template: TemplateSpec
    chapter: str
    """The chapter's title, which every front shows."""
    asks: tuple[Part, ...]
    answers: tuple[Part, ...]
    posed: tuple[Part, ...]
    """The part of `asks` that the author wrote as the question."""
    number: int = 0
    """The cloze number; 0 for other cards."""
    gap: Gap | None = None
    is_first: bool = False
    """The note's first card."""
    is_reverse: bool = False
    """It asks what another card of the note answers, so its front is no question."""

    @property
    def kind(self) -> str:
        """The card source's kind."""
        return self.source.kind

    @property
    def front(self) -> str:
        """All that is asked, on one line."""
        return " ".join([part.text for part in self.asks])

    @property
    def question(self) -> str:
        """The question that the author put, on one line, without code."""
        return " ".join([part.bare for part in self.posed])

    @property
    def answer(self) -> str:
        """All that is graded, on one line."""
        return " ".join([part.text for part in self.answers])

    @property
    def context(self) -> str:
        """The line above the question; empty for none."""
        text = self.source.entry.text("context")
        return text.value if text else ""

    def locate(self, part: Part, snippet: str = "", occurrence: int = 0) -> Location:
        """Return the place of words inside a part, or of as many of them as stand there on one line."""
        return locate(self.source.file, part.at, snippet, occurrence)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LintDeck:
    """A deck's cards in order, and its notes."""

    deck: Deck
    cards: tuple[LintCard, ...]
    now: int
    """The time of the check, in seconds since 1970."""

    def vocabulary(self) -> frozenset[str]:
        """Return the words that the deck's texts have in lower case."""
        found: set[str] = set()
        for card in self.cards:
            for part in (*card.asks, *card.answers):
                found.update([word for word in part.text.split() if word.islower()])
        return frozenset(found)


def read_cards(deck: Deck, notes: Sequence[RenderedNote]) -> Iterator[LintCard]:
    """Yield all cards of a deck in order; `notes` are its rendered notes, in the order in which kinds expand."""
    types = {kind.key: _Reading(kind) for family in deck.kinds.values() for kind in family.note_types}
    rendered = iter(notes)
    for chapter in deck.chapters:
        for source in chapter.cards:
            for note in deck.kinds[source.kind].expand(source):
                yield from types[note.type].cards(note, next(rendered), chapter.title)


class _Reading:
    """How the notes of one note type are read."""

    def __init__(self, spec: NoteType) -> None:
        self.spec = spec
        self.places = {field.name: place for place, field in enumerate(spec.fields)}
        answered: set[str] = set()
        self.reverse = []
        for template in spec.templates:
            self.reverse.append(bool(template.asks) and set(template.asks) <= answered)
            answered |= set(template.answers)

    def cards(self, note: Note, rendered: RenderedNote, chapter: str) -> Iterator[LintCard]:
        known: dict[str, tuple[Part, ...]] = {}

        def side(names: tuple[str, ...]) -> tuple[Part, ...]:
            found: list[Part] = []
            for name in names:
                if name not in known:
                    known[name] = tuple(self._parts(name, note, rendered))
                found += known[name]
            return tuple(found)

        for place, ord_ in enumerate(rendered.ords):
            template = self.spec.templates[0 if self.spec.cloze else ord_]
            asks, answers = side(template.asks), side(template.answers)
            gap = None
            if self.spec.cloze and asks:
                gap = read_gap(asks[0].html, ord_ + 1)
            yield LintCard(
                source=note.card,
                note=note,
                rendered=rendered,
                template=template,
                chapter=chapter,
                asks=asks,
                answers=answers,
                posed=tuple([part for part in asks if (note.card.kind, part.field) not in _BESIDE]),
                number=ord_ + 1 if self.spec.cloze else 0,
                gap=gap,
                is_first=place == 0,
                is_reverse=not self.spec.cloze and self.reverse[ord_],
            )

    def _parts(self, name: str, note: Note, rendered: RenderedNote) -> Iterator[Part]:
        pieces: tuple[Piece, ...] = note.fields.get(name, ())
        if len(pieces) == 1 and isinstance(pieces[0], Prose) and name in self.places:
            yield make_part(name, rendered.fields[self.places[name]], pieces[0].text)
            return
        for piece in pieces:
            if isinstance(piece, Prose):
                yield make_part(name, render(piece.markdown or piece.text.value).html, piece.text)


def make_part(field: str, html: str, at: Text) -> Part:
    """Return a part of a card from its HTML."""
    text = one_line(html)
    coded = "<" in html or "\\" in html
    bare = one_line(_CODE.sub("…", html)) if coded else text
    return Part(field, text, bare[:_READ], html, at)


def one_line(html: str) -> str:
    """Return the text that a reader sees, with single spaces."""
    text = plain_text(html)
    return " ".join(text.split()) if "  " in text or "\n" in text or text[:1] == " " else text


def locate(file: SourceFile, at: Text, snippet: str = "", occurrence: int = 0) -> Location:
    """Return the place of words inside a value; without words, or with others, that of the value's first line."""
    raw = file.text[at.start : at.end]
    while snippet and snippet not in raw:
        snippet = snippet.rpartition(" ")[0]
    if not snippet and at.style in ("|", ">"):
        snippet, occurrence = raw.partition("\n")[2].strip().partition("\n")[0].rstrip(), 0
    return file.within(at, snippet, occurrence) if snippet else file.location(at)


def unquoted(part: Part) -> str:
    """Return a part's text with what it only speaks of (code, quotations, words in italics) as `…`."""
    text = part.bare
    if "<em" in part.html or "<i>" in part.html:
        text = one_line(_ITALIC.sub("…", _CODE.sub("…", part.html)))[:_READ]
    return _QUOTED.sub("…", text)


def has_media(card: LintCard) -> bool:
    """Tell whether a front shows a picture or plays a sound."""
    return any(_MEDIA.search(part.html) for part in card.asks)


def shows_more(card: LintCard) -> bool:
    """Tell whether a front shows something to which a word like "this" can point: picture, sound, code, a table."""
    return has_media(card) or any("<pre" in part.html or "<table" in part.html for part in card.asks)


def read_gap(html: str, number: int) -> Gap:
    """Return what a cloze card shows and hides; other numbers' clozes are shown, hints too."""
    shown: list[str] = []
    hidden: list[str] = []
    before: list[str] = []
    in_code = False
    end = 0
    clozes = find_clozes(html)
    for start, stop, cloze in _marks(html, clozes):
        if start < end:  # inside a cloze that is hidden
            continue
        shown.append(html[end:start])
        end = stop
        if cloze is not None and number in cloze.numbers:
            text, _, hint = _CLOZE_MARK.sub("", html[cloze.inner_start : cloze.inner_end]).partition("::")
            hidden.append(one_line(text))
            before.append(one_line(_CLOZE_MARK.sub("", html[max(0, start - _BEFORE) : start])).rstrip())
            in_code = in_code or "<code" in text or html.rfind("<code", 0, start) > html.rfind("</code", 0, start)
            shown.append(f" … {hint} ")
            end = cloze.end
    shown.append(html[end:])
    return Gap(one_line("".join(shown)), tuple(hidden), in_code, tuple(before))


def _marks(html: str, clozes: Sequence[Cloze]) -> Iterator[tuple[int, int, Cloze | None]]:
    """Yield the (start, end) of the marks of clozes in order: beginnings with their cloze, ends with the hint."""
    marks: list[tuple[int, int, Cloze | None]] = []
    for cloze in clozes:
        inner = html[cloze.inner_start : cloze.inner_end]
        hint = len(inner) if "{{c" in inner or "::" not in inner else inner.index("::")
        marks.append((cloze.start, cloze.inner_start, cloze))
        marks.append((cloze.inner_start + hint, cloze.end, None))
    yield from sorted(marks, key=lambda mark: mark[0])


def whole_text(card: LintCard) -> Iterator[tuple[str, str, Text]]:
    """Yield every text of a card's note with its field's name: as a reader sees it, and its place."""
    seen: set[int] = set()
    for name, pieces in card.note.fields.items():
        for piece in pieces:
            if isinstance(piece, Prose) and not (piece.plain and not piece.markdown) and id(piece.text) not in seen:
                seen.add(id(piece.text))
                yield name, piece.text.value, piece.text
