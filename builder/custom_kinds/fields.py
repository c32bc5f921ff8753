"""The fields of an own kind: what `kind.yaml` says of them, and how a card's values fill them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.kinds import COMMON_FIELDS
from builder.kinds.base import adopted_note, prose, single_note
from builder.model import CardSource, FieldSpec, Note, Piece, Prose, Trait
from builder.render.template import SPECIAL
from builder.schema import Entry, Key, Shape
from builder.source import keys
from builder.source.names import fault_of_name
from builder.source.validate import Validator
from builder.syntax import Text

_KEY = re.compile(r"[a-z][a-z0-9_-]*\Z")
_CHANGED = re.compile(r'[:{}"\x00-\x1f\x7f-\x9f\u2028\u2029]|^[#^/\s]|\s$')
"""What Anki takes out of field names (rslib/src/notetype/fields.rs, `fix_name`), and what nobody can see in them."""
_SHAPES = {"text": Shape.TEXT, "flag": Shape.FLAG, "texts": Shape.TEXTS}

FONT = "Arial"
"""That of a field that says nothing (`NoteFieldSchema11` in Anki's notetype/schema11.rs)."""
FLAGS = ("collapsed", "excludeFromSearch", "plainText", "preventDeletion", "sticky")
LOOKS = ("font", "size", "rtl", "tag", "flags")
"""How Anki's editor shows a field of an adopted kind, by the names that Anki has for it."""
FIELD = (
    Key(name="name", doc="the field's name in Anki and in templates", required=True),
    Key(name="doc", doc="what belongs into it, for messages and docs", required=True),
    Key(name="key", doc="what a card calls it; by default its name in small letters"),
    Key(name="shape", doc="text, flag (true or false) or texts (a list); by default text", words=tuple(_SHAPES)),
    Key(name="required", doc="true if every card needs it", shape=Shape.FLAG),
    Key(name="ordered", doc="true numbers a list", shape=Shape.FLAG),
    Key(name="was", doc="the field's name before, whose place and contents it takes over"),
    Key(name="font", doc="of an adopted kind: the font in which Anki's editor shows it"),
    Key(name="size", doc="of an adopted kind: the size of that font"),
    Key(name="tag", doc="of an adopted kind: which field of Anki's own image occlusion it is"),
    Key(name="rtl", doc="of an adopted kind: true where Anki's editor writes it from right to left", shape=Shape.FLAG),
    Key(
        name="flags",
        doc="of an adopted kind: what else Anki's editor and search do with it",
        shape=Shape.TEXTS,
        words=FLAGS,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomField:
    """A field: its name in Anki, and the key that fills it."""

    at: Text
    spec: FieldSpec
    key: Key
    ordered: bool


def read_fields(
    validator: Validator, entries: Sequence[Entry], *, cloze: bool, adopted: bool
) -> tuple[CustomField, ...]:
    """Return the fields whose names can stand; record what is wrong with the others, and with the first one.

    Those of an `adopted` kind have the names that they were published with, and the first one may be left empty.
    """
    fields: list[CustomField] = []
    for entry in entries:
        field = _field(validator, entry, adopted=adopted)
        if field is not None and _may_stand(validator, field, fields, adopted=adopted):
            fields.append(field)
    check_was(validator, entries)
    if adopted:
        return tuple(fields)
    if entries and "required" in entries[0].keys and "required" not in entries[0].values:
        pass  # it is neither true nor false, which is told already
    elif entries and not entries[0].flag("required"):
        hint = "add required: true to it; Anki lists notes by their first field"
        validator.error(entries[0].at, "missing-key", "the first field is not required", hint)
    if cloze and fields and fields[0].key.shape is not Shape.TEXT:
        message = f'"{fields[0].spec.name}" is to be {fields[0].key.shape.value}, and the first field holds the gaps'
        validator.error(fields[0].at, "wrong-type", message, "leave out its shape, or put a text first")
    return tuple(fields)


def _field(validator: Validator, entry: Entry, *, adopted: bool) -> CustomField | None:
    name = entry.text("name")
    if name is None:
        return None
    if not adopted:
        _check_open(validator, entry)
    at, shape = entry.text("key") or name, entry.text("shape")
    key_name = at.value if "key" in entry.values else re.sub(r"\W+", "_", name.value.lower()).strip("_")
    if key_name in {key.name for key in keys.CARD} - keys.YIELDING:
        validator.error(at, "duplicate-key", f'"{key_name}" is a key of every card', "add key: with another word")
    elif not _KEY.match(key_name):
        message = f'the key "{key_name}" has other signs than a-z, 0-9, _ and -'
        validator.error(at, "bad-name", message, "add key: with a plain word")
    key = Key(
        name=key_name,
        doc=entry.typed("doc"),
        shape=_SHAPES[shape.value] if shape else Shape.TEXT,
        required=entry.flag("required"),
    )
    look: dict[str, str | int] = {"font": entry.typed("font") or FONT} if adopted else {}
    for name_of_number in ("size", "tag"):
        number = entry.text(name_of_number)
        if number is not None and number.value.isdecimal() and len(number.value) < 6:
            look[name_of_number] = int(number.value)
        elif number is not None:
            validator.error(number, "wrong-type", f'"{name_of_number}" is "{number.value}"', "write a number")
    spec = FieldSpec(
        name=name.value,
        was=entry.typed("was"),
        key=key_name,
        doc=entry.typed("doc"),
        look=(
            *look.items(),
            *([("rtl", True)] if entry.flag("rtl") else []),
            *((flag.value, True) for flag in entry.texts("flags")),
        ),
    )
    return CustomField(at=name, spec=spec, key=key, ordered=entry.flag("ordered"))


def _check_open(validator: Validator, entry: Entry) -> None:
    """Record what only a field of an adopted kind may say."""
    for name in LOOKS:
        if name in entry.keys:
            hint = "delete it: learners choose how their editor looks"
            validator.error(entry.keys[name], "unknown-key", f'only a field of an adopted kind has "{name}"', hint)


def _may_stand(validator: Validator, field: CustomField, before: Sequence[CustomField], *, adopted: bool) -> bool:
    """Tell whether a field differs from those before it and from Anki's own; record where it does not."""
    name = field.spec.name
    if any(name.lower() == earlier.spec.name.lower() for earlier in before):
        validator.error(field.at, "duplicate-key", f'the field "{name}" stands twice', "rename one of the two")
    elif any(field.key.name == earlier.key.name for earlier in before):
        message = f'the key "{field.key.name}" is that of another field'
        validator.error(field.at, "duplicate-key", message, "add key: with another word")
    elif adopted:
        return True
    elif name.lower() in {taken.lower() for taken in (*COMMON_FIELDS, *SPECIAL)}:
        validator.error(field.at, "bad-name", f'every note has "{name}" already', "choose another name")
    elif _CHANGED.search(name):
        message = f'Anki would change the field name "{name}"'
        validator.error(field.at, "bad-name", message, 'use no : { } or " in it, and no #, ^ or / before it')
    elif name.lower().startswith("spare "):
        validator.error(field.at, "bad-name", "names that start with Spare are those of free places", "choose another")
    elif "[[" in name or "]]" in name:
        message = "double brackets in a template stand for parts and words, and not for a field"
        validator.error(field.at, "bad-name", message, "use no [[ and ]] in it")
    elif fault := fault_of_name(name):
        validator.error(field.at, "bad-name", fault.message, f'write "{fault.fixed}"')
    else:
        return True
    return False


def check_was(validator: Validator, entries: Sequence[Entry]) -> None:
    """Record each `was` that names something which is still there."""
    names = {text.value.lower() for entry in entries if (text := entry.text("name"))}
    for entry in entries:
        was = entry.text("was")
        if was and was.value.lower() in names:
            message = f'"was" names "{was.value}", which is still there'
            validator.error(was, "was-still-there", message, "delete `was`, or the other one")


def expand(card: CardSource, fields: Sequence[CustomField], *, adopted: bool) -> Iterator[Note]:
    """Yield the only note of a card source; one of an `adopted` kind has no fields but its own."""
    filled: dict[str, tuple[Piece, ...]] = {}
    for field in fields:
        key = field.key.name
        if field.key.shape is Shape.FLAG:
            filled[field.spec.name] = ("yes",) if card.entry.flag(key) else ()
        elif field.key.shape is Shape.TEXTS:
            filled[field.spec.name] = _listed(card.entry.texts(key), "ol" if field.ordered else "ul")
        else:
            filled[field.spec.name] = prose(card.entry, key)
    yield adopted_note(card, filled) if adopted else single_note(card, filled)


def _listed(texts: Sequence[Text], tag: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for text in texts:
        pieces += ['<li dir="auto">', Prose(text=text), "</li>"]
    return (f"<{tag}>", *pieces, f"</{tag}>") if texts else ()


TRAITS = tuple(trait.value for trait in Trait if trait is not Trait.GAPS)
"""The words that an author may choose; `cloze: true` says of a kind that it has gaps."""
KEYS: Mapping[Trait, Mapping[str, Shape]] = {
    Trait.OPTIONS: {"options": Shape.TEXTS, "answer": Shape.TEXT},
    Trait.STEPS: {"steps": Shape.TEXTS},
    Trait.SPOKEN: {"cue": Shape.TEXT, "say": Shape.TEXT},
    Trait.CONTRAST: {"bad": Shape.TEXT, "good": Shape.TEXT, "why": Shape.TEXT},
    Trait.RUBRIC: {"rubric": Shape.TEXTS},
}
"""By which keys the rules find the texts of a card, as `Trait` says: without the fields they would ask for the
impossible of every card."""
_WRITTEN = {Shape.TEXT: "", Shape.TEXTS: ", shape: texts"}


def read_traits(
    validator: Validator, stated: Sequence[Text], fields: Sequence[CustomField], *, cloze: bool
) -> frozenset[Trait]:
    """Return what a kind is; record traits whose fields the kind has not."""
    fields_can_stand = not validator.problems  # else the one that a trait needs may be among those left out
    for text in stated if fields_can_stand else ():
        _check_fields(validator, text, fields)
    return frozenset([*(Trait(text.value) for text in stated), *([Trait.GAPS] if cloze else [])])


def _check_fields(validator: Validator, trait: Text, fields: Sequence[CustomField]) -> None:
    shapes = {field.key.name: field.key.shape for field in fields}
    for key, shape in KEYS.get(Trait(trait.value), {}).items():
        if shapes.get(key) is not shape:
            message = f'the trait "{trait.value}" needs a field with the key "{key}" that is {shape.value}'
            hint = f"add {{name: …, key: {key}, doc: …{_WRITTEN[shape]}}}, or give that key to a field"
            validator.error(trait, "missing-field", message, hint)
