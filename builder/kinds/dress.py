"""Puts the frame that all cards share around a kind's templates: head, foot, language, style."""

from __future__ import annotations

import functools
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.deck import NoteType, Settings, TemplateSpec
from builder.kinds import COMMON_FIELDS

_FRAME = Path(__file__).parent / "frame"
_PART = re.compile(r"\[\[>(\w+)\]\]")
_SPEAK = re.compile(r"\[\[speak:([^\]]+)\]\]")
_WORDS = re.compile(r"\[\[([^\]]+)\]\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A card template as Anki holds it."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DressedType:
    """A note type as Anki will hold it: fields by name, templates whole, one stylesheet."""

    key: str
    name: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    css: str
    cloze: bool


@functools.cache
def _frame(name: str) -> str:
    return (_FRAME / name).read_text("utf-8").rstrip("\n")


@functools.cache
def _words(language: str) -> Mapping[str, str]:
    """Return the frame's words in a language; English where there is no translation."""
    path = _FRAME / "words" / f"{language.partition('-')[0].lower()}.json"
    words: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return words


def dress(note_type: NoteType, settings: Settings, kind: str) -> DressedType:
    """Return a kind's note type as a deck shows it."""
    return DressedType(
        key=note_type.key,
        name=f"{settings.name} · {note_type.name}",
        fields=(*(field.name for field in note_type.fields), *COMMON_FIELDS),
        templates=tuple(_template(template, note_type, settings, kind) for template in note_type.templates),
        css=_frame("style.css") + "\n" + (f"\n{note_type.css}" if note_type.css else ""),
        cloze=note_type.cloze,
    )


def _template(template: TemplateSpec, note_type: NoteType, settings: Settings, kind: str) -> Template:
    def side(frame: str, body: str) -> str:
        text = _frame(frame).replace("[[body]]", body.strip("\n")).replace("[[head]]", note_type.head.strip())
        text = _PART.sub(lambda part: _frame(f"{part[1]}.html"), text)
        text = text.replace("[[kind]]", html.escape(kind)).replace("[[language]]", html.escape(settings.language))
        text = text.replace("[[mend]]", _frame("mend.html") if settings.feedback else "")
        text = text.replace("[[address]]", html.escape(settings.feedback).replace("{id}", "{{Id}}"))
        spoken = f"{{{{tts {settings.speech}:\\1}}}}" if settings.speech else ""
        text = _SPEAK.sub(spoken, text)
        words = _words(settings.language)
        text = _WORDS.sub(lambda word: words.get(word[1], word[1]), text)
        return "\n".join(line for line in text.split("\n") if line.strip())

    front = side("front.html", template.front)
    if template.when:
        front = f"{{{{#{template.when}}}}}\n{front}\n{{{{/{template.when}}}}}"
    return Template(name=template.name, front=front, back=side("back.html", template.back))
