"""A project that is changed at random, and built warm beside a clean copy that is built cold."""

from __future__ import annotations

import contextlib
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from builder.cli.main import main

PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452")
CARD_A = "- {id: a, front: one, back: '![x](a.png)'}\n"
CARD_B = "- {id: b, front: two, back: 2}\n"
CARD_C = "- {id: c, front: three, back: 3}\n"
HEAD_A, HEAD_B = "title: A\nkind: basic\ncards:\n", "title: B\nkind: basic\ncards:\n"
FILES: dict[str, str | bytes] = {
    "deck.yaml": "name: Demo\nuid: demo\n",
    "10-a.yaml": HEAD_A + CARD_A + CARD_B,
    "20-b.yaml": HEAD_B + CARD_C,
    "media/a.png": PIXEL,
}
EDITED = {**FILES, "20-b.yaml": HEAD_B + CARD_C.replace("three", "four")}
KIND = "doc: a word\nfields: [{name: Word, doc: it, required: true}]\n"
KIND_FILES: dict[str, str | bytes] = {
    "kinds/word/kind.yaml": f"{KIND}templates: [{{name: Say, asks: Word, answers: Word}}]\n",
    "kinds/word/say.front.html": "{{Word}}",
    "kinds/word/say.back.html": "{{Word}}",
}
HARMS = ("flip", "cut", "empty", "delete", "foreign")
"""What may befall a file of the cache."""


def harm(path: Path, how: str) -> None:
    """Damage a file."""
    data = path.read_bytes()
    middle = len(data) // 2
    if how == "delete":
        path.unlink()
    else:
        path.write_bytes({
            "flip": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
            "cut": data[:middle],
            "empty": b"",
            "foreign": b'{"format": 99}\n',
        }[how])  # fmt: skip


@dataclass
class Author:
    """Knows what the deck's files hold, and changes it."""

    dice: random.Random
    chapters: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    version: int = 1
    made: int = 0

    def card(self) -> dict[str, str]:
        """Return a new card."""
        self.made += 1
        name = f"c{self.made}"
        text = self.text()
        sort = self.dice.randrange(6)
        if sort == 0:
            return {"id": name, "kind": "cloze", "text": f"'The {{{{c1::{text}}}}} and {{{{c2::b}}}}'"}
        if sort == 1:
            steps = ", ".join(f"{{id: s{n}, step: {self.text()}}}" for n in range(self.dice.randint(2, 5)))
            return {"id": name, "kind": "sequence", "title": text, "steps": f"[{steps}]"}
        if sort == 2 and self.media:
            return {"id": name, "kind": "basic", "front": text, "back": f"'![x]({self.dice.choice([*self.media])})'"}
        if sort == 3:
            line = "{id: a, cue: Hm, say: Well then}, {id: b, cue: So, say: Not now}"
            return {"id": name, "kind": "script", "situation": text, "lines": f"[{line}]"}
        return {"id": name, "kind": "basic", "front": text, "back": self.text()}

    def text(self) -> str:
        """Return a text."""
        return (
            "So "
            + " ".join(self.dice.choices(["gate", "risk", "**plan**", "_x_", "scope", "é", "b < c"], k=3))
            + " end"
        )

    def files(self) -> dict[str, str | bytes]:
        """Return the deck's files."""
        files: dict[str, str | bytes] = {"deck.yaml": f"name: Demo\nuid: demo\nversion: '{self.version}'\n"}
        for name, cards in self.chapters.items():
            body = "".join(
                "- " + "\n  ".join(f"{key}: {value}" for key, value in card.items()) + "\n" for card in cards
            )
            files[name] = f"title: {self.titles[name]}\ncards:\n{body}" if cards else f"title: {self.titles[name]}\n"
        files.update({f"media/{name}": data for name, data in self.media.items()})
        return files

    def change(self) -> str:
        """Change one thing, and say what."""
        move = self.dice.choice(
            ["edit"] * 5 + ["add"] * 4 + ["delete", "move", "rename", "swap", "chapter", "drop", "file", "title"]
            + ["media", "version", "nothing", "duplicate", "broken"]
        )  # fmt: skip
        full = [name for name, cards in self.chapters.items() if cards]
        name = self.dice.choice(full or [*self.chapters])
        cards = self.chapters[name]
        if move in ("chapter", "drop", "file", "title"):
            self._change_chapter(move, name)
        elif move == "media":
            self.media[self.dice.choice(["a.png", "b.png"])] = PIXEL + bytes([self.dice.randrange(256)])
        elif move == "version":
            self.version += 1
        else:
            self._change_card(move, cards, self.dice.choice(cards) if cards else {})
        return move

    def _change_card(self, move: str, cards: list[dict[str, str]], card: dict[str, str]) -> None:
        if move == "edit" and card.get("kind") == "basic":
            card["front"] = self.text()
        elif move == "add":
            cards.insert(self.dice.randint(0, len(cards)), self.card())
        elif move in ("delete", "move") and len(cards) > 1:
            cards.remove(card)
            if move == "move":
                self.chapters[self.dice.choice([*self.chapters])].append(card)
        elif move == "rename" and card:
            self.made += 1
            card["was"], card["id"] = card["id"], f"c{self.made}"
        elif move == "swap":
            self.dice.shuffle(cards)
        elif move == "duplicate" and card:
            cards.append(dict(card))
        elif move == "broken" and card:
            card["nonsense"] = "1"

    def _change_chapter(self, move: str, name: str) -> None:
        new = f"{self.dice.randrange(100):02}-{move}.yaml"
        if move == "drop" and len(self.chapters) > 1:
            del self.chapters[name]
        elif move == "title":
            self.titles[name] = f"T{self.dice.randrange(9)}"
        elif new not in self.chapters:
            if move == "file":
                self.chapters[new], self.titles[new] = self.chapters.pop(name), self.titles.pop(name)
            elif move == "chapter":
                self.chapters[new], self.titles[new] = [self.card(), self.card()], f"T{self.made}"

    def mend(self) -> None:
        """Undo what is an error."""
        seen = set()
        for name, cards in self.chapters.items():
            for card in cards:
                card.pop("nonsense", None)
            kept = [card for card in cards if card["id"] not in seen and not seen.add(card["id"])]  # type: ignore[func-returns-value]
            self.chapters[name] = kept or [self.card()]


