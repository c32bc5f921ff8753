"""What to tell learners about notes that are no longer in the deck."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from builder.cloze import write_cloze
from builder.diagnostics import Location
from builder.kinds import COMMON_FIELDS
from builder.lock.ledger import (
    FieldOrder,
    Ledger,
    NoteEntry,
    SlottedType,
    StampedNote,
    card_slots,
    is_kept_field,
    written_key,
)
from builder.lock.note_memory import TEXT_LENGTH
from builder.lock.slots import bare_type
from builder.model import SEPARATOR, RenderedNote, Settings
from builder.package.collection import Collection
from builder.render.bare_text import becomes_markup
from builder.render.markdown import escape
from builder.render.plain_text import plain_text
from builder.render.template import Field, Section, TemplatePart, makes_card, parse


def _retired_keys(ledger: Ledger) -> list[str]:
    """Return the keys of all retired notes, sorted."""
    return sorted(key for key, entry in ledger.notes.items() if entry.retired)


def _search_for(ledger: Ledger) -> str:
    """Return an Anki search that finds exactly the retired notes.

    By note id, which stays when the card or the deck is renamed, also with learners who skip releases. Only notes with
    an Id field count: had Anki moved a note because a learner's own had its id, the search must not find that one.
    Adopted notes have no such field; theirs is the note type.
    """
    entries = [ledger.notes[key] for key in _retired_keys(ledger)]
    adopted = [entry for entry in entries if ledger.types[entry.type].adopted]
    ours = [entry for entry in entries if not ledger.types[entry.type].adopted]
    searches = [f"nid:{_ids(ours)} Id:_*"] if ours else []
    for type_id in sorted({ledger.types[entry.type].id for entry in adopted}):
        of_type = [entry for entry in adopted if ledger.types[entry.type].id == type_id]
        searches.append(f"nid:{_ids(of_type)} mid:{type_id}")
    return searches[0] if len(searches) == 1 else " or ".join(f"({search})" for search in searches)


def _ids(entries: Iterable[NoteEntry]) -> str:
    return ",".join(str(entry.nid) for entry in entries)


def left_text(deck: str, types: Mapping[str, SlottedType], ledger: Ledger) -> str:
    """Return the text of a deck's `NAME-retired.txt`: what left it and stays with learners, each with a search.

    Empty where nothing left it.
    """
    parts = [*_retired_text(deck, ledger), *_blank_text(types, ledger)]
    return "\n".join([*parts, ""]) if parts else ""


def _retired_text(deck: str, ledger: Ledger) -> Iterator[str]:
    keys = _retired_keys(ledger)
    if keys:
        yield from (
            f"{len(keys)} {'note' if len(keys) == 1 else 'notes'} of {deck} left the deck.",
            "Anki keeps them, with their reviews. To be rid of them, paste this search into Anki's browser,",
            "then suspend or delete what it finds:",
            "",
            _search_for(ledger),
            "",
            *(f"{written_key(key)}: {ledger.notes[key].text}" for key in keys),
            "",
        )


def _blank_text(types: Mapping[str, SlottedType], ledger: Ledger) -> Iterator[str]:
    """Yield the cards that have nothing to ask any more, of notes that are still in the deck."""
    blank: dict[tuple[str, int], list[str]] = {}
    """Keys by note type and ordinal."""
    for key, entry in sorted(ledger.notes.items()):
        for ordinal in () if entry.retired else (*entry.lost, *(number - 1 for number, _ in entry.gone)):
            blank.setdefault((entry.type, ordinal), []).append(key)
    if blank:
        yield from (
            "Cards that have nothing to ask any more stay too, blank, with their reviews. Tools > Empty Cards",
            "deletes them with their schedule. These searches find them, to suspend or to delete:",
            "",
        )
    for (type_key, ordinal), keys in sorted(blank.items()):
        slotted = types.get(type_key)
        name = f"c{ordinal + 1}" if slotted is None or slotted.cloze else slotted.entry.templates[ordinal].name
        ids = ",".join(str(ledger.notes[key].nid) for key in keys)
        yield from (f"{name} of {', '.join(keys)}:", f"nid:{ids} card:{ordinal + 1}", "")


_SENTENCE = "This card has left the deck. Suspend it or delete it; until you delete it, its reviews stay."
_FILLER = "…"
_ENDS_SENTENCE = tuple(".?!…。？！)\"'")


def _retired_tag(settings: Settings) -> str:
    """Return the tag of retired notes, in the deck's own namespace."""
    return f"{settings.uid}::retired"


