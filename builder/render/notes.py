"""A deck's card sources to notes as Anki will hold them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping

from builder.cloze import cloze_numbers, hidden_texts
from builder.deck import CardSource, Chapter, Deck, Kind, Note, NoteType, Piece, Prose
from builder.kinds import COMMON_FIELDS
from builder.kinds.dress import DressedType, dress
from builder.nearest import did_you_mean
from builder.problems import Location, Problem, Severity
from builder.render.markdown import Markup, escape, render
from builder.render.plain_text import plain_text
from builder.render.sanitize import Fault
from builder.render.template import SPECIAL, Part, field_names, is_empty, makes_card, parse
from builder.rendered import SEPARATOR, RenderedNote
from builder.shapes import Entry
from builder.source.keys import NO_MARKUP
from builder.syntax import Map, Seq, SourceFile, Text

Resolver = Callable[[str], str | None]
"""Gives the name inside the package for a media file as the author wrote it; None where there is no such file."""

_MEDIA = re.compile(r'(<img\b[^<>]*?\bsrc=")([^"]*)(")|(\[sound:)([^\]]*)(\])')


class NoteRenderer:
    """Renders the notes of one deck; collects the problems of their texts."""

    def __init__(
        self, deck: Deck, resolve: Resolver, media_names: Callable[[], list[str]] = list, *, placed: bool = True
    ) -> None:
        """Without `placed` all notes of a file have the same location, its start, which costs neither time nor room."""
        self.deck = deck
        self.placed = placed
        self.start = Location(path="", line=1, column=1)
        self.resolve = resolve
        self.media_names = media_names
        self.problems: list[Problem] = []
        self._types: dict[str, _Type] = {}

    @functools.cached_property
    def types(self) -> Mapping[str, _Type]:
        """All note types of the deck's kinds, by key."""
        return {key: self._type(name, key) for name, kind in self.deck.kinds.items() for key in _keys(kind)}

    def _type(self, kind: str, key: str) -> _Type:
        if key not in self._types:
            for spec in self.deck.kinds[kind].note_types:
                self._types[spec.key] = _Type(spec, functools.partial(dress, spec, self.deck.settings, kind))
        return self._types[key]

    def chapter(self, chapter: Chapter) -> Iterator[RenderedNote]:
        """Yield a chapter's notes in order."""
        name = self.deck.settings.name
        deck_name = f"{name}::{chapter.title}" if chapter.title else name
        for entry in chapter.partial:
            self._check_texts(entry, chapter.file)
        for card in chapter.cards:
            for note in self.deck.kinds[card.kind].expand(card):
                yield self._note(note, f"{name}::{note.subdeck}" if note.subdeck else deck_name)

    def _check_texts(self, entry: Entry, file: SourceFile) -> None:
        """Report what is wrong with the texts of a card that cannot become notes."""
        for key, value in entry.values.items():
            for item in value if isinstance(value, tuple) and not isinstance(value, Text | Map | Seq) else (value,):
                if isinstance(item, Entry):
                    self._check_texts(item, file)
                elif isinstance(item, Text) and key not in NO_MARKUP:
                    self._checked(render(item.value), Prose(item), file, [])

    def _note(self, note: Note, deck_name: str) -> RenderedNote:
        kind = self._types.get(note.type) or self._type(note.card.kind, note.type)
        media: list[str] = []
        fields = [""] * len(kind.fields)
        for name, pieces in note.fields.items():
            if len(pieces) == 1:
                fields[kind.place[name]] = self._piece(pieces[0], note.card, media)
            elif pieces:
                fields[kind.place[name]] = "".join([self._piece(piece, note.card, media) for piece in pieces])
        clozes: tuple[tuple[int, str], ...] = ()
        if kind.cloze:
            clozes = tuple((n, plain_text(text)) for n, text in hidden_texts(fields[0]).items())
            ords = tuple(number - 1 for number in cloze_numbers(fields[0]) if 1 <= number <= 500)
        else:
            ords = kind.ords(fields)
            if not ords:
                self.problems.append(_no_card(note))
        values = (
            self._location(note),
            note.key,
            note.card.kind,
            note.type,
            SEPARATOR.join(fields),
            plain_text(fields[0]),
            note.card.tags,
            ords,
            deck_name,
            note.was,
            clozes,
            tuple(media),
        )
        return tuple.__new__(RenderedNote, values)  # what `RenderedNote(...)` does, in a third of the time

    def _location(self, note: Note) -> Location:
        file = note.card.file
        if self.placed:
            return file.location(note.at)
        if self.start.path != file.path:
            self.start = Location(path=file.path, line=1, column=1)
        return self.start

    def _piece(self, piece: Piece, card: CardSource, media: list[str]) -> str:
        if type(piece) is str:
            return piece
        assert isinstance(piece, Prose)
        source = piece.markdown or piece.text.value
        if piece.plain:
            return escape(source)
        markup = render(source)
        if markup.faults or markup.media:
            return self._checked(markup, piece, card.file, media)
        return markup.html

    def _checked(self, markup: Markup, piece: Prose, file: SourceFile, media: list[str]) -> str:
        seen: dict[str, int] = {}
        for fault in markup.faults:
            occurrence = seen.get(fault.snippet, 0)
            seen[fault.snippet] = occurrence + 1
            self._report(file, piece, fault, occurrence)
        body = markup.html
        names = {written: self._media_name(written, piece, file) for written in markup.media}
        if names:
            body = _MEDIA.sub(lambda m: _with_name(m, names), body)
            media.extend(written for written, name in names.items() if name)
        return body

    def _report(self, file: SourceFile, piece: Prose, fault: Fault, occurrence: int = 0) -> None:
        location = file.within(piece.text, fault.snippet, occurrence)
        problem = Problem(
            location=location, severity=Severity.ERROR, rule=fault.rule, message=fault.message, hint=fault.hint
        )
        if problem not in self.problems:
            self.problems.append(problem)

    def _media_name(self, written: str, piece: Prose, file: SourceFile) -> str | None:
        if re.match(r"(?:[a-z][a-z0-9+.-]*:)?//|data:", written, re.I):
            hint = "put the file into the deck's media folder: cards must work offline"
            self._report(file, piece, Fault(written, "external-media", "media from the network", hint))
            return None
        name = self.resolve(written)
        if name is None:
            hint = did_you_mean(written, self.media_names()) or "put the file into the deck's media folder"
            self._report(file, piece, Fault(written, "missing-media", f'there is no media file "{written}"', hint))
        return name


