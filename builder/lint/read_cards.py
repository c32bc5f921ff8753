"""Reads a deck's cards for the rules: what each asks and answers, as plain text, and where that stands in the file."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from builder.cloze import Cloze, find_clozes, split_hint, without_marks
from builder.lint.formulas import without_formulas
from builder.lint.language import deck_is_english, is_english, says_english
from builder.lint.lint_cards import Gap, LintCard, Part
from builder.model import Deck, Kind, Note, NoteType, Piece, Prose, RenderedNote, Settings
from builder.render.markdown import render
from builder.render.plain_text import plain_text
from builder.render.template import cloze_fields
from builder.render.tongues import Tongues, tongues_of
from builder.source.keys import DOLLARS
from builder.syntax import Text
from builder.texts.code_places import TYPED, code_elements, replaced
from builder.texts.formula_places import Formula, find_formulas

_LINE = re.compile(r"<(?:br|/?(?:li|ul|ol|t[dhr]|table|p|div|h[1-6]))\b[^>]*>")
_READ = 2000
"""The characters of a text in which rules look for words; few cards have a tenth of them."""
_BEFORE = 60
"""The characters before a gap in which rules look for the word that stands there."""
_ITALIC = frozenset({"em", "i"})
_QUOTED = re.compile(r"[\"“„«‹‘][^\"”“»›’]{1,200}[\"”“»›’]")
_SOUND = re.compile(r"\[sound:[^\[\]]*\]|\[anki:tts [^\[\]]*\][^\[\]]*\[/anki:tts\]")
_POINTED_AT = re.compile(r"<img\b|\[sound:|<pre|<table|<code|<blockquote|\\[(\[]")


def read_cards(deck: Deck, notes: Sequence[RenderedNote]) -> Iterator[LintCard]:
    """Yield all cards of a deck in order; `notes` are its rendered notes, in the order in which kinds expand."""
    english = deck_is_english(deck.settings, (note.first for note in notes))
    readers = {
        spec.key: _TypeReader(spec, kind, deck.settings, english=english)
        for kind in deck.kinds.values()
        for spec in kind.note_types
    }
    rendered = iter(notes)
    for chapter in deck.chapters:
        for source in chapter.cards:
            for note in deck.kinds[source.kind].expand(source):
                yield from readers[note.type].cards(note, next(rendered), source.deck.rpartition("::")[2])


class _TypeReader:
    """Reads the notes of one note type; `english` is what its deck is, from which cards may differ."""

    def __init__(self, spec: NoteType, kind: Kind, settings: Settings, *, english: bool) -> None:
        self.dollars = settings.math == DOLLARS
        self.kind = kind
        self.english = english
        self.language = settings.language
        self.may_differ = says_english(self.language)
        self.spec = spec
        self.traits = kind.traits
        self.tongues = Tongues()
        """The languages of the texts of the card in hand."""
        self.indexes = {field.name: index for index, field in enumerate(spec.fields)}
        names = [field.name for field in spec.fields]
        gapped = cloze_fields(spec.templates[0].front, names) if spec.cloze and spec.adopted else ()
        self.sentence = tuple(names[index] for index in gapped[:1] or (0,))
        """The field with the gaps: that of an adopted type may be any."""
        self.reverse: list[bool] = []
        """For each template: does it ask only what earlier ones answer?"""
        answered: set[str] = set()
        for template in spec.templates:
            self.reverse.append(bool(template.asks) and set(template.asks) <= answered)
            answered |= set(template.answers)

    def cards(self, note: Note, rendered: RenderedNote, chapter: str) -> Iterator[LintCard]:
        self.tongues = tongues_of(note.card, self.kind, self.language)
        known: dict[str, tuple[Part, ...]] = {}  # by field, which several templates of a note may show

        def parts_of(fields: tuple[str, ...]) -> tuple[Part, ...]:
            parts: list[Part] = []
            for field in fields:
                if field not in known:
                    known[field] = tuple(self._parts(field, note, rendered))
                parts += known[field]
            return tuple(parts)

        sentence = parts_of(self.sentence) if self.spec.cloze else ()
        for count, ordinal in enumerate(rendered.ords):
            template = self.spec.templates[0 if self.spec.cloze else ordinal]
            asks = parts_of(template.asks)
            posed = tuple([part for part in asks if part.field not in template.beside])
            gap = read_gap(sentence[0], ordinal + 1) if sentence else None
            yield LintCard(
                source=note.card,
                traits=self.traits,
                note=note,
                rendered=rendered,
                template=template,
                chapter=chapter,
                asks=asks,
                answers=parts_of(template.answers),
                posed=posed,
                number=ordinal + 1 if self.spec.cloze else 0,
                gap=gap,
                is_first=count == 0,
                is_english=self._is_english(posed, gap.visible if gap else " ".join([part.bare for part in posed])),
                is_reverse=not self.spec.cloze and self.reverse[ordinal],
            )

    def _is_english(self, posed: Sequence[Part], question: str) -> bool:
        """Tell whether a question is: as it says, else by its own words, by those that it quotes, or as the deck is."""
        others = self.tongues.others
        said = next((others[part.at.start] for part in posed if part.at.start in others), "")
        if said:
            return says_english(said)
        for text in (_QUOTED.sub("…", question), question) if self.may_differ else ():
            verdict = is_english(text)
            if verdict is not None:
                return verdict
        return self.english

    def _parts(self, field: str, note: Note, rendered: RenderedNote) -> Iterator[Part]:
        """Yield the author's texts in a field; what a kind adds around them is no part."""
        pieces: tuple[Piece, ...] = note.fields.get(field, ())
        if len(pieces) == 1 and isinstance(pieces[0], Prose) and field in self.indexes:
            yield make_part(field, rendered.fields[self.indexes[field]], pieces[0].text)
            return
        for piece in pieces:
            if isinstance(piece, Prose):
                written, has_readings = piece.markdown or piece.text.value, self.tongues.shows_readings(piece.text)
                markup = render(written, dollars=self.dollars, readings=has_readings)
                yield make_part(field, markup.html, piece.text)


