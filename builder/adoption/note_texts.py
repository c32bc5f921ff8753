"""The notes of a package, or of CrowdAnki, as new cards: only their texts come along."""

from __future__ import annotations

from collections import Counter

from builder.adoption.chosen import Chosen
from builder.adoption.columns import NOTHING, check_kind, kind_of, order_of, read_columns
from builder.adoption.copied_media import media_of
from builder.adoption.kinds import sides_of
from builder.adoption.new_cards import NewCard, NewDeck, told_of_repeats
from builder.adoption.values import Form
from builder.adoption.written_chapters import tags_of
from builder.diagnostics import counted, printable
from builder.errors import UsageError
from builder.foreign.deck_values import ForeignCollection, ForeignType
from builder.render.template import TemplateError, cloze_fields

_NO_TEXTS = ("reverse", "type", "tags", "deck", "id")
"""Keys that the fields of a note do not fill: it has them by other means."""
_PLAIN = 2
"""Fields of a note type that is a question and its answer, or a text with gaps and something more."""


def cards_of_notes(collection: ForeignCollection, chosen: Chosen, kind: str, columns: str) -> NewDeck:
    """Return the notes of a deck as new cards of our kinds; `columns` are keys for fields of types that are not plain.

    Raise `UsageError` where it cannot be told what the fields of a note type are.
    """
    check_kind(kind)
    named = read_columns(kind, columns) if columns else []
    for key in _NO_TEXTS:
        if key in named:
            raise UsageError(f'--columns: "{key}" is no text of a note; name what is, and write - for the others')
    kinds: dict[int, tuple[str, list[str]]] = {}
    others = []
    for note_type in chosen.types:
        plain = _plain(note_type)
        if plain is not None:
            kinds[id(note_type)] = plain
        elif named and len([name for name in named if name not in NOTHING]) <= len(note_type.fields):
            kinds[id(note_type)] = kind_of(kind, named), named
        else:
            others.append(f'"{printable(note_type.name)}" ({counted(len(note_type.fields), "field")})')
    if others:
        raise UsageError(
            f"{collection.shown}: --new takes note types of two fields, and such with gaps; say what the fields of"
            f" others are, in their order: --columns front,back,extra; it has {', '.join(others)}"
        )
    cards = []
    unused: Counter[str] = Counter()
    for note in chosen.notes:
        card_kind, keys = kinds[id(note.type)]
        values = dict(zip(keys, note.fields, strict=False))
        texts: dict[str, str | bool | tuple[str, ...]] = {
            key: values[key]
            for key in order_of(card_kind)
            if key in values and key not in _NO_TEXTS and values[key].strip()
        }
        for at, value in enumerate(note.fields):
            if value.strip() and (at >= len(keys) or keys[at] in NOTHING):
                unused[note.type.fields[at].name] += 1
        if "reverse" in keys:
            texts["reverse"] = True
        cards.append(NewCard(kind=card_kind, texts=tuple(texts.items()), tags=tags_of(note), deck=note.deck))
    media, count = media_of(collection, chosen, with_types=False)
    return NewDeck(
        shown=collection.shown,
        what=counted(len(chosen.notes), "note"),
        name=chosen.name,
        form=Form.HTML,
        cards=tuple(cards),
        told=(*_told_of(unused), *told_of_repeats(cards)),
        media=media,
        media_count=count,
    )


def _told_of(unused: Counter[str]) -> list[str]:
    return [f'left out: the field "{printable(name)}" of {counted(count, "note")}' for name, count in unused.items()]


def _plain(note_type: ForeignType) -> tuple[str, list[str]] | None:
    """Return the kind of ours that a note type is like, and the keys of its fields; None for none.

    `reverse` behind the keys of the fields says that it asks both ways.
    """
    names = [field.name for field in note_type.fields]
    if len(names) > _PLAIN:
        return None
    if note_type.is_cloze:
        gaps = {at for template in note_type.templates for at in _gaps(template.front, names)}
        keys = ["text" if at in gaps else "extra" for at in range(len(names))]
        return ("cloze", keys) if len(gaps) == 1 else None
    sides = [sides_of(template, names) for template in note_type.templates]
    if (
        len(names) != _PLAIN
        or not 0 < len(sides) <= _PLAIN
        or any(len(asks) > 1 or asks == more for asks, more in sides)
    ):
        return None
    asked = sides[0][0][0]
    keys = ["front" if name == asked else "back" for name in names]
    if len(sides) == 1:
        return "basic", keys
    return ("basic", [*keys, "reverse"]) if sides[1][0][0] != asked else None


def _gaps(front: str, names: list[str]) -> tuple[int, ...]:
    """Return the places of the fields that a front has gaps in."""
    try:
        return cloze_fields(front, names)
    except TemplateError:
        return ()
