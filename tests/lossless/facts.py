"""What an author knows of his cards: what each is, whatever it is called, and the kinds with their keys and cards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Identity = tuple[int, int]
"""What a note is for good: the card source that it comes of, and which line or step (0 for the whole)."""


@dataclass(slots=True)
class Fact:
    """One card source; `token` is what it is, `id` what it is called at present."""

    token: int
    id: str
    kind: str
    values: dict[str, Any]
    was: list[str] = field(default_factory=list)
    parts: list[dict[str, Any]] = field(default_factory=list)
    """Lines or steps, each with a `token`."""
    gaps: dict[int, str] = field(default_factory=dict)
    """What each cloze number hides."""

    def notes(self) -> Iterator[tuple[str, Identity]]:
        """Yield the keys of its notes, each with what the note is; that of the whole comes last."""
        for part in self.parts:
            yield f"{self.id}/{part['id']}", (self.token, part["token"])
        yield self.id, (self.token, 0)

    def texts(self) -> Iterator[tuple[dict[Any, Any], Any]]:
        """Yield where its texts stand that may say anything: a mapping and the key in it."""
        yield from ((self.gaps, number) for number in sorted(self.gaps))
        for part in self.parts:
            yield from ((part, key) for key in _PART_TEXTS if key in part)
        for key, value in self.values.items():
            if isinstance(value, str) and key not in ("source", "answer"):
                yield self.values, key


@dataclass(slots=True)
class Chapter:
    """A chapter file."""

    file: str
    title: str
    tags: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


KINDS = ("basic", "cloze", "definition", "contrast", "choice", "scenario", "script", "sequence", "drill", "blank")
"""All kinds; the last two are the author's own (own_kinds.py)."""
CLOZES = ("cloze", "blank")
TEXTS = {
    "basic": ("front", "back"),
    "definition": ("term", "meaning"),
    "contrast": ("prompt", "bad", "good"),
    "drill": ("ask", "answer"),
}
OPTIONAL = {
    "basic": ("extra", "hint", "context"),
    "definition": ("example", "not"),
    "contrast": ("why", "extra"),
    "choice": ("why",),
    "scenario": ("hint",),
    "cloze": ("extra",),
    "script": ("stage",),
    "sequence": ("extra",),
    "drill": ("note", "note", "more", "most", "extra"),
    "blank": ("aside", "extra"),
}
FIRST = {"script": "situation", "sequence": "title"}
_PART_TEXTS = ("cue", "say", "intent", "step", "why")
_ALWAYS = {
    "basic": ["Front to back"],
    "definition": ["Term to meaning", "Meaning to term"],
    "contrast": ["Repair", "Discriminate"],
    "choice": ["Pick"],
    "scenario": ["Decide"],
    "script": ["Full run"],
    "sequence": ["Whole order"],
}
_OPTIONAL_CARDS = {
    "basic": ("reverse", "Back to front"),
    "definition": ("example", "Example to term"),
    "contrast": ("why", "Why"),
}
"""Keys that make one more card, and what that is called."""


def main_cards(fact: Fact) -> list[Any]:
    """Return the cards of the main note of a card source of a built-in kind, or of one with gaps."""
    if fact.kind in CLOZES:
        return sorted(fact.gaps)
    key, name = _OPTIONAL_CARDS.get(fact.kind, ("", ""))
    return [*_ALWAYS[fact.kind], *([name] if key in fact.values else [])]


def part_cards(fact: Fact, part: dict[str, Any]) -> list[Any]:
    """Return the cards of a line or step."""
    if fact.kind == "sequence":
        return ["Next step"]
    return ["Cue to line", *(["Aim to line"] if "intent" in part else [])]