def make_part(field: str, html: str, at: Text) -> Part:
    """Return a part of a card from its HTML."""
    text = _one_line(html)
    coded = "<" in html or "\\" in html
    bare = _one_line(without_code(html)) if coded else text
    return Part(field=field, text=text, bare=bare[:_READ], html=html, at=at)


def without_code(html: str) -> str:
    """Return HTML with `…` for code and formulas."""
    return without_formulas(replaced(html, code_elements(html, TYPED), "…"))


def _one_line(html: str) -> str:
    """Return the text that a reader sees, with single spaces."""
    text = plain_text(html)
    if "[sound:" in text or "[anki:tts" in text:
        text = f" {_SOUND.sub('', text)}"
    return " ".join(text.split()) if "  " in text or "\n" in text or text[:1] == " " else text


def unquoted(part: Part) -> str:
    """Return a part's text with what it only speaks of (code, quotations, words in italics) as `…`."""
    text = part.bare
    if "<em" in part.html or "<i>" in part.html:
        text = _one_line(_without_italics(without_code(part.html)))[:_READ]
    return _QUOTED.sub("…", text)


def _without_italics(html: str) -> str:
    return replaced(html, code_elements(html, _ITALIC), "…")


def shows_more(card: LintCard) -> bool:
    """Tell whether a front shows something to which a word like "this" can point: picture, sound, code, a formula."""
    return any(_POINTED_AT.search(part.html) for part in card.asks)


def translates(card: LintCard) -> bool:
    """Tell whether an answer is a question itself, so that the front is a phrase and asks nothing."""
    return card.answer.rstrip(" \"'”’»)").endswith(("?", "？"))


class _Mark(NamedTuple):
    """What a card never shows of a cloze: its opening mark, or its end from the hint on."""

    start: int
    end: int
    opens: Cloze | None


