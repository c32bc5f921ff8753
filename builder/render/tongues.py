"""Which language each text of a card is in, and HTML that says so: by it glyphs and voices are chosen."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from builder.model import CardSource, Kind
from builder.schema import ByKey, Entry
from builder.source.keys import NO_MARKUP
from builder.syntax import Map, Seq, Text
from builder.texts.furigana import is_japanese

_BLOCK = re.compile(r"<(?:blockquote|details|div|dl|figure|h[1-6]|hr|ol|p|pre|table|ul)\b")


class Tongues(NamedTuple):
    """The languages of a card's texts."""

    language: str = ""
    """That of its deck."""
    others: Mapping[int, str] = MappingProxyType({})
    """Of texts that are in another one: by where they start in their file."""
    has_ruby: bool = True
    """Whether its kind is one of ours, in which readings stand above words of Japanese."""
    is_said: bool = False
    """Whether the card or its chapter says the language of its texts."""

    def of(self, text: Text) -> str:
        """Return the language of a text."""
        return self.others.get(text.start, self.language)

    def shows_readings(self, text: Text) -> bool:
        """Tell whether readings in brackets stand above their words."""
        return self.has_ruby and is_japanese(self.of(text))

    @property
    def may_show_readings(self) -> bool:
        """Tell whether any text may."""
        return self.has_ruby and (is_japanese(self.language) or any(map(is_japanese, self.others.values())))

    def may_be_in(self, text: Text, voice: str) -> bool:
        """Tell whether a voice may speak a text: not where the text is said to be in another language."""
        primary = self.of(text).partition("-")[0].lower()
        return not self.is_said or primary == voice.partition("_")[0].lower()


def tongues_of(card: CardSource, kind: Kind, language: str) -> Tongues:
    """Return the languages of the texts of a card, whose deck is in `language`."""
    is_said = bool(card.said.language.keys) or card.said.language.others != language
    places = by_place(card.entry, card.said.language) if is_said else ()
    heard = {text.start for text in card.said.audio}
    return Tongues(
        language=language,
        others={start: tongue for start, tongue in places if tongue != language and start not in heard},
        has_ruby=not kind.files,
        is_said=is_said,
    )


def by_place(entry: Entry, said: ByKey) -> Iterator[tuple[int, str]]:
    """Yield what is said of each text of a card, by where it starts in its file."""
    for key, value in entry.values.items():
        if key in NO_MARKUP or isinstance(value, Map | Seq):
            continue
        for one in (value,) if isinstance(value, Text) or not isinstance(value, tuple) else value:
            if isinstance(one, Text):
                yield one.start, said.of(key)
            elif isinstance(one, Entry):
                yield from by_place(one, said)


def in_language(body: str, language: str) -> str:
    """Return a field's HTML in an element that says its language; nothing stays nothing."""
    if not body:
        return body
    tag = "div" if _BLOCK.search(body) else "span"
    return f'<{tag} lang="{html.escape(language)}">{body}</{tag}>'


def said_of(card: CardSource, language: str) -> tuple[str, ...]:
    """Return what is said of a card's texts, for the hash of what its author wrote; empty for what is its deck's."""
    said = card.said.language
    spoken_in = said._replace(others="") if said.others == language else said
    return (*_written("language", spoken_in), *_written("speech", card.said.speech))


def _written(what: str, said: ByKey) -> Iterator[str]:
    if said.others:
        yield f"{what} {said.others}"
    yield from (f"{what} of {key} {said.keys[key]}" for key in sorted(said.keys))