def tombstones(settings: Settings, types: Mapping[str, SlottedType], ledger: Ledger) -> Collection:
    """Return the contents of the package of all retired notes: their GUIDs, and as much text as the lock has.

    Each has the time of its retirement, so that Anki takes it for newer than the last that a learner imported, and
    what comes back later for newer still.
    """
    entries = {key: ledger.notes[key] for key in _retired_keys(ledger)}
    entries = {key: entry._replace(mod=entry.tombstone_mod) for key, entry in entries.items()}
    used = {entry.type: bool(entry.clozes) for entry in entries.values()}
    filled = {
        key: types.get(key) or bare_type(key, f"{settings.name} · {key}", ledger.types[key], cloze)
        for key, cloze in used.items()
    }
    return Collection(
        deck_name=settings.name,
        description="",
        types=filled,
        notes=tuple(_tombstone(key, entry, filled[entry.type], settings) for key, entry in entries.items()),
        memory="",
    )


def _tombstone(key: str, entry: NoteEntry, slotted: SlottedType, settings: Settings) -> StampedNote:
    tag = _retired_tag(settings)
    gaps = tuple(number - 1 for number, _ in entry.clozes)
    ordinals = gaps if slotted.cloze else card_slots(entry, slotted.entry)
    values = _values(key, entry, slotted, ordinals)
    fields = [values.get(slot.name, "") for slot in slotted.entry.fields]
    note = RenderedNote(
        key=key,
        kind=entry.type,
        type=entry.type,
        joined=SEPARATOR.join(fields),
        first=plain_text(fields[0]),
        tags=(tag,),
        ords=ordinals,
        deck=settings.name,
        location=Location(path=settings.file.path, line=1, column=1),
    )
    return StampedNote(
        note=note,
        entry=entry,
        order=FieldOrder(by_slot=tuple(range(len(fields))), tail=""),
        ordinals=ordinals,
        shown=entry.hash,
    )


def _values(key: str, entry: NoteEntry, slotted: SlottedType, ordinals: tuple[int, ...]) -> dict[str, str]:
    """Return the fields that a tombstone fills: enough that no card goes blank, which Empty Cards would delete."""
    first = slotted.entry.fields[0].name
    text = entry.text + (_FILLER if _is_cut_off(entry.text) else "")
    sides = (side for template in slotted.templates for side in (template.front, template.back))
    if any("text:" in side for side in sides) and becomes_markup(escape(text), ("text",)):
        text = _FILLER
    if slotted.entry.adopted:  # which has no field of its own for the sentence
        text = f"{text} ({_SENTENCE})"
    values = {
        first: _with_clozes(text, entry.clozes) if slotted.cloze else escape(text) or _FILLER,
        "Id": escape(written_key(key)),
        "Retired": escape(_SENTENCE),
    }
    if not slotted.field_slots:
        # Of a kind that is gone nobody knows the templates that learners keep: any of its fields may be asked for.
        names = [slot.name for slot in slotted.entry.fields if not is_kept_field(slot.name)]
        values = dict.fromkeys((name for name in names if name not in COMMON_FIELDS), _FILLER) | values
    for ordinal in () if slotted.cloze else ordinals:
        front = parse(slotted.templates[ordinal].front)
        while not makes_card(front, values.keys()):
            name = _missing(front, values)
            if name is None:
                break
            values[name] = _FILLER
    return values


def _is_cut_off(text: str) -> bool:
    """Tell whether a text of the lock is only a beginning: it has no more letters, and seldom ends with a sentence."""
    return len(text) == TEXT_LENGTH and not text.endswith(_ENDS_SENTENCE)


def _missing(parts: tuple[TemplatePart, ...], values: Mapping[str, str]) -> str | None:
    """Return a field without which a front shows nothing; None where filling fields does not help."""
    for part in parts:
        if isinstance(part, Field) and part.name not in values:
            return part.name
        if isinstance(part, Section) and not part.negated:
            name = part.name if part.name not in values else _missing(part.parts, values)
            if name is not None:
                return name
    return None


def _with_clozes(text: str, clozes: tuple[tuple[int, str], ...]) -> str:
    """Return a text with the clozes that the lock knows: in their places where they are found, else at the end."""
    spans: list[tuple[int, int, int]] = []
    appended = []
    for number, hidden in clozes:
        start = text.find(hidden) if hidden else -1
        end = start + len(hidden)
        if start < 0 or any(start < other_end and begin < end for begin, other_end, _ in spans):
            appended.append(f" {write_cloze(number, escape(hidden or _FILLER))}")
        else:
            spans.append((start, end, number))
    parts, last = [], 0
    for start, end, number in sorted(spans):
        parts += [escape(text[last:start]), write_cloze(number, escape(text[start:end]))]
        last = end
    return "".join([*parts, escape(text[last:]), *appended])
