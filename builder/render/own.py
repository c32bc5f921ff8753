"""What the templates and the style of an own kind may hold: what Anki takes, and nothing that runs or loads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

from builder.deck import Kind
from builder.kinds import COMMON_FIELDS, builtin_kinds
from builder.kinds.dress import frame_words
from builder.kinds.own import OwnKind, OwnTemplate, Read, load_own_kinds
from builder.nearest import did_you_mean
from builder.problems import Problem
from builder.render.sanitize import SAFE, find_unbalanced
from builder.render.template import SPECIAL, Field, Part, Section, TemplateError, field_names, parse
from builder.syntax import SourceFile, Text

_TAG = re.compile(r"\{\{(.*?)\}\}", re.S)
_COMMENT_OR_TAG = re.compile(r"<!--.*?-->|\{\{.*?\}\}", re.S)
_ODD = re.compile(r"<[!?](?!--[^<>]*-->)")
"""The start of what is a comment to one reader of HTML and not to another (`<!--><script>`)."""
_MARK = re.compile(r"\[\[(.*?)\]\]", re.S)
_PARTS = ("context", "hint", "more")
_FILTERS = ("cloze", "cloze-only", "furigana", "hint", "kana", "kanji", "nc", "text", "tts", "tts-voices", "type")
_ELEMENTS = (SAFE - {"img"}) | {"article", "aside", "footer", "header", "main", "nav", "section"}
_ATTRIBUTES = frozenset({"align", "class", "colspan", "dir", "draggable", "hidden", "href", "id", "lang", "open"}) | {
    *("reversed", "role", "rowspan", "scope", "start", "style", "tabindex", "title", "type", "value"),
}
_IN_ATTRIBUTES = SPECIAL - {"FrontSide"} | {"Id"}
"""Names whose values hold no quotes, so that they may stand inside an attribute."""
_LOADS = re.compile(r"@import|url\((?!\s*[\"']?data:)|image-set\(|</", re.I)
_READ = re.compile(r"\\([0-9a-f]{1,6})\s?|(.)", re.I | re.S)
"""A character of a style as browsers read it: an escape (`\\75rl(` loads a file too), or itself."""


def load_kinds(folder: Path, shown: str, read: Read) -> tuple[Mapping[str, Kind], frozenset[str], tuple[Problem, ...]]:
    """Return the kinds that a deck may use, the names of own ones that are broken, and their problems."""
    own, problems = load_own_kinds(folder, shown, read)
    kinds = dict(builtin_kinds())
    for name, one in own.items():
        faults = tuple(_check(one)) if one is not None else ()
        problems += faults
        if one is not None and not faults:
            kinds[name] = one.kind
    return kinds, frozenset(own.keys() - kinds.keys()), problems


def _check(own: OwnKind) -> Iterator[Problem]:
    fields = [field.name for field in own.kind.note_types[0].fields]
    fronts: dict[str, OwnTemplate] = {}
    for template in own.templates:
        yield from _template(own, template, fields)
        same = fronts.setdefault(f"{template.spec.when}\0{template.front.text.strip()}", template)
        if same is not template:
            message = f'this front is that of "{same.spec.name}" ({same.front.path}) too'
            hint = "change one of the two: Anki refuses a note type with equal fronts"
            yield _at(template.front, 0, 1, "same-front", message, hint)
    if own.head is not None:
        yield from _side(own, own.head, fields)
    if own.css is not None:
        yield from _style(own.css, own.css.text)


def _at(file: SourceFile, start: int, length: int, rule: str, message: str, hint: str) -> Problem:
    line = file.text.count("\n", 0, start) + 1
    column = start - (file.text.rfind("\n", 0, start) + 1) + 1
    place = file.location(Text("", line, column, start, start + length), length)
    return file.error(place, rule, message, hint)


def _template(own: OwnKind, template: OwnTemplate, fields: Sequence[str]) -> Iterator[Problem]:
    found = [*_side(own, template.front, fields), *_side(own, template.back, fields)]
    yield from found
    if found:
        return
    front, back = parse(template.front.text), parse(template.back.text)
    if not any(field.name not in SPECIAL for field in _shown(front)):
        hint = f"show what is asked: {{{{{(*template.spec.asks, *fields)[0]}}}}}"
        yield _at(template.front, 0, 1, "no-field", "the front shows no field, so that Anki would make no card", hint)
    for field in _shown(front):
        if field.name == "FrontSide":
            start = _place(template.front, "FrontSide")
            yield _at(template.front, *start, "unknown-field", "a front cannot show itself", "delete {{FrontSide}}")
    if own.kind.note_types[0].cloze:
        for file, parts in ((template.front, front), (template.back, back)):
            if not any("cloze" in field.filters and field.name == fields[0] for field in _shown(parts)):
                hint = f"write {{{{cloze:{fields[0]}}}}}"
                yield _at(file, 0, 1, "cloze-template", "both sides of a cloze kind show its sentence", hint)


def _shown(parts: Sequence[Part]) -> Iterator[Field]:
    for part in parts:
        if isinstance(part, Field):
            yield part
        elif isinstance(part, Section):
            yield from _shown(part.parts)


def _side(own: OwnKind, file: SourceFile, fields: Sequence[str]) -> Iterator[Problem]:
    try:
        parts = parse(file.text)
    except TemplateError as error:
        end = file.text.find("}}", error.offset) + 2
        hint = "close sections in the order in which they open: {{#Field}} … {{/Field}}"
        yield _at(file, error.offset, max(1, end - error.offset), "template-syntax", str(error), hint)
        return
    left = _COMMENT_OR_TAG.sub(lambda tag: " " * len(tag[0]), file.text).find("{{")
    if left >= 0:
        yield _at(file, left, 2, "template-syntax", "{{ is not closed", "close it: {{Field}}")
    yield from _names(own, file, parts, fields)
    yield from _marks(file, fields)
    yield from _markup(file)


def _names(own: OwnKind, file: SourceFile, parts: Sequence[Part], fields: Sequence[str]) -> Iterator[Problem]:
    known = [*fields, *COMMON_FIELDS, *sorted(SPECIAL)]
    note_type = own.kind.note_types[0]
    for name in sorted(field_names(tuple(parts)) - set(known)):
        if note_type.cloze and re.fullmatch(r"c\d+", name):
            continue
        hint = did_you_mean(name, known) or f"the fields are: {', '.join((*fields, *COMMON_FIELDS))}"
        yield _at(file, *_place(file, name), "unknown-field", f'the kind has no field "{name}"', hint)
    for field in _shown(parts):
        for word in field.filters:
            if (word.split() or [""])[0] not in _FILTERS:
                hint = did_you_mean(word, _FILTERS) or f"the filters are: {', '.join(_FILTERS)}"
                yield _at(file, *_place(file, field.name, word), "unknown-filter", f'Anki has no filter "{word}"', hint)
        if "cloze" in field.filters and not (note_type.cloze and field.name == fields[0]):
            told = f"only the first field, {fields[0]}, has gaps" if note_type.cloze else "this is no cloze kind"
            hint = (
                "take the filter away" if note_type.cloze else "add cloze: true to kind.yaml, or take the filter away"
            )
            yield _at(file, *_place(file, field.name, "cloze"), "cloze-template", told, hint)
        if field.name == "FrontSide" and note_type.frame:
            hint = "repeat the fields that the answer needs, or write frame: false in kind.yaml"
            message = "the whole front would stand inside the answer, with a head of its own"
            yield _at(file, *_place(file, "FrontSide"), "front-side", message, hint)


def _place(file: SourceFile, name: str, word: str = "") -> tuple[int, int]:
    """Return where the first tag with a name (and a filter) starts, and its length."""
    for tag in _TAG.finditer(file.text):
        *filters, own = tag[1].lstrip("{#^/ ").split(":")
        if own.strip() == name.strip() and (not word or word in (one.strip() for one in filters)):
            return tag.start(), len(tag[0])
    return 0, 1


def _marks(file: SourceFile, fields: Sequence[str]) -> Iterator[Problem]:
    """Yield `[[…]]` that stand for nothing: parts, speech, and words that the frame translates."""
    for mark in _MARK.finditer(file.text):
        word = mark[1]
        if word.startswith(">"):
            known: Sequence[str] = [f">{part}" for part in _PARTS]
        elif word.startswith("speak:"):
            known = [f"speak:{field}" for field in fields]
        else:
            known = sorted(frame_words())
        if word not in known:
            hint = did_you_mean(word, known) or "write the word without the brackets"
            yield _at(file, mark.start(), len(mark[0]), "unknown-mark", f'"[[{word}]]" stands for nothing', hint)


class _Elements(HTMLParser):
    """Collects the start tags of a template, each with where it begins."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.found: list[tuple[int, str, str, list[tuple[str, str | None]]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        self.found.append((self.lines[line - 1] + column, self.get_starttag_text() or "<", tag, attrs))

    handle_startendtag = handle_starttag


