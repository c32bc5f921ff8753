"""Makes one ledger of the lines that two branches left: every note keeps its GUID, the latest entry wins.

Git merges a lock line by line, so that a note may stand in it twice: as two branches left it, or under two keys where
one branch renamed what the other edited.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from builder.diagnostics import printable
from builder.lock.ids import make_guid
from builder.lock.ledger import NoteEntry, Slot, TypeEntry, superseded_key

_Pair = tuple[str, NoteEntry]


class Joined(NamedTuple):
    """Notes by key, second keys, and what had to be chosen, a line each."""

    notes: Mapping[str, NoteEntry]
    aliases: Mapping[str, str]
    choices: tuple[str, ...] = ()


def join_notes(uid: str, pairs: Sequence[_Pair]) -> Joined:
    """Return the notes of all lines, each GUID once; the order of the lines does not matter."""
    notes = dict(pairs)
    if len(notes) == len(pairs) == len({entry.guid for entry in notes.values()}):
        return Joined(notes=notes, aliases={})
    by_guid: dict[str, list[_Pair]] = {}
    for key, entry in pairs:
        by_guid.setdefault(entry.guid, []).append((key, entry))
    notes, aliases, choices = {}, {}, []
    entries = {guid: functools.reduce(latest, sorted({entry for _, entry in lines})) for guid, lines in by_guid.items()}

    # Notes with a single key come first, so that one with two leaves it to them; of two with the same, the later one.
    def order(guid: str) -> tuple[bool, tuple[bool, int, str]]:
        return (len({key for key, _ in by_guid[guid]}) > 1, _later_first(entries[guid]))

    for guid in sorted(by_guid, key=order):
        entry, lines = entries[guid], by_guid[guid]
        names = sorted({key for key, _ in lines}, key=lambda key: _preference(uid, key, lines), reverse=True)
        free = [key for key in names if key not in notes]
        if free:
            key = free[0]
            notes[key] = entry
            aliases.update(dict.fromkeys(free[1:], key))
        else:
            key = superseded_key(names[0], guid)
            notes[key] = entry._replace(retired=entry.retired or entry.mod)
            choices.append(
                f"{names[0]}: two notes have this id; the one last changed at {_time_text(entry.mod)} is retired"
            )
        choices += _left_out(key, entry, lines)
    aliases = {alias: key for alias, key in aliases.items() if alias not in notes}
    return Joined(notes=notes, aliases=aliases, choices=tuple(sorted(choices)))


def _later_first(entry: NoteEntry) -> tuple[bool, int, str]:
    return (bool(entry.retired), -max(entry.mod, entry.retired), entry.guid)


def _preference(uid: str, key: str, lines: Iterable[_Pair]) -> tuple[bool, int, str]:
    """Rank a note's keys: one that a rename gave it before the one that it was born with, then the latest."""
    latest_mod = max(entry.mod for name, entry in lines if name == key)
    guid = next(entry.guid for _, entry in lines)
    return (make_guid(uid, key, ()) != guid, latest_mod, key)


def _left_out(key: str, kept: NoteEntry, lines: Iterable[_Pair]) -> list[str]:
    """Return what to say of the lines of a note that say something else than the one that was kept."""
    first = _bare(max((entry for _, entry in lines), key=_rank))
    others = sorted({(entry.mod, name, entry.retired, entry.text) for name, entry in lines if _bare(entry) != first})
    state = "retired" if kept.retired else "changed"
    return [
        f"{key}: kept the entry {state} at {_time_text(kept.mod)}{_text_of(kept.text, text)}, left out that of"
        f" {_time_text(mod)}{_text_of(text, kept.text)}" + (f" under {name}" if name != key else "")
        for mod, name, _, text in others
    ]


def _text_of(text: str, other: str) -> str:
    """Return what to say of an entry's text, where that tells it from another entry."""
    return f' ("{printable(text)}")' if text != other else ""


def _bare(entry: NoteEntry) -> NoteEntry:
    """Return an entry without what hangs on its text, its note type or other lines."""
    return entry._replace(clozes=(), ords=(), gone=(), lost=(), before=0, late=0, retired=0, was=(), marked=0)


def _time_text(mod: int) -> str:
    try:
        return f"{datetime.fromtimestamp(mod, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):  # of a clock that was not of this world
        return f"second {mod}"


