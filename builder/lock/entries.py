"""The lines of a lock, one an entry, written and read: the only module that knows their form (format.py shows it)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring
from typing import Any

from builder.lock.ledger import Gate, NoteEntry, Slot, TypeEntry
from builder.makers import maker

quoted = encode_basestring
"""Returns a text as JSON has it."""
_make_note_entry = maker(NoteEntry)
BROKEN_LINE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What reading a line raises that is none of an entry; RecursionError for brackets a hundred thousand deep."""
_MOST = 1 << 53
"""Above all numbers of a lock: its ids have 52 bits and less, its times lie before the year 10000."""
_MOST_OF_SLOTS = 1 << 63
"""Above all ids that Anki gives fields and templates, which adopted note types have: signed ones of 64 bits."""
_INDEX = re.compile("[0-9]{1,9}")
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_value_at = json.JSONDecoder().raw_decode


def note_line(key: str, entry: NoteEntry) -> str:
    """Return the line of a note."""
    # By hand for the sake of time: a lock has one for every note, and each build writes them all.
    text = (
        f'{quoted(key)}: {{"type":{quoted(entry.type)},"guid":{quoted(entry.guid)},"nid":{entry.nid},'
        f'"mod":{entry.mod},"hash":{quoted(entry.hash)},"source":{quoted(entry.source)},"text":{quoted(entry.text)}'
    )
    if entry.deck is not None:
        text += f',"deck":{quoted(entry.deck)}'
    if entry.edited:
        text += f',"edited":{entry.edited}'
    if entry.before:
        text += f',"before":{entry.before}'
    if entry.late:
        text += f',"late":{entry.late}'
    if entry.clozes:
        text += f',"clozes":{_json(dict(entry.clozes))}'
    if entry.gone:
        text += f',"gone":{_json(dict(entry.gone))}'
    if entry.ords:
        text += f',"ords":[{",".join(map(str, entry.ords))}]'
    if entry.lost:
        text += f',"lost":[{",".join(map(str, entry.lost))}]'
    if entry.was:
        text += f',"was":{_json(entry.was)}'
    if entry.cards or entry.unsafe:
        text += _of_adopted(entry)
    if entry.retired:
        text += f',"retired":{entry.retired}'
    return f'{text},"marked":{entry.marked}}},' if entry.marked else f"{text}}},"


def _of_adopted(entry: NoteEntry) -> str:
    cards = f',"cards":{_json(dict(entry.cards))}' if entry.cards else ""
    return cards + (f',"unsafe":{_json(entry.unsafe)}' if entry.unsafe else "")


def type_line(key: str, entry: TypeEntry) -> str:
    """Return the line of a note type."""

    def rows(slots: Iterable[Slot]) -> list[list[Any]]:
        return [[slot.id, slot.name, *slot.was] for slot in slots]

    values: dict[str, Any] = {
        "id": entry.id,
        "mod": entry.mod,
        "hash": entry.hash,
        "fields": rows(entry.fields),
        "templates": rows(entry.templates),
    }
    if entry.when:
        values["when"] = _by_number(entry.when)
    if entry.gates:
        values["gates"] = [[number for number in gate if number is not None] for gate in entry.gates]
    if entry.off:
        values["off"] = entry.off
    if entry.before:
        values["before"] = entry.before
    if entry.late:
        values["late"] = entry.late
    if entry.keys:
        values["keys"] = dict(entry.keys)
    if entry.fronts:
        values["fronts"] = _by_number(entry.fronts)
    if entry.conditions:
        values["conditions"] = _by_number(entry.conditions)
    if entry.adopted:
        values["adopted"] = True
    if entry.uuid:
        values["uuid"] = entry.uuid
    return f"{_json(key)}: {_json(values)},"


def media_line(name: str, digest: str) -> str:
    """Return the line of a media file that was published: its name, and the digest of its bytes."""
    return f"{_json(name)}: {_json(digest)},"


def media_of(line: str) -> tuple[str, str] | None:
    """Return what such a line says; None for a line that is none."""
    if not line.endswith('",'):
        return None
    values = json.loads(f"{{{line[:-1]}}}")
    ((name, digest),) = values.items()
    return _text(name), _text(digest)


def deck_line(name: str, uuids: tuple[str, str]) -> str:
    """Return the line of a deck that CrowdAnki knows: its whole name, its UUID and that of its options."""
    return f"{_json(name)}: {_json(uuids)},"


def deck_of(line: str) -> tuple[str, tuple[str, str]] | None:
    """Return what such a line says; None for a line that is none."""
    if not line.endswith('"],'):
        return None
    values = json.loads(f"{{{line[:-1]}}}")
    ((name, (uuid, options)),) = values.items()
    return _text(name), (_text(uuid), _text(options))


