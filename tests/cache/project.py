"""A project that is changed at random, and built warm beside a clean copy that is built cold."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from builder.beside import can_help
from builder.failures import DeckwrightError
from builder.outcome import built_text
from builder.places import find_decks
from builder.reader import Reader
from builder.rebuild import Order, rebuild
from builder.report.problems_text import as_text
from builder.report.terminal import silent
from tests.support import write_deck

PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452")


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

    def write(self, files: dict[str, str | bytes]) -> None:
        """Make the deck's folder hold these files and its lock, and leave alone what does not change."""
        deck = self.home / "warm" / "cards" / "demo"
        for path in [*deck.rglob("*")]:
            name = path.relative_to(deck).as_posix()
            if path.is_file() and name not in files and not name.startswith((".", "deck.lock")):
                path.unlink()
        known = {name: (deck / name).read_bytes() for name in files if (deck / name).exists()}
        wanted = {name: data if isinstance(data, bytes) else data.encode() for name, data in files.items()}
        changed = {name: data for name, data in wanted.items() if known.get(name) != data}
        write_deck(self.home / "warm", {"deck.yaml": files["deck.yaml"], **changed})
        shutil.rmtree(self.home / "cold", ignore_errors=True)
        shutil.copytree(self.home / "warm" / "cards", self.home / "cold" / "cards")

    def build(self, which: str, now: int) -> tuple[str, dict[str, bytes]]:
        """Build one of the two; return what the command would say, and what it leaves behind."""
        root = self.home / which
        cache = self.home / "cache" if which == "warm" else None
        before = Path.cwd()
        os.chdir(root)
        try:
            order = Order(folders=tuple(find_decks(Path())), root=Path(), output=Path("build"), now=now, cache=cache)
            try:
                with Reader() if which == "warm" and can_help() else contextlib.nullcontext() as reader:
                    result = rebuild(order, silent, reader)
                said = as_text(result.problems) + "".join(map(built_text, result.decks))
            except DeckwrightError as error:
                said = str(error)
        finally:
            os.chdir(before)
        left = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and (path.suffix in (".apkg", ".lock", ".txt"))
        }
        return said, left
