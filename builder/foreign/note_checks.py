"""What notes have to agree in with each other and with their types, wherever they come from."""

from __future__ import annotations

from collections.abc import Iterable

from builder.diagnostics import counted, printable
from builder.errors import PackageError
from builder.foreign.deck_values import ForeignNote, ForeignType, shown_note

MEND = "let Anki mend it (Tools > Check Database), and export it again"


def check_fields(fields: tuple[str, ...], guid: str, note_type: ForeignType, path: str) -> None:
    """Raise `PackageError` for a note that has not the fields of its type."""
    if len(fields) != len(note_type.fields):
        has, wanted = counted(len(fields), "field"), len(note_type.fields)
        fault = f'{shown_note(fields, guid)} has {has}, and its note type "{printable(note_type.name)}" has {wanted}'
        raise PackageError(path, fault, MEND)


def check_guids(notes: Iterable[ForeignNote], path: str) -> None:
    """Raise `PackageError` for a note without a GUID, and for two notes of the same: no learner's could be told."""
    seen: dict[str, ForeignNote] = {}
    for note in notes:
        if not note.guid:
            raise PackageError(path, f"{shown_note(note.fields, note.guid)} has no GUID", MEND)
        if seen.setdefault(note.guid, note) is not note:
            names = f"{shown_note(seen[note.guid].fields, note.guid)} and {shown_note(note.fields, note.guid)}"
            fault = f'{names} have the same GUID, "{printable(note.guid)}"'
            raise PackageError(path, fault, "delete one of the two in Anki, and export it again")
