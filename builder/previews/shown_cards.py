"""A deck's notes as the cards that a learner will see."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from builder.cache.memo import Recall, afresh
from builder.entities import unescape
from builder.kinds.frame import own_script
from builder.lock.ledger import SlottedType
from builder.lock.slots import fill_slots
from builder.model import Chapter, RenderedNote
from builder.pipeline.deck_stamp import StampedDeck
from builder.pipeline.loop import note_types
from builder.previews.mathml import show_formulas
from builder.render.card_sides import CardData, render_side, strip_html
from builder.render.cloze_sides import typed_gaps
from builder.render.markdown import escape
from builder.render.sounds import replace_sounds
from builder.render.template import TemplateError, parse

_Sides = dict[tuple[object, ...], tuple[tuple[str, str], ...]]
"""The question and answer of each of a note's cards, by all of the note that shows on them."""
_parse = functools.lru_cache(maxsize=512)(parse)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """One card: its note's key, its template's name, where it comes from, and the HTML of both sides."""

    key: str
    kind: str
    card: str
    """The template's name; for a cloze, with its number."""
    style: str
    """The note type whose style it has."""
    ordinal: int
    tags: tuple[str, ...]
    line: int
    question: str
    answer: str

    @property
    def source(self) -> str:
        """The id of the card source."""
        return self.key.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChapter:
    """A chapter's cards in order; `ids` are those of all its card sources, broken ones too."""

    title: str
    path: str
    cards: tuple[ShownCard, ...]
    ids: tuple[str, ...] = ()
    within: str = ""
    """The deck of its folder, without the deck's name."""
    stale: frozenset[str] = frozenset()
    """Ids of those whose cards are the last good ones: what the file says now is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDeck:
    """A deck as its page shows it."""

    folder: str
    name: str
    version: str = ""
    language: str = "en"
    styles: Mapping[str, str] = field(default_factory=dict)
    """CSS by note type."""
    chapters: tuple[ShownChapter, ...] = ()
    media: Mapping[str, Path] = field(default_factory=dict)
    """Files by their names inside the package."""


def show_deck(stamped: StampedDeck, now: int, recall: Recall = afresh) -> ShownDeck:
    """Return a deck's cards, with the templates that Anki will get; `recall` may keep chapters for the next time."""
    rendered = stamped.rendered
    settings = rendered.deck.settings
    types = _types(stamped)
    notes = {chapter.path: chapter.notes for chapter in rendered.chapters}
    looks = tuple((key, slotted.entry.hash) for key, slotted in types.items())

    def show(chapter: Chapter) -> ShownChapter:
        path = chapter.file.path
        sides: _Sides = recall(("sides", path, looks), dict)
        show_notes = functools.partial(_show_notes, types, notes[path], sides)
        return ShownChapter(
            title=chapter.title or settings.name,
            path=path,
            within=chapter.within,
            cards=recall(("shown", chapter.file, chapter.within, settings.file.text, looks), show_notes),
            ids=tuple(text.value for text in chapter.ids),
        )

    return ShownDeck(
        folder=settings.folder,
        name=settings.name,
        version=settings.version,
        language=settings.language,
        styles={key: slotted.css for key, slotted in types.items()},
        chapters=tuple(show(chapter) for chapter in rendered.deck.chapters),
        media={file.name: file.path for file in rendered.media.used.values()},
    )


def _types(stamped: StampedDeck) -> dict[str, SlottedType]:
    """Return the note types in use: as stamped, or where the lock forbids a change, as if they were new."""
    rendered = stamped.rendered
    uid = rendered.deck.settings.uid
    return {
        key: stamped.types.get(key) or fill_slots(uid, declared.spec, declared.framed, None, stamped.moment)
        for key, declared in note_types(rendered).items()
    }


def card_data(slotted: SlottedType, note: RenderedNote, ordinal: int) -> CardData:
    """Return what Anki will know of a card of a note; `ordinal` counts the kind's own templates, or clozes, from 0."""
    values = [""] * len(slotted.entry.fields)
    for slot_index, value in zip(slotted.field_slots, note.fields, strict=True):
        values[slot_index] = value
    return CardData(
        fields={slot.name: value for slot, value in zip(slotted.entry.fields, values, strict=True)},
        tags=note.tags,
        deck=note.deck,
        card=slotted.templates[0 if slotted.cloze else slotted.template_slots[ordinal]].name,
        type=slotted.name,
        ordinal=ordinal if slotted.cloze else slotted.template_slots[ordinal],
    )


