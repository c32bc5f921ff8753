"""Files that adopted templates and styles show: those which changed get names of their own, and are shown by these.

Anki takes a file whose name begins with `_` at every import, and never again once a learner has the name; what only a
template names and begins otherwise it does not take at all. So a changed `_logo.png` arrives under a new name alone,
with a note type that shows it by that.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Mapping

from builder.model import Kind, NoteType
from builder.package.media import MediaFolder


def with_template_files(kinds: Mapping[str, Kind], media: MediaFolder) -> Mapping[str, Kind]:
    """Return kinds that show the files as the package has them, which `media` takes along."""
    adopted = {name: kind for name, kind in kinds.items() if kind.is_adopted} if media.published else {}
    if not adopted:
        return kinds
    listed = dict.fromkeys([*media.published, *(name for name in media.places() if name.startswith("_"))])
    whole = "\n".join(_whole(note_type) for kind in adopted.values() for note_type in kind.note_types)
    names: dict[str, str] = {}
    for name in listed:
        if (name.startswith("_") and name in media.published) or _named(name).search(whole):
            packed = media.resolve(name)
            if packed is not None and packed != name and name.startswith("_"):
                names[name] = packed
    if not names:
        return kinds
    changed = {
        name: kind._replace(note_types=tuple(_showing(note_type, names) for note_type in kind.note_types))
        for name, kind in adopted.items()
    }
    return {**kinds, **changed}


def _whole(note_type: NoteType) -> str:
    sides = [side for template in note_type.templates for side in (template.front, template.back, *template.browser)]
    return "\n".join([note_type.css, *sides])


def _named(name: str) -> re.Pattern[str]:
    """Return what finds a file's name, also with percent signs, and not within a longer name."""
    forms = "|".join(map(re.escape, dict.fromkeys((name, urllib.parse.quote(name)))))
    return re.compile(rf"(?<![\w.%-])(?:{forms})(?![\w-]|\.\w)")


def _showing(note_type: NoteType, names: Mapping[str, str]) -> NoteType:
    patterns = [(_named(old), new) for old, new in names.items()]

    def shown(text: str) -> str:
        for pattern, new in patterns:
            text = pattern.sub(new, text)
        return text

    templates = tuple(
        template._replace(
            front=shown(template.front),
            back=shown(template.back),
            browser=(shown(template.browser[0]), shown(template.browser[1])),
        )
        for template in note_type.templates
    )
    return note_type._replace(css=shown(note_type.css), templates=templates)
