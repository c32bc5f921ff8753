"""docs/verify.md tells of everything that `verify` can name."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_each_kind_of_loss_is_on_the_page() -> None:
    page = (ROOT / "docs" / "verify.md").read_text("utf-8")
    code = "".join(path.read_text("utf-8") for path in (ROOT / "builder" / "verify").glob("*.py"))
    kinds = set(re.findall(r'kind="([a-z-]+)"', code))
    assert kinds
    assert {kind for kind in kinds if f"`{kind}`" not in page} == set()
    assert set(re.findall(r"^\| `([a-z-]+)` \|", page, re.M)) <= kinds