@dataclass
class Twins:
    """The same sources twice: built with a cache, and built without one."""

    home: Path

    @property
    def cache(self) -> Path:
        """Where the warm half has its cache."""
        return self.home / "cache"

    @property
    def deck(self) -> Path:
        """The deck's folder in the warm half, which is the one to change."""
        return self.home / "warm" / "cards" / "demo"

    def write(self, files: dict[str, str | bytes]) -> None:
        """Make the deck's folder hold these files and its lock, and leave alone what does not change."""
        deck = self.deck
        for path in [*deck.rglob("*")]:
            name = path.relative_to(deck).as_posix()
            if path.is_file() and name not in files and not name.startswith((".", "deck.lock")):
                path.unlink()
        known = {name: (deck / name).read_bytes() for name in files if (deck / name).exists()}
        wanted = {name: data if isinstance(data, bytes) else data.encode() for name, data in files.items()}
        changed = {name: data for name, data in wanted.items() if known.get(name) != data}
        for name, data in changed.items():
            (deck / name).parent.mkdir(parents=True, exist_ok=True)
            (deck / name).write_bytes(data)
        self.copy()

    def copy(self) -> None:
        """Make the cold half what the warm one is, but for what builds have made."""
        shutil.rmtree(self.home / "cold", ignore_errors=True)
        shutil.copytree(self.home / "warm" / "cards", self.home / "cold" / "cards", symlinks=True)

    def build(self, which: str, now: int, *words: str, cwd: Path | None = None) -> tuple[str, dict[str, bytes]]:
        """Build one of the two, by default from its root; return what the command says, and what it leaves behind."""
        root = self.home / which
        environment = {
            "DECKWRIGHT_CACHE": str(self.cache) if which == "warm" else "",
            "SOURCE_DATE_EPOCH": str(now),
            "NO_COLOR": "1",
        }
        with contextlib.chdir(cwd or root):
            result = CliRunner().invoke(main, ["build", *words], env=environment)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        left = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and (path.suffix in (".apkg", ".lock", ".txt"))
        }
        return result.output, left
