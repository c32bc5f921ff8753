"""What a card plays behind its answer: recordings, and texts that are spoken.

Both stand in the field Extra, which cards show behind the answer, whichever way they ask: so nothing is given away, and
no template changes. Anki reads `[anki:tts lang=ja_JP]…[/anki:tts]` in a field as it does in a template.
"""

from __future__ import annotations

import bisect
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from builder.diagnostics import Problem, counted
from builder.model import CardSource, Note, Piece, Prose
from builder.render.markdown import render
from builder.render.plain_text import plain_text
from builder.render.rendered_types import RenderedType
from builder.render.sounds import replace_sounds
from builder.render.tongues import Tongues, by_place
from builder.syntax import SourceFile, Text
from builder.texts.furigana import find_readings

_RUBY = re.compile(r"<ruby\b[^<>]*>[^<]*<rt>([^<]*)</rt></ruby>")
_ENDINGS = ("mp3", "m4a", "ogg", "opus", "wav", "flac")
"""Of recordings that are found by a card's name; the first that is there counts."""


def recording_stem(key: str) -> str:
    """Return what the recording of a note is called, without its ending."""
    return key.replace("/", "-")


class _Silence(NamedTuple):
    """Why nothing of a card is spoken, and what to do."""

    why: str
    hint: str