def _show_notes(
    types: Mapping[str, SlottedType], notes: Sequence[RenderedNote], sides: _Sides
) -> tuple[ShownCard, ...]:
    """Return the cards of a chapter; `sides` has those of its last state, and gets those of this one."""
    known = dict(sides)
    sides.clear()
    cards = []
    for note in notes:
        key = (note.type, note.joined, note.tags, note.deck, note.ords)
        sides[key] = known[key] if key in known else _both_sides(types[note.type], note)
        for ordinal, both in zip(note.ords, sides[key], strict=True):
            cards.append(_shown_card(types[note.type], note, ordinal, both))
    return tuple(cards)


def _both_sides(slotted: SlottedType, note: RenderedNote) -> tuple[tuple[str, str], ...]:
    both = []
    for ordinal in note.ords:
        data = card_data(slotted, note, ordinal)
        question, answer = render_card(slotted, data)
        both.append((_displayed(question, data), _displayed(answer, data, answer=True)))
    return tuple(both)


def _shown_card(slotted: SlottedType, note: RenderedNote, ordinal: int, sides: tuple[str, str]) -> ShownCard:
    question, answer = sides
    slot = 0 if slotted.cloze else slotted.template_slots[ordinal]
    name = slotted.templates[slot].name
    return ShownCard(
        key=note.key,
        kind=note.kind,
        card=f"{name} {ordinal + 1}" if slotted.cloze else name,
        style=note.type,
        ordinal=ordinal if slotted.cloze else slot,
        tags=note.tags,
        line=note.location.line,
        question=question,
        answer=answer,
    )


def render_card(slotted: SlottedType, data: CardData, on_front: Callable[[str], str] = str) -> tuple[str, str]:
    """Return a card's question and answer as Anki renders them; `on_front` changes what the answer side repeats."""
    template = slotted.templates[0 if slotted.cloze else data.ordinal]
    try:
        question = render_side(_parse(template.front), data)
        return question, render_side(_parse(template.back), data, on_front(question))
    except TemplateError as error:
        refusal = f"<p>Anki would refuse the template of this card: {escape(str(error))}</p>"
        return refusal, refusal


def count_cards(chapters: Iterable[ShownChapter]) -> int:
    """Return the number of cards of all chapters."""
    return sum(len(chapter.cards) for chapter in chapters)


# What card_sides leaves of sounds, speech, typed answers and hints, for a page that runs no script of Anki's.
_SPEECH = re.compile(r"\[anki:tts lang=(\S+)[^\]]*\](.*?)\[/anki:tts\]", re.S)
_TYPE = re.compile(r"\[\[type:(?:(cloze|nc):)?([^\]]+)\]\]")
_HINT = re.compile(
    r"""<a class=hint href="#"\nonclick="[^"]*getElementById\('(hint[0-9a-f]+)'\)[^"]*" draggable=false>"""
)
_BUTTON = (
    '<a class="replay-button soundLink tappable" href="#answer" target="_self" role="button" aria-label="{label}"'
    ' {data}><svg class="playImage" viewBox="0 0 64 64" aria-hidden="true"><circle cx="32" cy="32" r="29"/>'
    '<path d="M25 18v28l24-14z"/></svg></a>'
)


def _displayed(side: str, data: CardData, *, answer: bool = False) -> str:
    """Return a rendered side for a page without scripts: the page around it acts on the buttons' data."""
    if "<script>" in side:  # it would be refused there, and told in the browser's console
        side = side.replace(own_script(), "")
    if "[" in side:
        side = _SPEECH.sub(_speech, side)
        side = replace_sounds(side, _sound)
        side = _TYPE.sub(lambda match: _typed(match, data) if answer else _box(match), side)
    if "class=hint" in side:
        side = _HINT.sub(r'<a class=hint href="#\1" target="_self" draggable=false>', side)
    return show_formulas(side)


def _sound(written: str) -> str:
    name = html.escape(unescape(written))
    return _BUTTON.format(label=f"Play {name}", data=f'data-sound="{name}"')


def _speech(match: re.Match[str]) -> str:
    said, language = html.escape(strip_html(match[2])), html.escape(match[1].replace("_", "-"))
    return _BUTTON.format(label="Speak", data=f'data-speak="{said}" data-language="{language}"')


def _box(match: re.Match[str]) -> str:
    return f'<input type="text" id="typeans" disabled aria-label="Type {html.escape(match[2])}">'


def _typed(match: re.Match[str], data: CardData) -> str:
    """Return what Anki shows on an answer for which nothing was typed."""
    field = replace_sounds(data.fields.get(match[2], ""), lambda name: "")
    expected = typed_gaps(field, data.ordinal + 1) if match[1] == "cloze" else field
    return f"<code id=typeans>{html.escape(strip_html(expected).strip())}</code>"
