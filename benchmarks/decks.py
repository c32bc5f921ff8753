"""Made-up decks, the same for the same numbers: plain ones, and rich ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHAPTER = 100
"""Notes in a file."""
_WORDS = [
    "launch", "gate", "team", "owner", "risk", "plan", "scope", "defect", "yield", "line", "build", "review",
    "factory", "budget", "metric", "customer", "program", "manager", "product", "weekly", "decision", "status",
    "supplier", "design", "test", "sample", "date", "margin", "forecast", "signal", "trade", "option", "value",
    "release", "quality", "memo", "partner", "region", "firmware", "board", "cost", "promise", "answer", "question",
    "reason", "evidence", "result",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeNote:
    """A note of a made-up deck; `front` of a cloze note holds its clozes."""

    id: str
    front: str
    back: str
    tags: tuple[str, ...]
    cloze: bool = False


def make_notes(count: int, *, rich: bool) -> Iterator[MadeNote]:
    """Yield notes; in rich ones a third of the fields has a cloze, math, a link, a table or HTML."""
    dice = random.Random(7)  # noqa: S311 - not a secret
    for number in range(count):
        front, back = _words(dice, 9) + "?", _back(dice)
        cloze = False
        if rich and dice.random() < 1 / 3:
            front, cloze = _rich_front(dice, front)
        if rich and dice.random() < 1 / 3:
            back = _rich_back(dice, back)
        tags = tuple(sorted(dice.sample(_WORDS[:20], dice.choice((2, 2, 3)))))
        yield MadeNote(id=f"note-{number:06}", front=front, back=back, tags=tags, cloze=cloze)


def _words(dice: random.Random, count: int) -> str:
    return " ".join(dice.choice(_WORDS) for _ in range(count)).capitalize()


def _sentence(dice: random.Random, count: int) -> str:
    words = _words(dice, count).split()
    if dice.random() < 0.3:
        place = dice.randrange(1, count)
        mark = dice.choice(("**", "**", "*", "`"))
        words[place] = f"{mark}{words[place]}{mark}"
    return " ".join(words) + "."


def _back(dice: random.Random) -> str:
    sort = dice.random()
    if sort < 0.40:
        return "\n".join(f"- {_sentence(dice, 9)}" for _ in range(4))
    if sort < 0.75:
        return " ".join(_sentence(dice, 12) for _ in range(3))
    if sort < 0.87:
        return "\n".join(f"{place}. {_sentence(dice, 9)}" for place in range(1, 5))
    if sort < 0.96:
        code = "\n".join(f"{dice.choice(_WORDS)} = {dice.choice(_WORDS)}({dice.randrange(99)})" for _ in range(5))
        return f"{_sentence(dice, 14)}\n\n```\n{code}\n```"
    return _sentence(dice, 9) + "\n\n" + _table(dice)


def _table(dice: random.Random) -> str:
    rows = [f"| {_words(dice, 2)} | {_words(dice, 3)} |" for _ in range(4)]
    return "\n".join([rows[0], "| --- | --- |", *rows[1:]])


def _rich_front(dice: random.Random, front: str) -> tuple[str, bool]:
    word = dice.choice(_WORDS)
    sort = dice.randrange(4)
    if sort == 0:
        return f"The {{{{c1::{word}}}}} of the {_words(dice, 3)} is {{{{c2::{dice.choice(_WORDS)}}}}}.", True
    if sort == 1:
        return rf"{front[:-1]} when \(x_{{{dice.randrange(9)}}} < \frac{{a}}{{b}}\)?", False
    if sort == 2:
        return f"{front[:-1]}, as in [{word}](https://example.org/{word}?a=1&b=2)?", False
    return f"{front[:-1]} <b>{word}</b><sub>{dice.randrange(9)}</sub>?", False


def _rich_back(dice: random.Random, back: str) -> str:
    word = dice.choice(_WORDS)
    sort = dice.randrange(4)
    if sort == 0:
        return rf"{back}" + "\n\n" + rf"So \(\sum_{{i=0}}^{{{dice.randrange(9)}}} a_i < b\) holds for the {word}."
    if sort == 1:
        return f"{_sentence(dice, 9)} See [the {word}](https://example.org/{word}).\n\n{_sentence(dice, 14)}"
    if sort == 2:
        return f"{_sentence(dice, 8)}\n\n{_table(dice)}"
    return f"{_sentence(dice, 9)} <kbd>Ctrl</kbd>+<kbd>{word[0]}</kbd> <i>{word}</i>\n\n- {_sentence(dice, 9)}"


def write_project(root: Path, count: int, *, rich: bool, decks: int = 1, chapter: int = CHAPTER) -> None:
    """Write a project of `decks` decks with `count` notes in all, `chapter` of them to a file."""
    share = count // decks
    for number in range(decks):
        folder = root / "cards" / f"deck-{number:04}"
        folder.mkdir(parents=True)
        settings = f"name: Deck {number}\nuid: deck-{number}\nsources: {{own: Ours}}\n"
        (folder / "deck.yaml").write_text(settings, "utf-8")
        notes = list(make_notes(share, rich=rich))
        for start in range(0, share, chapter):
            body = "".join(note_yaml(note) for note in notes[start : start + chapter])
            text = f"title: Chapter {start // chapter:05}\nsource: own\nkind: basic\ncards:\n{body}"
            (folder / f"{start // chapter:05}.yaml").write_text(text, "utf-8")


def note_yaml(note: MadeNote) -> str:
    """Return a note as an entry of a chapter."""
    tags = ", ".join(note.tags)
    if note.cloze:
        head = f"  - id: {note.id}\n    kind: cloze\n    tags: [{tags}]\n"
        return head + f"    text: {_scalar(note.front)}    extra: {_scalar(note.back)}"
    head = f"  - id: {note.id}\n    tags: [{tags}]\n"
    return head + f"    front: {_scalar(note.front)}    back: {_scalar(note.back)}"


def _scalar(text: str) -> str:
    if "\n" in text:
        return "|-\n" + "".join(f"      {line}".rstrip() + "\n" for line in text.split("\n"))
    quoted = text.replace("'", "''")
    return f"'{quoted}'\n"


def edit_one(root: Path, mark: str) -> None:
    """Change one card's text in the middle of the first deck, as an author does."""
    files = sorted((root / "cards" / "deck-0000").glob("[0-9]*.yaml"))
    path = files[len(files) // 2]
    lines = path.read_text("utf-8").split("\n")
    place = next(n for n, line in enumerate(lines) if line.startswith("    front: '"))
    lines[place] = f"    front: 'Edited {mark}?'"
    path.write_text("\n".join(lines), "utf-8")
