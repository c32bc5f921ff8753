"""What the README shows works."""

from __future__ import annotations

import re
from pathlib import Path

from builder.cli.main import main
from builder.kinds import builtin_kinds
from tests.support import check_text, write_deck

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def test_it_is_short_and_its_example_too() -> None:
    assert len(README.splitlines()) < 120
    (example,) = re.findall(r"```yaml\n(.*?)```", README, re.S)
    assert len(example.splitlines()) <= 10


def test_its_example_has_no_problem(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", README, re.S)
    write_deck(tmp_path, {"10-accident.yaml": example})
    assert check_text(tmp_path) == ""


def test_it_names_the_commands_as_they_are() -> None:
    named = set(re.findall(r"deckwright ([a-z-]+)", README)) - {"compiles"}
    assert named <= set(main.commands)
    assert ("eight kinds" in README) == (len(builtin_kinds()) == 8)


def test_every_file_that_it_names_is_there() -> None:
    root = Path(__file__).parents[1]
    named = re.findall(r"\]\(([\w./-]+)\)", README)
    assert [name for name in named if not (root / name).exists()] == []