def _markup(file: SourceFile) -> Iterator[Problem]:
    for odd in _ODD.finditer(file.text):
        hint = "write it as <!-- words -->: browsers end other comments elsewhere"
        yield _at(file, odd.start(), len(odd[0]), "unsafe-html", "a comment holds more than words", hint)
    for start, written, tag, attributes in _Elements(file.text).found:
        if tag not in _ELEMENTS:
            hint = "put the picture into a field" if tag == "img" else "delete it; a style belongs into style.css"
            yield _at(file, start, len(written), "unsafe-html", f"<{tag}> may not stand in a template", hint)
        for name, value in attributes:
            told = _attribute(name, value or "", tag)
            if told:
                yield _at(file, start, len(written), "unsafe-html", *told)
            elif name == "style":
                yield from _style(file, value or "", start)
    fault = find_unbalanced(file.text)
    if fault is not None:
        start = max(0, file.text.lower().find(fault.snippet.lower()))
        yield _at(file, start, len(fault.snippet), fault.rule, fault.message, fault.hint)


def _attribute(name: str, value: str, tag: str) -> tuple[str, str] | None:
    """Return what is wrong with an attribute, and what to do."""
    if name.startswith("on"):
        return f'the attribute "{name}" would run a script', "delete it; cards are studied without scripts"
    if name not in _ATTRIBUTES and not re.fullmatch(r"(data|aria)-[\w-]+", name):
        return f'the attribute "{name}" may not stand in a template', f"delete it from <{tag}>"
    for found in _TAG.finditer(value):
        word = found[1].strip()
        if word[:1] not in ("#", "^", "/") and word.rpartition(":")[2] not in _IN_ATTRIBUTES:
            return f'the field "{word}" stands inside an attribute', "show it between tags: its text may hold quotes"
    if name == "href" and not re.match(r"https?://|mailto:|#", value):
        return f'a link may not lead to "{value}"', "link to http, https or mailto"
    return None


def _style(file: SourceFile, css: str, start: int = -1) -> Iterator[Problem]:
    """Yield what a style would load; `start` is the place of the tag that holds it, or -1 for a whole file."""
    bare = re.sub(r"/\*.*?\*/", lambda comment: " " * len(comment[0]), css, flags=re.S)
    places = [char.start() for char in _READ.finditer(bare)]
    read = "".join(char[2] or chr(min(int(char[1], 16), 0x10FFFF)) for char in _READ.finditer(bare))
    for found in _LOADS.finditer(read):
        place = places[found.start()] if start < 0 else start
        told, hint = f'"{found[0]}" in a style would load a file', "cards must work offline; only data: addresses pass"
        if found[0] == "</":
            told, hint = '"</" would end the style', "delete it"
        yield _at(file, place, len(found[0]), "unsafe-css", told, hint)
