"""What an author and a learner can do where Anki keeps an update out, since a note type is not the one it was."""

from __future__ import annotations

from builder.verify.imports import Update
from builder.verify.snapshot import TypeState

_KEEP = "author: keep a note type's id, and the number and order of its fields and cards"
_MERGE = (
    'learners: sync all devices, then import with "Merge note types" on and "Update notes: Always"; it asks for a full'
    " sync"
)
_TURNED = (
    "author: leave a note with questions or with gaps as it had them, and make a new note of the other sort",
    'learners: leave "Merge note types" off, with which Anki refuses the whole package: questions do not become gaps',
)


def merge_advice(update: Update) -> tuple[str, ...]:
    """Return what can be done about notes in conflict, and about note types that are there twice."""
    pairs = _changed_types(update)
    if any(was.is_cloze != now.is_cloze for was, now in pairs):
        return _TURNED
    renamed = [names for was, now in pairs for names in _renamed(was, now)]
    if not renamed or not all(any(_renamed(was, now)) for was, now in pairs):
        return _KEEP, _MERGE
    old, new = renamed[0]
    names = (
        f'author: call fields and cards as before ("{old}", not "{new}"), or give them ids before they get other names'
    )
    return names, _MERGE


def _changed_types(update: Update) -> list[tuple[TypeState, TypeState]]:
    """Return the note types of notes in conflict, and those that are others under an old id, before and after."""
    before, alone = update.before, update.alone
    ids = {(before.notes[guid].type_id, alone.notes[guid].type_id) for guid in update.conflicts & update.shared}
    ids |= {(type_id, type_id) for type_id in before.types.keys() & {note.type_id for note in alone.notes.values()}}
    pairs = [(before.types[was], alone.types[now]) for was, now in sorted(ids)]
    return [(was, now) for was, now in pairs if _shape(was) != _shape(now) or was.is_cloze != now.is_cloze]


def _shape(kind: TypeState) -> tuple[tuple[str, ...], ...]:
    return kind.fields, tuple(template.name for template in kind.templates)


def _renamed(was: TypeState, now: TypeState) -> list[tuple[str, str]]:
    """Return the old and new names of fields and cards, if there are as many as before and no name has moved."""
    renamed: list[tuple[str, str]] = []
    for old, new in zip(_shape(was), _shape(now), strict=True):
        if len(old) != len(new) or {*old} & {name for name, before in zip(new, old, strict=True) if name != before}:
            return []
        renamed += [names for names in zip(old, new, strict=True) if names[0] != names[1]]
    return renamed
