"""What the README shows works."""

from __future__ import annotations

import re
from pathlib import Path

from builder.kinds import builtin_kinds
from tests.support import check_text, write_deck

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def test_the_example_has_every_kind_and_no_problem(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", README, re.S)
    write_deck(tmp_path, {"10-roles.yaml": example})
    assert check_text(tmp_path) == ""
    assert set(re.findall(r"kind: (\w+)", example)) == set(builtin_kinds())


def test_every_file_that_it_names_is_there() -> None:
    root = Path(__file__).parents[1]
    named = re.findall(r"\]\(([\w./-]+)\)", README)
    assert [name for name in named if not (root / name).exists()] == []