def latest(ours: NoteEntry, theirs: NoteEntry) -> NoteEntry:
    """Return the entry of the same note that was written last; the order of the two does not matter.

    Of two that were written in the same second with different contents neither can tell Anki that it is the newer one:
    without a hash the next build gives the note a new time. Cloze numbers that either has lost stay lost.
    """
    kept = max(ours, theirs, key=_rank)
    gone = {**dict(ours.gone), **dict(theirs.gone)}
    for number, _ in kept.clozes:
        gone.pop(number, None)
    tied = ours.mod == theirs.mod and ours.hash != theirs.hash and (ours.source != theirs.source or not ours.source)
    return kept._replace(
        hash="" if tied else kept.hash,
        source="" if tied else kept.source,
        edited=0 if tied else kept.edited,
        before=max(ours.before, theirs.before),
        late=max(ours.late, theirs.late),
        lost=tuple(sorted({*ours.lost, *theirs.lost})),  # the next build takes out those that it makes
        gone=tuple(sorted(gone.items())),
        was=tuple(dict.fromkeys((*ours.was, *theirs.was))),
        marked=max(ours.marked, theirs.marked),
        cards=tuple(sorted({**dict(theirs.cards), **dict(ours.cards), **dict(kept.cards)}.items())),
    )


def _rank(entry: NoteEntry) -> tuple[int, str, int]:
    return (max(entry.mod, entry.retired), entry.hash, entry.retired)


def join_types(pairs: Iterable[tuple[str, TypeEntry]]) -> tuple[dict[str, TypeEntry], tuple[str, ...]]:
    """Return the note types of all lines, each key once, and what had to be chosen, a line each."""
    types: dict[str, TypeEntry] = {}
    choices = []
    for key, entry in pairs:
        known = types.get(key)
        types[key] = entry if known is None else _merge_types(known, entry)
        if known is not None and known != entry:
            kept = max(known.mod, entry.mod)
            choices.append(f"note type {key}: kept the entry changed at {_time_text(kept)}, with the slots of both")
    return types, tuple(choices)


def _merge_types(ours: TypeEntry, theirs: TypeEntry) -> TypeEntry:
    """Return the newer of two entries of a note type, with the names that both have given to its slots."""
    ours_is_newer = (ours.mod, ours.hash) >= (theirs.mod, theirs.hash)
    kept, left = (ours, theirs) if ours_is_newer else (theirs, ours)
    fields = _merge_slots(kept.fields, left.fields)
    templates = _merge_slots(kept.templates, left.templates)
    tied = ours.mod == theirs.mod and ours.hash != theirs.hash
    same = (fields, templates) == (kept.fields, kept.templates) and not tied
    return kept._replace(
        # Without a hash the next build gives the note type a new time, as it must where it differs from both.
        hash=kept.hash if same else "",
        fields=fields,
        templates=templates,
        when=tuple(sorted({**dict(left.when), **dict(kept.when)}.items())),
        before=max(ours.before, theirs.before),
        late=max(ours.late, theirs.late),
        fronts=tuple(sorted({**dict(left.fronts), **dict(kept.fronts)}.items())),
        keys=tuple(sorted({**dict(left.keys), **dict(kept.keys)}.items())),
        gates=tuple(sorted({gate.template: gate for gate in (*left.gates, *kept.gates)}.values())),
        off=tuple(sorted({*kept.off, *left.off})) if ours.mod == theirs.mod else kept.off,
        conditions=tuple(sorted({**dict(left.conditions), **dict(kept.conditions)}.items())),
    )


def _merge_slots(kept: Sequence[Slot], left: Sequence[Slot]) -> tuple[Slot, ...]:
    if [slot.id for slot in kept] != [slot.id for slot in left]:
        return tuple(kept)
    return tuple(_merge_slot(newer, older) for newer, older in zip(kept, left, strict=True))


def _merge_slot(kept: Slot, left: Slot) -> Slot:
    """Return the slot with the longer history; where both went different ways, that of `kept` with all names."""
    kept_names, left_names = (*kept.was, kept.name), (*left.was, left.name)
    if left_names[: len(kept_names)] == kept_names:
        return left
    more = [name for name in left_names if name not in kept_names]
    return kept._replace(was=(*kept.was, *more))
