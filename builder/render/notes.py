"""A deck's card sources to notes as Anki will hold them; identities, times and rows are not known here."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from builder.cloze import find_clozes
from builder.diagnostics import Problem, Severity
from builder.kinds.frame import frame_note_type, words
from builder.makers import maker
from builder.model import SEPARATOR, Chapter, Deck, Note, Piece, Prose, RenderedChapter, RenderedNote
from builder.render.addresses import is_external
from builder.render.allowed_rules import allowed_rules
from builder.render.bare_text import becomes_markup
from builder.render.faults import Fault, HarmlessHtml, problem_of
from builder.render.gap_faults import gap_faults
from builder.render.heard import Hearing
from builder.render.keeps import with_keeps
from builder.render.markdown import Markup, escape, normalize, render, without_controls
from builder.render.media_marks import Media, exchanged, may_be_mistyped, missing, mistyped, with_names
from builder.render.note_faults import blank_card, lost_gap, no_card, not_said, rewritten
from builder.render.one_line import as_cards_hold
from builder.render.plain_text import hidden_in, plain_text
from builder.render.readings import Readings, may_be_read
from builder.render.rendered_types import RenderedType
from builder.render.sanitize import external
from builder.render.source_hash import source_hash, written_text
from builder.render.tongues import Tongues, in_language, said_of, tongues_of
from builder.render.typography import curl
from builder.schema import Entry
from builder.source.deck_names import name_in_deck
from builder.source.keys import DOLLARS, NO_MARKUP
from builder.syntax import Map, Seq, Text
from builder.texts.straight import straight

_make_rendered_note = maker(RenderedNote)
_FAULTS = 100
"""The most that is told of one text; where each stands takes time to find, and more are told once these are mended."""


class NoteRenderer:
    """Renders the notes of one deck, chapter by chapter; keeps nothing of a chapter but the note types that it used."""

    def __init__(self, deck: Deck, media: Media) -> None:
        self.deck = deck
        self.media = media
        self._types: dict[str, RenderedType] = {}

    def type_of(self, kind: str, key: str) -> RenderedType:
        """Return the note type with a key, one of a kind's."""
        if key not in self._types:
            for spec in self.deck.kinds[kind].note_types:
                self._types[spec.key] = RenderedType(
                    spec, functools.partial(frame_note_type, spec, self.deck.settings, kind)
                )
        return self._types[key]

    def types(self) -> Mapping[str, RenderedType]:
        """Return all note types of the deck's kinds, by key; loads kinds that no card has."""
        keys = [(name, spec.key) for name, kind in self.deck.kinds.items() for spec in kind.note_types]
        return {key: self.type_of(name, key) for name, key in keys}

    def chapter(self, chapter: Chapter, problems: Iterable[Problem] = ()) -> RenderedChapter:
        """Return a chapter with its notes in order; `problems` are those that reading it has found."""
        work = _Chapter(self, chapter)
        notes = tuple(work.notes())
        return RenderedChapter(
            path=chapter.file.path,
            title=chapter.entry.text("title"),
            within=chapter.within,
            ids=chapter.ids,
            notes=notes,
            media=tuple(work.media.items()),
            problems=(
                *(*problems, *work.problems, *work.readings.problems(), *work.hearing.problems()),
                *work.harmless.problems("deckwright check --fix takes it out"),
            ),
            source=chapter,
        )


