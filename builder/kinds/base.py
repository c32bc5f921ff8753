"""What the kinds are made from: their folders' files, and pieces of fields."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from builder.makers import maker
from builder.model import CardSource, FieldSpec, Note, NoteType, Piece, Prose, TemplateSpec
from builder.schema import Entry, Key, Shape
from builder.syntax import Text

_make_prose, _make_note = maker(Prose), maker(Note)

TYPED = FieldSpec(name="Typed", doc="any text: asks to type the answer")
"""The field of the flag `type`, which cannot be called so: `{{Type}}` is the name of the note type in Anki."""


def type_key(doc: str) -> Key:
    """Return the key that asks to type an answer."""
    return Key(name="type", doc=doc, shape=Shape.FLAG)


def typed(entry: Entry) -> tuple[Piece, ...]:
    """Return the field of the flag `type`."""
    return ("yes",) if entry.flag("type") else ()


def read_template(
    folder: Path,
    stem: str,
    name: str,
    *,
    asks: tuple[str, ...],
    answers: tuple[str, ...],
    beside: tuple[str, ...] = (),
    when: str = "",
) -> TemplateSpec:
    """Read `STEM.front.html` and `STEM.back.html` of a kind's folder."""
    return TemplateSpec(
        name=name,
        front=(folder / f"{stem}.front.html").read_text("utf-8"),
        back=(folder / f"{stem}.back.html").read_text("utf-8"),
        asks=asks,
        answers=answers,
        when=when,
        beside=beside,
    )


def note_type(
    folder: Path,
    key: str,
    name: str,
    fields: Iterable[str | FieldSpec],
    templates: Iterable[TemplateSpec],
    *,
    cloze: bool = False,
) -> NoteType:
    """Return a note type with the `style.css` and `head.html` of its kind's folder, where there are any."""
    return NoteType(
        key=key,
        name=name,
        fields=tuple(FieldSpec(name=field) if isinstance(field, str) else field for field in fields),
        templates=tuple(templates),
        css=_optional(folder / "style.css"),
        head=_optional(folder / "head.html"),
        cloze=cloze,
    )


def _optional(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def prose(entry: Entry, key: str) -> tuple[Piece, ...]:
    """Return a field that shows the text of a key; empty where the key is absent."""
    text = entry.text(key)
    return (_make_prose(text=text),) if text is not None else ()


def common(card: CardSource, note_key: str) -> dict[str, tuple[Piece, ...]]:
    """Return the fields that every note type has beside its own."""
    entry = card.entry
    fields: dict[str, tuple[Piece, ...]] = {"Id": (_make_prose(text=card.id, markdown=note_key, plain=True),)}
    for field, key in (("Context", "context"), ("Hint", "hint"), ("Extra", "extra")):
        if key in entry.values:
            fields[field] = prose(entry, key)
    accept = entry.texts("accept")
    if accept:
        pieces: list[Piece] = [piece for text in accept for piece in ("<br>", Prose(text=text))]
        fields["Accept"] = tuple(pieces[1:])  # a break before each but the first
    as_of = entry.text("as_of")
    if as_of is not None and as_of.value.strip().lower() != "n/a":
        fields["As of"] = (Prose(text=as_of, plain=True),)
    if card.source is not None and card.citation:
        fields["Source"] = (_make_prose(text=card.source, markdown=card.citation, plain=True),)
    return fields


def single_note(card: CardSource, fields: dict[str, tuple[Piece, ...]]) -> Note:
    """Return the only note of a card source whose kind has one note type."""
    key = card.id.value
    was = tuple([text.value for text in card.entry.texts("was")])
    return _make_note(key=key, type=card.kind, fields=fields | common(card, key), at=card.id, card=card, was=was)


def adopted_note(card: CardSource, fields: dict[str, tuple[Piece, ...]]) -> Note:
    """Return the only note of a card source of an adopted kind, which has no fields of ours."""
    was = tuple([text.value for text in card.entry.texts("was")])
    return _make_note(key=card.id.value, type=card.kind, fields=fields, at=card.id, card=card, was=was)


def child_note(card: CardSource, child: Entry, type_key: str, fields: dict[str, tuple[Piece, ...]]) -> Note:
    """Return the note of one line or step; its key is the card's id, a slash, and its own id."""
    child_id = child.need("id")
    key = f"{card.id.value}/{child_id.value}"
    card_ids = (card.id, *card.entry.texts("was"))
    child_ids = (child_id, *child.texts("was"))
    was = tuple(f"{outer.value}/{inner.value}" for outer in card_ids for inner in child_ids)[1:]  # the first is `key`
    return _make_note(
        key=key,
        type=type_key,
        fields={**fields, **common(card, key)},
        was=was,
        at=child_id,
        card=card,
    )


def numbered(items: Iterable[tuple[str, Text]]) -> tuple[Piece, ...]:
    """Return list items with their marks (`1`, `B`; empty for none) in a column of their own."""
    pieces: list[Piece] = []
    for mark, text in items:
        start = f'<li data-n="{mark}">' if mark else "<li>"
        pieces += [f'{start}<div dir="auto">', Prose(text=text), "</div></li>"]
    return tuple(pieces)
