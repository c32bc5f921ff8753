"""Puts the frame that all cards share around a kind's templates: head, foot, language, style.

Beside Anki's `{{…}}`, templates hold marks of ours, which are gone when Anki sees them:

    [[body]], [[head]], [[kind]] …      what the frame is given (`_SLOTS`)
    [[>hint]]                           a part of the frame, `frame/hint.html`, which may hold marks itself
    [[speak:Say]]                       a field that is read aloud, where the deck has a voice
    [[Show the answer]]                 words, in the deck's language where `frame/words/` has them
"""

from __future__ import annotations

import functools
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from builder.kinds import COMMON_FIELDS, builtin_kinds
from builder.kinds.editor import FieldLook, field_looks
from builder.model import NoteType, Settings, TemplateSpec

_KINDS = Path(__file__).parent
_FRAME = _KINDS / "frame"
_PART = re.compile(r"\[\[>(\w+)\]\]")
_SPEAK = re.compile(r"\[\[speak:([^\]]+)\]\]")
_WORDS = re.compile(r"\[\[([^\]>][^\]]*)\]\]")
_SLOTS = frozenset({"body", "head", "kind", "language", "direction", "mend", "address"})
FULL_RUNS = "Full runs"
"""The subdeck of what is practised whole, after all that it is made of."""
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})


class CardTemplate(NamedTuple):
    """A card template as Anki holds it."""

    name: str
    front: str
    back: str
    browser: tuple[str, str] = ("", "")
    """What Anki's browser shows for the two sides; empty for the sides themselves."""


class FramedType(NamedTuple):
    """A note type as Anki will hold it: fields by name, templates whole, one stylesheet."""

    key: str
    name: str
    fields: tuple[str, ...]
    looks: tuple[FieldLook, ...]
    """Those of the fields in Anki's editor."""
    templates: tuple[CardTemplate, ...]
    css: str
    cloze: bool
    sort: int = 0
    """The index of the field by which Anki's browser sorts."""
    latex: tuple[str, str] = ("", "")
    """What stands before and behind LaTeX; empty for what Anki has."""
    stock: int = 0
    svg: bool = False
    """As those of a `NoteType`."""


@functools.cache
def _frame(name: str) -> str:
    return (_FRAME / name).read_text("utf-8").rstrip("\n")


def own_script() -> str:
    """Return the one script that templates of ours hold, as it stands in them."""
    return _frame("picks.html")


@functools.cache
def words(language: str) -> Mapping[str, str]:
    """Return the frame's words in a language, by their English form; empty where there is no translation."""
    path = _FRAME / "words" / f"{language.partition('-')[0].lower()}.json"
    table: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return table


@functools.cache
def frame_words() -> frozenset[str]:
    """Return the words that the built-in templates, their frame and their subdecks show, in English."""
    marks = {mark for path in _KINDS.glob("*/*.html") for mark in _WORDS.findall(path.read_text("utf-8"))}
    return frozenset({FULL_RUNS}) | {mark for mark in marks - _SLOTS if not mark.startswith("speak:")}


def direction(language: str) -> str:
    """Return `rtl` or `ltr`, the way in which a language is written."""
    primary, *subtags = language.lower().split("-")
    if "arab" in subtags or "hebr" in subtags:
        return "rtl"
    return "rtl" if primary in _RIGHT_TO_LEFT and "latn" not in subtags else "ltr"


def frame_note_type(note_type: NoteType, settings: Settings, kind: str) -> FramedType:
    """Return a kind's note type as a deck shows it; an adopted one as its learners have it."""
    if note_type.adopted:
        return FramedType(
            key=note_type.key,
            name=note_type.name,
            fields=tuple(field.name for field in note_type.fields),
            looks=tuple(
                # Anki's editor shows nothing where a field's name says it all, as in most published decks.
                FieldLook("" if field.doc == field.name else field.doc, is_closed=False, more=field.look)
                for field in note_type.fields
            ),
            templates=tuple(
                CardTemplate(template.name, template.front, template.back, template.browser)
                for template in note_type.templates
            ),
            css=note_type.css,
            cloze=note_type.cloze,
            sort=note_type.sort,
            latex=note_type.latex,
            stock=note_type.stock,
            svg=note_type.svg,
        )
    shared = _frame("style.css") + "\n" if note_type.frame else ""
    return FramedType(
        key=note_type.key,
        name=f"{settings.name} · {note_type.name}",
        fields=(*(field.name for field in note_type.fields), *COMMON_FIELDS),
        looks=field_looks(note_type.fields, COMMON_FIELDS),
        templates=tuple(_template(template, note_type, settings, kind) for template in note_type.templates),
        css=shared + (f"\n{note_type.css}" if note_type.css and shared else note_type.css),
        cloze=note_type.cloze,
    )


def _template(template: TemplateSpec, note_type: NoteType, settings: Settings, kind: str) -> CardTemplate:
    # Own kinds have a prefix, so that a kind called "list" does not take the style of .dw-list.
    hook = kind if kind in builtin_kinds() else f"own-{kind}"
    slots = {
        "head": note_type.head.strip(),
        "kind": html.escape(hook),
        "language": html.escape(settings.language),
        "direction": direction(settings.language),
        "mend": _frame("mend.html") if settings.feedback else "",
    }

    def side(frame: str, body: str) -> str:
        # The address after the slots, for `mend` holds it; words last, since what is left in brackets then is one.
        text = (_frame(frame) if note_type.frame else "[[body]]").replace("[[body]]", body.strip("\n"))
        for name, value in slots.items():
            text = text.replace(f"[[{name}]]", value)
        text = _PART.sub(lambda mark: _frame(f"{mark[1]}.html"), text)
        text = text.replace("[[address]]", _address(settings.feedback))
        text = _SPEAK.sub(lambda mark: _spoken(settings.speech, mark[1]), text)
        table = words(settings.language)
        text = _WORDS.sub(lambda mark: table.get(mark[1], mark[1]), text)
        text = text.replace("[{{", "&#91;{{")  # what the field begins with could make it a mark that Anki acts on
        return "\n".join(line for line in text.split("\n") if line.strip())

    front = side("front.html", template.front)
    if template.when:
        front = f"{{{{#{template.when}}}}}\n{front}\n{{{{/{template.when}}}}}"
    return CardTemplate(name=template.name, front=front, back=side("back.html", template.back))


def _spoken(voice: str, field: str) -> str:
    return f'<div class="dw-speech">{{{{tts {voice}:{field}}}}}</div>' if voice else ""


def _address(feedback: str) -> str:
    """Return the link's address as a template; braces that are not the id's would be read as a field.

    Brackets could begin a mark, which Anki acts on in addresses too.
    """
    before, *after = re.split(r"\{+id\}+", feedback)
    quoted = (part.replace("{", "%7B").replace("}", "%7D").replace("[", "%5B") for part in (before, *after))
    parts = [html.escape(part) for part in quoted]
    return "{{Id}}".join(parts)
