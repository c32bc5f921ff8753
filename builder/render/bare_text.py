r"""What filters make of a field that shows as typed: HTML, or a mark that Anki acts on.

`{{text:Field}}` takes the tags out and reads the entities, and Anki shows that as HTML: a tag that was typed as text,
in backticks or behind a backslash, would be a tag again. `{{kana:Field}}` and its like join what stands around
brackets: `[l[x]atex]`, and `\hr[x]ef` in a formula. Within a tag they take its quotes away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.anki_marks import find_mark, unsafe_command
from builder.entities import unescape
from builder.render.card_sides import TEXT_FILTERS
from builder.render.sounds import replace_sounds
from builder.texts.markup import without_markup

REWRITING = frozenset(TEXT_FILTERS)
"""The filters that change a field's text."""
_CAN_JOIN = re.compile(r"\[[^\[\]]*\[|\\[(\[]|<[^\[]*\[")
"""A bracket within brackets, a formula, or a bracket behind the start of what may be a tag."""
_BEGINS_MARKUP = re.compile(r"<[A-Za-z/!?][^\s>]*>?")
_ENTITY = re.compile(r"&#?\w+;?")


def becomes_markup(field: str, filters: Sequence[str]) -> str:
    """Return the first of what filters make of a field that is HTML, or a mark that Anki acts on; empty for none."""
    shown = replace_sounds(field, lambda name: "")
    is_bare = False
    for name in filters:
        if name == "text":
            shown, is_bare = unescape(without_markup(shown)), True
        elif name in TEXT_FILTERS and _CAN_JOIN.search(shown):
            shown = TEXT_FILTERS[name](shown)
    found = _BEGINS_MARKUP.search(shown) if is_bare else None
    if found:
        return found[0]
    return find_mark(shown) or unsafe_command(shown) or (_first_entity(shown) if is_bare else _first_harm(field, shown))


def _first_harm(field: str, shown: str) -> str:
    """Return what of HTML, as it is shown, runs or loads and did not before: a bracket may have stood in a tag."""
    if "<" not in field or field == shown:
        return ""
    from builder.render.verbatim import verbatim  # loads a parser of HTML, which most decks do without

    before = verbatim(field).faults
    return next((fault.snippet for fault in verbatim(shown).faults if fault not in before), "")


def _first_entity(text: str) -> str:
    return next((part for part in _ENTITY.findall(text) if unescape(part) != part), "")
