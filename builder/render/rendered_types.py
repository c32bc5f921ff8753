"""Note types as a deck shows them, and which cards their notes make."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence

from builder.kinds import COMMON_FIELDS
from builder.kinds.frame import FramedType
from builder.model import NoteType
from builder.render.bare_text import REWRITING
from builder.render.readings import FILTERS
from builder.render.template import (
    FILLED,
    SPECIAL,
    TemplatePart,
    TypeBox,
    cloze_fields,
    field_names,
    is_empty,
    makes_card,
    parse,
    shown_fields,
    type_boxes,
)

_REWRITES = re.compile(rf"(?:{'|'.join(sorted(REWRITING))})\s*:")


class RenderedType:
    """A note type with its templates parsed, and which cards filled fields make; both once they are needed."""

    def __init__(self, spec: NoteType, make: Callable[[], FramedType]) -> None:
        self.spec = spec
        self._make = make
        self.fields = (*(field.name for field in spec.fields), *(() if spec.adopted else COMMON_FIELDS))
        self.index = {name: index for index, name in enumerate(self.fields)}
        self.cloze = spec.cloze
        self._known: dict[tuple[bool, ...], tuple[tuple[int, ...], tuple[int, ...]]] = {}
        """What `cards` gives, by which of the asked fields are filled: of thousands of notes a handful of patterns."""

    @functools.cached_property
    def framed(self) -> FramedType:
        """The note type as the deck shows it."""
        return self._make()

    @functools.cached_property
    def _boxes(self) -> tuple[TypeBox, ...]:
        sides = (side for template in self.framed.templates for side in (template.front, template.back))
        return tuple({box for side in sides if "type:" in side for box in type_boxes(parse(side))})

    def is_typed(self, fields: Mapping[str, object]) -> bool:
        """Tell whether a note's texts stay sign by sign as they were typed; `fields` are those that are filled.

        One is asked for and compared; or learners have them.
        """
        return self.spec.adopted or any(box.is_shown(fields) for box in self._boxes)

    def compared(self, fields: Mapping[str, object]) -> frozenset[str]:
        """Return those of a note's filled fields that are compared sign by sign: no reading may stand above them."""
        return frozenset(box.field.name for box in self._boxes if box.is_shown(fields))

    @functools.cached_property
    def spoken(self) -> Mapping[str, str]:
        """The fields that a template has spoken, with the voice."""
        sides = (side for template in self.framed.templates for side in (template.front, template.back))
        shown = (field for side in sides if "{{tts " in side for field in shown_fields(parse(side)))
        return {field.name: name.split()[1] for field in shown for name in field.filters if name.startswith("tts ")}

    @functools.cached_property
    def shows_extra(self) -> bool:
        """Whether a side shows the field Extra."""
        sides = (side for template in self.framed.templates for side in (template.front, template.back))
        return any(field.name == "Extra" for side in sides for field in shown_fields(parse(side)))

    @functools.cached_property
    def rewritten(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The fields whose text a side shows otherwise (`{{text:Field}}`, `{{kana:Field}}`): index and filters."""
        if self.spec.adopted:
            return ()
        sides = (side for template in self.framed.templates for side in (template.front, template.back))
        fields = {field for side in sides if _REWRITES.search(side) for field in shown_fields(parse(side))}
        listed = ((self.index.get(field.name), field.filters) for field in fields if "type" not in field.filters)
        return tuple(
            sorted(
                (index, filters) for index, filters in listed if index is not None and REWRITING.intersection(filters)
            )
        )

    @functools.cached_property
    def gapped(self) -> tuple[int, ...]:
        """The indexes of the fields that are shown with gaps: ours are the first, others where a side says so."""
        if not self.cloze:
            return ()
        return cloze_fields(self.framed.templates[0].front, self.fields) if self.spec.adopted else (0,)

    @property
    def numbered(self) -> Sequence[int]:
        """The indexes of the fields whose gaps make cards: to Anki those of all fields, and ours has them in one."""
        return range(len(self.fields)) if self.spec.adopted else self.gapped

    @functools.cached_property
    def shows_readings(self) -> frozenset[str]:
        """The fields that a side shows without a filter that makes ruby, or one part, of a reading in brackets."""
        sides = (side for template in self.framed.templates for side in (template.front, template.back))
        shown = (field for side in sides for field in shown_fields(parse(side)))
        return frozenset(field.name for field in shown if not FILTERS.intersection(field.filters))

    @functools.cached_property
    def fronts(self) -> list[tuple[TemplatePart, ...]]:
        """The templates' fronts, parsed."""
        return [parse(template.front) for template in self.framed.templates]

    @functools.cached_property
    def asked(self) -> tuple[int, ...]:
        """The indexes of the fields that the fronts name."""
        named = field_names(tuple(part for front in self.fronts for part in front)) | SPECIAL
        return tuple(index for index, name in enumerate(self.fields) if name in named)

    def cards(self, fields: list[str], *, has_tags: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the ordinals of the templates that make a card of these fields, and those of blank ones.

        Blank are those that Anki would make all the same, since the deck's name on a front counts as a filled field.
        """
        filled = (has_tags, *[not is_empty(fields[index]) for index in self.asked])
        known = self._known.get(filled)
        if known is None:
            names = {self.fields[index] for index, is_filled in zip(self.asked, filled[1:], strict=True) if is_filled}
            names |= {"Tags"} if has_tags else set()
            ords = tuple(ordinal for ordinal, front in enumerate(self.fronts) if makes_card(front, names))
            made = tuple(ordinal for ordinal, front in enumerate(self.fronts) if makes_card(front, names | FILLED))
            known = self._known[filled] = ords, tuple(sorted({*made} - {*ords}))
        return known
