"""docs/deck.md says what a deck and its chapters may say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.schema import Key
from builder.source import keys
from tests.support import check_text, write_deck

TEXT = (Path(__file__).parents[2] / "docs" / "deck.md").read_text("utf-8")

TABLES = (Path(__file__).parents[2] / "docs" / "tables.md").read_text("utf-8")


@pytest.mark.parametrize("told", [keys.DECK, keys.SOURCE, keys.CHAPTER], ids=["deck", "source", "chapter"])
def test_every_key_is_told_with_what_it_says(told: tuple[Key, ...]) -> None:
    rows = [f"| `{key.name}` | {key.doc}{'' if key.required else ' (optional)'} |" for key in told]
    assert "\n".join(["| key | what it says |", "|---|---|", *rows, ""]) in TEXT


def test_every_key_of_a_table_is_told() -> None:
    rows = [f"| `{key.name}` | {key.doc}{'' if key.required else ' (optional)'} |" for key in keys.TABLE]
    assert "\n".join(["| key | what it says |", "|---|---|", *rows, ""]) in TABLES


def test_the_examples_are_a_deck_without_a_problem(tmp_path: Path) -> None:
    deck, chapter = re.findall(r"```yaml\n(.*?)```", TEXT, re.S)
    write_deck(tmp_path, {"deck.yaml": deck, "10-verbs.yaml": chapter})
    assert check_text(tmp_path) == ""