def _by_number(pairs: Iterable[tuple[int, Any]]) -> dict[str, Any]:
    return {str(number): value for number, value in pairs}


def lines_of(lines: Iterable[str], keys: Iterable[str]) -> list[str]:
    """Return those of a lock's lines that are of notes with some keys, without reading the others."""
    starts = {quoted(key) for key in keys}
    # Inside of a key the quotes of what follows it would be escaped.
    return [line for line in lines if line.partition(': {"type"')[0] in starts] if starts else []


def read_line(line: str) -> tuple[str, NoteEntry | TypeEntry]:
    """Return the key and the entry of a line; raise one of `BROKEN_LINE` for any other."""
    key, key_end = _value_at(line)
    value, value_end = _value_at(line, key_end + 2)
    is_form = line[key_end : key_end + 2] == ": " and line[value_end:] == ","
    if not is_form or type(key) is not str or type(value) is not dict:
        raise ValueError(line)
    if "\\u" in line:
        _json([key, value]).encode()  # half a character can be written as an escape, and nowhere else
    return key, _note_entry(value) if "guid" in value else _type_entry(value)


def _note_entry(value: Mapping[str, Any]) -> NoteEntry:
    entry = _make_note_entry(
        type=value["type"],
        guid=value["guid"],
        nid=_number(value["nid"]),
        mod=_number(value["mod"]),
        hash=value["hash"],
        text=value["text"],
        source=value.get("source", ""),
        deck=value.get("deck"),
        edited=_number(value["edited"]) if "edited" in value else 0,
        before=_number(value["before"]) if "before" in value else 0,
        late=_number(value["late"]) if "late" in value else 0,
        clozes=_numbered(value["clozes"]) if "clozes" in value else (),
        ords=_numbers(value["ords"]) if "ords" in value else (),
        lost=_numbers(value["lost"]) if "lost" in value else (),
        gone=_numbered(value["gone"]) if "gone" in value else (),
        was=tuple([_text(key) for key in value["was"]]) if "was" in value else (),
        cards=_slot_pairs(value["cards"]) if "cards" in value else (),
        unsafe=tuple([_text(part) for part in value["unsafe"]]) if "unsafe" in value else (),
        retired=_retired(value) if "retired" in value else 0,
        marked=_marked(value) if "marked" in value or "retired" in value else 0,
    )
    are_texts = (
        type(entry.type) is type(entry.guid) is type(entry.hash) is type(entry.text) is type(entry.source) is str
    )
    are_texts = are_texts and (entry.deck is None or type(entry.deck) is str)
    if not are_texts:
        raise TypeError(value)
    return entry


def _marked(value: Mapping[str, Any]) -> int:
    if value.get("retired") is True:
        # Of a note that the first format calls retired nobody knows whether it was marked: as if it had been.
        return _number(value["mod"])
    return _number(value.get("marked", 0))


def _retired(value: Mapping[str, Any]) -> int:
    if value["retired"] is True:  # as the first format has it
        return _number(value["mod"])
    return _number(value["retired"])


def _type_entry(value: Mapping[str, Any]) -> TypeEntry:
    def slots(rows: Iterable[list[Any]]) -> tuple[Slot, ...]:
        return tuple(
            Slot(id=_number(slot_id, _MOST_OF_SLOTS), name=_text(name), was=tuple(map(_text, was)))
            for slot_id, name, *was in rows
        )

    return TypeEntry(
        id=_number(value["id"]),
        mod=_number(value["mod"]),
        hash=_text(value["hash"]),
        fields=slots(value["fields"]),
        templates=slots(value["templates"]),
        when=_slot_pairs(value.get("when", {})),
        gates=tuple([Gate(*_numbers(gate)) for gate in value.get("gates", ())]),
        off=_numbers(value.get("off", ())),
        before=_number(value.get("before", 0)),
        late=_number(value.get("late", 0)),
        keys=tuple((_text(key), _number(slot)) for key, slot in value.get("keys", {}).items()),
        fronts=_numbered(value.get("fronts", {})),
        conditions=_numbered(value.get("conditions", {})),
        adopted=value.get("adopted") is True,
        uuid=_text(value.get("uuid", "")),
    )


def _slot_pairs(value: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    return tuple((_index(template), _number(field)) for template, field in value.items())


def _numbered(value: Mapping[str, Any]) -> tuple[tuple[int, str], ...]:
    return tuple([(_index(number), _text(text)) for number, text in value.items()])


def _numbers(value: Iterable[Any]) -> tuple[int, ...]:
    return tuple([_number(item) for item in value])


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(value)
    return value


def _number(value: Any, most: int = _MOST) -> int:
    if type(value) is not int or not -most < value < most:
        raise TypeError(value)
    return value


def _index(key: str) -> int:
    if not _INDEX.fullmatch(key):
        raise ValueError(key)
    return int(key)
