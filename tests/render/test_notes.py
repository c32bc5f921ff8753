"""What is told of the texts of a card."""

from __future__ import annotations

from pathlib import Path

from tests.support import check_text, write_deck


def test_an_error_is_told_before_a_hundred_warnings(tmp_path: Path) -> None:
    formulas = " ".join(f"$x^{number}$" for number in range(150))
    card = f"  - {{id: a, kind: basic, front: Why?, back: '{formulas} and ==this=='}}\n"
    write_deck(tmp_path, {"10-a.yaml": f"title: T\nsource: own\ncards:\n{card}"})
    assert "error[foreign-mark]" in check_text(tmp_path)
