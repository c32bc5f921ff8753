"""What the rules make of cards that were written to measure them, and not to please them."""

from __future__ import annotations

from tests.lint.measure import CORPUS, measure_bad, measure_good


def test_good_cards_are_left_alone() -> None:
    total, errors, warnings, findings = measure_good(sorted((CORPUS / "good").iterdir()))
    assert total >= 200
    assert errors < 0.02 * total, "\n".join(findings)
    assert warnings < 0.08 * total, "\n".join(findings)


def test_bad_cards_are_reported_by_the_rule_that_they_break() -> None:
    total, missed, _ = measure_bad(sorted((CORPUS / "bad").iterdir()))
    assert total >= 120
    assert len(missed) <= 0.05 * total, "\n".join(missed)
