"""What the templates and the style of an own kind may hold: what Anki takes, and nothing that runs or loads."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from builder.custom_kinds.conditions import with_conditions
from builder.custom_kinds.load import CustomKind, CustomTemplate, load_custom_kinds
from builder.custom_kinds.template_markup import markup_faults
from builder.diagnostics import Problem, Severity, did_you_mean
from builder.kinds import COMMON_FIELDS, builtin_kinds
from builder.kinds.frame import frame_words
from builder.model import Kind
from builder.render.sanitize import find_unbalanced
from builder.render.styles import lost_styles, style_faults
from builder.render.template import (
    SPECIAL,
    TemplateError,
    TemplatePart,
    field_names,
    find_tags,
    is_cloze_condition,
    parse,
    shown_fields,
)
from builder.syntax import SourceFile, Text

_MARK = re.compile(r"\[\[(.{0,1000}?)\]\]", re.S)
_TOLD = 20
"""Problems of a file that are told at once: each is looked up from the start of the file."""
_PARTS = ("context", "hint", "more")
_FILTERS = ("cloze", "cloze-only", "furigana", "hint", "kana", "kanji", "nc", "text", "tts", "tts-voices", "type")


def load_kinds(folder: Path, shown: str) -> tuple[Mapping[str, Kind], frozenset[str], tuple[Problem, ...]]:
    """Return the kinds that a deck may use, the names of own ones that are broken, and their problems."""
    custom_kinds, problems = load_custom_kinds(folder, shown)
    kinds = dict(builtin_kinds())
    for name, custom in custom_kinds.items():
        more = tuple(_check(custom)) if custom is not None else ()
        problems += more
        if custom is not None and not more:
            kinds[name] = with_conditions(custom.kind)
    broken = custom_kinds.keys() - kinds.keys()
    broken |= {name.lower() for name in broken}  # as the cards have those whose folders are not called so
    return kinds, frozenset(broken - kinds.keys()), problems


def _check(custom: CustomKind) -> Iterator[Problem]:
    if custom.kind.is_adopted:
        yield from _adopted(custom)
        return
    fields = [field.name for field in custom.kind.note_types[0].fields]
    fronts: dict[str, CustomTemplate] = {}
    for template in custom.templates:
        yield from _template(custom, template, fields)
        twin = fronts.setdefault(f"{template.spec.when}\0{template.front.text.strip()}", template)
        if twin is not template:
            message = f'this front is that of "{twin.spec.name}" ({twin.front.path}) too'
            hint = "change one of the two: Anki refuses a note type with equal fronts"
            yield _at(template.front, 0, 1, "same-front", message, hint)
    if custom.head is not None:
        yield from _side(custom, custom.head, fields)
    if custom.css is not None:
        yield from itertools.islice(_style(custom.css), _TOLD)


def _adopted(custom: CustomKind) -> Iterator[Problem]:
    """Yield what keeps templates that were published from being read; what stands in them is as learners have it."""
    for template in custom.templates:
        for file in (template.front, template.back):
            try:
                parse(file.text)
            except TemplateError as error:
                yield _broken(file, error)


def _broken(file: SourceFile, error: TemplateError) -> Problem:
    end = file.text.find("}}", error.offset) + 2
    hint = "close sections in the order in which they open: {{#Field}} … {{/Field}}"
    return _at(file, error.offset, max(1, end - error.offset), "template-syntax", str(error), hint)


def _at(file: SourceFile, start: int, length: int, rule: str, message: str, hint: str) -> Problem:
    line = file.text.count("\n", 0, start) + 1
    column = start - (file.text.rfind("\n", 0, start) + 1) + 1
    at = Text(value="", line=line, column=column, start=start, end=start + length)
    return file.error(file.location(at, length), rule, message, hint)


def _template(custom: CustomKind, template: CustomTemplate, fields: Sequence[str]) -> Iterator[Problem]:
    problems = [*_side(custom, template.front, fields), *_side(custom, template.back, fields)]
    yield from problems
    if problems:
        return
    front, back = parse(template.front.text), parse(template.back.text)
    if not any(field.name not in SPECIAL for field in shown_fields(front)):
        hint = f"show what is asked: {{{{{(*template.spec.asks, *fields)[0]}}}}}"
        yield _at(template.front, 0, 1, "no-field", "the front shows no field, so that Anki would make no card", hint)
    for field in shown_fields(front):
        if field.name == "FrontSide":
            span = _find_tag(template.front, "FrontSide")
            yield _at(template.front, *span, "unknown-field", "a front cannot show itself", "delete {{FrontSide}}")
    if custom.kind.note_types[0].cloze:
        for file, parts in ((template.front, front), (template.back, back)):
            if not any("cloze" in field.filters and field.name == fields[0] for field in shown_fields(parts)):
                hint = f"write {{{{cloze:{fields[0]}}}}}"
                yield _at(file, 0, 1, "cloze-template", "both sides of a cloze kind show its sentence", hint)


def _side(custom: CustomKind, file: SourceFile, fields: Sequence[str]) -> Iterator[Problem]:
    other = file.text.find("{{=")
    if other >= 0:
        message = "behind this, Anki would read other marks than {{Field}}"
        yield _at(file, other, 3, "template-syntax", message, "delete it, and write {{Field}}")
        return
    try:
        parts = parse(file.text)
    except TemplateError as error:
        yield _broken(file, error)
        return
    unclosed = _find_unclosed(file.text)
    if unclosed >= 0:
        yield _at(file, unclosed, 2, "template-syntax", "{{ is not closed", "close it: {{Field}}")
    yield from itertools.islice(_names(custom, file, parts, fields), _TOLD)
    yield from itertools.islice(_marks(file, fields), _TOLD)
    yield from itertools.islice(_markup(file), _TOLD)


def _find_unclosed(template: str) -> int:
    """Return where the first tag without an end starts; -1 where there is none."""
    done = 0
    for tag in find_tags(template):
        start = template.find("{{", done, tag.start)
        if start >= 0:
            return start
        done = tag.end
    return template.find("{{", done)


def _names(
    custom: CustomKind, file: SourceFile, parts: Sequence[TemplatePart], fields: Sequence[str]
) -> Iterator[Problem]:
    known = [*fields, *COMMON_FIELDS, *sorted(SPECIAL)]
    note_type = custom.kind.note_types[0]
    for name in sorted(field_names(tuple(parts)) - set(known)):
        if note_type.cloze and is_cloze_condition(name):
            continue
        hint = did_you_mean(name, known) or f"the fields are: {', '.join((*fields, *COMMON_FIELDS))}"
        yield _at(file, *_find_tag(file, name), "unknown-field", f'the kind has no field "{name}"', hint)
    for field in shown_fields(parts):
        for name in field.filters:
            if (name.split() or [""])[0] not in _FILTERS:
                hint = did_you_mean(name, _FILTERS) or f"the filters are: {', '.join(_FILTERS)}"
                span = _find_tag(file, field.name, name)
                yield _at(file, *span, "unknown-filter", f'Anki has no filter "{name}"', hint)
        if "cloze" in field.filters and not (note_type.cloze and field.name == fields[0]):
            message = f"only the first field, {fields[0]}, has gaps" if note_type.cloze else "this is no cloze kind"
            hint = (
                "take the filter away" if note_type.cloze else "add cloze: true to kind.yaml, or take the filter away"
            )
            yield _at(file, *_find_tag(file, field.name, "cloze"), "cloze-template", message, hint)
        if field.name == "FrontSide" and note_type.frame:
            hint = "repeat the fields that the answer needs, or write frame: false in kind.yaml"
            message = "the whole front would stand inside the answer, with a head of its own"
            yield _at(file, *_find_tag(file, "FrontSide"), "front-side", message, hint)


def _find_tag(file: SourceFile, name: str, filter_name: str = "") -> tuple[int, int]:
    """Return where the first tag with a name (and a filter) starts, and its length."""
    for tag in find_tags(file.text):
        *filters, tag_name = tag.inner.lstrip("{#^/ ").split(":")
        has_filter = not filter_name or filter_name in [written.strip() for written in filters]
        if not tag.is_comment and tag_name.strip() == name.strip() and has_filter:
            return tag.start, tag.end - tag.start
    return 0, 1


def _marks(file: SourceFile, fields: Sequence[str]) -> Iterator[Problem]:
    """Yield `[[…]]` that stand for nothing: parts, speech, and words that the frame translates."""
    for mark in _MARK.finditer(file.text):
        inner = mark[1]
        if inner.startswith(">") or inner in _PARTS:
            known: Sequence[str] = [f">{part}" for part in _PARTS]
        elif inner.startswith("speak:"):
            known = [f"speak:{field}" for field in fields]
        else:
            known = sorted(frame_words())
        if inner not in known:
            hint = did_you_mean(inner, known) or "write the word without the brackets"
            yield _at(file, mark.start(), len(mark[0]), "unknown-mark", f'"[[{inner}]]" stands for nothing', hint)


def _markup(file: SourceFile) -> Iterator[Problem]:
    for fault in markup_faults(file.text):
        yield _at(file, *fault)
    unbalanced = find_unbalanced(file.text)
    if unbalanced is not None:
        start = max(0, file.text.lower().find(unbalanced.snippet.lower()))
        yield _at(file, start, len(unbalanced.snippet), unbalanced.rule, unbalanced.message, unbalanced.hint)


def _style(file: SourceFile) -> Iterator[Problem]:
    problems = [
        _at(file, fault.start, fault.length, "unsafe-css", fault.message, fault.hint)
        for fault in style_faults(file.text)
    ]
    yield from problems
    for fault in lost_styles(file.text) if not problems else ():
        problem = _at(file, fault.start, fault.length, "broken-css", fault.message, fault.hint)
        yield problem._replace(severity=Severity.WARNING)
