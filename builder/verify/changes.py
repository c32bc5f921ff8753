"""The cards that an update changes, as a learner sees them before and after it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from builder.cloze import hidden_texts
from builder.render.colours import palette
from builder.render.hiding import hiding
from builder.render.plain_text import plain_text
from builder.verify.imports import Update
from builder.verify.shown import Sides, sides
from builder.verify.snapshot import Snapshot

_RETIRED = "::retired"
"""How the tag ends that marks a note as retired, whose text is no longer whole."""
_FIELD = re.compile(r"{{([#^/]?(?:[^{}:]*:)*)([^{}:]*)}}")
"""A field in a template, or a section's end: what stands before its name, and its name."""


class Pair(NamedTuple):
    """Both sides of a card, before and after the update."""

    old: Sides
    new: Sides


Pairs = Mapping[str, Mapping[int, Pair]]
"""Cards by their notes' GUIDs and their ordinals."""


def changed_cards(update: Update) -> Pairs:
    """Render the cards of all notes whose text changes, or whose cards come of other templates than before.

    Left out are notes that were retired, and cards that show nothing any more.
    """
    before, after = update.before, update.after
    other_sides = {type_id: _sides(before, type_id) != _sides(after, type_id) for type_id in before.types}
    changed = {
        guid
        for guid in update.shared
        if not is_retired(after, guid)
        and (after.notes[guid].values != before.notes[guid].values or other_sides[before.notes[guid].type_id])
    }
    pairs: dict[str, dict[int, Pair]] = {guid: {} for guid in changed}
    for key in sorted(before.cards):
        if key.guid in changed and key in after.cards and key not in after.blank:
            old, new = update.old_cards[key], after.cards[key].id
            pair = Pair(old=sides(update.old, old), new=sides(update.learner, new))
            pairs[key.guid][key.ordinal] = pair
    return pairs


def is_retired(snapshot: Snapshot, guid: str) -> bool:
    """Tell whether a note is marked as retired."""
    return any(tag.endswith(_RETIRED) for tag in snapshot.notes[guid].tags)


def hidden(values: Sequence[str]) -> dict[int, str]:
    """Return what each cloze number hides, in any field."""
    return {number: plain_text(text) for value in values for number, text in hidden_texts(value).items()}


def _sides(snapshot: Snapshot, type_id: int) -> tuple[object, ...]:
    """Return the templates of a note type, with the places of fields for their names, and what hides and colours."""
    if type_id not in snapshot.types:
        return ()
    kind = snapshot.types[type_id]
    places = {name: str(place) for place, name in enumerate(kind.fields)}

    def placed(match: re.Match[str]) -> str:
        return f"{{{{{match[1]}{places.get(match[2].strip(), match[2])}}}}}"

    written = [_FIELD.sub(placed, side) for template in kind.templates for side in (template.front, template.back)]
    return hiding(kind.css), palette(kind.css), *written