class _Chapter:
    """The rendering of one chapter: what its texts name, and what is wrong with them."""

    def __init__(self, renderer: NoteRenderer, chapter: Chapter) -> None:
        self.renderer = renderer
        self.chapter = chapter
        self.file = chapter.file
        self.media: dict[str, str | None] = {}
        """Media files as written, with their names inside the package."""
        self.note_media: list[str] = []
        """Names inside the package of the media that the note in hand shows."""
        self.dollars = renderer.deck.settings.math == DOLLARS
        self.language = renderer.deck.settings.language
        self.curls = True
        """Whether quotes in the note in hand are curled, or stay as they were typed."""
        self.tongues = Tongues()
        """The languages of the texts of the card in hand."""
        self.is_compared = False
        """Whether the field in hand is asked for letter by letter, so that nothing may stand above its words."""
        self.is_adopted = False
        """Whether the note in hand is of an adopted type: what learners have of it stays as it is."""
        self.unsafe: set[str] = set()
        """What in the note in hand runs or loads, where that may have been published."""
        self.problems: dict[Problem, None] = {}
        """As keys, in order: a text that several fields show has each of its problems once."""
        self.harmless = HarmlessHtml(self.file)
        self.readings = Readings(self.file)
        self.hearing = Hearing(self.file, self._resolve, dollars=self.dollars)

    def notes(self) -> Iterator[RenderedNote]:
        kinds, settings = self.renderer.deck.kinds, self.renderer.deck.settings
        name, table = settings.name, words(settings.language)
        decks: dict[str, str] = {}  # one text for all notes of a deck
        for entry in self.chapter.partial:
            self._check_texts(entry)
        for card in self.chapter.cards:
            kind = kinds[card.kind]
            self.tongues = tongues_of(card, kind, self.language)
            written = written_text(card, kind, said_of(card, self.language))
            for note in kind.expand(card):
                subdeck = table.get(note.subdeck, note.subdeck) or card.deck
                yield self._note(note, decks.setdefault(subdeck, name_in_deck(name, subdeck)), written)

    def _check_texts(self, entry: Entry) -> None:
        """Record what is wrong with the texts of a card that cannot become notes."""
        for key, value in entry.values.items():
            for child in value if isinstance(value, tuple) and not isinstance(value, Text | Map | Seq) else (value,):
                if isinstance(child, Entry):
                    self._check_texts(child)
                elif isinstance(child, Text) and key not in NO_MARKUP:
                    self._checked(render(child.value, dollars=self.dollars), Prose(text=child))

    def _note(self, note: Note, deck_name: str, written: str) -> RenderedNote:
        self.note_media, self.unsafe = [], set()
        note_type = self.renderer.type_of(note.card.kind, note.type)
        self.is_adopted = note_type.spec.adopted
        is_typed, compared = note_type.is_typed(note.fields), note_type.compared(note.fields)
        self.curls = not is_typed
        note = self.hearing.with_heard(note, note_type, self.tongues)
        fields = [""] * len(note_type.fields)
        for name, pieces in note.fields.items():
            if note_type.index[name] not in note_type.gapped:
                self._refuse_gaps(pieces, is_cloze=note_type.cloze)
            self.is_compared = name in compared
            if pieces:
                fields[note_type.index[name]] = "".join([self._piece(piece) for piece in pieces])
        for index, filters in note_type.rewritten:
            self._refuse_markup(note, note_type.fields[index], becomes_markup(fields[index], filters), filters)
        joined = SEPARATOR.join(fields)
        if not self.is_adopted:
            self._check_brackets(note, note_type, fields, joined)
        fields, joined = as_cards_hold(fields, joined, is_typed=is_typed, is_adopted=self.is_adopted)
        clozes: tuple[tuple[int, str], ...] = ()
        if note_type.cloze:
            clozes = hidden_in([fields[index] for index in note_type.numbered])
            ords = tuple([number - 1 for number, _ in clozes if 1 <= number <= 500])
            if not clozes and any(find_clozes(piece.text.value) for piece in _texts(note, note_type.fields[0])):
                self._tell(lost_gap(note))
        else:
            ords, blank = note_type.cards(fields, has_tags=bool(note.card.tags))
            if not ords:
                self._tell(no_card(note))
            for ordinal in blank:
                self._tell(blank_card(note, note_type.spec.templates[ordinal].name))
        return _make_rendered_note(
            location=self.file.location(note.at),
            key=note.key,
            kind=note.card.kind,
            type=note.type,
            joined=joined,
            first=straight(plain_text(fields[0])),
            tags=note.card.tags,
            ords=ords,
            deck=deck_name,
            was=note.was,
            clozes=clozes,
            source=source_hash(written, note.key, self.note_media, note.card.tags),
            allows=allowed_rules(note.card) if "lint" in note.card.entry.values else (),
            unsafe=tuple(sorted(self.unsafe)) if self.is_adopted else (),
        )

    def _check_brackets(self, note: Note, note_type: RenderedType, fields: list[str], joined: str) -> None:
        """Record marks of sounds that are mistyped, and readings that show as they were typed."""
        for name in note.fields if may_be_mistyped(joined) or may_be_read(joined) else ():
            body, pieces = fields[note_type.index[name]], _texts(note, name)
            for fault in mistyped(body) if pieces else ():
                self._record(next((piece for piece in pieces if fault.snippet in piece.text.value), pieces[0]), fault)
            if not body.isascii() and name in note_type.shows_readings:
                self.readings.add(body, [piece.text for piece in pieces], name, self.tongues)

    def _tell(self, problem: Problem) -> None:  # what others have published so is a warning
        self.problems[problem._replace(severity=Severity.WARNING) if self.is_adopted else problem] = None

    def _refuse_gaps(self, pieces: Iterable[Piece], *, is_cloze: bool) -> None:
        """Record marks of gaps in texts that have none: learners would see them."""
        for piece in pieces:
            if isinstance(piece, Prose) and not piece.plain:
                faults = gap_faults(piece.text.value, is_cloze=is_cloze)
                self._record_all(piece, map(_as_warning, faults) if self.is_adopted else faults)

    def _refuse_markup(self, note: Note, name: str, read: str, filters: tuple[str, ...]) -> None:
        """Record a field that a template's filters would make something else of; `read` is what, or empty."""
        texts = _texts(note, name)
        if read and texts:
            self._record(texts[0], rewritten(name, filters, read))

    def _piece(self, piece: Piece) -> str:
        if type(piece) is str:
            return piece
        assert isinstance(piece, Prose)
        source = piece.markdown or piece.text.value
        tongue = self.tongues.of(piece.text)
        if piece.plain:
            shown = escape(source)
        elif piece.text.is_html:
            shown = self._verbatim(piece)
        else:
            shown = self._read(piece, source, tongue)
        return in_language(shown, tongue) if tongue != self.language else shown

    def _read(self, piece: Prose, source: str, tongue: str) -> str:
        """Return the HTML of Markdown in a language."""
        has_readings = self.tongues.shows_readings(piece.text) and not self.is_compared
        markup = render(source, dollars=self.dollars, readings=has_readings)
        shown = markup.html
        if markup.faults or markup.media or markup.left_out:
            shown = self._checked(markup, piece)
        if piece.keep:
            shown = self._kept(shown, piece, readings=has_readings)
        return curl(shown, tongue) if self.curls else shown

    def _verbatim(self, piece: Prose) -> str:
        """Return HTML as it is written, with the names that its files have inside the package."""
        from builder.render.verbatim import verbatim, with_media  # loads a parser of HTML, which most decks do without

        text = (without_controls if self.is_adopted else normalize)(piece.text.value)
        found = verbatim(text)
        self.unsafe.update(found.unsafe)
        if not self.is_adopted:
            self._record_all(piece, found.faults)
        names = {written: self._media_name(written, piece) for written in found.media}
        changed = {written: name for written, name in names.items() if name is not None and name != written}
        return with_media(text, changed) if changed else text

    def _kept(self, shown: str, piece: Prose, *, readings: bool) -> str:
        """Return a text with its phrases in bold; record those that do not stand in it."""
        render_phrase = functools.partial(render, dollars=self.dollars, readings=readings)
        forms = [(phrase.value, plain_text(render_phrase(phrase.value).html)) for phrase in piece.keep]
        emphasized, missing = with_keeps(shown, forms)
        for index in missing if piece.text.start not in self.chapter.misread else ():
            self.problems[not_said(self.file, plain_text(shown), piece.keep[index])] = None
        return emphasized

    def _checked(self, markup: Markup, piece: Prose) -> str:
        for fault in sorted(markup.faults, key=lambda fault: not fault.is_error())[:_FAULTS]:
            self._record(piece, fault)
        if piece.text.start not in self.chapter.misread:
            self.harmless.add(piece.text, markup.left_out)
        names = {written: self._media_name(written, piece) for written in markup.media}
        for fault in exchanged(markup.html, self.renderer.media) if names else ():
            self._record(piece, fault)
        return with_names(markup.html, names) if names else markup.html

    def _record(self, piece: Prose, fault: Fault) -> None:
        if piece.text.start not in self.chapter.misread:
            self.problems[problem_of(self.file, piece.text, fault)] = None

    def _record_all(self, piece: Prose, faults: Iterable[Fault]) -> None:
        seen: Counter[str] = Counter()
        for fault in faults:
            self._record(piece, fault._replace(occurrence=seen[fault.snippet]))
            seen[fault.snippet] += 1

    def _resolve(self, written: str) -> str | None:
        self.media[written] = self.renderer.media.resolve(written)
        return self.media[written]

    def _media_name(self, written: str, piece: Prose) -> str | None:
        if is_external(written):
            self._record(piece, external(written))
            return None
        name = self._resolve(written)
        if name is not None:
            self.note_media.append(name)
        else:
            fault = missing(written, piece.text.value, self.renderer.media)
            # A deck that was published so has learners who miss it already.
            self._record(piece, _as_warning(fault) if self.is_adopted else fault)
        return name


def _as_warning(fault: Fault) -> Fault:
    return fault._replace(severity=Severity.WARNING)


def _texts(note: Note, field: str) -> list[Prose]:
    return [piece for piece in note.fields.get(field, ()) if isinstance(piece, Prose)]