class _Sentence(NamedTuple):
    """What all cards of a sentence are read from."""

    marks: tuple[_Mark, ...]
    """In order."""
    formulas: tuple[Formula, ...]
    first: Mapping[int, int]
    """Where the first gap of each number starts."""


@functools.lru_cache(maxsize=1)
def _read_sentence(html: str) -> _Sentence:
    marks: list[_Mark] = []
    first: dict[int, int] = {}
    for cloze in find_clozes(html):
        for number in cloze.numbers:
            first.setdefault(number, cloze.start)
        # Where clozes stand in a cloze, the first `::` is one of theirs: its hint is then read as text.
        is_outer = html.find("{{c", cloze.inner_start, cloze.inner_end) >= 0
        hint = -1 if is_outer else html.find("::", cloze.inner_start, cloze.inner_end)
        marks.append(_Mark(start=cloze.start, end=cloze.inner_start, opens=cloze))
        marks.append(_Mark(start=hint if hint >= 0 else cloze.inner_end, end=cloze.end, opens=None))
    marks.sort(key=_start)
    return _Sentence(marks=tuple(marks), formulas=tuple(find_formulas(html)), first=first)


def _start(mark: _Mark | Formula) -> int:
    return mark.start


def read_gap(sentence: Part, number: int) -> Gap:
    """Return what a cloze card shows and hides of its sentence; other numbers' clozes are shown, hints too.

    Of a long text it is what stands around the first gap of the number.
    """
    html = sentence.html
    read = _read_sentence(html)
    end = max(0, read.first.get(number, 0) - _READ)
    stop = min(len(html), read.first.get(number, 0) + _READ)
    shown: list[str] = []
    hidden: list[str] = []
    before: list[str] = []
    in_code = in_formula = is_open = False
    looked_at = 0
    for index in range(bisect.bisect_left(read.marks, end, key=_start), len(read.marks)):
        mark = read.marks[index]
        if mark.start < end:  # inside a cloze that is hidden
            continue
        if mark.start >= stop:
            break
        shown.append(html[end : mark.start])
        end = mark.end
        cloze = mark.opens
        if cloze is not None and number in cloze.numbers:
            hides, hint = split_hint(html[cloze.inner_start : cloze.inner_end])
            inside = _is_in_formula(read.formulas, cloze.start)
            in_formula = in_formula or inside
            hidden.append(_one_line(f"\\({hides}\\)" if inside else hides))
            before.append(_one_line(without_marks(html[max(0, cloze.start - _BEFORE) : cloze.start])).rstrip())
            opened, closed = (html.rfind(tag, looked_at, cloze.start) for tag in ("<code", "</code"))
            is_open = opened > closed or (is_open and opened == closed)
            looked_at = cloze.start
            in_code = in_code or "<code" in hides or is_open
            shown.append(f" … {hint} ")
            end = cloze.end
    shown.append(html[end:stop])
    front = "".join(shown)
    return Gap(
        sentence=sentence,
        visible=_one_line(front),
        beside=_one_line(" ".join([line for line in _LINE.split(front) if "…" in line])),
        hidden=tuple(hidden),
        in_code=in_code,
        in_formula=in_formula,
        before=tuple(before),
    )


def _is_in_formula(formulas: Sequence[Formula], place: int) -> bool:
    before = bisect.bisect_left(formulas, place, key=_start)
    return before > 0 and formulas[before - 1].end > place


def whole_text(card: LintCard) -> Iterator[tuple[str, Text]]:
    """Yield every text of a card's note once, with the name of a field that shows it."""
    seen: set[int] = set()
    for field, pieces in card.note.fields.items():
        for piece in pieces:
            # Plain pieces without Markdown of their own are ids, dates and citations.
            if isinstance(piece, Prose) and not (piece.plain and not piece.markdown) and id(piece.text) not in seen:
                seen.add(id(piece.text))
                yield field, piece.text