def _no_card(note: Note) -> Problem:
    message = f'"{note.key}" makes no card: what it fills shows on no front'
    place = note.card.file.location(note.at)
    return note.card.file.error(place, "no-card", message, "fill a field that a front shows")


def _with_name(found: re.Match[str], names: dict[str, str | None]) -> str:
    import html

    head, written, tail = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
    return f"{head}{names.get(html.unescape(written)) or written}{tail}"


def _keys(kind: Kind) -> list[str]:
    return [spec.key for spec in kind.note_types]


class _Type:
    """A note type with its templates parsed, and which cards filled fields make; both once they are needed."""

    def __init__(self, spec: NoteType, make: Callable[[], DressedType]) -> None:
        self.spec = spec
        self._make = make
        self.fields = (*(field.name for field in spec.fields), *COMMON_FIELDS)
        self.place = {name: place for place, name in enumerate(self.fields)}
        self.cloze = spec.cloze
        self._known: dict[tuple[bool, ...], tuple[int, ...]] = {}

    @functools.cached_property
    def dressed(self) -> DressedType:
        """The note type as the deck shows it."""
        return self._make()

    @functools.cached_property
    def fronts(self) -> list[tuple[Part, ...]]:
        """The templates' fronts, parsed."""
        return [parse(template.front) for template in self.dressed.templates]

    @functools.cached_property
    def asked(self) -> tuple[int, ...]:
        """The places of the fields that the fronts name."""
        named = field_names(tuple(part for front in self.fronts for part in front)) | SPECIAL
        return tuple(place for place, name in enumerate(self.fields) if name in named)

    def ords(self, fields: list[str]) -> tuple[int, ...]:
        """Return the ordinals of the templates that make a card of these fields."""
        filled = tuple([not is_empty(fields[place]) for place in self.asked])
        found = self._known.get(filled)
        if found is None:
            names = {self.fields[place] for place, is_filled in zip(self.asked, filled, strict=True) if is_filled}
            found = tuple(n for n, front in enumerate(self.fronts) if makes_card(front, names))
            self._known[filled] = found
        return found
