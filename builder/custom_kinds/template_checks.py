"""What the templates and the style of an own kind may hold: what Anki takes, and nothing that runs or loads."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from builder.custom_kinds.conditions import with_conditions
from builder.custom_kinds.load import CustomKind, CustomTemplate, load_custom_kinds
from builder.diagnostics import Problem, did_you_mean
from builder.kinds import COMMON_FIELDS, builtin_kinds
from builder.kinds.frame import frame_words
from builder.model import Kind
from builder.render.sanitize import SAFE, find_unbalanced
from builder.render.template import (
    SPECIAL,
    Field,
    Section,
    TemplateError,
    TemplatePart,
    field_names,
    is_cloze_condition,
    parse,
)
from builder.syntax import SourceFile, Text

_TAG = re.compile(r"\{\{(.*?)\}\}", re.S)
_COMMENT_OR_TAG = re.compile(r"<!--.*?-->|\{\{.*?\}\}", re.S)
_ODD = re.compile(r"<[!?](?!--[^<>]*-->)")
"""The start of what is a comment to one reader of HTML and not to another (`<!--><script>`)."""
_MARK = re.compile(r"\[\[(.*?)\]\]", re.S)
_PARTS = ("context", "hint", "more")
_FILTERS = ("cloze", "cloze-only", "furigana", "hint", "kana", "kanji", "nc", "text", "tts", "tts-voices", "type")
_ELEMENTS = (SAFE - {"audio", "img", "source", "video"}) | {
    "article",
    "aside",
    "footer",
    "header",
    "main",
    "nav",
    "section",
}
_ATTRIBUTES = frozenset({"align", "class", "colspan", "dir", "draggable", "hidden", "href", "id", "lang", "open"}) | {
    *("reversed", "role", "rowspan", "scope", "start", "style", "tabindex", "title", "type", "value"),
}
_IN_ATTRIBUTES = SPECIAL - {"FrontSide"} | {"Id"}
"""Names whose values hold no quotes, so that they may stand inside an attribute."""
_LOADS = re.compile(r"@import|url\((?!\s*[\"']?data:)|image-set\(|</", re.I)
_CSS_CHARACTER = re.compile(r"\\([0-9a-f]{1,6})\s?|(.)", re.I | re.S)
"""A character of a style as browsers read it: an escape (`\\75rl(` loads a file too), or itself."""


def load_kinds(folder: Path, shown: str) -> tuple[Mapping[str, Kind], frozenset[str], tuple[Problem, ...]]:
    """Return the kinds that a deck may use, the names of own ones that are broken, and their problems."""
    custom_kinds, problems = load_custom_kinds(folder, shown)
    kinds = dict(builtin_kinds())
    for name, custom in custom_kinds.items():
        more = tuple(_check(custom)) if custom is not None else ()
        problems += more
        if custom is not None and not more:
            kinds[name] = with_conditions(custom.kind)
    return kinds, frozenset(custom_kinds.keys() - kinds.keys()), problems


def _check(custom: CustomKind) -> Iterator[Problem]:
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
        yield from _style(custom.css, custom.css.text)


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
    if not any(field.name not in SPECIAL for field in _shown(front)):
        hint = f"show what is asked: {{{{{(*template.spec.asks, *fields)[0]}}}}}"
        yield _at(template.front, 0, 1, "no-field", "the front shows no field, so that Anki would make no card", hint)
    for field in _shown(front):
        if field.name == "FrontSide":
            span = _find_tag(template.front, "FrontSide")
            yield _at(template.front, *span, "unknown-field", "a front cannot show itself", "delete {{FrontSide}}")
    if custom.kind.note_types[0].cloze:
        for file, parts in ((template.front, front), (template.back, back)):
            if not any("cloze" in field.filters and field.name == fields[0] for field in _shown(parts)):
                hint = f"write {{{{cloze:{fields[0]}}}}}"
                yield _at(file, 0, 1, "cloze-template", "both sides of a cloze kind show its sentence", hint)


def _shown(parts: Sequence[TemplatePart]) -> Iterator[Field]:
    for part in parts:
        if isinstance(part, Field):
            yield part
        elif isinstance(part, Section):
            yield from _shown(part.parts)


def _side(custom: CustomKind, file: SourceFile, fields: Sequence[str]) -> Iterator[Problem]:
    try:
        parts = parse(file.text)
    except TemplateError as error:
        end = file.text.find("}}", error.offset) + 2
        hint = "close sections in the order in which they open: {{#Field}} … {{/Field}}"
        yield _at(file, error.offset, max(1, end - error.offset), "template-syntax", str(error), hint)
        return
    unclosed = _COMMENT_OR_TAG.sub(lambda tag: " " * len(tag[0]), file.text).find("{{")
    if unclosed >= 0:
        yield _at(file, unclosed, 2, "template-syntax", "{{ is not closed", "close it: {{Field}}")
    yield from _names(custom, file, parts, fields)
    yield from _marks(file, fields)
    yield from _markup(file)


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
    for field in _shown(parts):
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
    for tag in _TAG.finditer(file.text):
        *filters, tag_name = tag[1].lstrip("{#^/ ").split(":")
        has_filter = not filter_name or filter_name in [written.strip() for written in filters]
        if tag_name.strip() == name.strip() and has_filter:
            return tag.start(), len(tag[0])
    return 0, 1


def _marks(file: SourceFile, fields: Sequence[str]) -> Iterator[Problem]:
    """Yield `[[…]]` that stand for nothing: parts, speech, and words that the frame translates."""
    for mark in _MARK.finditer(file.text):
        inner = mark[1]
        if inner.startswith(">"):
            known: Sequence[str] = [f">{part}" for part in _PARTS]
        elif inner.startswith("speak:"):
            known = [f"speak:{field}" for field in fields]
        else:
            known = sorted(frame_words())
        if inner not in known:
            hint = did_you_mean(inner, known) or "write the word without the brackets"
            yield _at(file, mark.start(), len(mark[0]), "unknown-mark", f'"[[{inner}]]" stands for nothing', hint)


class _Element(NamedTuple):
    """A start tag: its index in the template, as it is written, and what it holds."""

    start: int
    written: str
    tag: str
    attributes: list[tuple[str, str | None]]


class _Elements(HTMLParser):
    """Collects the start tags of a template."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.elements: list[_Element] = []
        with contextlib.suppress(AssertionError):  # from `<![` without a name on, which is told as an odd mark
            self.feed(text)
            self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        start = self.line_starts[line - 1] + column
        written = self.get_starttag_text() or "<"
        self.elements.append(_Element(start=start, written=written, tag=tag, attributes=attrs))

    handle_startendtag = handle_starttag


