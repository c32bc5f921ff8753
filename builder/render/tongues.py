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

    def of(self, text: Text) -> str:
        """Return the language of a text."""
        return self.others.get(text.start, self.language)

    def shows_readings(self, text: Text) -> bool:
        """Tell whether readings in brackets stand above their words."""
        return self.has_ruby and is_japanese(self.of(text))


def tongues_of(card: CardSource, kind: Kind, language: str) -> Tongues:
    """Return the languages of the texts of a card, whose deck is in `language`."""
    is_other = card.language.keys or card.language.others != language
    by_place = _by_place(card.entry, card.language) if is_other else ()
    return Tongues(
        language=language,
        others={start: tongue for start, tongue in by_place if tongue != language},
        has_ruby=not kind.files,
    )


def _by_place(entry: Entry, said: ByKey) -> Iterator[tuple[int, str]]:
    for key, value in entry.values.items():
        if key in NO_MARKUP or isinstance(value, Map | Seq):
            continue
        for one in (value,) if isinstance(value, Text) or not isinstance(value, tuple) else value:
            if isinstance(one, Text):
                yield one.start, said.of(key)
            elif isinstance(one, Entry):
                yield from _by_place(one, said)


def in_language(body: str, language: str) -> str:
    """Return a field's HTML in an element that says its language; nothing stays nothing."""
    if not body:
        return body
    tag = "div" if _BLOCK.search(body) else "span"
    return f'<{tag} lang="{html.escape(language)}">{body}</{tag}>'


def said_of(card: CardSource, language: str) -> tuple[str, ...]:
    """Return what is said of a card's texts, for the hash of what its author wrote; empty for what is its deck's."""
    said = card.language
    others = (f"language {said.others}",) if said.others != language else ()
    return (*others, *(f"language of {key} {said.keys[key]}" for key in sorted(said.keys)))
