"""Note types that others published, as own kinds: folders of `kinds/` with `adopted: true`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from builder.foreign.deck_values import ForeignField, ForeignTemplate, ForeignType
from builder.kinds import builtin_kinds
from builder.render.template import TemplateError, parse, shown_fields
from builder.source.keys import CARD, NO_MARKUP, YIELDING
from builder.source.scalars import yaml_value

_TAKEN = frozenset(key.name for key in CARD) - YIELDING | NO_MARKUP
FONT, SIZE = "Arial", 20
"""What Anki has for a field that says nothing."""


class AdoptedKind(NamedTuple):
    """A kind made of a note type: the name of its folder, and the key of each field, in their order."""

    name: str
    type: ForeignType
    keys: tuple[str, ...]


def name_kinds(types: Iterable[ForeignType]) -> tuple[AdoptedKind, ...]:
    """Return kinds for note types; no two have one name, and none has that of a kind of ours."""
    taken = {note_type.key for kind in builtin_kinds().values() for note_type in kind.note_types}
    taken |= set(builtin_kinds())
    kinds = []
    for note_type in types:
        name = _unique(_ascii(note_type.name, "-") or "note-type", taken, "-")
        taken.add(name)
        kinds.append(AdoptedKind(name=name, type=note_type, keys=_keys(note_type)))
    return tuple(kinds)


def kind_files(kind: AdoptedKind) -> dict[str, str]:
    """Return the files of a kind's folder, by name."""
    note_type = kind.type
    stems = _stems(note_type.templates)
    files = {"kind.yaml": _kind_yaml(kind, stems), "style.css": _text(note_type.css)}
    for template, stem in zip(note_type.templates, stems, strict=True):
        files[f"{stem}.front.html"] = _text(template.front)
        files[f"{stem}.back.html"] = _text(template.back)
        if template.browser_front or template.browser_back:
            files[f"{stem}.browser.front.html"] = _text(template.browser_front)
            files[f"{stem}.browser.back.html"] = _text(template.browser_back)
    if note_type.latex_head:
        files["latex-head.tex"] = _text(note_type.latex_head)
    if note_type.latex_foot:
        files["latex-foot.tex"] = _text(note_type.latex_foot)
    return files


def has_scripts(note_type: ForeignType) -> bool:
    """Tell whether a template or the style of a note type runs something."""
    sides = [side for template in note_type.templates for side in (template.front, template.back)]
    return any("<script" in side.lower() for side in sides)


def _text(written: str) -> str:
    return written.replace("\r\n", "\n") + "\n"


def _kind_yaml(kind: AdoptedKind, stems: Sequence[str]) -> str:
    note_type = kind.type
    lines = [
        f"doc: {yaml_value(f'a note of the type {note_type.name}', 2)}",
        f"name: {yaml_value(note_type.name, 2)}",
        "adopted: true # what its learners have: fields, cards and their order stay",
    ]
    lines += ["cloze: true"] if note_type.is_cloze else []
    lines += [f"sort: {yaml_value(note_type.fields[note_type.sort_field].name, 2)}"] if note_type.sort_field else []
    lines += [f"stock: {note_type.stock_kind}"] if note_type.stock_kind else []
    lines += ["svg: true"] if note_type.latex_svg else []
    lines.append("fields:")
    for field, key in zip(note_type.fields, kind.keys, strict=True):
        lines += [
            f"  - name: {yaml_value(field.name, 6)}",
            f"    doc: {yaml_value(field.description or field.name, 6)}",
        ]
        lines += [f"    key: {key}"] if key != re.sub(r"\W+", "_", field.name.lower()).strip("_") else []
        lines += [f"    font: {yaml_value(field.font, 6)}"] if field.font not in ("", FONT) else []
        lines += [f"    size: {field.size}"] if field.size not in (0, SIZE) else []
        lines += ["    rtl: true"] if field.rtl else []
        lines += [f"    tag: {field.tag}"] if field.tag is not None else []
        flags = [flag for flag, is_set in _flags(field) if is_set]
        lines += [f"    flags: [{', '.join(flags)}]"] if flags else []
    lines.append("templates:")
    names = [field.name for field in note_type.fields]
    for template, stem in zip(note_type.templates, stems, strict=True):
        asks, answers = sides_of(template, names)
        lines += [f"  - name: {yaml_value(template.name, 6)}", f"    asks: {_listed(asks)}"]
        lines += [f"    answers: {_listed(answers)}"]
        lines += [f"    file: {stem}"] if stem != _stem(template.name) else []
        lines += ["    browser: true"] if template.browser_front or template.browser_back else []
    return "\n".join([*lines, ""])


def _flags(field: ForeignField) -> Iterator[tuple[str, bool]]:
    """Yield what Anki does with a field, by its own names for it."""
    yield "collapsed", field.collapsed
    yield "excludeFromSearch", field.exclude_from_search
    yield "plainText", field.plain_text
    yield "preventDeletion", field.prevent_deletion
    yield "sticky", field.sticky


def _listed(names: Sequence[str]) -> str:
    quoted = ["'" + name.replace("'", "''") + "'" if re.search(r"[^\w ]", name) else name for name in names]
    return f"[{', '.join(quoted)}]"


def sides_of(template: ForeignTemplate, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the fields that a template asks for, and those that only its back shows; each has one at the least."""
    asks = [name for name in _shown(template.front, typed=False) if name in names] or [names[0]]
    answers = [name for name in _shown(template.back) if name in names and name not in asks] or asks
    return asks, answers


def _shown(side: str, *, typed: bool = True) -> list[str]:
    """Return the fields that a side shows; `typed` is whether those that are typed there count (`{{type:Back}}`)."""
    try:
        fields = [field for field in shown_fields(parse(side)) if typed or "type" not in field.filters]
        return list(dict.fromkeys(field.name for field in fields))
    except TemplateError:  # told where the kind is read
        return []


def _stem(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower()).strip("-")


def _stems(templates: Iterable[ForeignTemplate]) -> list[str]:
    """Return the starts of the names of the files of templates, each of its own."""
    stems: list[str] = []
    for template in templates:
        stems.append(_unique(_ascii(template.name, "-") or "card", stems, "-"))
    return stems


def _keys(note_type: ForeignType) -> tuple[str, ...]:
    keys: list[str] = []
    for number, field in enumerate(note_type.fields, 1):
        key = _ascii(field.name, "_")
        key = key if key[:1].isalpha() else f"field_{key}" if key else f"field_{number}"
        key = f"{key}_field" if key in _TAKEN else key
        keys.append(_unique(key, keys, "_"))
    return tuple(keys)


def _ascii(words: str, joint: str) -> str:
    bare = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    name = re.sub("[^a-z0-9]+", joint, bare).strip(joint)
    return name if joint == "_" else name.lstrip("0123456789-")


def _unique(name: str, taken: Container[str], joint: str) -> str:
    number, unique = 1, name
    while unique in taken:
        number += 1
        unique = f"{name}{joint}{number}"
    return unique
