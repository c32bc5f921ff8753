"""Decks for the rules, from YAML: what `check` says of them."""

from __future__ import annotations

import textwrap
from collections.abc import Set as AbstractSet
from pathlib import Path

from builder.commands.check import Checked, check_decks
from builder.lint.rules import RULES
from builder.report.problems_text import as_text
from tests.support import DECK, write_deck

NOW = 1_780_000_000  # 28 May 2026


def checked(root: Path, cards: str, settings: str = "", rules: AbstractSet[str] = frozenset(RULES)) -> Checked:
    """Check a deck of one chapter, whose cards cite `own` unless `settings` say otherwise."""
    source = "" if "no source" in settings else "source: own\n"
    chapter = f"title: Chapter\n{source}cards:\n{textwrap.indent(textwrap.dedent(cards), '  ')}"
    folder = write_deck(root, {"deck.yaml": DECK + textwrap.dedent(settings) + "\n", "10-a.yaml": chapter})
    return check_decks([folder], NOW, rules)


def reported(root: Path, cards: str, settings: str = "", rules: AbstractSet[str] = frozenset(RULES)) -> str:
    """Return what `check -v` says, with paths from the deck's folder."""
    text = as_text(checked(root, cards, settings, rules).problems)
    return text.replace(f"{root.as_posix()}/cards/demo/", "")