def _markup(file: SourceFile) -> Iterator[Problem]:
    for comment in _ODD.finditer(file.text):
        hint = "write it as <!-- words -->: browsers end other comments elsewhere"
        yield _at(file, comment.start(), len(comment[0]), "unsafe-html", "a comment holds more than words", hint)
    for element in _Elements(file.text).elements:
        start, length, tag = element.start, len(element.written), element.tag
        if tag not in _ELEMENTS:
            shows = tag in ("audio", "img", "video")
            hint = "put it into a field" if shows else "delete it; a style belongs into style.css"
            yield _at(file, start, length, "unsafe-html", f"<{tag}> may not stand in a template", hint)
        for name, value in element.attributes:
            fault = _attribute_fault(name, value or "", tag)
            if fault is not None:
                yield _at(file, start, length, "unsafe-html", *fault)
            elif name == "style":
                yield from _style(file, value or "", start)
    unbalanced = find_unbalanced(file.text)
    if unbalanced is not None:
        start = max(0, file.text.lower().find(unbalanced.snippet.lower()))
        yield _at(file, start, len(unbalanced.snippet), unbalanced.rule, unbalanced.message, unbalanced.hint)


def _attribute_fault(name: str, value: str, tag: str) -> tuple[str, str] | None:
    """Return what is wrong with an attribute, and what to do."""
    if name.startswith("on"):
        return f'the attribute "{name}" would run a script', "delete it; cards are studied without scripts"
    if name not in _ATTRIBUTES and not re.fullmatch(r"(data|aria)-[\w-]+", name):
        return f'the attribute "{name}" may not stand in a template', f"delete it from <{tag}>"
    for template_tag in _TAG.finditer(value):
        inner = template_tag[1].strip()
        if inner[:1] not in ("#", "^", "/") and inner.rpartition(":")[2] not in _IN_ATTRIBUTES:
            return f'the field "{inner}" stands inside an attribute', "show it between tags: its text may hold quotes"
    if name == "href" and not re.match(r"https?://|mailto:|#", value):
        return f'a link may not lead to "{value}"', "link to http, https or mailto"
    return None


def _style(file: SourceFile, css: str, start: int = -1) -> Iterator[Problem]:
    """Yield what a style would load; `start` is the index of the tag that holds it, or -1 for a whole file."""
    bare = re.sub(r"/\*.*?\*/", lambda comment: " " * len(comment[0]), css, flags=re.S)
    indexes = [char.start() for char in _CSS_CHARACTER.finditer(bare)]
    # One character for each index, so that what is found in the read style can be shown in the written one.
    read = "".join(char[2] or chr(min(int(char[1], 16), 0x10FFFF)) for char in _CSS_CHARACTER.finditer(bare))
    for load in _LOADS.finditer(read):
        index = indexes[load.start()] if start < 0 else start
        if load[0] == "</":
            message, hint = '"</" would end the style', "delete it"
        else:
            message = f'"{load[0]}" in a style would load a file'
            hint = "cards must work offline; only data: addresses pass"
        yield _at(file, index, len(load[0]), "unsafe-css", message, hint)
