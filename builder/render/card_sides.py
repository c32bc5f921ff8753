"""The sides of a card as Anki's backend renders them, for previews; a build makes no use of it."""

from __future__ import annotations

import hashlib
import html
import html.entities
import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from builder.entities import unescape
from builder.render.cloze_sides import reveal, reveal_only
from builder.render.template import Field, Section, TemplateError, TemplatePart, is_cloze_condition, is_empty
from builder.texts.markup import without_markup


class CardData(NamedTuple):
    """What the sides of one card are rendered from: its note's fields by name, and what the special names show."""

    fields: Mapping[str, str]
    tags: Sequence[str]
    deck: str
    """The whole name, `Sony PM vs TPM::Roles`."""
    card: str
    """The template's name."""
    type: str
    ordinal: int
    """From 0; of a cloze note, the number less one."""


def render_side(parts: tuple[TemplatePart, ...], data: CardData, front: str | None = None) -> str:
    """Return the HTML of one side as Anki renders it; `front` is the question's HTML, for the answer side only.

    As in Anki's backend: no style, `[sound:…]` and `[anki:tts …]…[/anki:tts]` as they stand, `[[type:Field]]` where
    the learner types. Ids of hints differ from Anki's, and that of the card is 0. Raise `TemplateError` for a name that
    is no field.
    """
    values = {
        **data.fields,
        "Tags": " ".join(data.tags),
        "Deck": data.deck,
        "Subdeck": data.deck.rpartition("::")[2],
        "Card": data.card,
        "Type": data.type,
        "CardFlag": "flag0",
        "CardID": "0",
        "FrontSide": front or "",
        f"c{data.ordinal + 1}": "1",
    }
    filled = {name for name, value in values.items() if not is_empty(value)} - {"FrontSide"}
    return "".join(_Side(values=values, filled=filled, data=data, front=front).pieces(parts))


class _Side(NamedTuple):
    values: Mapping[str, str]
    filled: AbstractSet[str]
    data: CardData
    front: str | None

    def pieces(self, parts: tuple[TemplatePart, ...]) -> list[str]:
        pieces: list[str] = []
        for part in parts:
            if isinstance(part, str):
                pieces.append(part)
            elif isinstance(part, Field):
                pieces.append(self.field(part))
            else:
                self.check_condition(part)
                inner = self.pieces(part.parts)  # hidden parts too: Anki refuses wrong names in them
                if (part.name in self.filled) is not part.negated:
                    pieces += inner
        return pieces

    def field(self, part: Field) -> str:
        if not part.name and part.filters:
            return ""
        if part.name not in self.values:
            raise self.unknown(":".join((*reversed(part.filters), part.name)))
        value = self.values[part.name]
        if part.name == "FrontSide":  # Anki puts it in last, past all filters
            return value
        return _apply_filters(value, part.filters, part.name, self.data.ordinal + 1, question=self.front is None)

    def check_condition(self, part: Section) -> None:
        known = part.name in self.values or is_cloze_condition(part.name)
        if not known or part.name == "FrontSide":
            raise self.unknown(f"{'^' if part.negated else '#'}{part.name}")

    def unknown(self, tag: str) -> TemplateError:
        return TemplateError(f"{{{{{tag}}}}} names no field; the fields are: {', '.join(self.data.fields)}")


_RUBY = re.compile(r" ?([^ >]+?)\[(.+?)\]")
# As Anki writes it; `_HINT` in previews/shown_cards.py reads it back.
_HINT = """
<a class=hint href="#"
onclick="this.style.display='none';
document.getElementById('{id}').style.display='block';
return false;" draggable=false>
{name}</a>
<div id="{id}" class=hint style="display: none">{text}</div>
"""


def _apply_filters(text: str, filters: Sequence[str], field: str, number: int, *, question: bool) -> str:
    """Return a field's text after its filters, the first of them first; `number` is the card's cloze number.

    Unknown filters are passed over, as in Anki without the add-on that brings them.
    """
    if filters and filters[-1] == "type":
        inner = filters[0] if len(filters) == 2 and filters[0] in ("cloze", "nc") else ""
        return f"[[type:{inner}:{field}]]" if inner else f"[[type:{field}]]"
    for name in filters:
        if name in TEXT_FILTERS:
            text = TEXT_FILTERS[name](text)
        elif name == "hint":
            text = _hint(text, field)
        elif name == "cloze":
            text = reveal(text, number, question=question)
        elif name == "cloze-only":
            text = reveal_only(text, number, question=question)
        elif name.startswith("tts "):
            text = f"[anki:tts lang={name[4:]}]{text}[/anki:tts]"
    return text


def strip_html(text: str) -> str:
    """Return text without markup, entities read; where one of them is malformed, all stay as they are."""
    bare = without_markup(text)
    if "&" not in bare:
        return bare
    return unescape(bare).replace("\xa0", " ") if _well_formed(bare) else bare


def _well_formed(text: str) -> bool:
    """Tell whether Anki knows every entity: numbers, and names of a single character."""
    return all(
        re.fullmatch(r"#(\d+|[xX][0-9a-fA-F]+);", body)
        or (body.endswith(";") and len(html.entities.html5.get(body, "")) == 1)
        for body in re.findall(r"&([^;]*(?:;|\Z))", text)
    )


def _ruby(text: str, shown: str) -> str:
    """Return a text in which each `word[reading]` became `shown`, a pattern's replacement; sounds stay."""

    def replace(ruby: re.Match[str]) -> str:
        return ruby[0] if ruby[2].startswith("sound:") else ruby.expand(shown)

    return _RUBY.sub(replace, text.replace("&nbsp;", " "))


def _hint(text: str, field: str) -> str:
    if not text.strip():
        return text
    digest = hashlib.blake2b(f"{text}{field}".encode(), digest_size=8).hexdigest()
    return _HINT.format(id=f"hint{digest}", name=field, text=text)


TEXT_FILTERS: dict[str, Callable[[str], str]] = {
    "text": strip_html,
    "furigana": lambda text: _ruby(text, r"<ruby><rb>\1</rb><rt>\2</rt></ruby>"),
    "kana": lambda text: _ruby(text, r"\2"),
    "kanji": lambda text: _ruby(text, r"\1"),
}
"""Those that depend on nothing but the text."""
