"""Numbers with their nouns."""

from __future__ import annotations

import pytest

from builder.diagnostics import counted


@pytest.mark.parametrize(("number", "text"), [(0, "0 notes"), (1, "1 note"), (2, "2 notes"), (1000, "1,000 notes")])
def test_a_noun_takes_an_s_for_all_numbers_but_one(number: int, text: str) -> None:
    assert counted(number, "note") == text
