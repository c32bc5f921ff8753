"""The sides of a card as Anki's backend renders them, for previews; a build makes no use of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from builder.render.filters import apply_filters
from builder.render.template import Field, Part, Section, TemplateError, is_cloze_condition, is_empty


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
    id: int = 0


def render_side(parts: tuple[Part, ...], data: CardData, front: str | None = None) -> str:
    """Return the HTML of one side as Anki renders it; `front` is the question's HTML, for the answer side only.

    As in Anki's backend: no style, `[sound:…]` and `[anki:tts …]…[/anki:tts]` as they stand, `[[type:Field]]` where
    the learner types. Ids of hints differ from Anki's. Raise `TemplateError` for a name that is no field.
    """
    values = {
        **data.fields,
        "Tags": " ".join(data.tags),
        "Deck": data.deck,
        "Subdeck": data.deck.rpartition("::")[2],
        "Card": data.card,
        "Type": data.type,
        "CardFlag": "flag0",
        "CardID": str(data.id),
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

    def pieces(self, parts: tuple[Part, ...]) -> list[str]:
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
        return apply_filters(value, part.filters, part.name, self.data.ordinal + 1, question=self.front is None)

    def check_condition(self, part: Section) -> None:
        known = part.name in self.values or is_cloze_condition(part.name)
        if not known or part.name == "FrontSide":
            raise self.unknown(f"{'^' if part.negated else '#'}{part.name}")

    def unknown(self, tag: str) -> TemplateError:
        return TemplateError(f"{{{{{tag}}}}} names no field; the fields are: {', '.join(self.data.fields)}")
