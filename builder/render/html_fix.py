"""Takes HTML that does no harm, and that cards do without, out of the texts of a chapter (`check --fix`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from builder.render.html_tags import ATTRIBUTE, TAG, Tag, read_tag
from builder.render.markdown import render
from builder.render.sanitize import Verdict, judge_tag
from builder.render.written_tags import TagReader
from builder.source.autofix import Change
from builder.source.edits import Splice, apply_splices
from builder.source.keys import HTML, NO_MARKUP
from builder.source.taken_ids import cards_of
from builder.source.yaml_nodes import compose
from builder.syntax import DOUBLED, Map, Node, Seq, SourceFile, Text
from builder.texts.code_places import find_places, outside


class _Edit(NamedTuple):
    """A tag in a text: where it starts, as it is written, and what to write for it."""

    start: int
    old: str
    new: str


def yaml_cards(text: str) -> Iterable[Map]:
    """Return the cards of a chapter in YAML, none where it cannot be read."""
    node, problems = compose(SourceFile(path="", text=text))
    return () if problems else cards_of(node)


def drop_harmless(text: str, cards: Callable[[str], Iterable[Map]] = yaml_cards) -> tuple[str, tuple[Change, ...]]:
    """Return a chapter's text without that HTML, and what was done; a text that would look otherwise is left alone.

    `cards` reads its cards.
    """
    if "<" not in text:
        return text, ()
    splices: list[Splice] = []
    wanted: list[str] = []
    changes: list[Change] = []
    for node in _texts(cards(text)):
        edits = _edits(node.value)
        found = _splices(text, node, edits)
        if found:
            changes.append(Change(line=node.line, column=node.column, message="took out HTML that cards do without"))
            splices += found
        wanted.append(_applied(node.value, edits) if found else node.value)
    after = apply_splices(text, splices)
    # What YAML makes of the new text is not left to chance.
    return (
        (after, tuple(changes)) if splices and [node.value for node in _texts(cards(after))] == wanted else (text, ())
    )


def _texts(cards: Iterable[Map]) -> Iterator[Text]:
    """Yield the texts of cards that are Markdown."""
    for card in cards:
        yield from _below(card)


def _below(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
    elif isinstance(node, Seq):
        for item in node.items:
            yield from _below(item)
    elif isinstance(node, Map) and [key.value for key, _ in node.items] != [HTML]:
        for key, value in node.items:
            if key.value not in NO_MARKUP:
                yield from _below(value)


def _edits(value: str) -> list[_Edit]:
    """Return what to change in a text so that nothing of it is left out, and it looks as before; else nothing."""
    if "<" not in value:
        return []
    before = render(value)
    if not before.left_out:
        return []
    edits = []
    dropped_spans: list[bool] = []
    reader = TagReader(value, str)
    for found in outside(find_places(value).code, TAG.finditer(value)):
        tag = read_tag(found[0])
        verdict = judge_tag(tag) if tag else None
        if tag is None or verdict is None or reader.is_word(tag) or value[found.start() - 1 : found.start()] == "\\":
            continue
        new = _without(tag, verdict)
        if tag.name == "span" and not tag.is_end:
            dropped_spans.append(not verdict.name)
        elif tag.name == "span" and dropped_spans and dropped_spans.pop():
            new = ""
        if new != found[0]:
            edits.append(_Edit(start=found.start(), old=found[0], new=new))
    after = render(_applied(value, edits))
    return edits if after.html == before.html and not after.left_out else []


def _without(tag: Tag, verdict: Verdict) -> str:
    """Return a tag as an author would write it without what is left out."""
    if not verdict.left_out:
        return tag.written
    if not verdict.name or tag.is_end:
        return verdict.html
    written, kept = _attributes(tag.written), _attributes(verdict.html)
    before = {attribute.name: attribute.value for attribute in tag.attributes}
    final = read_tag(verdict.html)
    after = {attribute.name: attribute.value for attribute in final.attributes} if final else {}
    parts = [written[name] if before.get(name) == value else kept[name] for name, value in after.items()]
    return f"<{' '.join([verdict.name, *parts])}>"


def _attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a tag as written, by name."""
    whole = TAG.fullmatch(tag)
    found = reversed(list(ATTRIBUTE.finditer(whole[3]))) if whole else ()
    return {attribute[1].lower(): attribute[0].strip() for attribute in found}


def _applied(value: str, edits: list[_Edit]) -> str:
    return apply_splices(value, [Splice(edit.start, edit.start + len(edit.old), edit.new) for edit in edits])


def _splices(text: str, node: Text, edits: list[_Edit]) -> list[Splice]:
    """Return edits of a value as splices into its file; none where they cannot be found there for certain."""
    by_start = {edit.start: edit for edit in edits}
    splices = []
    end = node.start
    for tag in TAG.finditer(node.value) if edits else ():  # in code too: all of them stand in the file in this order
        written = _quoted(tag[0], node.style)
        start = text.find(written, end, node.end)
        if start >= 0:
            end = start + len(written)
        else:  # its lines are indented in the file
            found = re.compile(r"\s+".join(map(re.escape, written.split()))).search(text, end, node.end)
            if found is None:
                return []
            start, end = found.span()
        if tag.start() in by_start:
            splices.append(Splice(start, end, _quoted(by_start[tag.start()].new, node.style)))
    return splices


def _quoted(part: str, style: str) -> str:
    """Return a part of a value as it stands in a scalar of a style."""
    if style == "'":
        return part.replace("'", "''")
    if style == DOUBLED:
        return part.replace('"', '""')
    return part.replace("\\", "\\\\").replace('"', '\\"') if style == '"' else part
