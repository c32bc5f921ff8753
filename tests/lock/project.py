"""A small deck that is edited and built, for what happens to its lock."""

from __future__ import annotations

from pathlib import Path

from builder.diagnostics import Problem
from builder.lock.format import parse
from builder.lock.ledger import Ledger
from builder.pipeline import BuiltDecks
from builder.report.formats import as_concise
from tests.support import NOW, build_decks, write_deck


class Project:
    """A deck on the disk; each build is a day later than the last."""

    def __init__(self, root: Path, uid: str = "demo") -> None:
        self.root = root
        self.folder = root / "cards" / "demo"
        self.lock = self.folder / "deck.lock"
        self.package = root / "build" / "demo.apkg"
        self.uid = uid
        self.now = NOW

    def write(self, cards: str, **files: str) -> None:
        """Write the deck with one chapter of cards; further files are named with `__` for a slash."""
        deck = f"name: Demo\nuid: {self.uid}\n"
        chapter = f"title: A\ncards:\n{cards}"
        more = {name.replace("__", "/"): text for name, text in files.items()}
        write_deck(self.root, {"deck.yaml": deck, "10-a.yaml": chapter, **more})

    def attempt(self, *, locked: bool = False, tombstones: bool = False) -> BuiltDecks:
        """Build, also where that is refused."""
        self.now += 86_400
        return build_decks(self.root, self.now, locked=locked, with_tombstones=tombstones)

    def build(self, cards: str = "", *, tombstones: bool = False) -> Ledger:
        """Build, and return the lock as it is then."""
        if cards:
            self.write(cards)
        result = self.attempt(tombstones=tombstones)
        assert result.decks, as_concise(result.problems)
        return self.ledger()

    def problems(self, cards: str) -> tuple[Problem, ...]:
        """Return what a build of these cards reports."""
        self.write(cards)
        return self.attempt().problems

    def ledger(self) -> Ledger:
        """Return the lock on the disk."""
        return parse(self.lock.read_text("utf-8"), "deck.lock")


def wordings(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    """Return rule, message and hint of each problem."""
    return [(problem.rule, problem.message, problem.hint) for problem in problems]
