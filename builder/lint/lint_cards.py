"""What the rules read and yield: cards as their learner meets them, the deck that they make up, and findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from builder.diagnostics import Location, Severity
from builder.model import CardSource, Deck, Note, RenderedNote, TemplateSpec, Trait
from builder.syntax import SourceFile, Text


class Part(NamedTuple):
    """One author's text on a side of a card: `text` is what a reader sees, `bare` the same without code and math."""

    field: str
    text: str
    bare: str
    html: str
    at: Text


class Gap(NamedTuple):
    """A cloze card's two halves: what the learner sees of its sentence (gaps as `…`), and each text that is hidden."""

    sentence: Part
    visible: str
    hidden: tuple[str, ...]
    in_code: bool
    in_formula: bool
    """A part of a formula is hidden, and not the whole; the hidden texts stand in its marks then."""
    beside: str
    """Of `visible`, the lines (of a list, the items; of a table, the cells) in which something is hidden."""
    before: tuple[str, ...]
    """For each hidden text, what stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintCard:
    """A card: one template (or cloze number) of one note."""

    source: CardSource
    traits: frozenset[Trait]
    """Those of its kind."""
    note: Note
    rendered: RenderedNote
    template: TemplateSpec
    chapter: str
    """The last part of its subdeck's name, which every front shows: of the chapter's title, or of its own."""
    asks: tuple[Part, ...]
    answers: tuple[Part, ...]
    posed: tuple[Part, ...]
    """The part of `asks` that the author wrote as the question."""
    number: int = 0
    """The cloze number; 0 for other cards."""
    gap: Gap | None = None
    """For a card with a cloze number."""
    is_first: bool = False
    """The note's first card."""
    is_english: bool = True
    """Its question is in the language that rules for English can read."""
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
        return self.source.entry.typed("context")

    def locate(self, part: Part, snippet: str = "") -> Location:
        """Return the place of words inside a part, or of as many of them as stand there on one line."""
        return locate(self.source.file, part.at, snippet)


def locate(file: SourceFile, at: Text, snippet: str = "") -> Location:
    """Return the place of words inside a value; without words, or with others, that of the value's first line."""
    raw = file.text[at.start : at.end]
    # A reader sees words on one line that the file may hold on two, or with marks of Markdown between them.
    snippet = _longest_start(snippet, raw)
    if not snippet and at.style in ("|", ">"):  # the value starts with that sign, and its text a line below
        snippet = raw.partition("\n")[2].strip().partition("\n")[0].rstrip()
    return file.within(at, snippet) if snippet else file.location(at)


def _longest_start(snippet: str, raw: str) -> str:
    """Return as many words of a snippet, from its first, as stand in a text."""
    if snippet in raw:
        return snippet
    ends = [-1, *(space.start() for space in re.finditer(" ", snippet))]
    least, most = 0, len(ends) - 1
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if snippet[: ends[middle]] in raw else (least, middle - 1)
    return snippet[: ends[least]] if least else ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LintDeck:
    """A deck's cards in order, and its notes."""

    deck: Deck
    cards: tuple[LintCard, ...]
    now: int
    """The time of the check, in seconds since 1970."""

    def in_english(self) -> LintDeck:
        """Return the deck with its English cards alone."""
        return replace(self, cards=tuple([card for card in self.cards if card.is_english]))

    def sources(self, trait: Trait) -> Iterator[CardSource]:
        """Yield the card sources in order whose kinds have a trait."""
        kinds = {name for name, kind in self.deck.kinds.items() if trait in kind.traits}
        for source in self.deck.cards:
            if source.kind in kinds:
                yield source

    def vocabulary(self) -> frozenset[str]:
        """Return the words that the deck's texts have in lower case."""
        words: set[str] = set()
        for card in self.cards:
            for part in (*card.asks, *card.answers):
                words.update([word for word in part.text.split() if word.islower()])
        return frozenset(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule found: where, what is wrong in one sentence, and how to mend it in another."""

    location: Location
    message: str
    hint: str
    severity: Severity | None = None
    """Where it is not the rule's own."""
    cards: tuple[str, ...] = ()
    """The ids of the card sources concerned, any of which may allow it; empty for the deck as a whole."""


def finding(
    source: CardSource, location: Location, message: str, hint: str, severity: Severity | None = None
) -> Finding:
    """Return a finding about one card source."""
    return Finding(location=location, message=message, hint=hint, severity=severity, cards=(source.id.value,))
