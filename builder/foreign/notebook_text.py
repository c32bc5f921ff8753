"""Notes in Markdown as those read them who look for cards: what is hidden is out, and what is code is put by.

Everything takes time that grows with the length of the note alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_FENCE = re.compile(r"[> \t]*(`{3,}|~{3,})([^`\n]*)\Z")
_INLINE = re.compile(r"(?<!`)(`+)(?!`)([^`\n]+)\1(?!`)|\$\$[^$]+\$\$|\$(?=[^\s$])[^$\n]+(?<=\S)\$")
"""Code and math in a text."""
_GAP_MARK = re.compile(r"\{\{c\d+::|\}\}")
_KEPT = re.compile("\0[^\0\\d]*(\\d+)\0")
_HIDDEN = re.compile(
    r"[ \n]\^[\w-]{6,}$|#(?:flashcards?|card)(?:/[\w/-]+)?(?![\w-])|^(?:> ?)+(?:\[!\w+\][+-]? ?)?", re.M
)
"""Names of blocks, the tags that make decks, the signs of quotes and callouts."""
_BETWEEN = (("<!--", "-->"), ("%%", "%%"))
"""What comments stand between: those of HTML, in which plugins write dates and numbers, and those of Obsidian."""
_TAG = re.compile(r"#(?=[\w/-]*[^\W\d_])[\w/-]+")
"""A tag as Obsidian reads it: not of digits alone."""
_DECK_TAG = re.compile(r"(?:flashcards?|card)(?:/|\Z)")
_TAGS_KEY = re.compile(r"tags?[ \t]*:[ \t]*(.*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")


class Kept:
    """Parts of a note in which no signs are looked for, and that come back as they were."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def put_by(self, text: str) -> str:
        """Return a note with a mark in the place of each fence, code, formula and gap of Anki's own."""
        return self._gaps(_INLINE.sub(lambda found: self._mark(found[0]), self._fences(text)))

    def restored(self, text: str) -> str:
        """Return a part of the note with all that was put by in its place."""
        while "\0" in text:
            text = _KEPT.sub(lambda mark: self._parts[int(mark[1])], text)
        return text

    def _mark(self, part: str, sign: str = "") -> str:
        self._parts.append(part)
        return f"\0{sign}{len(self._parts) - 1}\0"

    def _fences(self, text: str) -> str:
        """Put by blocks of code, whole lines; one that nothing closes ends with the note."""
        lines: list[str] = []
        block: list[str] = []
        fence = ""
        for line in text.split("\n"):
            found = _FENCE.match(line)
            if not fence and found:
                fence = found[1]
                block = [line]
            elif fence:
                block.append(line)
                if found and found[1].startswith(fence) and not found[2].strip():
                    lines.append(self._mark("\n".join(block)))
                    fence = ""
            else:
                lines.append(line)
        return "\n".join([*lines, self._mark("\n".join(block))] if fence else lines)

    def _gaps(self, text: str) -> str:
        """Put by gaps, the outer ones; of one that is not closed in its paragraph only the mark."""
        return re.sub(r"[^\n]+(?:\n(?![ \t]*\n)[^\n]+)*", lambda found: self._gaps_in(found[0]), text)

    def _gaps_in(self, text: str) -> str:
        if "{{c" not in text:
            return text
        spans: list[tuple[int, int]] = []
        opened: list[re.Match[str]] = []
        for mark in _GAP_MARK.finditer(text):
            if mark[0] != "}}":
                opened.append(mark)
            elif opened:
                start = opened.pop().start()
                while spans and spans[-1][0] > start:
                    spans.pop()
                spans.append((start, mark.end()))
        spans += [mark.span() for mark in opened]
        parts, at = [], 0
        for start, end in sorted(spans):
            if start >= at:
                parts += [text[at:start], self._mark(text[start:end], "{{c")]
                at = end
        return "".join([*parts, text[at:]])


def without_hidden(text: str) -> str:
    """Return a note, its code put by, without what Obsidian and its plugins do not show on cards."""
    for opening, closing in _BETWEEN:
        text = _without(text, opening, closing)
    return _HIDDEN.sub("", text)


def _without(text: str, opening: str, closing: str) -> str:
    parts, at = [], 0
    while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
        parts.append(text[at:start])
        at = end + len(closing)
    return "".join([*parts, text[at:]])


def split_front_matter(text: str) -> tuple[tuple[str, ...], str]:
    """Return the tags of the front matter that a note begins with, and the note without it."""
    if not text.startswith("---\n"):
        return (), text
    end = re.search(r"^(?:---|\.\.\.)[ \t]*$", text[4:], re.M)
    if end is None:
        return (), text
    return as_tags(_listed(text[4 : 4 + end.start()].split("\n"))), text[4 + end.end() :].removeprefix("\n")


def _listed(lines: Iterable[str]) -> list[str]:
    words: list[str] = []
    is_open = False
    for line in lines:
        key, item = _TAGS_KEY.match(line), _ITEM.match(line)
        if key:
            is_open = not key[1].strip()
            words += key[1].strip().strip("[]").replace(",", " ").split()
        elif is_open and item:
            words.append(item[1].strip())
        else:
            is_open = is_open and not line.strip()
    return [word.strip("\"'#, ") for word in words]


def as_tags(words: Iterable[str]) -> tuple[str, ...]:
    """Return tags of notes as those of cards, each once: `a/b` is `a::b`, and those that make decks are left out."""
    tags = ("::".join(part.strip().replace(" ", "_") for part in word.split("/") if part.strip()) for word in words)
    return tuple(dict.fromkeys(tag for tag in tags if tag and not _DECK_TAG.match(tag.replace("::", "/"))))


def split_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without the tags at the ends of its lines, and the tags; of tags alone nothing is left."""
    words: list[str] = []
    lines = []
    for line in text.split("\n"):
        rest, found = line, []
        while "#" in rest:
            head, _, last = rest.rstrip().rpartition(" ")
            if not _TAG.fullmatch(last.strip()):
                break
            found.append(last.strip()[1:])
            rest = head
        words += reversed(found)
        if rest.strip() or not found:
            lines.append(rest.rstrip() if found else rest)
    return "\n".join(lines), as_tags(words)