class Hearing:
    """What the cards of a chapter play, and which of their texts are not spoken as they are meant to be."""

    def __init__(self, file: SourceFile, resolve: Callable[[str], str | None], *, dollars: bool) -> None:
        """`resolve` gives the name inside the package for a file; None where there is none."""
        self.file, self.resolve, self.dollars = file, resolve, dollars
        self.silent: dict[Text, _Silence | None] = {}
        """The ids of cards that are to be spoken, each with the reason where nothing of it is so far."""
        self.doubled: dict[Text, str] = {}
        """Texts that a template speaks with their readings, each with the first word that has one."""
        self.card: CardSource | None = None
        self.parts = _Parts()
        """Those of the card in hand."""

    def with_heard(self, note: Note, note_type: RenderedType, tongues: Tongues) -> Note:
        """Return a note with all that it plays."""
        said, pieces = note.card.said, list[Piece]()
        if said.audio and note.key == note.card.id.value:
            pieces += [Prose(text=text, markdown=f"[sound:{text.value.strip()}]") for text in said.audio]
        elif said.by_name and (name := self.recording(note)):
            pieces.append(Prose(text=note.at, markdown=f"[sound:{name}]"))
        if said.speech.others or said.speech.keys:
            pieces += self._spoken(note, note_type, tongues)
        self._find_doubled(note, note_type, tongues)
        if not pieces:
            return note
        extra = (*note.fields.get("Extra", ()), '<div class="dw-speech">', *pieces, "</div>")
        return note._replace(fields={**note.fields, "Extra": extra})

    def recording(self, note: Note) -> str:
        """Return the name of the recording that is called as a note, if none of its texts plays it; else nothing."""
        names = (f"{recording_stem(note.key)}.{ending}" for ending in _ENDINGS)
        name = next((name for name in names if self.resolve(name) is not None), "")
        texts = (piece.text.value for pieces in note.fields.values() for piece in pieces if isinstance(piece, Prose))
        return "" if name and any(f"[sound:{name}]" in text for text in texts) else name

    def _spoken(self, note: Note, note_type: RenderedType, tongues: Tongues) -> Iterator[Piece]:
        by_template = note_type.spoken
        voices = list(self._voices(note, note_type, tongues))
        for field, piece, voice in voices:
            if field in by_template:
                if by_template[field] != voice:
                    why = f"deck.yaml has its lines spoken by {by_template[field]}"
                    hint = "take `speech` out of deck.yaml, and write it in each chapter"
                    self.silent[note.card.id] = _Silence(why, hint)
                    return
            elif said := self._said(piece, tongues):
                yield f"[anki:tts lang={voice}]{said}[/anki:tts]"
        if not note_type.shows_extra:
            hint = "write [[>more]] on the back of its template; or [[speak:Field]], with `speech` in deck.yaml"
            self.silent[note.card.id] = _Silence("its template shows no {{Extra}}, where texts are spoken", hint)
        elif voices:
            self.silent[note.card.id] = None
        else:
            hint = "name the texts: speech: {front: fr_FR}; or mend what is said of their language"
            self.silent.setdefault(note.card.id, _Silence("no text of it is in the language of that voice", hint))

    def _said(self, piece: Prose, tongues: Tongues) -> str:
        """Return what is to be said of a text, as Anki reads it between its marks: of a word its reading."""
        source = piece.markdown or piece.text.value
        has_readings = tongues.shows_readings(piece.text)
        body = source if piece.text.is_html else render(source, dollars=self.dollars, readings=has_readings).html
        said = plain_text(replace_sounds(_RUBY.sub(r"\1", body), lambda name: ""))
        return html.escape(said, quote=False).replace("[", "&#91;")

    def _find_doubled(self, note: Note, note_type: RenderedType, tongues: Tongues) -> None:
        if not tongues.may_show_readings:
            return
        for _, piece in self._single_texts(note, note_type.spoken):
            reading = next(find_readings(piece.text.value), None) if tongues.shows_readings(piece.text) else None
            if reading is not None:
                self.doubled.setdefault(piece.text, reading.typed)

    def _single_texts(self, note: Note, fields: Iterable[str]) -> Iterator[tuple[str, Prose]]:
        """Yield the texts of fields that hold one, but for those of other lines of the same card."""
        if self.card is not note.card:
            self.card, self.parts = note.card, _Parts.of(note.card)
        own = self.parts.part_of(note.at)
        for field in fields:
            texts = [piece for piece in note.fields.get(field, ()) if isinstance(piece, Prose)]
            if len(texts) == 1 and not texts[0].plain and self.parts.part_of(texts[0].text) in (-1, own):
                yield field, texts[0]

    def _voices(self, note: Note, note_type: RenderedType, tongues: Tongues) -> Iterator[tuple[str, Prose, str]]:
        """Yield the fields of a note that are spoken, with their texts and voices."""
        said = note.card.said
        named = {start: voice for start, voice in by_place(note.card.entry, said.speech._replace(others="")) if voice}
        seen: set[int] = set()
        for field, piece in self._single_texts(note, note.fields) if named else ():
            if piece.text.start in named and piece.text.start not in seen:
                seen.add(piece.text.start)
                yield field, piece, named[piece.text.start]
        if said.speech.others:
            yield from self._answers(note, note_type, tongues, named)

    def _answers(
        self, note: Note, note_type: RenderedType, tongues: Tongues, named: Mapping[int, str]
    ) -> Iterator[tuple[str, Prose, str]]:
        """Yield the answers that a voice for all texts speaks; where none is in its language, the questions."""
        voice, specs = note.card.said.speech.others, note_type.spec.templates
        templates = [template for template in specs if not template.when or note.fields.get(template.when)]
        asked = [field for template in templates for field in template.asks if field not in template.beside]
        answered = [field for template in templates for field in template.answers]
        for fields in (answered, asked):
            found = [
                (field, piece, voice)
                for field, piece in self._single_texts(note, dict.fromkeys(fields))
                if piece.text.start not in named and tongues.may_be_in(piece.text, voice)
            ]
            if found:
                yield from found
                return

    def problems(self) -> Iterator[Problem]:
        """Yield a warning at the first card that is not spoken, and at the first text that is spoken twice."""
        silent = [(text, silence) for text, silence in self.silent.items() if silence is not None]
        if silent:
            (text, silence), more = silent[0], len(silent) - 1
            others = f", and {counted(more, 'other')}" if more else ""
            yield self._problem(text, f'"{text.value}" is not spoken{others}: {silence.why}', silence.hint)
        if self.doubled:
            text, written = next(iter(self.doubled.items()))
            hint = "move `speech` from deck.yaml to the chapter, which has readings spoken alone"
            yield self._problem(text, f'the voice of deck.yaml says both the word and its reading, "{written}"', hint)

    def _problem(self, at: Text, message: str, hint: str) -> Problem:
        return self.file.warning(self.file.location(at), "unspoken", message, hint)


class _Parts(NamedTuple):
    """Where the lines or steps of a card stand in its file, in order."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    @classmethod
    def of(cls, card: CardSource) -> _Parts:
        parts = sorted((part.at.start, part.at.end) for key in card.entry.values for part in card.entry.entries(key))
        return cls(tuple(start for start, _ in parts), tuple(end for _, end in parts))

    def part_of(self, text: Text) -> int:
        """Return which of them a text is in; -1 for none."""
        place = bisect.bisect_right(self.starts, text.start) - 1
        return place if place >= 0 and text.start < self.ends[place] else -1
