"""What a learner sees and hears of a card: both of its sides as text, and the files that it plays and shows."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from builder.cloze import hidden_texts
from builder.entities import unescape
from builder.render.visible import view

if TYPE_CHECKING:
    from anki.cards import CardId
    from anki.collection import Collection

_TYPED = re.compile(r"\[\[type:(.+?)\]\]")
_REFERENCE = re.compile(
    r"\[sound:([^\]]+)\]"
    r"|<[^>]*?\b(?:src|data)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
    r"|(?:url\(\s*|@import\s*)(?:\"([^\"]*)\"|'([^']*)')|url\(\s*([^\s\"')]+)",
    re.I,
)
_MAY_REFER = re.compile(r"[\[<]|url\(|@import", re.I)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
"""How an address begins that is no file of the collection."""


class Sides(NamedTuple):
    """The text of both sides of a card."""

    question: str
    answer: str
    """What the answer shows beside the question."""
    hidden: str = ""
    """What is written on either and hidden."""
    cut: str = ""
    """What is written on either and taken for a part of a tag."""
    is_still: bool = True
    """Whether nothing more of the question comes to be seen at a click."""

    @property
    def seen(self) -> tuple[str, str]:
        """Return what is seen of both."""
        return self.question, self.answer


def sides(collection: Collection, card_id: int) -> Sides:
    """Return the text of a card as Anki renders it, with the names of its pictures and what is to be typed in."""
    number: CardId = card_id  # type: ignore[assignment]
    card = collection.get_card(number)
    output, css = card.render_output(), card.note_type()["css"]
    question, answer = view(_TYPED.sub("", output.question_text), css), output.answer_text
    if "[[type:" in answer:
        fields = dict(card.note().items())
        answer = _TYPED.sub(lambda match: _typed(match[1], fields, card.ord), answer)
    back = view(answer, css)
    return Sides(
        question=question.seen,
        answer=back.seen.replace(question.seen, "", 1).strip(),
        hidden=f"{question.hidden} {back.hidden}",
        cut=f"{question.cut} {back.cut}",
        is_still=question.is_still,
    )


def _typed(asked: str, fields: Mapping[str, str], ordinal: int) -> str:
    """Return the text that a learner is to type; `asked` is a field's name, after filters."""
    value = fields.get(asked.rpartition(":")[2], "")
    return hidden_texts(value).get(ordinal + 1, "") if asked.startswith("cloze:") else value


def file_names(text: str) -> tuple[str, ...]:
    """Return the names of the media files that a field, a template or a style refers to."""
    if not _MAY_REFER.search(text):
        return ()
    found = (unescape(next(filter(None, match.groups()), "")) for match in _REFERENCE.finditer(text))
    return tuple(name for name in found if name and "{{" not in name and not _ELSEWHERE.match(name))


class Files:
    """The media files of a collection, by what is in them."""

    def __init__(self, collection: Collection) -> None:
        self.folder = Path(collection.media.dir())
        self.known: dict[str, str] = {}

    def digest(self, name: str) -> str:
        """Return a digest of a file's bytes; an empty text where it is missing."""
        if name not in self.known:
            self.known[name] = next(filter(None, map(self._digest, (name, unquote(name)))), "")
        return self.known[name]

    def _digest(self, name: str) -> str:
        path = self.folder / name
        if "/" in name or "\\" in name or "\0" in name or not os.path.isfile(path):
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
