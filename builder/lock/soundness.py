"""What the entries of a lock must agree in, so that a build can go by them; a line by itself is read by entries.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from builder.lock.ledger import Ledger, NoteEntry, TypeEntry
from builder.render.template import TemplateError, parse


class Unsound(NamedTuple):
    """The key of an entry that cannot be gone by, and why not."""

    key: str
    fault: str


def find_unsound(ledger: Ledger) -> Unsound | None:
    """Return the first entry of a ledger that contradicts another; None where there is none."""
    return next(chain(_types(ledger), _notes(ledger)), None)


def _types(ledger: Ledger) -> Iterator[Unsound]:
    ids: set[int] = set()
    for key, entry in ledger.types.items():
        if entry.id in ids:
            yield Unsound(key, "another note type has its id")
        ids.add(entry.id)
        if not _are_below(_fields_of(entry), len(entry.fields)):
            yield Unsound(key, "it names a field that it has not")
        if not _are_below(_templates_of(entry), len(entry.templates)):
            yield Unsound(key, "it names a template that it has not")
        if not all(_can_be_read(condition) for _, condition in entry.conditions):
            yield Unsound(key, "what one of its cards hangs on is no template")


def _fields_of(entry: TypeEntry) -> Iterator[int]:
    """Yield the slots of fields that a note type names; the first of which each has."""
    yield 0
    yield from (field for _, field in entry.when)
    yield from (field for _, field in entry.keys)
    for gate in entry.gates:
        yield from (gate.field, gate.former or 0)


def _templates_of(entry: TypeEntry) -> Iterator[int]:
    yield from (template for template, _ in (*entry.when, *entry.fronts, *entry.conditions))
    yield from (gate.template for gate in entry.gates)
    yield from (0, *entry.off)


def _notes(ledger: Ledger) -> Iterator[Unsound]:
    for key, entry in ledger.notes.items():
        note_type = ledger.types.get(entry.type)
        if note_type is None:
            yield Unsound(key, f'there is no note type "{entry.type}"')
        elif not _are_below((*entry.ords, *entry.lost), len(note_type.templates)):
            yield Unsound(key, "it has a card that its note type has not")
        elif not _are_positive(entry):
            yield Unsound(key, "the number of a gap is 0")


def _can_be_read(template: str) -> bool:
    try:
        parse(template)
    except TemplateError:
        return False
    return True


def _are_below(numbers: Iterable[int], end: int) -> bool:
    return all(0 <= number < end for number in numbers)


def _are_positive(entry: NoteEntry) -> bool:
    return all(number > 0 for number, _ in (*entry.clozes, *entry.gone))
